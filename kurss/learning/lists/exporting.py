"""A season's groups as a list that can be brought in again, to the same list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from kurss.curriculum.timetable import Weekly, lay_out
from kurss.learning.cityday import zone
from kurss.learning.framing import Meeting, ages_now
from kurss.learning.lists.columns import COLUMNS, said_ages, said_meetings, said_weekly
from kurss.learning.models import Group, Season, Session
from kurss.learning.planned import teachers
from kurss.people.restricting import namable
from kurss.places.models import Institution
from kurss.sheets.writing import as_csv, as_xlsx


def rows_of(groups: Collection[Group]) -> list[dict[str, Any]]:
    """A row a group, in the order given: what was said of it when it was planned."""
    keys = {row.person_id for group in groups for row in group.teachers.all()}
    names = teacher_names(keys)
    free = {
        season.pk: set(season.free_days.values_list("day", flat=True))
        for season in {group.season for group in groups}
    }
    return [_row(group, names, free[group.season_id]) for group in groups]


def groups_to_list(season: Season, places: Collection[Institution]) -> list[Group]:
    """The groups of a season at these places with all that a row says. A fixed number of queries."""
    return list(
        Group.objects.filter(season=season, place__in=places)
        .select_related("season", "curriculum_version__curriculum", "place", "room", "provider", "operation")
        .prefetch_related(
            "times", "teachers", "pools__pool", Prefetch("sessions", Session.objects.filter(replaces=None))
        )
        .order_by("key")
    )


def as_file(season: Season, places: Collection[Institution], kind: str) -> bytes:
    """The list as CSV or XLSX, headings in the reader's language."""
    rows = rows_of(groups_to_list(season, places))
    headings = {name: str(words) for name, words in COLUMNS.items()}
    if kind == "xlsx":
        return as_xlsx(rows, tuple(COLUMNS), headings, title=season.key)
    return as_csv(rows, tuple(COLUMNS), headings).encode()


def teacher_names(keys: Collection[UUID]) -> Mapping[UUID, str]:
    """How a list names teachers: by name; by key where two are called the same or the name is gone."""
    known = {key: identity.name for key, identity in namable(keys).items()}
    twice = Counter(teachers().values())
    return {key: known[key] if key in known and twice[known[key]] == 1 else str(key) for key in keys}


def _row(group: Group, names: Mapping[UUID, str], free: set[Any]) -> dict[str, Any]:
    pools = {pool.mode: pool.pool.capacity for pool in group.pools.all()}
    hybrid = group.mode == "hybrid"
    times = [Weekly(time.weekday, time.starts, time.ends) for time in group.times.all()]
    without, besides = _exceptions(group, times, free)
    return {
        "key": group.key,
        "curriculum": group.curriculum_version.curriculum.key,
        "version": group.curriculum_version.number,
        "audience": str(group.get_audience_display()),
        "mode": str(group.get_mode_display()),
        "place": group.place.key,
        "room": group.room.name if group.room else "",
        "capacity": pools["on_site"] if hybrid else next(iter(pools.values())),
        "capacity_online": pools["online"] if hybrid else "",
        "minimum": group.minimum,
        "times": said_weekly(times),
        "starts_on": group.starts_on.isoformat(),
        "ends_on": group.ends_on.isoformat(),
        "without": without,
        "besides": besides,
        "teachers": "; ".join(sorted(names[row.person_id] for row in group.teachers.all())),
        **said_ages(ages_now(group)),
        "provider": group.provider.key,
        "operation": group.operation.key if group.operation else "",
    }


def _exceptions(group: Group, times: list[Weekly], free: set[Any]) -> tuple[str, str]:
    """The days left out, and the meetings besides the weekly ones, read from the sessions as they were planned."""
    laid = lay_out(times, first=group.starts_on, last=group.ends_on, free=free, zone=zone())
    weekly = {slot.starts_at for slot in laid}
    held = {session.starts_at for session in group.sessions.all()}
    without = sorted({slot.happened_on for slot in laid if slot.starts_at not in held})
    besides = [
        Meeting(
            session.happened_on,
            session.starts_at.astimezone(zone()).time(),
            session.ends_at.astimezone(zone()).time(),
        )
        for session in group.sessions.all()
        if session.starts_at not in weekly and session.happened_on not in free
    ]
    return "; ".join(each.isoformat() for each in without), said_meetings(besides)
