"""Rounds for the tests of this module: planned, opened, applied in and drawn by the verbs."""

from datetime import UTC, datetime, timedelta

from kurss.learning.models import CameBy, EnrolmentRound, Policy
from kurss.learning.rounds.applying import apply_for
from kurss.learning.rounds.drawing import close_round, draw_round
from kurss.learning.rounds.planning import open_round, plan_round
from kurss.seats.models import Pool

PLANNED = datetime(2021, 8, 1, 9, tzinfo=UTC)
OPENS = datetime(2021, 8, 10, 6, tzinfo=UTC)
DURING = datetime(2021, 8, 12, 9, tzinfo=UTC)
CLOSES = datetime(2021, 8, 20, 20, tzinfo=UTC)
DRAWN = datetime(2021, 8, 21, 20, tzinfo=UTC)
SOON = DRAWN + timedelta(hours=2)


def pool_of(group):
    return group.pools.select_related("pool", "group__place").get()


def planned(city, *places, **said) -> EnrolmentRound:
    wanted = {
        "key": "autumn-children",
        "season": city.season,
        "title": "Rudens kārta",
        "title_en": "Autumn round",
        "policy": Policy.DRAW,
        "places": places,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "public_value_name": "The lottery of 21 August 2021",
        "by": city.administrator,
        "at": PLANNED,
    }
    return plan_round(**(wanted | said))


def opened(city, *places, **said) -> EnrolmentRound:
    return open_round(planned=planned(city, *places, **said), by=city.administrator, at=OPENS)


def applied(city, round, person, *groups, **said):
    usual = {"came_by": CameBy.COUNTER, "by": city.administrator, "at": DURING}
    return apply_for(
        round=round, person=person, wishes=[pool_of(group) for group in groups], **(usual | said)
    )


def drawn(city, round, value="3 8 15 16 23 42") -> EnrolmentRound:
    closed = close_round(opened=round, by=city.administrator, at=CLOSES)
    return draw_round(closed=closed, public_value=value, by=city.administrator, at=DRAWN)


def taken(group) -> int:
    return Pool.objects.get(group_pool__group=group).taken
