"""Families of the re-lived year: they apply in August, leave during the year, and others take their places."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from kurss.learning.cityday import day_of
from kurss.learning.demo.habits import habit_of
from kurss.learning.demo.year import Circle, Learner, Year
from kurss.learning.enrolment import enrol
from kurss.learning.models import Audience, Enrolment
from kurss.learning.models.onday import Resident
from kurss.learning.refusals import GroupFull
from kurss.learning.withdrawing import withdraw
from kurss.people.ages import age_on
from kurss.people.demo import Family, believable_people
from kurss.people.guardians import Bond, add_guardians
from kurss.people.models import Person
from kurss.people.register import NewPerson, register_people

FAMILIES = 460
DOORS_OPEN = date(2021, 8, 16)
LAST_WEEKS = date(2022, 5, 1)
REFERENCE = date(2021, 9, 1)
GROUPS_WANTED = ((1, 2, 3), (78, 17, 5))
TRIES = 4
HOPES = 0.1
"""The chance that a family asks at a group which seems full."""

LEAVES = 0.09
REASONS = ("Cits pulciņš", "Pārcēlās", "Nav laika", "Slimība", "")


def expect_families(year: Year) -> None:
    """Families sign up, most of them in the first days; the clerk enters those of a day together."""
    count = year.sized(FAMILIES)
    made_up = believable_people(rng=year.rng, families=count, adults=0, teachers=0, today=REFERENCE)
    by_day: dict[date, list[Family]] = defaultdict(list)
    for family in made_up.families:
        by_day[DOORS_OPEN + timedelta(days=min(int(year.rng.expovariate(1 / 6)), 40))].append(family)
    for day, families in sorted(by_day.items()):
        year.agenda.add(year.moment(day, first=7, last=9), partial(_enter, year, families))


def _enter(year: Year, families: Sequence[Family], at: datetime) -> None:
    """Register the families of a day; each then looks for places at an hour of its own."""
    clerk = year.scene.administrator
    said = [each for family in families for each in (*family.guardians, *family.children)]
    people = {person.pk: person for person in register_people(said, by=clerk, at=at)}
    bonds = [
        Bond(child=people[child.key], guardian=people[guardian.key])
        for family in families
        for child in family.children
        for guardian in family.guardians
    ]
    add_guardians(bonds, by=clerk, at=at)
    for family in families:
        resident = year.rng.choices((Resident.YES, Resident.NO, Resident.NOT_RECORDED), (89, 8, 3))[0]
        for guardian in family.guardians:
            year.known["guardian"].append(_learner(year.rng, people[guardian.key], guardian, resident))
        children = [_learner(year.rng, people[child.key], child, resident) for child in family.children]
        moment = year.moment(day_of(at), first=9, last=22)
        year.agenda.add(moment, partial(_apply, year, children))


def _apply(year: Year, children: Sequence[Learner], at: datetime) -> None:
    """Look for a place for each child and each wish."""
    for learner in children:
        for _ in range(year.rng.choices(*GROUPS_WANTED)[0]):
            if not _find_place(year, learner, at):
                year.known["turned away"].append(learner)


def _learner(rng: Random, person: Person, said: NewPerson, resident: Resident) -> Learner:
    # Where the form was left blank the family still knows how old the child is.
    born = said.birth_date or date(rng.randrange(2006, 2013), 6, 15)
    return Learner(person, born, resident, habit_of(rng, no_shows=0.04))


def _find_place(year: Year, learner: Learner, at: datetime) -> bool:
    """Ask at a few groups for the child's age, mostly at those that seemed to have places; whether one had."""
    fitting = [
        circle
        for circle in year.circles
        if _fits(circle, learner) and (circle.free or year.rng.random() < HOPES)
    ]
    asked = year.rng.sample(fitting, min(TRIES, len(fitting)))
    return any(_ask(year, circle, learner, at) for circle in asked)


def _ask(year: Year, circle: Circle, learner: Learner, at: datetime) -> bool:
    try:
        enrolment = enrol(
            group=circle.group,
            person=learner.person,
            resident=learner.resident,
            once=f"form {at:%y%m%d-%H%M}",
            by=year.scene.administrator,
            at=at,
        )
    except GroupFull:
        return False
    circle.join(enrolment, learner)
    _perhaps_leave(year, circle, enrolment, learner, at)
    return True


def _fits(circle: Circle, learner: Learner) -> bool:
    group = circle.group
    return (
        group.audience == Audience.CHILD
        and group.age_from is not None
        and group.age_to is not None
        and group.age_from <= age_on(learner.born, REFERENCE) <= group.age_to
        and learner.can_join(circle)
    )


def _perhaps_leave(year: Year, circle: Circle, enrolment: Enrolment, learner: Learner, at: datetime) -> None:
    """Some leave in the course of the year; who never came is asked to give the place to another child."""
    rng = year.rng
    begins = max(at.date(), circle.group.starts_on)
    if learner.habit.never and rng.random() < 0.6:
        day, reason = begins + timedelta(days=rng.randrange(25, 40)), "Neviens nav ieradies"
    elif rng.random() < LEAVES and begins < LAST_WEEKS:
        day = begins + timedelta(days=rng.randrange(1, (LAST_WEEKS - begins).days + 1))
        reason = rng.choice(REASONS)
    else:
        return

    def leave(moment: datetime) -> None:
        circle.leave(enrolment)
        withdraw(enrolment=enrolment, reason=reason, by=year.scene.administrator, at=moment)
        _offer_to_another(year, circle, moment)

    year.agenda.add(year.moment(day), leave)


def _offer_to_another(year: Year, circle: Circle, at: datetime) -> None:
    """The place goes to the first child who was turned away before and whom the group suits."""
    waiting = year.known["turned away"]
    for learner in waiting:
        if at.date() < LAST_WEEKS and _fits(circle, learner) and _ask(year, circle, learner, at):
            waiting.remove(learner)
            return
