"""Withdrawing from a group."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.learning.cityday import day_of
from kurss.learning.models import Enrolment, EnrolmentEvent, EnrolmentState, EventKind, GroupPool
from kurss.learning.refusals import NotEnrolled
from kurss.learning.rounds.offering import offer_next
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.seats.taking import release


@transaction.atomic
def withdraw(*, enrolment: Enrolment, reason: str, by: Account, at: datetime) -> Enrolment:
    """End the enrolment; its place is offered to whoever waits first. Marks of sessions before this day stay."""
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    permit(by, Act.ENROL, at=at, place=enrolment.group.place.key, person=enrolment.person_id)
    if enrolment.state != EnrolmentState.ENROLLED:
        raise NotEnrolled(
            _("This place in group {group} is over: {state}. Nothing is left to withdraw from.").format(
                group=enrolment.group_key, state=enrolment.get_state_display()
            )
        )
    release(seat=enrolment.seat, at=at)
    enrolment.state = EnrolmentState.WITHDRAWN
    enrolment.left_on = day_of(at)
    enrolment.save(update_fields=["state", "left_on"])
    EnrolmentEvent.objects.create(
        enrolment=enrolment, kind=EventKind.WITHDRAWN, happened_at=at, by_key=by.pk, reason=reason
    )
    note(by=by, at=at, act="learning.withdraw", about=enrolment, label=enrolment.group_key, reason=reason)
    pool = GroupPool.objects.select_related("pool", "group").get(pool=enrolment.seat.pool_id)
    offer_next(pool=pool, by=by, at=at)
    return enrolment
