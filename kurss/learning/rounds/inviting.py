"""Inviting to the places of a round: a letter with a link that is good once, accepted or declined in time."""

import hashlib
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from kurss.learning.enrolment import Newcomer, enrol_on
from kurss.learning.fitting import check_age, said_for, said_grades
from kurss.learning.models import (
    Enrolment,
    EnrolmentRound,
    GroupPool,
    InvitationState,
    InvitedPlace,
    Policy,
    RoundInvitation,
    RoundState,
)
from kurss.learning.models.onday import Resident
from kurss.learning.refusals import (
    AlreadyEnrolled,
    AlreadyInvited,
    GroupFull,
    InvitationGone,
    NotByInvitation,
    RoundDatesUnclear,
    WishesUnclear,
)
from kurss.learning.rounds.planning import held
from kurss.notices.outbox import post
from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.people.queries import identities, unattended
from kurss.people.standing import keys_of, standing
from kurss.seats.refusals import AlreadySeated, PoolFull
from kurss.seats.taking import take

Link = Callable[[str], str]
"""The address of a token, as the invited person opens it."""


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom to invite, and to how many places: one for a person, more for a partner's people."""

    name: str
    email: str = ""
    language: str = "lv"
    places: int = 1


@transaction.atomic
def invite(
    *,
    round: EnrolmentRound,
    guests: Sequence[Guest],
    expires_at: datetime,
    link: Link,
    by: Account,
    at: datetime,
) -> list[tuple[RoundInvitation, str]]:
    """An invitation for each guest, all or none, with its token: whoever has an address gets a letter with the
    link, the others get theirs from whoever invites. Nothing but the digest of the token stays here."""
    found = held(round, RoundState.OPEN, by=by, at=at)
    if found.policy != Policy.INVITATION:
        raise NotByInvitation(
            _("The places of the round “{round}” are not given by invitation.").format(round=found.key)
        )
    if not at < expires_at <= found.closes_at:
        raise RoundDatesUnclear(
            _(
                "An invitation holds until some moment before the round closes at {moment}. Choose one."
            ).format(moment=said(found.closes_at))
        )
    _check_guests(found, guests)
    made = []
    for guest in guests:
        token = secrets.token_urlsafe(24)
        invitation = RoundInvitation.objects.create(
            round=found,
            name=guest.name,
            email=guest.email,
            language=guest.language,
            places=guest.places,
            digest=_digest(token),
            invited_at=at,
            invited_by_key=by.pk,
            expires_at=expires_at,
        )
        if guest.email:
            _write_to(invitation, link(token), at)
        made.append((invitation, token))
    note(by=by, at=at, act="learning.invite", about=found, label=found.key, guests=str(len(made)))
    return made


@transaction.atomic
def accept_invitation(
    *,
    token: str,
    pool: GroupPool,
    person: Person,
    by: Account,
    at: datetime,
    resident: Resident = Resident.NOT_RECORDED,
) -> Enrolment:
    """One place by the invitation, in the group that was chosen. The same person again is the same place."""
    found = _open(token, at)
    person = standing(person)
    permit(by, Act.ENROL, at=at, place=pool.group.place.key, person=person)
    earlier = found.taken.filter(enrolment__person__in=keys_of(person)).select_related("enrolment").first()
    if earlier is not None:
        return earlier.enrolment
    _check_usable(found, at)
    if not found.round.pools.filter(pool=pool).exists():
        raise WishesUnclear(_("Group {group} is not given out in this round.").format(group=pool.group.key))
    said = said_for(pool.group, person.pk, said_grades([person.pk], [pool.group]))
    check_age(pool.group, identities([person.pk]).get(person.pk), said=said)
    try:
        seat = take(pool=pool.pool, holder=person.pk, at=at)
    except PoolFull:
        raise GroupFull(
            _("Group {group} is full. Choose another group of the invitation.").format(group=pool.group.key)
        ) from None
    except AlreadySeated:
        raise AlreadyEnrolled(
            _("This person has a place in group {group} already.").format(group=pool.group.key)
        ) from None
    enrolment = enrol_on(pool=pool, seat=seat, newcomer=Newcomer(person, resident), by=by, at=at)
    InvitedPlace.objects.create(invitation=found, enrolment=enrolment)
    found.used += 1
    if found.used == found.places:
        found.state, found.answered_at = InvitationState.ACCEPTED, at
    found.save(update_fields=["used", "state", "answered_at"])
    note(by=by, at=at, act="learning.accept_invitation", about=found, label=pool.group.key)
    return enrolment


@transaction.atomic
def decline_invitation(*, token: str, by: Account | None, at: datetime) -> RoundInvitation:
    """No, thank you. Whoever holds the link may decline without an account; places taken by it stay taken."""
    found = _open(token, at)
    _check_usable(found, at)
    return _end(found, InvitationState.DECLINED, "learning.decline_invitation", by=by or unattended(), at=at)


@transaction.atomic
def withdraw_invitation(*, invitation: RoundInvitation, by: Account, at: datetime) -> RoundInvitation:
    """The link is good no more. Places taken by it stay taken."""
    held(invitation.round, RoundState.OPEN, by=by, at=at)
    found = RoundInvitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    _check_usable(found, at)
    return _end(found, InvitationState.WITHDRAWN, "learning.withdraw_invitation", by=by, at=at)


def invitation_of(token: str) -> RoundInvitation | None:
    """The invitation whose link this is."""
    return RoundInvitation.objects.select_related("round").filter(digest=_digest(token)).first()


def said(moment: datetime) -> str:
    return formats.date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def _open(token: str, at: datetime) -> RoundInvitation:
    """The invitation, held until the transaction ends, of a round that still runs."""
    found = (
        RoundInvitation.objects.select_for_update(of=("self",))
        .select_related("round")
        .filter(digest=_digest(token))
        .first()
    )
    if found is None:
        raise InvitationGone(_("There is no such invitation. Open the link of the letter once more."))
    if found.round.state != RoundState.OPEN:
        raise InvitationGone(_("The round of this invitation is over. Ask the course centre."))
    return found


def _check_usable(found: RoundInvitation, at: datetime) -> None:
    if found.state != InvitationState.OPEN:
        raise InvitationGone(
            _("This invitation was answered before: {state}.").format(state=found.get_state_display())
        )
    if found.expires_at <= at:
        raise InvitationGone(
            _("This invitation held until {moment}. Ask the course centre for a new one.").format(
                moment=said(found.expires_at)
            )
        )


def _check_guests(round: EnrolmentRound, guests: Sequence[Guest]) -> None:
    if not guests:
        raise WishesUnclear(_("Name at least one guest."))
    live = set(round.invitations.open().exclude(email="").values_list("email", flat=True))
    for guest in guests:
        if guest.email and guest.email in live:
            raise AlreadyInvited(
                _("{email} is invited to this round already. Withdraw that invitation first.").format(
                    email=guest.email
                )
            )
        live.add(guest.email)
        if not guest.name or guest.places < 1:
            raise WishesUnclear(_("Every guest has a name and at least one place."))


def _write_to(invitation: RoundInvitation, link: str, at: datetime) -> None:
    with translation.override(invitation.language):
        own = invitation.language == "lv"
        title = invitation.round.title if own else invitation.round.title_en
        post(
            to=invitation.email,
            subject=_("An invitation: {title}").format(title=title),
            body=_(
                "{name},\n\nyou are invited to “{title}”. Choose a group and accept, or decline, until "
                "{until}:\n\n"
                "{link}\n\nThe link is good for {places} of the places; each person takes one."
            ).format(
                name=invitation.name,
                title=title,
                until=said(invitation.expires_at),
                link=link,
                places=invitation.places,
            ),
            language=invitation.language,
            at=at,
            about=f"learning.roundinvitation:{invitation.pk}",
            once=f"invitation {invitation.pk}",
        )


def _end(
    found: RoundInvitation, state: InvitationState, act: str, *, by: Account, at: datetime
) -> RoundInvitation:
    found.state, found.answered_at = state, at
    found.save(update_fields=["state", "answered_at"])
    note(by=by, at=at, act=act, about=found, label=found.round.key)
    return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
