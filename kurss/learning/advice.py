"""What would place the most waiting children: a room, an hour or a teacher, and at what cost. Pure.

Given who waits for what, the hours at which courses meet, and which rooms and teachers are free then, every way of
opening one more group is weighed, and every larger room for a group that is full. Nothing is predicted: a child is
counted where it waits, fits the group it waits for, and has no other place at that hour. Each way is weighed by
itself: two of them may place the same children.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

Span = tuple[int, int]
"""Minutes of the week, from Monday 0:00: from the first up to, not including, the last."""
Pattern = tuple[Span, ...]
"""The weekly hours of one group."""
CENT = Decimal("0.01")


class Lacks(StrEnum):
    """What is missing for a way; nothing where room and teacher are free at the hour."""

    NOTHING = "nothing"
    TEACHER = "teacher"
    ROOM = "room"
    LARGER_ROOM = "larger_room"


@dataclass(frozen=True, slots=True)
class Need:
    """Children who wait for one curriculum at one age, and how large its groups usually are."""

    key: str
    children: Mapping[str, Sequence[Span]]
    """When each of them is in another group already."""
    size: int
    weekly: int
    """How many times a week such a group meets."""
    teachers: frozenset[str]
    """Who has taught it."""


@dataclass(frozen=True, slots=True)
class Full:
    """A group that somebody waits for, and the hours of the meetings ahead of it, all together."""

    key: str
    need: str
    room: str
    seats: int
    pattern: Pattern
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours at which a group could meet, and how many hours its meetings ahead would make together."""

    pattern: Pattern
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Resource:
    """A room with its seats, or a teacher; busy at these hours of some week ahead."""

    key: str
    busy: tuple[Span, ...]
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Costs:
    """What an hour of a teacher and of a room costs, in the city's currency, and who says so."""

    teacher_hour: Decimal
    room_hour: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Way:
    """One way of placing children who wait."""

    need: str
    lacks: Lacks
    pattern: Pattern
    room: str
    teacher: str
    group: str
    """The group that would move to a larger room; empty for one more group."""
    placed: int
    waiting: int
    hours: Decimal
    cost: Decimal | None
    """All of it, in the city's currency; None where costs are not written down."""

    @property
    def each(self) -> Decimal | None:
        """For one child, to the cent, halves up."""
        return None if self.cost is None else (self.cost / self.placed).quantize(CENT, ROUND_HALF_UP)


def weigh(
    needs: Sequence[Need],
    full: Sequence[Full],
    hours: Sequence[Hours],
    rooms: Sequence[Resource],
    teachers: Sequence[Resource],
    costs: Costs | None = None,
) -> list[Way]:
    """Every way that places a child: most children first, then nothing lacking, then the cheapest for each.

    Of several rooms that are free the smallest that holds them all is taken, otherwise the largest.
    """
    found = [
        way for need in needs for each in hours if (way := _one_more(need, each, rooms, teachers, costs))
    ]
    by_key = {need.key: need for need in needs}
    found += [way for group in full if (way := _larger(group, by_key[group.need], rooms, costs))]
    return sorted(found, key=_order)


def overlap(one: Sequence[Span], other: Sequence[Span]) -> bool:
    """Whether two spans of them share a minute."""
    return any(a < d and c < b for a, b in one for c, d in other)


def _order(way: Way) -> tuple[object, ...]:
    each = way.each
    return (
        -way.placed,
        way.lacks is not Lacks.NOTHING,
        each is None,
        each or Decimal(0),
        way.need,
        way.pattern,
        way.group,
    )


def _one_more(
    need: Need, at: Hours, rooms: Sequence[Resource], teachers: Sequence[Resource], costs: Costs | None
) -> Way | None:
    """One more group at these hours: with what is free, or short of one thing. Short of both, it is no way."""
    if len(at.pattern) != need.weekly:
        return None
    could = sum(not overlap(busy, at.pattern) for busy in need.children.values())
    room = _fitting([one for one in rooms if not overlap(one.busy, at.pattern)], min(could, need.size))
    teacher = next(
        (one for one in teachers if one.key in need.teachers and not overlap(one.busy, at.pattern)), None
    )
    if room is None and teacher is None:
        return None
    placed = min(could, need.size, room.seats if room else need.size)
    if placed < 1:
        return None
    lacks = Lacks.NOTHING if room and teacher else Lacks.TEACHER if room else Lacks.ROOM
    return Way(
        need=need.key,
        lacks=lacks,
        pattern=at.pattern,
        room=room.key if room else "",
        teacher=teacher.key if teacher else "",
        group="",
        placed=placed,
        waiting=len(need.children),
        hours=at.hours,
        cost=None if costs is None else at.hours * (costs.teacher_hour + costs.room_hour),
    )


def _larger(group: Full, need: Need, rooms: Sequence[Resource], costs: Costs | None) -> Way | None:
    """The same group in a larger room that is free at its hours; its teacher is there already."""
    could = sum(not overlap(busy, group.pattern) for busy in need.children.values())
    free = [one for one in rooms if one.seats > group.seats and not overlap(one.busy, group.pattern)]
    room = _fitting(free, group.seats + could)
    placed = min(could, room.seats - group.seats) if room else 0
    if room is None or placed < 1:
        return None
    return Way(
        need=need.key,
        lacks=Lacks.LARGER_ROOM,
        pattern=group.pattern,
        room=room.key,
        teacher="",
        group=group.key,
        placed=placed,
        waiting=len(need.children),
        hours=group.hours,
        cost=None if costs is None else group.hours * costs.room_hour,
    )


def _fitting(free: Sequence[Resource], wanted: int) -> Resource | None:
    """The smallest room that holds so many, otherwise the largest there is."""
    enough = [one for one in free if one.seats >= wanted]
    if enough:
        return min(enough, key=lambda one: (one.seats, one.key))
    return max(free, key=lambda one: (one.seats, one.key), default=None)
