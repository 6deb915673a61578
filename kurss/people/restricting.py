"""Restricting what is held about somebody: kept, counted as before, and shown to nobody who works with it.

While a restriction stands, the person is in no list, search, file or comparison of the city's offices, nobody
corrects, merges or by a rule of retention erases them, and their name stands on no page but their own, their
guardians' and the data protection officer's (GDPR, Article 18(2)). Figures were counted from keys, and stay.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import acts_for, may, note, permit
from kurss.people.models import Account, Ground, Identity, Person, Restriction
from kurss.people.permissions import Act
from kurss.people.queries import identities
from kurss.people.refusals import (
    GroundUnknown,
    IdentityErased,
    IdentityRestricted,
    NotRestricted,
    NotTold,
    RestrictedAlready,
)
from kurss.people.standing import keys_of, standing


@transaction.atomic
def restrict(*, person: Person, ground: str, because: str, by: Account, at: datetime) -> Restriction:
    """From today what is held about this person is kept and not used."""
    permit(by, Act.RESTRICT_IDENTITY, at=at)
    if ground not in Ground.values:
        raise GroundUnknown(_("Say on which of the four grounds of Article 18 it is restricted."))
    person = standing(person)
    Person.objects.select_for_update().get(pk=person.pk)
    if person.known is None:
        raise IdentityErased(
            _("The identity of {key} was erased before. There is nothing to restrict.").format(key=person.pk)
        )
    if (held := restriction_of(person)) is not None:
        raise RestrictedAlready(
            _("Use has been restricted since {day}. Nothing was changed.").format(day=held.since)
        )
    made = Restriction.objects.create(person=person, ground=ground, since=timezone.localdate(at))
    note(by=by, at=at, act=Act.RESTRICT_IDENTITY, about=person, ground=ground, because=because)
    return made


@transaction.atomic
def lift(*, person: Person, told: str, by: Account, at: datetime) -> Restriction:
    """What is held is used again. Whoever had it restricted is told before (Article 18(3)): `told` says how."""
    permit(by, Act.RESTRICT_IDENTITY, at=at)
    if not told.strip():
        raise NotTold(_("Say how the person was told. The law wants that before the restriction is lifted."))
    held = Restriction.objects.live().select_for_update().filter(person=standing(person)).first()
    if held is None:
        raise NotRestricted(_("Use is not restricted any more. Nothing was changed."))
    held.lifted_on = timezone.localdate(at)
    held.save(update_fields=["lifted_on"])
    note(by=by, at=at, act="people.lift_restriction", about=held.person, told=told.strip())
    return held


def restriction_of(person: Person | UUID) -> Restriction | None:
    """What stands now, under whichever of the person's keys it is asked for."""
    return Restriction.objects.live().filter(person__in=keys_of(person)).first()


def may_see(account: Account, person: Person, *, at: datetime) -> bool:
    """Whether this reader is shown who it is: anybody where nothing is restricted; otherwise the person, a
    guardian, and the officer who decides about it."""
    return (
        restriction_of(person) is None
        or may(account, Act.RESTRICT_IDENTITY, at=at)
        or acts_for(account, person, on=timezone.localdate(at))
    )


def shown_to(account: Account, person: UUID, *, at: datetime) -> Identity | None:
    """Who it is, for this reader: none where the name was erased, or is restricted from them."""
    known = identities([person]).get(person)
    return known if known is not None and may_see(account, known.person, at=at) else None


def check_unrestricted(*people: Person) -> None:
    """Raise IdentityRestricted where what a verb would do is a use that is restricted."""
    keys = [key for person in people for key in keys_of(person)]
    if Restriction.objects.live().filter(person__in=keys).exists():
        raise IdentityRestricted(
            _(
                "Use of what is held about this person is restricted. Nothing was changed; ask the data "
                "protection officer."
            )
        )


def namable(people: Iterable[UUID]) -> dict[UUID, Identity]:
    """Who these people are, for a list of the city's offices: without those whose use is restricted."""
    known = identities(people)
    hidden = set(
        Restriction.objects.live()
        .filter(person__in={identity.person_id for identity in known.values()})
        .values_list("person", flat=True)
    )
    return {key: identity for key, identity in known.items() if identity.person_id not in hidden}
