"""Acting: whether an account may do something, and the journal row that says it did."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.journal.entries import Line, write, write_many
from kurss.journal.models import Entry
from kurss.people.models import Account, AccountKind, Guardianship, Identity, Person, RoleGrant
from kurss.people.permissions import STAFF, TABLE, UNATTENDED, Act, Reach, Role, Scope, allows, roles_for
from kurss.people.refusals import NotAllowed
from kurss.people.standing import keys_of

Actor = Account | AnonymousUser | None


def may(
    account: Actor,
    act: Act,
    *,
    at: datetime,
    place: str = "",
    initiative: str = "",
    person: Person | UUID | None = None,
) -> bool:
    """Whether the account may do this at this moment, to a record of this place, initiative or person.

    The roles of an account are read once per instance; a page or a verb asks as often as it likes.
    """
    if not isinstance(account, Account) or not account.is_active:
        return False
    if account.kind == AccountKind.SERVICE and act in UNATTENDED:
        return True
    day = timezone.localdate(at)
    own = False
    for grant in _live(account, day):
        role = Role(grant.role)
        if allows(
            act, role, scope=Scope(grant.scope), scope_key=grant.scope_key, place=place, initiative=initiative
        ):
            return True
        own = own or TABLE[act].get(role) is Reach.OWN
    return own and person is not None and acts_for(account, person, on=day)


def permit(
    account: Actor,
    act: Act,
    *,
    at: datetime,
    place: str = "",
    initiative: str = "",
    person: Person | UUID | None = None,
) -> None:
    """Pass, or raise NotAllowed with the roles that would open the act."""
    if may(account, act, at=at, place=place, initiative=initiative, person=person):
        return
    who = str(account) if isinstance(account, Account) else _("Somebody who has not signed in")
    where = place or initiative
    raise NotAllowed(
        _("{who} may not do “{act}”{where}: it takes the role {roles}. An administrator can give it.").format(
            who=who,
            act=act.value,
            where=_(" for {scope}").format(scope=where) if where else "",
            roles=_(" or ").join(str(role.label) for role in roles_for(act)),
        )
    )


def may_somewhere(account: Actor, act: Act, *, at: datetime) -> bool:
    """Whether there is any record at all to which the account may do this: what a list or a menu asks."""
    return any(role in TABLE[act] for role in roles_of(account, at=at))


def somebody(account: Actor) -> Account:
    """The account that acts; raises NotAllowed for somebody who has not signed in."""
    if isinstance(account, Account):
        return account
    raise NotAllowed(_("Sign in first; nothing was changed."))


def roles_of(account: Actor, *, at: datetime) -> frozenset[Role]:
    """The roles an account holds at this moment, whatever they are limited to."""
    if not isinstance(account, Account) or not account.is_active:
        return frozenset()
    return frozenset(Role(grant.role) for grant in _live(account, timezone.localdate(at)))


def acts_for(account: Account, person: Person | UUID, *, on: date) -> bool:
    """Whether the account's person is this one, or on that day the guardian of this one while a child."""
    key = person.pk if isinstance(person, Person) else person
    if account.person_id is None:
        return False
    if account.person_id == key:
        return True
    # The common case in one query: both under the keys that stand, and the caller has the child at hand.
    known = person.known if isinstance(person, Person) and person.survivor_id is None else None
    if known is not None and isinstance(person, Person) and _bond(account.person_id, person, on):
        return known.is_in_care_on(on)
    own, theirs = keys_of(account.person_id), keys_of(key)
    if own == theirs:
        return True
    if not Guardianship.objects.live_on(on).filter(guardian__in=own, child__in=theirs).exists():
        return False
    identity = Identity.objects.filter(person__in=theirs, person__stands=True).first()
    return identity is None or identity.is_in_care_on(on)


def _bond(guardian: UUID, child: Person, on: date) -> bool:
    if child.loaded_guardians is not None and child.loaded_guardians[0] == on:
        return guardian in child.loaded_guardians[1]
    return Guardianship.objects.live_on(on).filter(guardian=guardian, child=child).exists()


def signature(account: Account, *, at: datetime) -> str:
    """How the journal names an account: in the city's service by name, a private person not at all."""
    if account.kind == AccountKind.SERVICE or roles_of(account, at=at) & STAFF:
        return account.name
    return ""


def note(*, by: Account, at: datetime, act: str, about: Model, label: str = "", **details: object) -> Entry:
    """Write the journal row of an act. `label` names the record and must not name a private person."""
    return write(
        act=str(act),
        by_key=str(by.pk),
        by_label=signature(by, at=at),
        at=at,
        kind=about._meta.label_lower,
        key=str(about.pk),
        label=label,
        details=_written(details),
    )


def note_many(
    rows: Iterable[tuple[Model, Mapping[str, Any]]], *, by: Account, at: datetime, act: str, label: str = ""
) -> list[Entry]:
    """Write one journal row for each record and its details, for bulk acts of one account."""
    lines = (
        Line(
            act=str(act),
            kind=about._meta.label_lower,
            key=str(about.pk),
            label=label,
            details=_written(details),
        )
        for about, details in rows
    )
    return write_many(lines, by_key=str(by.pk), by_label=signature(by, at=at), at=at)


def forget_roles(account: Account) -> None:
    """Read the account's roles again at the next question, after a verb changed them."""
    account.loaded_grants = None


def _live(account: Account, day: date) -> list[RoleGrant]:
    if account.loaded_grants is None:
        account.loaded_grants = list(RoleGrant.objects.filter(account=account))
    return [grant for grant in account.loaded_grants if grant.live_on(day)]


def _written(details: Mapping[str, object]) -> dict[str, str]:
    """Details as the journal keeps them: text; a day or a moment in ISO 8601; what is None is not said."""
    return {
        name: value.isoformat() if isinstance(value, date) else str(value)
        for name, value in details.items()
        if value is not None
    }
