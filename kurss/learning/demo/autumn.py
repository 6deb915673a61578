"""The autumn after the re-lived year: the groups of 2022/23, given out by a draw that was held three days ago.

Nothing of it is attended yet, so no figure of the case counts it. Families have until 2 October to answer.
"""

from datetime import date, datetime, time, timedelta

from kurss.curriculum.timetable import Weekly
from kurss.learning.cityday import zone
from kurss.learning.demo.offer import FOR_CHILDREN
from kurss.learning.demo.seasons import CHILDREN_2022
from kurss.learning.demo.year import Learner, Year
from kurss.learning.models import (
    Audience,
    CameBy,
    Criterion,
    EnrolmentRound,
    Group,
    GroupPool,
    Mark,
    Mode,
    Policy,
)
from kurss.learning.planning import Ages, plan_group
from kurss.learning.rounds.applying import apply_for
from kurss.learning.rounds.drawing import close_round, draw_round
from kurss.learning.rounds.planning import Places, open_round, plan_round
from kurss.learning.seasons import open_season
from kurss.people.ages import age_on

PLANNED = datetime(2022, 9, 1, 9, tzinfo=zone())
OPENS = datetime(2022, 9, 12, 10, tzinfo=zone())
CLOSES = datetime(2022, 9, 26, 20, tzinfo=zone())
DRAWN = datetime(2022, 9, 27, 18, tzinfo=zone())
REFERENCE = date(2022, 9, 1)
GROUPS = 14
FAMILIES = 230
"""So many children apply; half of what a year has, since the groups are fewer too."""

HOURS = ((1, 15), (1, 16), (2, 15), (2, 16), (2, 17), (3, 15), (3, 16), (4, 16), (4, 17), (5, 15))
CAME_BY = ((CameBy.WEB, CameBy.PHONE, CameBy.COUNTER, CameBy.PAPER), (82, 9, 6, 3))
VALUE_NAME = "Izdomātas loterijas skaitļi 2022. gada 27. septembrī (made up for the demonstration)"
VALUE = "4 8 15 16 23 42"


def give_out_the_next_autumn(year: Year) -> None:
    """Plan the groups, let families apply, and hold the draw."""
    groups = _plan(year)
    pools = list(GroupPool.objects.filter(group__in=groups).select_related("pool", "group__place"))
    by = year.scene.administrator
    planned = plan_round(
        key="rudens-2022",
        season=year.seasons[CHILDREN_2022.key],
        title="Bērnu grupas 2022. gada rudenī",
        title_en="Groups for children, autumn 2022",
        policy=Policy.DRAW,
        places=[
            Places(pool, reserve=3, mark=Mark.GIRLS) if "robot" in pool.group.key else Places(pool)
            for pool in pools
        ],
        opens_at=OPENS,
        closes_at=CLOSES,
        priorities=[Criterion.CONTINUING, Criterion.SIBLING, Criterion.RESIDENT],
        public_value_name=VALUE_NAME,
        most_places=2,
        synthetic=True,
        by=by,
        at=PLANNED,
    )
    opened = open_round(planned=planned, at=OPENS, by=by)
    _apply(year, opened, pools)
    closed = close_round(opened=opened, at=CLOSES, by=by)
    draw_round(closed=closed, public_value=VALUE, at=DRAWN, by=by)


def _plan(year: Year) -> list[Group]:
    plan = CHILDREN_2022
    year.seasons[plan.key] = open_season(
        key=plan.key,
        title=plan.title,
        title_en=plan.title_en,
        starts_on=plan.first,
        ends_on=plan.last,
        free_days=plan.free,
        by=year.scene.administrator,
        at=PLANNED,
    )
    groups = []
    for number, theme in enumerate(FOR_CHILDREN[: year.sized(GROUPS)], start=1):
        weekday, hour = year.rng.choice(HOURS)
        groups.append(
            plan_group(
                key=f"{theme.key}-22-{number:02}",
                season=year.seasons[plan.key],
                version=year.versions[theme.key],
                provider=year.scene.provider,
                place=year.scene.place,
                audience=Audience.CHILD,
                mode=Mode.ON_SITE,
                times=[Weekly(weekday, time(hour), time(hour + 1, 30))],
                capacity=12,
                ages=Ages(theme.first, theme.last, REFERENCE),
                synthetic=True,
                by=year.scene.administrator,
                at=PLANNED,
            )
        )
    return groups


def _apply(year: Year, round: EnrolmentRound, pools: list[GroupPool]) -> None:
    children = _children(year)
    for learner in year.rng.sample(children, min(year.sized(FAMILIES), len(children))):
        fitting = [pool for pool in pools if _fits(pool.group, learner)]
        if not fitting:
            continue
        span = int((CLOSES - OPENS).total_seconds()) - 60
        apply_for(
            round=round,
            person=learner.person,
            wishes=year.rng.sample(fitting, min(len(fitting), year.rng.choice((1, 2, 3, 3)))),
            came_by=year.rng.choices(*CAME_BY)[0],
            wants=year.rng.choices((1, 2), (85, 15))[0],
            resident=learner.resident,
            by=year.scene.administrator,
            at=OPENS + timedelta(seconds=year.rng.randrange(span)),
        )


def _children(year: Year) -> list[Learner]:
    """Who learned in the school year before, and who was turned away then; each once."""
    seated = [
        learner
        for circle in year.circles
        if circle.group.audience == Audience.CHILD
        for _enrolment, learner in circle.roster.values()
    ]
    return list({learner.person.pk: learner for learner in [*seated, *year.known["turned away"]]}.values())


def _fits(group: Group, learner: Learner) -> bool:
    age = age_on(learner.born, REFERENCE)
    return (group.age_from or 0) <= age <= (group.age_to or 99)
