"""What the science centre holds about somebody, for that person to read: places, and groups brought."""

from datetime import datetime

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.disclosure.chapters import Chapter, Field
from kurss.people.models import Account, Person
from kurss.people.standing import keys_of
from kurss.science_centre.models import Booking, Participation, SchoolGroup
from kurss.science_centre.words import title_of


def bookings(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every place, and whether the person came. Who marked it is not told: staff have offices, not names."""
    marks = Prefetch("participations", Participation.objects.order_by("pk"), to_attr="marks")
    rows = (
        Booking.objects.filter(person__in=keys_of(person))
        .select_related("slot__version__curriculum")
        .prefetch_related(marks)
        .order_by("slot__starts_at", "pk")
    )
    return Chapter(
        key="science_centre",
        title=_("After school at the science centre"),
        why=_("To keep a place, to know who came, and to count it."),
        after_erasure=_("They stay without a name, because the city’s figures rest on them."),
        records=[
            [
                Field("slot", _("Slot"), title_of(row.slot)),
                Field("starts_at", _("When"), timezone.localtime(row.slot.starts_at)),
                Field("state", _("State"), str(row.get_state_display())),
                Field("resident", _("Where it was said to live"), str(row.get_resident_display())),
                Field("marks", _("Marks"), "; ".join(str(mark.get_status_display()) for mark in row.marks)),
            ]
            for row in rows
        ],
    )


def school_groups(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """The groups that somebody asked for as their teacher, under an account."""
    rows = SchoolGroup.objects.filter(teacher__in=keys_of(person)).select_related(
        "slot__version__curriculum", "institution"
    )
    return Chapter(
        key="school_groups",
        title=_("School groups brought to the science centre"),
        why=_("To answer the request and to expect the group."),
        after_erasure=_("Name and contact go; numbers of the group stay."),
        records=[
            [
                Field("slot", _("Slot"), title_of(row.slot)),
                Field("starts_at", _("When"), timezone.localtime(row.slot.starts_at)),
                Field("school", _("School"), row.comes_from),
                Field("name", _("Name given"), row.teacher_name),
                Field("email", _("E-mail address"), row.email),
                Field("phone", _("Telephone"), row.phone),
                Field("pupils", _("Pupils"), row.pupils),
                Field("adults", _("Adults"), row.adults),
                Field("state", _("State"), str(row.get_state_display())),
            ]
            for row in rows.order_by("slot__starts_at", "pk")
        ],
    )
