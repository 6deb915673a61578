"""Saying who one is, and correcting what the city holds of oneself or of a child."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account, Identity, Person
from kurss.people.names import person_sort_key
from kurss.people.permissions import Act
from kurss.people.queries import children_of, guardians_of
from kurss.people.refusals import GuardianNotOlder, IdentityErased, KnownAlready
from kurss.people.register import NewPerson, check_said, enter
from kurss.people.standing import keys_of, standing

SAID = ("given_name", "family_name", "birth_date", "gender", "language", "email", "phone")
"""What an identity says, and what a correction may change."""


@transaction.atomic
def say_who_i_am(
    *,
    given_name: str,
    family_name: str,
    birth_date: date | None = None,
    language: str = "",
    phone: str = "",
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> Person:
    """Enter the person to whom an account belongs, once. The account's e-mail address is theirs to write to."""
    account = Account.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if account.person_id is not None:
        raise KnownAlready(_("This account says already whose it is. Correct what is wrong instead."))
    said = NewPerson(
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        language=language,
        phone=phone,
        email=account.email or "",
        synthetic=synthetic,
    )
    person = enter(said, at=at)
    account.person = by.person = person
    account.name = by.name = f"{given_name} {family_name}".strip()
    account.save(update_fields=["person", "name"])
    # Asked once the person is theirs: before, nobody is the account's own. A refusal undoes all of it.
    permit(by, Act.CORRECT_IDENTITY, at=at, person=person)
    note(by=by, at=at, act="people.say_who_i_am", about=person)
    return person


@transaction.atomic
def correct_identity(*, person: Person, by: Account, at: datetime, **said: object) -> list[str]:
    """Correct names, birth date, gender, language or contact; which of them changed, in the order of `SAID`.

    The old words are kept nowhere but as details of the journal's entry, which erasure takes away.
    """
    permit(by, Act.CORRECT_IDENTITY, at=at, person=person)
    person = standing(person)
    identity = Identity.objects.select_for_update().filter(person=person).first()
    if identity is None:
        raise IdentityErased(
            _("The identity of {key} was erased before. There is nothing to correct.").format(key=person.pk)
        )
    today = timezone.localdate(at)
    before = {name: getattr(identity, name) for name in SAID}
    stated = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    after = before | stated
    check_said(NewPerson(**after), today)
    changed = [name for name in SAID if after[name] != before[name]]
    if not changed:
        return []
    for name in changed:
        setattr(identity, name, after[name])
    identity.sort_key = person_sort_key(identity.given_name, identity.family_name)
    identity.save()
    if "birth_date" in changed:
        _check_ages(person, identity, today)
    Account.objects.filter(person__in=keys_of(person)).update(name=identity.name)
    was = {f"{name}_was": before[name] for name in changed if before[name] not in ("", None)}
    note(by=by, at=at, act="people.correct", about=person, changed=", ".join(changed), **was)
    return changed


def _check_ages(person: Person, identity: Identity, today: date) -> None:
    """A corrected birth date leaves every guardian older than the child, under whichever of their keys."""
    born = identity.birth_date
    if born is None:
        return
    older = _births({bond.guardian.standing_key for bond in guardians_of(person, on=today)})
    younger = _births({bond.child.standing_key for bond in children_of(person, on=today)})
    wrong = any(other >= born for other in older) or any(other <= born for other in younger)
    if wrong:
        raise GuardianNotOlder(
            _(
                "With the birth date {born} a guardian would not be older than the child. Check both birth dates."
            ).format(born=born)
        )


def _births(keys: set[UUID]) -> list[date]:
    """The birth dates that are recorded of these people."""
    born = Identity.objects.filter(person__in=keys).values_list("birth_date", flat=True)
    return [day for day in born if day is not None]
