"""Adults and teachers of the re-lived year: lists of people, some of whom have been here before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial

from kurss.learning.demo.habits import habit_of
from kurss.learning.demo.lessons import expect_sessions
from kurss.learning.demo.planning import Wish, plan
from kurss.learning.demo.year import Circle, Learner, Year
from kurss.learning.enrolment import Newcomer, enrol_all
from kurss.learning.models import Audience, Enrolment, Mode
from kurss.learning.models.onday import Resident
from kurss.learning.withdrawing import withdraw
from kurss.people.ages import age_on
from kurss.people.demo import believable_people
from kurss.people.register import NewPerson, register_people

LISTS = ((14, 0.7), (3, 1.0))
"""Days before the first session on which a list is entered, and which part of the group is enrolled after it."""

RETURNS = {Audience.ADULT: 0.34, Audience.TEACHER: 0.38}
"""The chance that a place goes to somebody who has learned here before."""

OTHERS = {"guardian": 0.03, Audience.TEACHER: 0.02}
"""The chance that a place in a course for adults goes to a parent, or to a teacher who learned here."""

LEAVES = 0.04
RESIDENTS = {Audience.ADULT: (85, 11, 4), Audience.TEACHER: (58, 38, 4)}
UNSAID = date(1962, 6, 15)
"""How old those are who left the birth date blank: the register does not know, but they are some age."""


def expect_courses(year: Year, wishes: Sequence[Wish]) -> None:
    """Each course is planned some weeks before it begins, and filled list by list."""
    for wish in wishes:
        year.agenda.add(year.moment(wish.first - timedelta(days=25)), partial(_announce, year, wish))


def _announce(year: Year, wish: Wish, at: datetime) -> None:
    circle = plan(year, wish, at=at)
    expect_sessions(year, circle, at)
    for mode, places in _places(wish).items():
        wanted = round(places * year.rng.uniform(0.62, 1.0))
        done = 0
        for days, entered in LISTS:
            count = round(wanted * entered) - done
            done += count
            moment = year.moment(wish.first - timedelta(days=days))
            year.agenda.add(moment, partial(_enter_list, year, circle, mode, count))


def _places(wish: Wish) -> dict[Mode, int]:
    if wish.mode == Mode.HYBRID:
        return {Mode.ON_SITE: wish.capacity, Mode.ONLINE: wish.capacity_online}
    return {wish.mode: wish.capacity}


def _enter_list(year: Year, circle: Circle, mode: Mode, count: int, at: datetime) -> None:
    audience = Audience(circle.group.audience)
    learners = _returning(year, circle, audience, count)
    learners += _strangers(year, circle, audience, count - len(learners), at)
    enrolments = enrol_all(
        group=circle.group,
        newcomers=[Newcomer(learner.person, learner.resident) for learner in learners],
        mode=mode,
        by=year.scene.administrator,
        at=at,
    )
    for enrolment, learner in zip(enrolments, learners, strict=True):
        circle.join(enrolment, learner)
        if year.rng.random() < LEAVES:
            _leave_later(year, circle, enrolment)


def _returning(year: Year, circle: Circle, audience: Audience, count: int) -> list[Learner]:
    """People known from other courses who are free at these hours and have not learned this before."""
    rng, chosen = year.rng, []
    pools = {audience: RETURNS[audience]} | (OTHERS if audience == Audience.ADULT else {})
    for _ in range(count):
        pool = rng.choices([*pools, None], [*pools.values(), 1 - sum(pools.values())])[0]
        if pool is None or not year.known[pool]:
            continue
        learner = rng.choice(year.known[pool])
        if learner not in chosen and learner.can_join(circle) and _old_enough(circle, learner):
            chosen.append(learner)
    return chosen


def _old_enough(circle: Circle, learner: Learner) -> bool:
    first, on = circle.group.age_from, circle.group.age_on
    return first is None or on is None or age_on(learner.born, on) >= first


def _strangers(year: Year, circle: Circle, audience: Audience, count: int, at: datetime) -> list[Learner]:
    """People who have not been here before, registered as they are entered."""
    rng = year.rng
    said = _make_up(year, circle, audience, count, at.date())
    people = register_people(said, by=year.scene.administrator, at=at)
    words = (Resident.YES, Resident.NO, Resident.NOT_RECORDED)
    learners = [
        Learner(
            person,
            person_said.birth_date or UNSAID,
            rng.choices(words, RESIDENTS[audience])[0],
            habit_of(rng, no_shows=0.07),
        )
        for person, person_said in zip(people, said, strict=True)
    ]
    year.known[audience].extend(learners)
    return learners


def _make_up(
    year: Year, circle: Circle, audience: Audience, count: int, today: date
) -> tuple[NewPerson, ...]:
    """As many people as are wanted; for a course with a lowest age, those of a larger crowd who have it."""
    if audience == Audience.TEACHER:
        return believable_people(rng=year.rng, families=0, adults=0, teachers=count, today=today).teachers
    first, on = circle.group.age_from, circle.group.age_on
    if first is None or on is None:
        return believable_people(rng=year.rng, families=0, adults=count, teachers=0, today=today).adults
    crowd = believable_people(rng=year.rng, families=0, adults=8 * count, teachers=0, today=today).adults
    return tuple(each for each in crowd if age_on(each.birth_date or UNSAID, on) >= first)[:count]


def _leave_later(year: Year, circle: Circle, enrolment: Enrolment) -> None:
    span = (circle.group.ends_on - circle.group.starts_on).days
    day = circle.group.starts_on + timedelta(days=year.rng.randrange(span + 1))

    def leave(at: datetime) -> None:
        circle.leave(enrolment)
        withdraw(enrolment=enrolment, reason="", by=year.scene.administrator, at=at)

    year.agenda.add(year.moment(day), leave)
