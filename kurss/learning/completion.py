"""The end of a group: who completed it, and who did not."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction

from kurss.learning.models import (
    ATTENDED,
    Attendance,
    Enrolment,
    EnrolmentEvent,
    EnrolmentState,
    EventKind,
    Group,
    Session,
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
    counts = {one.pk: _with_earlier(one, attended[one.pk], held) for one in enrolments}
    # The last day of the group still counts.
    left_on = group.ends_on + timedelta(days=1)
    for enrolment in enrolments:
        came, met = counts[enrolment.pk]
        passed = completes(attended=came, held=met, required_share=share)
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


def _with_earlier(enrolment: Enrolment, attended: int, held: int) -> tuple[int, int]:
    """Sessions attended and held, those of the groups among them from which the learner was moved.

    Of each group count the sessions that were held while the learner had a place in it.
    """
    if enrolment.continues_id is None:
        return attended, held
    met = _held(enrolment.group_id, enrolment.enrolled_on, None)
    earlier = enrolment.continues
    while earlier is not None:
        begun = earlier.enrolled_on if earlier.continues_id else None
        met += _held(earlier.group_id, begun, earlier.left_on)
        attended += earlier.attendances.filter(is_current=True, status__in=ATTENDED).count()
        earlier = earlier.continues
    return attended, met


def _held(group: int, first: date | None, until: date | None) -> int:
    found = Session.objects.filter(group=group, state=SessionState.HELD)
    if first is not None:
        found = found.filter(happened_on__gte=first)
    if until is not None:
        found = found.filter(happened_on__lt=until)
    return found.count()
