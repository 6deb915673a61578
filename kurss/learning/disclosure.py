"""What learning holds about somebody, for that person to read: places in groups, and marks of attendance."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurss.learning.models import Attendance, Enrolment, Group
from kurss.people.disclosure.chapters import Chapter, Field
from kurss.people.models import Account, Person
from kurss.people.standing import keys_of


def enrolments(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every place in a group, with what happened to it. Who did it is not told: staff have offices, not names."""
    rows = (
        Enrolment.objects.filter(person__in=keys_of(person))
        .select_related("group__curriculum_version__curriculum")
        .prefetch_related("events")
        .order_by("enrolled_on", "pk")
    )
    return Chapter(
        key="enrolments",
        title=_("Places in groups"),
        why=_("To give and keep a place in a course."),
        after_erasure=_("They stay without a name, because the city’s figures rest on them."),
        records=[
            [
                Field("group", _("Group"), _title(row.group)),
                Field("group_key", _("Code of the group"), row.group_key),
                Field("state", _("State"), str(row.get_state_display())),
                Field("enrolled_on", _("From"), row.enrolled_on),
                Field("left_on", _("Until, not including the day"), row.left_on),
                Field("resident", _("Where it was said to live"), str(row.get_resident_display())),
                Field("events", _("What happened"), _events(row)),
            ]
            for row in rows
        ],
    )


def attendance(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Every mark, also those that a correction has superseded."""
    rows = (
        Attendance.objects.filter(person__in=keys_of(person))
        .select_related("session__group__curriculum_version__curriculum")
        .order_by("happened_on", "pk")
    )
    return Chapter(
        key="attendance",
        title=_("Attendance"),
        why=_("To know who came, and to count it."),
        after_erasure=_("It stays without a name, because the city’s figures rest on it."),
        records=[
            [
                Field("day", _("Day"), row.happened_on),
                Field("group", _("Group"), _title(row.session.group)),
                Field("mark", _("Mark"), str(row.get_status_display())),
                Field("way", _("Way of attending"), str(row.get_mode_display())),
                Field("minutes", _("Minutes"), row.minutes),
                Field("current", _("Counts"), row.is_current),
            ]
            for row in rows
        ],
    )


def _title(group: Group) -> str:
    curriculum = group.curriculum_version.curriculum
    own, english = curriculum.title, curriculum.title_en
    return own or english if get_language() == "lv" else english or own


def _events(row: Enrolment) -> str:
    return "; ".join(
        f"{timezone.localdate(event.happened_at).isoformat()} {event.get_kind_display()}"
        + (f": {event.reason}" if event.reason else "")
        for event in row.events.all()
    )
