"""What the catalogue says of a group, by value and nothing else: what is said the same way is the same.

So whatever is made of it, such as a row of the page, can be kept by what it says and is never out of date.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from kurss.learning.models import Group, Mode, Policy, WeeklyTime
from kurss.learning.models.group import SCHOOL_AGE
from kurss.learning.weekdays import EVERY

DRAWABLE = 24
"""So many places are drawn one by one; more would be a wall of them."""


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a group in one way of attending, and how many wait or have applied for them in a draw."""

    mode: str
    capacity: int
    taken: int
    waiting: int
    applied: int

    @property
    def way(self) -> str:
        return str(Mode(self.mode).label)

    @property
    def free(self) -> int:
        return self.capacity - self.taken

    @property
    def drawn(self) -> list[tuple[str, str]]:
        """Where each place stands in the drawing, and "1" where it is gone; none where there are too many."""
        if self.capacity > DRAWABLE:
            return []
        return [(f"{10 * n}.5", "1" if n < self.taken else "0") for n in range(self.capacity)]


@dataclass(frozen=True, slots=True)
class Giving:
    """The round that gives out the places, announced and not over."""

    is_to_come: bool
    key: str
    policy: str
    state: str
    closes_at: datetime
    drawn_at: datetime | None
    opens_at: datetime


@dataclass(frozen=True, slots=True)
class Listed:
    """The places of a group, and the round that gives them out."""

    places: tuple[Places, ...]
    round: Giving | None

    @property
    def free(self) -> int:
        return sum(each.free for each in self.places)

    @property
    def capacity(self) -> int:
        return sum(each.capacity for each in self.places)

    @property
    def applied(self) -> int:
        return sum(each.applied for each in self.places)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.places)

    @property
    def is_drawn(self) -> bool:
        """Whether a draw gives out the places, now or soon."""
        return self.round is not None and self.round.policy == Policy.DRAW


@dataclass(frozen=True, slots=True)
class Meets:
    weekday: int
    starts: time
    ends: time

    @property
    def every(self) -> str:
        return str(EVERY[self.weekday])


@dataclass(frozen=True, slots=True)
class Row:
    """All that one row of the catalogue says."""

    times: tuple[Meets, ...]
    listed: Listed
    key: str
    title: str
    title_en: str
    synthetic: bool
    starts_on: date
    age_from: int | None
    age_to: int | None
    by_grade: bool
    mode: str
    place: str
    place_en: str
    room: str | None

    @property
    def way(self) -> str:
        return str(Mode(self.mode).label)

    @property
    def grades(self) -> tuple[int, int] | None:
        """From which to which school grade, where the group takes grades."""
        if not self.by_grade or self.age_from is None or self.age_to is None:
            return None
        return self.age_from - SCHOOL_AGE, self.age_to - SCHOOL_AGE

    @property
    def names(self) -> Mapping[str, str]:
        """Where it meets, in both languages."""
        return {"name": self.place, "name_en": self.place_en}


_OWN = (
    "pk",
    "key",
    "curriculum_version__curriculum__title",
    "curriculum_version__curriculum__title_en",
    "synthetic",
    "starts_on",
    "age_from",
    "age_to",
    "by_grade",
    "mode",
    "place__name",
    "place__name_en",
    "room__name",
)


def rows(groups: QuerySet[Group], *, at: datetime) -> list[Row]:
    """These groups in their order, as they stand. Three queries, however many they are."""
    found: list[Any] = list(groups.values_list(*_OWN))
    keys = [own[0] for own in found]
    listed, times = places_of(keys, at=at), defaultdict(list)
    weekly = WeeklyTime.objects.filter(group__in=keys).order_by("weekday", "starts")
    for group, weekday, starts, ends in weekly.values_list("group_id", "weekday", "starts", "ends"):
        times[group].append(Meets(weekday, starts, ends))
    return [Row(tuple(times[own[0]]), listed[own[0]], *own[1:]) for own in found]


# A pool is in one round at a time that is not over (`PoolInAnotherRound`). Who applied or waits is told in a draw
# alone, so it is counted there alone.
_PLACES = """
SELECT own.group_id, own.mode, pool.capacity, pool.taken,
    CASE WHEN part.policy = 'draw' THEN (
        SELECT count(*) FROM seats_waiting waiting WHERE waiting.pool_id = pool.id AND waiting.left_at IS NULL
    ) ELSE 0 END,
    CASE WHEN part.policy = 'draw' AND part.state IN ('open', 'closed') THEN (
        SELECT count(*) FROM learning_wish wish
        JOIN learning_application application ON application.key = wish.application_id
        JOIN learning_enrolmentround asked ON asked.id = application.round_id
        WHERE wish.pool_id = own.id AND application.withdrawn_at IS NULL AND asked.state IN ('open', 'closed')
    ) ELSE 0 END,
    part.key, part.policy, part.state, part.closes_at, part.drawn_at, part.opens_at
FROM learning_grouppool own
JOIN seats_pool pool ON pool.id = own.pool_id
LEFT JOIN (
    SELECT given.pool_id, round.* FROM learning_roundpool given
    JOIN learning_enrolmentround round ON round.id = given.round_id
    WHERE round.state NOT IN ('planned', 'over')
) part ON part.pool_id = own.id
WHERE own.group_id = ANY(%s)
ORDER BY own.group_id, own.mode DESC
"""


def places_of(groups: Iterable[int], *, at: datetime) -> Mapping[int, Listed]:
    """The places of each of these groups as they stand at this moment. One query."""
    keys = list(groups)
    places: dict[int, list[Places]] = {key: [] for key in keys}
    rounds: dict[int, Giving] = {}
    with connection.cursor() as cursor:
        cursor.execute(_PLACES, [keys])
        for group, mode, capacity, taken, waiting, applied, *given in cursor.fetchall():
            places[group].append(Places(mode, capacity, taken, waiting, applied))
            if given[0] is not None:
                rounds.setdefault(group, Giving(given[-1] > at, *given))
    return {key: Listed(tuple(places[key]), rounds.get(key)) for key in keys}
