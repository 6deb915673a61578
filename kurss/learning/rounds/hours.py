"""Whether two groups meet at the same hours: nobody can be in both."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from kurss.learning.models import Enrolment, EnrolmentState, Group
from kurss.learning.refusals import HoursClash


def enrolments_beside(group: Group, people: Collection[UUID]) -> list[Enrolment]:
    """Live enrolments of these people in other groups that meet in the same weeks, with their weekly times."""
    return list(
        Enrolment.objects.filter(person__in=people, state=EnrolmentState.ENROLLED)
        .exclude(group=group)
        .filter(group__starts_on__lte=group.ends_on, group__ends_on__gte=group.starts_on)
        .select_related("group")
        .prefetch_related("group__times")
    )


def _same_weeks(one: Group, other: Group) -> bool:
    return one.starts_on <= other.ends_on and other.starts_on <= one.ends_on


def check_hours(group: Group, beside: Iterable[Enrolment]) -> None:
    """Raise HoursClash where one of these enrolments meets at a common hour of the week."""
    beside = [one for one in beside if _same_weeks(one.group, group)]
    if not beside:
        return
    times = list(group.times.all())
    for enrolment in beside:
        for mine in enrolment.group.times.all():
            if any(
                mine.weekday == wanted.weekday and mine.starts < wanted.ends and wanted.starts < mine.ends
                for wanted in times
            ):
                raise HoursClash(
                    _(
                        "Group {wanted} meets at the hours of group {own}, in which there is a place already. "
                        "Withdraw from that one first, or decline."
                    ).format(wanted=group.key, own=enrolment.group.key)
                )
