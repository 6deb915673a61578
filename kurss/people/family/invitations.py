"""Inviting a second guardian, and accepting."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kurss.notices import outbox
from kurss.people.acting import note, permit
from kurss.people.family.children import be_guardian, is_acting, known
from kurss.people.guardians import Bond, begin
from kurss.people.models import Account, Guardianship, Invitation, Person
from kurss.people.permissions import Act
from kurss.people.refusals import (
    AlreadyGuardian,
    InvitationOver,
    InvitationUnknown,
    InvitationUsed,
    NotAChild,
    OwnInvitation,
    TooManyInvitations,
)
from kurss.people.register import check_address
from kurss.people.standing import keys_of, standing

GOOD_FOR = timedelta(days=7)
MOST_A_DAY = 10
"""Letters one guardian can have sent in a day: enough to correct a mistyped address, too few to bother others."""

Link = Callable[[str], str]
"""Makes the address to print in a letter from a token."""


@transaction.atomic
def invite(*, child: Person, email: str, language: str, link: Link, by: Account, at: datetime) -> Invitation:
    """Write a letter with a link that is good once, for seven days; an earlier one to the same address ends.

    The letter names who sends it and no child: it may reach a stranger. The journal does not keep the address.
    """
    sender = known(by)
    permit(by, Act.KEEP_FAMILY, at=at, person=child)
    if not is_acting(by, child, on=timezone.localdate(at)):
        raise NotAChild(_("Nobody is invited to act for a grown-up. Choose one of your children."))
    email = email.strip()
    check_address(email)
    if email.casefold() in {(by.email or "").casefold(), sender.identity.email.casefold()}:
        raise OwnInvitation(
            _("This is your own address, and you act for the child already. Write another one.")
        )
    # The sender's row is held, so that letters sent at once are counted one after the other.
    Person.objects.select_for_update().get(pk=sender.pk)
    if Invitation.objects.filter(invited_by=sender, sent_at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise TooManyInvitations(
            _("You have sent {most} invitations since yesterday. Try again tomorrow.").format(most=MOST_A_DAY)
        )
    earlier = Invitation.objects.open_at(at).filter(child=child, invited_by=sender, email__iexact=email)
    earlier.update(withdrawn_at=at, email="")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        child=child,
        invited_by=sender,
        token_digest=digest_of(token),
        email=email,
        language=language,
        sent_at=at,
        expires_at=at + GOOD_FOR,
    )
    _write_letter(invitation, sender.identity.name, link(token), at)
    note(by=by, at=at, act="people.invite_guardian", about=child, invitation=invitation.pk)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Account, at: datetime) -> None:
    """The link of the letter opens nothing any more; any guardian of the child may say so. Nothing happens where
    it is over already."""
    permit(by, Act.KEEP_FAMILY, at=at, person=invitation.child)
    changed = Invitation.objects.open_at(at).filter(pk=invitation.pk).update(withdrawn_at=at, email="")
    if changed:
        outbox.forget(about=about(invitation), at=at)
        note(by=by, at=at, act="people.withdraw_invitation", about=invitation.child, invitation=invitation.pk)


def opened(token: str, *, at: datetime) -> Invitation:
    """The invitation behind a token that can still be accepted. Raises an InvitationRefused."""
    found = Invitation.objects.select_related("child__identity", "invited_by__identity")
    return _check_open(found.filter(token_digest=digest_of(token)).first(), at)


@transaction.atomic
def accept(*, token: str, by: Account, at: datetime) -> Guardianship:
    """Act for the child from today, beside whoever invited. Whoever holds the letter and says so is believed, as
    the guardian who sent it is answerable for the address; the letter is used up."""
    held = Invitation.objects.select_for_update().filter(token_digest=digest_of(token)).first()
    invitation = _check_open(held, at)
    guardian = known(by)
    permit(by, Act.KEEP_FAMILY, at=at, person=guardian)
    if guardian.pk == invitation.invited_by.standing_key:
        raise OwnInvitation(
            _("You sent this invitation yourself. Whoever it went to must open it and sign in as themselves.")
        )
    if is_acting(by, invitation.child, on=timezone.localdate(at)):
        raise AlreadyGuardian(
            _("You act for this child already. The invitation stays good for somebody else.")
        )
    bond = begin([Bond(child=invitation.child, guardian=guardian)], by=by, at=at)[0]
    be_guardian(by, at=at)
    invitation.accepted_at, invitation.email = at, ""
    invitation.save(update_fields=["accepted_at", "email"])
    outbox.forget(about=about(invitation), at=at)
    note(by=by, at=at, act="people.accept_invitation", about=invitation.child, invitation=invitation.pk)
    _tell_sender(invitation, at)
    return bond


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def about(invitation: Invitation) -> str:
    """How the outbox names the letter of an invitation."""
    return f"{invitation._meta.label_lower}:{invitation.pk}"


def _check_open(invitation: Invitation | None, at: datetime) -> Invitation:
    if invitation is None:
        raise InvitationUnknown(
            _("There is no such invitation. Open the link from the letter again, or ask for a new letter.")
        )
    if invitation.accepted_at is not None:
        raise InvitationUsed(_("This invitation was used before. Ask for a new one if it was not you."))
    if invitation.withdrawn_at is not None or invitation.expires_at <= at or not _still_acts(invitation, at):
        raise InvitationOver(
            _("This invitation is over: its seven days have passed, or it was withdrawn. Ask for a new one.")
        )
    return invitation


def _still_acts(invitation: Invitation, at: datetime) -> bool:
    """Whether who sent it acts for the child to this day, and the child is still known and a child."""
    day = timezone.localdate(at)
    bonds = Guardianship.objects.live_on(day).filter(
        child__in=keys_of(invitation.child_id), guardian__in=keys_of(invitation.invited_by_id)
    )
    identity = standing(invitation.child_id).known
    return bonds.exists() and identity is not None and identity.is_in_care_on(day)


def _write_letter(invitation: Invitation, sender: str, address: str, at: datetime) -> None:
    with translation.override(invitation.language):
        outbox.post(
            to=invitation.email,
            subject=_("{name} invites you to act for a child").format(name=sender),
            body=_(
                "{name} invites you to act for a child as the other parent or guardian.\n\n"
                "You will see the child’s record and can enrol the child in courses. Neither of you sees the "
                "other’s address, phone or e-mail.\n\n"
                "Open this link to read more and to answer. It is good once, for seven days:\n{address}\n\n"
                "If you do not know {name}, do nothing: nothing happens without your answer."
            ).format(name=sender, address=address),
            language=invitation.language,
            at=at,
            about=about(invitation),
        )


def _tell_sender(invitation: Invitation, at: datetime) -> None:
    """Whoever invited learns that it was accepted, so that a letter gone astray is noticed."""
    sender = standing(invitation.invited_by_id)
    account = Account.objects.filter(person__in=keys_of(sender), is_active=True).first()
    identity = sender.known
    if account is None or not account.email:
        return
    with translation.override((identity and identity.language) or translation.get_language()):
        outbox.post(
            to=account.email,
            subject=_("Your invitation was accepted"),
            body=_(
                "Somebody accepted your invitation and now acts for the child beside you. "
                "If this is not whom you meant, tell the city at once."
            ),
            language=translation.get_language() or "lv",
            at=at,
            about=f"{invitation.child._meta.label_lower}:{invitation.child_id}",
        )
