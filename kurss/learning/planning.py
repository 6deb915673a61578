"""Planning a group: its places, its weekly times, and every session they make."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from kurss.curriculum.models import CurriculumVersion
from kurss.learning import clashes
from kurss.learning.cityday import zone
from kurss.learning.models import (
    Audience,
    Group,
    GroupPool,
    GroupTeacher,
    Mode,
    Season,
    Session,
    SessionTeacher,
    WeeklyTime,
)
from kurss.learning.refusals import (
    GroupExists,
    NoSessions,
    NotTeachable,
    OutsideSeason,
    PlacesUnclear,
    RoomElsewhere,
    RoomTaken,
    TeacherTaken,
)
from kurss.learning.timetable import Slot, Weekly, lay_out
from kurss.partners.models import Operation, Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.places.models import Institution, Room
from kurss.seats.taking import open_pool


@dataclass(frozen=True, slots=True)
class Ages:
    """From which to which age a group takes people, both included, counted on one day for everybody."""

    first: int | None
    last: int | None
    on: date


@transaction.atomic
def plan_group(
    *,
    key: str,
    season: Season,
    version: CurriculumVersion,
    provider: Partner,
    place: Institution,
    audience: Audience,
    mode: Mode,
    times: Sequence[Weekly],
    capacity: int,
    by: Account,
    at: datetime,
    capacity_online: int = 0,
    room: Room | None = None,
    teachers: Sequence[Person] = (),
    operation: Operation | None = None,
    ages: Ages | None = None,
    minimum: int = 1,
    starts_on: date | None = None,
    ends_on: date | None = None,
    synthetic: bool = False,
) -> Group:
    """A group with its pools of places, its teachers and all its sessions, or a refusal and nothing.

    `capacity` is the places on site, or online where the group meets online only; a hybrid group says both.
    Without days of its own the group meets for the whole season.
    """
    permit(by, Act.PLAN_COURSES, at=at, place=place.key)
    first, last = starts_on or season.starts_on, ends_on or season.ends_on
    _check_frame(key=key, season=season, version=version, place=place, room=room, first=first, last=last)
    pools = _places(key, mode, capacity, capacity_online)
    free = set(season.free_days.values_list("day", flat=True))
    slots = lay_out(times, first=first, last=last, free=free, zone=zone())
    if not slots:
        raise NoSessions(
            f"Group {key} has no session between {first} and {last}. Add a weekly time or choose other days."
        )
    group = Group.objects.create(
        key=key,
        season=season,
        curriculum_version=version,
        provider=provider,
        operation=operation,
        place=place,
        room=room,
        audience=audience,
        mode=mode,
        starts_on=first,
        ends_on=last,
        age_from=ages.first if ages else None,
        age_to=ages.last if ages else None,
        age_on=ages.on if ages else None,
        minimum=minimum,
        synthetic=synthetic,
    )
    _furnish(group, pools, times, teachers)
    write_sessions(group, slots, room=room, mode=mode, teachers=teachers)
    note(by=by, at=at, act="learning.plan", about=group, label=group.key, sessions=str(len(slots)))
    return group


def _furnish(
    group: Group, pools: Mapping[Mode, int], times: Sequence[Weekly], teachers: Sequence[Person]
) -> None:
    """The group's places, weekly times and teachers."""
    GroupPool.objects.bulk_create(
        GroupPool(group=group, mode=way, pool=open_pool(key=f"group:{group.key}:{way}", capacity=places))
        for way, places in pools.items()
    )
    WeeklyTime.objects.bulk_create(
        WeeklyTime(group=group, weekday=time.weekday, starts=time.starts, ends=time.ends) for time in times
    )
    GroupTeacher.objects.bulk_create(GroupTeacher(group=group, person=person) for person in teachers)


def write_sessions(
    group: Group,
    slots: Sequence[Slot],
    *,
    room: Room | None,
    mode: str,
    teachers: Sequence[Person],
    replaces: Session | None = None,
) -> list[Session]:
    """The sessions of these slots; RoomTaken or TeacherTaken names the first session that is in the way.

    Part of the verbs that plan and move; the caller holds the transaction and has asked for permission.
    """
    try:
        with transaction.atomic():
            sessions = Session.objects.bulk_create(
                Session(
                    group=group,
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    happened_on=slot.happened_on,
                    room=room,
                    mode=mode,
                    replaces=replaces,
                )
                for slot in slots
            )
            SessionTeacher.objects.bulk_create(
                SessionTeacher(
                    session=session, person=person, starts_at=session.starts_at, ends_at=session.ends_at
                )
                for session in sessions
                for person in teachers
            )
    except IntegrityError as error:
        if room is not None and "session_room_never_clashes" in str(error):
            raise RoomTaken(_in_the_way(f"Room {room.name}", clashes.in_room(room, slots))) from None
        if "session_teacher_never_clashes" in str(error):
            raise TeacherTaken(_in_the_way("A teacher", clashes.of_teachers(teachers, slots))) from None
        raise
    return sessions


def _in_the_way(who: str, sessions: Sequence[Session]) -> str:
    # Another transaction's session may have gone again between the refusal and this reading.
    where = f" by group {sessions[0].group.key} on {sessions[0].happened_on}" if sessions else ""
    return f"{who} is taken{where} at that time. Choose another hour, or another one."


def _check_frame(
    *,
    key: str,
    season: Season,
    version: CurriculumVersion,
    place: Institution,
    room: Room | None,
    first: date,
    last: date,
) -> None:
    if Group.objects.filter(key=key).exists():
        raise GroupExists(f"Group {key} is planned already. Choose another key.")
    if not version.teachable:
        raise NotTeachable(
            f"Version {version.number} of {version.curriculum.key} is {version.get_state_display()}. "
            "Plan with one that is piloted or approved."
        )
    if first < season.starts_on or last > season.ends_on or last < first:
        raise OutsideSeason(
            f"Group {key} would meet from {first} to {last}, but season {season.key} runs from "
            f"{season.starts_on} to {season.ends_on}. Choose days inside it."
        )
    if room is not None and room.building.institution_id != place.pk:
        raise RoomElsewhere(f"Room {room.name} is not in {place.name}. Choose one of its rooms.")


def _places(key: str, mode: Mode, capacity: int, capacity_online: int) -> dict[Mode, int]:
    """How many places the group has in each way of attending."""
    if capacity < 1 or (mode == Mode.HYBRID) != (capacity_online > 0):
        raise PlacesUnclear(
            f"Group {key} is {mode.label}: a hybrid group needs places on site and online, "
            "any other group needs places of its one kind only."
        )
    if mode == Mode.HYBRID:
        return {Mode.ON_SITE: capacity, Mode.ONLINE: capacity_online}
    return {mode: capacity}
