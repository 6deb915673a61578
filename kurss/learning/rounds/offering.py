"""Answering an offer, letting one run out, and offering a freed place to whoever waits first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.learning.enrolment import Newcomer, enrol_on
from kurss.learning.models import (
    Application,
    Enrolment,
    EnrolmentState,
    GroupPool,
    MoveKind,
    Offer,
    OfferState,
    WaitingMove,
)
from kurss.learning.models.onday import Resident
from kurss.learning.naming import moment_said
from kurss.learning.refusals import EnoughPlaces, OfferGone
from kurss.learning.rounds.hours import check_hours, enrolments_beside
from kurss.learning.rounds.letters import tell_enrolled, tell_expired, tell_offers
from kurss.learning.rounds.line import leave, move, waiting_applications
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.queries import unattended
from kurss.people.standing import keys_of, standing
from kurss.seats.models import Pool
from kurss.seats.refusals import AlreadySeated, PoolFull
from kurss.seats.taking import confirm, hold, release


@transaction.atomic
def accept(*, offer: Offer, by: Account, at: datetime) -> Enrolment:
    """Take the place: an enrolment. Accepting again gives the same enrolment; too late is OfferGone.

    A place in another group at the same hours must be given up first. Who wanted one place only leaves the other
    waiting lists of the round; who accepts a dearer wish keeps what was accepted before until they withdraw.
    """
    found = _held(offer, by, at)
    if found.state == OfferState.ACCEPTED and found.enrolment is not None:
        return found.enrolment
    _check_open(found, at)
    application = found.application
    person = standing(application.person_id)
    if application.round.is_first_come:
        check_enough(application, [one for one in places_held(application) if one != found])
    check_hours(found.pool.group, enrolments_beside(found.pool.group, keys_of(person)))
    confirm(seat=found.seat, at=at)
    enrolment = enrol_on(
        pool=found.pool,
        seat=found.seat,
        newcomer=Newcomer(person, Resident(application.resident)),
        by=by,
        at=at,
    )
    found.state, found.answered_at, found.enrolment = OfferState.ACCEPTED, at, enrolment
    found.save(update_fields=["state", "answered_at", "enrolment"])
    move(found.pool, application, MoveKind.ACCEPTED, "the family", by=by, at=at)
    enough = application.offers.filter(state=OfferState.ACCEPTED).count() >= application.wants
    if enough and not application.round.is_first_come:
        leave(application, dearer_than=found.pool, reason="has the places wanted", by=by, at=at)
    note(by=by, at=at, act="learning.accept", about=found, label=found.pool.group.key)
    tell_enrolled(found, by=by, at=at)
    return enrolment


@transaction.atomic
def decline(*, offer: Offer, reason: str, by: Account, at: datetime) -> Offer:
    """Give the place back; it is offered to the next in line in the same moment."""
    found = _held(offer, by, at)
    _check_open(found, at)
    _give_back(found, OfferState.DECLINED, MoveKind.DECLINED, reason or "the family", by=by, at=at)
    note(by=by, at=at, act="learning.decline", about=found, label=found.pool.group.key, reason=reason)
    offer_next(pool=found.pool, by=by, at=at)
    return found


def expire_offers(*, by: Account, at: datetime, limit: int = 500) -> int:
    """Let offers run out whose moment has passed, each exactly once, and offer their places on; how many.

    Each is a transaction of its own: one that cannot be moved does not keep the others from it.
    """
    done = 0
    for key in Offer.objects.open().filter(expires_at__lte=at).values_list("key", flat=True)[:limit]:
        done += _expire(key, by=by, at=at)
    return done


def let_run_out(*, pool: GroupPool, at: datetime) -> int:
    """Let the offers of these places run out whose moment has passed, as the worker would soon; how many."""
    lapsed = Offer.objects.open().filter(pool=pool, expires_at__lte=at).values_list("key", flat=True)
    return sum(_expire(key, by=unattended(), at=at) for key in lapsed)


def places_held(application: Application) -> list[Offer]:
    """Places that are kept for the person or that they have taken and not given up. One query."""
    return list(
        application.offers.filter(
            Q(state=OfferState.OPEN) | Q(state=OfferState.ACCEPTED, enrolment__state=EnrolmentState.ENROLLED)
        )
    )


def check_enough(application: Application, held: Sequence[Offer]) -> None:
    """Raise EnoughPlaces where the person holds as many places as the round gives to one."""
    if len(held) >= application.wants:
        raise EnoughPlaces(
            ngettext(
                "This round gives one person {most} place, and it is taken. Give it up to take another.",
                "This round gives one person {most} places, and they are taken. Give one up to take another.",
                application.wants,
            ).format(most=application.wants)
        )


@transaction.atomic
def _expire(key: UUID, *, by: Account, at: datetime) -> int:
    found = (
        Offer.objects.open()
        .filter(pk=key, expires_at__lte=at)
        .select_for_update(of=("self",), skip_locked=True)
        .select_related("pool__pool", "pool__group", "application", "seat")
        .first()
    )
    if found is None:  # another process let it run out, or the family answered in this very moment
        return 0
    _give_back(found, OfferState.EXPIRED, MoveKind.EXPIRED, "no answer in time", by=by, at=at)
    note(by=by, at=at, act="learning.expire_offer", about=found, label=found.pool.group.key)
    tell_expired(found, at=at)
    offer_next(pool=found.pool, by=by, at=at)
    return 1


@transaction.atomic
def offer_next(*, pool: GroupPool, by: Account, at: datetime) -> list[Offer]:
    """Offer every free place of the pool to those who wait, in their order.

    Passed over, and told so in the ledger, is nobody: who holds a place at these hours is offered it all the same
    and chooses. Called by verbs that free a place, and by an administrator; the caller has asked for permission.
    """
    # The pool's row first, as every taking does, so that two who free a place do not offer it twice.
    held = Pool.objects.select_for_update().get(pk=pool.pool_id)
    offers: list[Offer] = []
    for application in waiting_applications(pool):
        if held.free - len(offers) <= 0:
            break
        until = at + timedelta(days=application.round.answer_days)
        try:
            seat = hold(pool=held, holder=standing(application.person_id).pk, at=at, until=until)
        except AlreadySeated:
            leave(application, only=pool, reason="has a place in this group", by=by, at=at)
            continue
        except PoolFull:
            break
        offers.append(
            Offer.objects.create(
                application=application, pool=pool, seat=seat, offered_at=at, expires_at=until
            )
        )
        leave(application, only=pool, kind=MoveKind.OFFERED, reason="first in line", by=by, at=at)
    tell_offers(offers, at=at)
    return offers


def _held(offer: Offer, by: Account, at: datetime) -> Offer:
    found = (
        Offer.objects.select_for_update(of=("self",))
        .select_related("pool__pool", "pool__group__place", "application__round", "seat")
        .get(pk=offer.pk)
    )
    permit(by, Act.ENROL, at=at, place=found.pool.group.place.key, person=found.application.person_id)
    return found


def _check_open(offer: Offer, at: datetime) -> None:
    if offer.state != OfferState.OPEN:
        raise OfferGone(_("This offer was answered before: {state}.").format(state=offer.get_state_display()))
    if offer.expires_at <= at:
        raise OfferGone(
            _("The offer ran out at {moment}. The place goes to the next in line.").format(
                moment=moment_said(offer.expires_at)
            )
        )


def _give_back(
    offer: Offer, state: OfferState, kind: MoveKind, reason: str, *, by: Account, at: datetime
) -> None:
    release(seat=offer.seat, at=at)
    offer.state, offer.answered_at = state, at
    offer.save(update_fields=["state", "answered_at"])
    WaitingMove.objects.create(
        pool=offer.pool, application=offer.application, kind=kind, reason=reason, moved_at=at, by_key=by.pk
    )
