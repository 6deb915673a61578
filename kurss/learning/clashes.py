"""Which standing sessions are in the way. The database refuses a clash; this says which one it was."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet

from kurss.learning.models import Session
from kurss.learning.timetable import Slot
from kurss.people.models import Person
from kurss.places.models import Room


def in_room(room: Room, slots: Sequence[Slot]) -> list[Session]:
    """Sessions that stand in the room during any of the slots, the earliest first."""
    return _during(list(_near(slots).filter(room=room)), slots)


def of_teachers(people: Collection[Person], slots: Sequence[Slot]) -> list[Session]:
    """Sessions that any of these people teaches during any of the slots, the earliest first."""
    return _during(list(_near(slots).filter(teachers__person__in=people).distinct()), slots)


def _near(slots: Sequence[Slot]) -> QuerySet[Session]:
    first = min(slot.starts_at for slot in slots)
    last = max(slot.ends_at for slot in slots)
    standing = Session.objects.filter(stands=True, starts_at__lt=last, ends_at__gt=first)
    return standing.select_related("group").order_by("starts_at", "id")


def _during(sessions: Sequence[Session], slots: Sequence[Slot]) -> list[Session]:
    return [
        session
        for session in sessions
        if any(slot.starts_at < session.ends_at and session.starts_at < slot.ends_at for slot in slots)
    ]
