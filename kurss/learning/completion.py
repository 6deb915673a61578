"""The end of a group: who completed it, and who did not."""

from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from kurss.learning.models import (
    ATTENDED,
    Attendance,
    Enrolment,
    EnrolmentEvent,
    EnrolmentState,
    EventKind,
    Group,
    SessionState,
)
from kurss.learning.refusals import SessionsStillPlanned
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


def completes(*, attended: int, held: int, required_share: int) -> bool:
    """The completion rule: the share of the held sessions that was attended, in per cent, is large enough."""
    return held > 0 and attended * 100 >= required_share * held


@transaction.atomic
def complete(*, group: Group, by: Account, at: datetime) -> list[Enrolment]:
    """End every live enrolment of a group that has met for the last time; returns those that completed it.

    The place of each stays taken: it was used.
    """
    permit(by, Act.PLAN_COURSES, at=at, place=group.place.key)
    ahead = group.sessions.filter(state=SessionState.PLANNED).first()
    if ahead is not None:
        raise SessionsStillPlanned(
            f"Group {group.key} still plans to meet on {ahead.happened_on}. Hold or cancel its sessions first."
        )
    held = group.sessions.filter(state=SessionState.HELD).count()
    live = group.enrolments.select_for_update().filter(state=EnrolmentState.ENROLLED).order_by("pk")
    enrolments, share = list(live), group.curriculum_version.required_share
    marks = Attendance.objects.filter(enrolment__in=enrolments, is_current=True, status__in=ATTENDED)
    attended = Counter(marks.values_list("enrolment_id", flat=True))
    # The last day of the group still counts.
    left_on = group.ends_on + timedelta(days=1)
    for enrolment in enrolments:
        passed = completes(attended=attended[enrolment.pk], held=held, required_share=share)
        enrolment.state = EnrolmentState.COMPLETED if passed else EnrolmentState.UNFINISHED
        enrolment.left_on = left_on
    for state in (EnrolmentState.COMPLETED, EnrolmentState.UNFINISHED):
        ended = [enrolment.pk for enrolment in enrolments if enrolment.state == state]
        Enrolment.objects.filter(pk__in=ended).update(state=state, left_on=left_on)
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(enrolment=enrolment, kind=EventKind(enrolment.state), happened_at=at, by_key=by.pk)
        for enrolment in enrolments
    )
    completed = [enrolment for enrolment in enrolments if enrolment.state == EnrolmentState.COMPLETED]
    note(
        by=by,
        at=at,
        act="learning.complete",
        about=group,
        label=group.key,
        completed=str(len(completed)),
        unfinished=str(len(enrolments) - len(completed)),
    )
    return completed
