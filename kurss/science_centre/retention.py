"""Whose names the science centre needs no longer. Numbers stay: no figure moves."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from kurss.people.models import Account
from kurss.privacy.rules import Rule
from kurss.science_centre.erasing import forget_contacts
from kurss.science_centre.models import SchoolGroup, Slot


def _over(before: datetime) -> QuerySet[SchoolGroup]:
    """Groups with a name or a contact whose slot ended before the moment."""
    ended = Slot.objects.filter(pk=OuterRef("slot"), ends_at__lt=before)
    kept = ~Q(teacher_name="") | ~Q(email="") | ~Q(phone="") | Q(teacher__isnull=False)
    return SchoolGroup.objects.filter(Exists(ended)).filter(kept)


def _forget(
    found: QuerySet[SchoolGroup], *, before: datetime, because: str, by: Account, at: datetime
) -> int:
    return forget_contacts(found, at=at)


CONTACTS = Rule(
    key="science_centre.contacts",
    title=_("Who brought a school group"),
    after=_("after the day of the visit"),
    effect=_("Name, e-mail address and telephone of the teacher go; school and numbers stay."),
    days=60,
    ships_on=True,
    found=_over,
    take=_forget,
)
