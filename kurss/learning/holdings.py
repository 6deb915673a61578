"""What learning keeps about people, as the register of people asks before it merges two of them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.learning.models import Attendance, Care, Enrolment, EnrolmentState, SaidGrade
from kurss.people.holdings import Holding

Keys = Collection[UUID]


def _counted(rows: QuerySet) -> Mapping[UUID, int]:
    return dict(rows.values_list("person").annotate(many=Count("pk")).order_by())


def _enrolments(keys: Keys) -> Mapping[UUID, int]:
    return _counted(Enrolment.objects.filter(person__in=keys))


def _attendances(keys: Keys) -> Mapping[UUID, int]:
    return _counted(Attendance.objects.filter(person__in=keys, is_current=True))


def _care(keys: Keys) -> Mapping[UUID, int]:
    return _counted(Care.objects.filter(person__in=keys))


def _grades(keys: Keys) -> Mapping[UUID, int]:
    return _counted(SaidGrade.objects.standing().filter(person__in=keys))


def _two_places(own: Keys, other: Keys) -> Sequence[str]:
    """A place in a group is held once: two live ones would seat one child twice."""
    live = Enrolment.objects.filter(state=EnrolmentState.ENROLLED)
    groups = set(live.filter(person__in=own).values_list("group_key", flat=True))
    both = live.filter(person__in=other, group_key__in=groups).values_list("group_key", flat=True)
    return [
        _("Both have a place in group {group}. Withdraw one of them, then merge.").format(group=group)
        for group in sorted(set(both))
    ]


ENROLMENTS = Holding("learning.enrolments", gettext_lazy("Places in groups"), _enrolments, _two_places)
ATTENDANCES = Holding("learning.attendances", gettext_lazy("Marks of attendance"), _attendances)
CARE = Holding("learning.care", gettext_lazy("What teachers should know"), _care)
GRADES = Holding("learning.grades", gettext_lazy("School grades that were recorded"), _grades)
