"""Erasing who somebody was (GDPR, Article 17). The key stays, and with it every figure.

Names, birth date, contact, guardianships, invitations, the national code, givers of consents and accounts go, and
what the journal and the outbox said in words. A guardianship goes as well: through a guardian who is still known,
it would say whose child a key is.
"""

from collections.abc import Collection
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from kurss.journal.entries import erase_details
from kurss.notices import outbox
from kurss.people.acting import note, permit, signature
from kurss.people.family.children import children_in_care, is_acting
from kurss.people.family.invitations import about as letter_of
from kurss.people.models import (
    Account,
    Consent,
    ExternalKey,
    Guardianship,
    Identity,
    Invitation,
    NationalCode,
    Person,
    Restriction,
)
from kurss.people.permissions import STAFF, Act, Role
from kurss.people.queries import guardians_of
from kurss.people.refusals import ErasureHindered, IdentityErased
from kurss.people.register import close
from kurss.people.restricting import may_see
from kurss.people.standing import accounts_of, keys_of, standing

Keys = Collection[UUID]


class Erase(Protocol):
    """What a module does when an identity is erased, named in `settings.KURSS_ERASURES`."""

    def __call__(self, *, person: Person, at: datetime) -> None: ...


@transaction.atomic
def erase_identity(*, person: Person, because: str, by: Account, at: datetime) -> None:
    """Erase who a person is, under every key that was merged with this one, and close the person's own accounts.
    Keys and counts stay.

    Raises ErasureHindered where something must be done first (`hindrances`), IdentityErased where nothing is left.
    """
    permit(by, Act.ERASE_IDENTITY, at=at, person=person)
    # The person's rows are held, so that nobody becomes a guardian or sends a letter meanwhile.
    keys = keys_of(person)
    list(Person.objects.filter(pk__in=keys).order_by("key").select_for_update())
    if not Identity.objects.filter(person__in=keys).exists():
        raise IdentityErased(
            _("The identity of {key} was erased before. Nothing is left to erase.").format(key=person.pk)
        )
    if reasons := hindrances(person, by=by, at=at):
        raise ErasureHindered(reasons)
    _erase_words(keys, because, by, at)
    # Modules go first, while accounts and guardianships still say whose their rows are.
    for path in settings.KURSS_ERASURES:
        erase: Erase = import_string(path)
        erase(person=person, at=at)
    _erase_rows(keys, by, at)
    person.refresh_from_db()
    note(by=by, at=at, act=Act.ERASE_IDENTITY, about=person, because=because)


def hindrances(person: Person, *, by: Account, at: datetime) -> list[str]:
    """What must be done before this identity can be erased, each a sentence with its remedy."""
    today = timezone.localdate(at)
    return [
        *_offices_held(person, today),
        *_children_left_alone(standing(person), today),
        *_not_alone(person, by, today),
        *_restricted(person, by, at),
    ]


def _offices_held(person: Person, today: date) -> list[str]:
    grants = [grant for one in accounts_of(person) for grant in one.grants.all() if grant.live_on(today)]
    held = ", ".join(str(Role(role).label) for role in sorted({grant.role for grant in grants} & STAFF))
    if not held:
        return []
    return [
        _(
            "The account serves the city: {roles}. Ask an administrator to end that first, "
            "so that nobody’s work is left without its name."
        ).format(roles=held)
    ]


def _children_left_alone(person: Person, today: date) -> list[str]:
    alone = [
        child.identity.given_name or child.identity.family_name
        for child in children_in_care(person, on=today)
        if {bond.guardian.standing_key for bond in guardians_of(child, on=today)} == {person.pk}
    ]
    return [
        _(
            "Nobody else acts for {name}. Delete what is held about {name} first, or invite another guardian."
        ).format(name=name)
        for name in alone
    ]


def _not_alone(person: Person, by: Account, today: date) -> list[str]:
    """One of two guardians does not decide alone; the city's office, which weighs both, may."""
    if by.person is None or not is_acting(by, person, on=today):
        return []
    bonds = guardians_of(person, on=today)
    if all(bond.guardian.standing_key == by.person.standing_key for bond in bonds):
        return []
    return [
        _(
            "Another guardian acts for this child too, and would lose the record. Stop acting for the child "
            "yourself, or write to the city’s data protection officer, who asks both of you."
        )
    ]


def _restricted(person: Person, by: Account, at: datetime) -> list[str]:
    """Whoever had use restricted wants it kept, be it for a claim: no clock and no other office erases it."""
    if may_see(by, person, at=at):
        return []
    return [
        _(
            "Use of what is held about this person is restricted. "
            "The data protection officer decides about it."
        )
    ]


def _erase_words(keys: Keys, because: str, by: Account, at: datetime) -> None:
    """What the journal and the outbox said about the person, and letters by which somebody was to be let in."""
    kind = Person._meta.label_lower
    for key in sorted(keys):
        erase_details(
            kind=kind,
            key=str(key),
            because=because,
            by_key=str(by.pk),
            by_label=signature(by, at=at),
            at=at,
        )
        outbox.forget(about=f"{kind}:{key}", at=at)
    for invitation in _invitations(keys):
        outbox.forget(about=letter_of(invitation), at=at)


def _erase_rows(keys: Keys, by: Account, at: datetime) -> None:
    _invitations(keys).delete()
    NationalCode.objects.filter(person__in=keys).delete()
    ExternalKey.objects.filter(person__in=keys).delete()
    Consent.objects.filter(Q(given_by__in=keys) | Q(about__in=keys)).update(given_by=None)
    Guardianship.objects.of(keys).delete()
    Restriction.objects.live().filter(person__in=keys).update(lifted_on=timezone.localdate(at))
    Identity.objects.filter(person__in=keys).delete()
    for account in Account.objects.select_for_update(of=("self",)).filter(person__in=keys):
        close(account, by=by, at=at)


def _invitations(keys: Keys) -> QuerySet[Invitation]:
    return Invitation.objects.filter(Q(child__in=keys) | Q(invited_by__in=keys))
