"""The advice after a round, from the records: who waits, what is free, what an hour costs; and it in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.learning.advice import Costs, Full, Hours, Lacks, Need, Pattern, Resource, Span, Way, weigh
from kurss.learning.cityday import day_of, zone
from kurss.learning.models import (
    Application,
    Enrolment,
    EnrolmentRound,
    EnrolmentState,
    Group,
    GroupTeacher,
    Mode,
    Offer,
    Season,
    Session,
    SessionTeacher,
)
from kurss.learning.planned import rooms_in, teachers
from kurss.learning.telling import title_of
from kurss.learning.weekdays import EVERY
from kurss.seats.models import Waiting

DAY = 24 * 60
MOST = 12
"""So many ways are worth reading."""
HOUR = Decimal(60)


@dataclass(frozen=True, slots=True)
class Advised:
    """One way with the sentence that explains it and the group whose line it shortens."""

    way: Way
    group: Group
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Advice:
    waiting: int
    """How many children wait in the round, each once."""
    ways: Sequence[Advised]
    costs: Costs | None


def costs() -> Costs | None:
    """What KURSS_COURSE_COSTS says; nothing where nobody wrote it down."""
    said: Mapping[str, Any] | None = settings.KURSS_COURSE_COSTS
    if said is None:
        return None
    return Costs(Decimal(said["teacher_hour"]), Decimal(said["room_hour"]), str(said["source"]))


def advise(round: EnrolmentRound, *, at: datetime) -> Advice:
    """What would place the most of those who wait in a round. A fixed number of queries for all of them."""
    groups = list(
        Group.objects.filter(pools__rounds__round=round, joined_to__isnull=True)
        .distinct()
        .select_related("season", "curriculum_version__curriculum", "place", "room")
        .prefetch_related("times", "pools__pool")
    )
    lines = _lines(groups)
    first = max(day_of(at), round.season.starts_on)
    left = _days_left(round.season, first)
    needs, shown, full = _needs(groups, lines, left)
    places = {group.place for group in groups}
    rooms, known = rooms_in(places, on=first), {str(person.pk): name for person, name in teachers().items()}
    named = {str(room.pk): room.name for room in rooms}
    ways = weigh(
        needs,
        full,
        _hours(round.season, left),
        _rooms(rooms, at),
        _teachers(known, at),
        costs(),
    )
    waiting = {person for line in lines.values() for person in line}
    advised = [
        Advised(
            way, shown[way.need], title_of(shown[way.need]), _sentence(way, shown[way.need], named, known)
        )
        for way in _best(ways)[:MOST]
    ]
    return Advice(len(waiting), advised, costs())


def _best(ways: Iterable[Way]) -> list[Way]:
    """Of the ways to help the same children, the best of each kind: other hours that do no better tell nothing."""
    found: dict[tuple[str, Lacks], Way] = {}
    for way in ways:
        found.setdefault((way.need, way.lacks), way)
    return list(found.values())


def _lines(groups: Collection[Group]) -> Mapping[int, set[str]]:
    """Who waits for each group, by person."""
    pools = {pool.pool_id: group.pk for group in groups for pool in group.pools.all()}
    rows = list(Waiting.objects.filter(pool__in=pools, left_at__isnull=True).values_list("pool", "holder"))
    people = dict(
        Application.objects.filter(pk__in={holder for _pool, holder in rows}).values_list("pk", "person")
    )
    found: dict[int, set[str]] = defaultdict(set)
    for pool, holder in rows:
        if holder in people:
            found[pools[pool]].add(str(people[holder]))
    return found


def _needs(
    groups: Iterable[Group], lines: Mapping[int, set[str]], left: Mapping[int, int]
) -> tuple[list[Need], dict[str, Group], list[Full]]:
    """What is waited for by curriculum and age, a group that stands for each, and the groups that are full."""
    children: dict[str, set[str]] = defaultdict(set)
    shown: dict[str, Group] = {}
    full = []
    for group in sorted(groups, key=lambda one: one.key):
        if not lines.get(group.pk) or group.mode == Mode.ONLINE:
            continue
        ages = f"{group.age_from}-{group.age_to} {group.age_on}"
        key = f"{group.curriculum_version.curriculum.key} {ages}"
        children[key] |= lines[group.pk]
        shown.setdefault(key, group)
        seats = sum(pool.pool.capacity for pool in group.pools.all() if pool.mode == Mode.ON_SITE)
        # Where the room has seats to spare it is not the room that keeps the group small.
        if group.room is not None and seats >= group.room.seats:
            pattern = pattern_of(group)
            full.append(Full(group.key, key, str(group.room.pk), seats, pattern, _together(pattern, left)))
    busy = _busy({person for line in children.values() for person in line})
    taught: dict[int, set[str]] = defaultdict(set)
    rows = GroupTeacher.objects.values_list("group__curriculum_version__curriculum", "person")
    for curriculum, person in rows:
        taught[curriculum].add(str(person))
    needs = [
        Need(
            key=key,
            children={person: busy.get(person, ()) for person in sorted(line)},
            size=sum(pool.pool.capacity for pool in shown[key].pools.all() if pool.mode == Mode.ON_SITE),
            weekly=len(shown[key].times.all()),
            teachers=frozenset(taught[shown[key].curriculum_version.curriculum_id]),
        )
        for key, line in children.items()
    ]
    return needs, shown, full


def _busy(people: Collection[str]) -> Mapping[str, Sequence[Span]]:
    """When each of these is in a group, or was offered a place that waits for an answer."""
    found: dict[str, list[Span]] = defaultdict(list)
    keys = [UUID(person) for person in people]
    held = Enrolment.objects.filter(person__in=keys, state=EnrolmentState.ENROLLED)
    rows = list(
        held.values_list("person", "group__times__weekday", "group__times__starts", "group__times__ends")
    )
    offers = Offer.objects.open().filter(application__person__in=keys)
    rows += list(
        offers.values_list(
            "application__person", "pool__group__times__weekday", "pool__group__times__starts",
            "pool__group__times__ends",
        )
    )  # fmt: skip
    for person, weekday, starts, ends in rows:
        if weekday is not None:
            found[str(person)].append(_span(weekday, starts, ends))
    return found


def pattern_of(group: Group) -> Pattern:
    return tuple(sorted(_span(time.weekday, time.starts, time.ends) for time in group.times.all()))


def _span(weekday: int, starts: Any, ends: Any) -> Span:
    day = (weekday - 1) * DAY
    return day + starts.hour * 60 + starts.minute, day + ends.hour * 60 + ends.minute


def _days_left(season: Season, first: date) -> Mapping[int, int]:
    """How often each weekday comes until the season ends, free days left out."""
    free = set(season.free_days.values_list("day", flat=True))
    found: dict[int, int] = defaultdict(int)
    day = first
    while day <= season.ends_on:
        found[day.isoweekday()] += day not in free
        day += timedelta(days=1)
    return found


def _together(pattern: Pattern, left: Mapping[int, int]) -> Decimal:
    """The hours of all meetings ahead at these weekly hours."""
    minutes = sum((last - first) * left[first // DAY + 1] for first, last in pattern)
    return Decimal(minutes) / HOUR


def _hours(season: Season, left: Mapping[int, int]) -> list[Hours]:
    """The hours at which groups of the season meet: nobody is asked to come at another."""
    groups = Group.objects.filter(season=season).prefetch_related("times")
    patterns = {pattern_of(group) for group in groups} - {()}
    return [Hours(pattern, _together(pattern, left)) for pattern in sorted(patterns)]


def _rooms(rooms: Sequence[Any], at: datetime) -> list[Resource]:
    sessions = Session.objects.filter(room__in=rooms, stands=True, ends_at__gt=at)
    busy = _spans_of(sessions.values_list("room", "starts_at", "ends_at"))
    return [Resource(str(room.pk), busy.get(str(room.pk), ()), room.seats) for room in rooms]


def _teachers(known: Mapping[str, str], at: datetime) -> list[Resource]:
    taught = SessionTeacher.objects.filter(person__in=list(known), stands=True, ends_at__gt=at)
    busy = _spans_of(taught.values_list("person", "starts_at", "ends_at"))
    return [Resource(key, busy.get(key, ())) for key in sorted(known, key=lambda key: known[key])]


def _spans_of(rows: Iterable[tuple[Any, datetime, datetime]]) -> Mapping[str, tuple[Span, ...]]:
    """The hours of the week in which something stands in some week ahead."""
    found: dict[str, set[Span]] = defaultdict(set)
    for key, starts_at, ends_at in rows:
        starts, ends = starts_at.astimezone(zone()), ends_at.astimezone(zone())
        found[str(key)].add(_span(starts.isoweekday(), starts, ends))
    return {key: tuple(sorted(spans)) for key, spans in found.items()}


def _sentence(way: Way, group: Group, rooms: Mapping[str, str], known: Mapping[str, str]) -> str:
    """What to do, for how many of those who wait."""
    when = ", ".join(
        f"{EVERY[first // DAY + 1]} {_clock(first)}–{_clock(last)}" for first, last in way.pattern
    )
    placed = ngettext(
        "It places {placed} of {waiting} who wait.", "It places {placed} of {waiting} who wait.", way.placed
    ).format(placed=way.placed, waiting=way.waiting)
    words = {
        Lacks.NOTHING: _(
            "One more group: {when}, room {room}, with {teacher}. Room and teacher are free then."
        ),
        Lacks.TEACHER: _(
            "One more group: {when}, room {room}. It lacks a teacher: nobody who taught it is free."
        ),
        Lacks.ROOM: _("One more group: {when}, with {teacher}. It lacks a room: none is free."),
        Lacks.LARGER_ROOM: _("Group {group} meets in room {room}, which is larger and free: {when}."),
    }
    said = words[way.lacks].format(
        when=when,
        room=rooms.get(way.room, ""),
        teacher=known.get(way.teacher, ""),
        group=way.group or group.key,
    )
    return f"{said} {placed}"


def _clock(minute: int) -> str:
    return f"{minute % DAY // 60:02}:{minute % 60:02}"
