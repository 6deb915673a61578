"""Reads of the register of people."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from kurss.people.models import Account, AccountKind, Guardianship, Identity, Person, RoleGrant

SITE = "Kurss"


def unattended() -> Account:
    """The account under which the site itself works, made when first asked for. Nobody signs in to it."""
    account, _ = Account.objects.get_or_create(
        kind=AccountKind.SERVICE, name=SITE, defaults={"password": make_password(None)}
    )
    return account


def identities(people: Iterable[UUID]) -> dict[UUID, Identity]:
    """Who these people are, in one query. A key that is missing belongs to an erased identity."""
    return {identity.person_id: identity for identity in Identity.objects.filter(person__in=list(people))}


def in_latvian_order() -> QuerySet[Person]:
    """People who are known, by family and given name, with their identities."""
    return (
        Person.objects.filter(identity__isnull=False)
        .select_related("identity")
        .order_by("identity__sort_key", "key")
    )


def guardians_of(child: Person, *, on: date) -> QuerySet[Guardianship]:
    return Guardianship.objects.live_on(on).filter(child=child).select_related("guardian__identity")


def children_of(guardian: Person, *, on: date) -> QuerySet[Guardianship]:
    return Guardianship.objects.live_on(on).filter(guardian=guardian).select_related("child__identity")


def grants_of(account: Account) -> QuerySet[RoleGrant]:
    """Every role an account holds, held or will hold."""
    return RoleGrant.objects.filter(account=account)
