"""What the science centre keeps about people, as the register of people asks before it merges two of them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.people.holdings import Holding
from kurss.science_centre.models import Booking, BookingState, Participation, SchoolGroup, Slot
from kurss.science_centre.words import moment_said

Keys = Collection[UUID]


def _counted(rows: QuerySet, whose: str) -> Mapping[UUID, int]:
    return dict(rows.values_list(whose).annotate(many=Count("pk")).order_by())


def _bookings(keys: Keys) -> Mapping[UUID, int]:
    return _counted(Booking.objects.filter(person__in=keys), "person")


def _participations(keys: Keys) -> Mapping[UUID, int]:
    return _counted(Participation.objects.filter(person__in=keys, is_current=True), "person")


def _groups(keys: Keys) -> Mapping[UUID, int]:
    return _counted(SchoolGroup.objects.filter(teacher__in=keys), "teacher")


def _two_places(own: Keys, other: Keys) -> Sequence[str]:
    """A place is held once: two live ones would seat one child twice."""
    live = Booking.objects.filter(state=BookingState.BOOKED)
    slots = live.filter(person__in=own).values("slot")
    both = Slot.objects.filter(pk__in=live.filter(person__in=other, slot__in=slots).values("slot"))
    return [
        _("Both have a place in the slot of {when}. Call one of them off, then merge.").format(
            when=moment_said(slot.starts_at)
        )
        for slot in both
    ]


BOOKINGS = Holding(
    "science_centre.bookings",
    gettext_lazy("Places after school at the science centre"),
    _bookings,
    _two_places,
)
PARTICIPATIONS = Holding(
    "science_centre.participations", gettext_lazy("Marks after school at the science centre"), _participations
)
GROUPS = Holding(
    "science_centre.groups", gettext_lazy("School groups brought to the science centre"), _groups
)
