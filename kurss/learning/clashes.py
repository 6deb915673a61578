"""Which standing sessions are in the way, and the sentence for each. The database refuses a clash of rooms and of
teachers; a child who is asked to be in two groups at once is a warning, since one of the two may be given up."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.curriculum.timetable import Slot
from kurss.learning.models import Enrolment, EnrolmentState, Session
from kurss.people.models import Person
from kurss.people.restricting import namable
from kurss.places.models import Room


@dataclass(frozen=True, slots=True)
class Clash:
    """A session that stands in the way of one of the slots asked for."""

    slot: Slot
    session: Session
    sentence: str


def in_room(room: Room, slots: Sequence[Slot], *, but: Collection[int] = ()) -> list[Clash]:
    """Sessions that stand in the room during any of the slots, the earliest first, but for those in `but`."""
    return [
        Clash(
            slot,
            session,
            _("{when}: room {room} is taken by group {group}. Choose another hour or another room.").format(
                when=when(session.starts_at, session.ends_at), room=room.name, group=session.group.key
            ),
        )
        for slot, session in _during(_near(slots, but).filter(room=room), slots)
    ]


def of_teachers(
    people: Collection[Person], slots: Sequence[Slot], *, but: Collection[int] = ()
) -> list[Clash]:
    """Sessions that any of these people teaches during any of the slots, the earliest first."""
    found = _near(slots, but).filter(teachers__person__in=people).distinct().prefetch_related("teachers")
    known, wanted = namable(person.pk for person in people), {person.pk for person in people}
    return [
        Clash(
            slot,
            session,
            _("{when}: {teacher} teaches group {group}. Choose another hour or another teacher.").format(
                when=when(session.starts_at, session.ends_at),
                teacher=", ".join(
                    known[row.person_id].name if row.person_id in known else _("a teacher")
                    for row in session.teachers.all()
                    if row.person_id in wanted
                ),
                group=session.group.key,
            ),
        )
        for slot, session in _during(found, slots)
    ]


def of_children(people: Iterable[UUID], slots: Sequence[Slot], *, but: Collection[int] = ()) -> list[Clash]:
    """Sessions of other groups in which any of these people has a place during the slots; without names."""
    places = Enrolment.objects.filter(person__in=list(people), state=EnrolmentState.ENROLLED)
    many: dict[int, set[UUID]] = defaultdict(set)
    for group, person in places.values_list("group", "person"):
        many[group].add(person)
    return [
        Clash(
            slot,
            session,
            ngettext(
                "{when}: {many} of them has a place in group {group}, which meets then.",
                "{when}: {many} of them have a place in group {group}, which meets then.",
                len(many[session.group_id]),
            ).format(
                when=when(session.starts_at, session.ends_at),
                many=len(many[session.group_id]),
                group=session.group.key,
            ),
        )
        for slot, session in _during(_near(slots, but).filter(group__in=many), slots)
    ]


def when(starts_at: datetime, ends_at: datetime) -> str:
    """The day and the hours as the reader writes them."""
    starts, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
    return f"{formats.date_format(starts, 'DATE_FORMAT')}, {starts:%H:%M}–{ends:%H:%M}"


def _near(slots: Sequence[Slot], but: Collection[int]) -> QuerySet[Session]:
    first = min(slot.starts_at for slot in slots)
    last = max(slot.ends_at for slot in slots)
    standing = Session.objects.filter(stands=True, starts_at__lt=last, ends_at__gt=first).exclude(pk__in=but)
    return standing.select_related("group").order_by("starts_at", "id")


def _during(sessions: Iterable[Session], slots: Sequence[Slot]) -> list[tuple[Slot, Session]]:
    found = []
    for session in sessions:
        slot = next(
            (one for one in slots if one.starts_at < session.ends_at and session.starts_at < one.ends_at),
            None,
        )
        if slot is not None:
            found.append((slot, session))
    return found
