"""What the science centre forgets when an identity is erased: letters, and the contact of groups."""

from datetime import datetime

from django.db.models import QuerySet

from kurss.notices import outbox
from kurss.people.models import Person
from kurss.people.standing import keys_of
from kurss.science_centre.models import Booking, SchoolGroup


def forget_letters(*, person: Person, at: datetime) -> None:
    """What was written about the person's places, and what still waits to be sent."""
    for booking in Booking.objects.filter(person__in=keys_of(person)):
        outbox.forget(about=booking.about, at=at)


def forget_groups(*, person: Person, at: datetime) -> None:
    """Name and contact of groups that the person brought under an account."""
    forget_contacts(SchoolGroup.objects.filter(teacher__in=keys_of(person)), at=at)


def forget_contacts(groups: QuerySet[SchoolGroup], *, at: datetime) -> int:
    """Name, contact and letters go; school, numbers and what became of the group stay. How many groups."""
    found = list(groups)
    for group in found:
        outbox.forget(about=group.about, at=at)
    SchoolGroup.objects.filter(pk__in=[group.pk for group in found]).update(
        teacher=None, teacher_name="", email="", phone=""
    )
    return len(found)
