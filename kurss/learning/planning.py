"""Planning a group: its places, its weekly times, and every session they make."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import Slot, Weekly
from kurss.learning import clashes
from kurss.learning.framing import Ages, Frame, Meeting, check
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
from kurss.learning.models.group import city_language
from kurss.learning.refusals import RoomTaken, TeacherTaken
from kurss.partners.models import Operation, Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.places.models import Institution, Room
from kurss.seats.taking import open_pool

__all__ = ["Ages", "Frame", "Meeting", "plan", "plan_group", "write_sessions"]


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
    without: Collection[date] = (),
    besides: Sequence[Meeting] = (),
    language: str = "",
    synthetic: bool = False,
) -> Group:
    """Plan a group of which everything is said at once: see `framing.Frame`."""
    frame = Frame(
        key=key,
        season=season,
        version=version,
        provider=provider,
        place=place,
        audience=Audience(audience),
        mode=Mode(mode),
        times=times,
        capacity=capacity,
        capacity_online=capacity_online,
        room=room,
        teachers=teachers,
        operation=operation,
        ages=ages,
        minimum=minimum,
        starts_on=starts_on,
        ends_on=ends_on,
        without=without,
        besides=besides,
        language=language,
        synthetic=synthetic,
    )
    return plan(frame, by=by, at=at)


@transaction.atomic
def plan(frame: Frame, *, by: Account, at: datetime) -> Group:
    """A group with its pools of places, its teachers and all its sessions, or a refusal and nothing."""
    permit(by, Act.PLAN_COURSES, at=at, place=frame.place.key)
    slots, ages = check(frame), frame.ages
    group = Group.objects.create(
        key=frame.key,
        season=frame.season,
        curriculum_version=frame.version,
        provider=frame.provider,
        operation=frame.operation,
        place=frame.place,
        room=frame.room,
        audience=frame.audience,
        mode=frame.mode,
        language=frame.language or city_language(),
        starts_on=frame.first,
        ends_on=frame.last,
        age_from=ages.first if ages else None,
        age_to=ages.last if ages else None,
        age_on=ages.on if ages else None,
        by_grade=bool(ages and ages.by_grade),
        minimum=frame.minimum,
        synthetic=frame.synthetic,
    )
    _furnish(group, frame.places, frame.times, frame.teachers)
    write_sessions(group, slots, room=frame.room, mode=frame.mode, teachers=frame.teachers)
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
    with refused_in_words(slots, room=room, teachers=teachers):
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
    return sessions


@contextmanager
def refused_in_words(
    slots: Sequence[Slot], *, room: Room | None, teachers: Sequence[Person], but: Collection[int] = ()
) -> Iterator[None]:
    """What is written inside is all or nothing, and a clash that the database refuses is said as RoomTaken or
    TeacherTaken, with the first session in the way; `but` are sessions that may stand there."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if room is not None and "session_room_never_clashes" in str(error):
            said = [each.sentence for each in clashes.in_room(room, slots, but=but)]
            raise RoomTaken(_in_the_way(said, _("The room is taken at that time. Choose another."))) from None
        if "session_teacher_never_clashes" in str(error):
            said = [each.sentence for each in clashes.of_teachers(teachers, slots, but=but)]
            raise TeacherTaken(
                _in_the_way(said, _("A teacher is taken at that time. Choose another."))
            ) from None
        raise


def _in_the_way(sentences: Sequence[str], otherwise: str) -> str:
    # Another transaction's session may have gone again between the refusal and this reading.
    return sentences[0] if sentences else otherwise
