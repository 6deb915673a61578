"""Reads of the register of people."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db.models import QuerySet

from kurss.people.models import Account, AccountKind, Guardianship, Identity, Person, RoleGrant
from kurss.people.models.restriction import is_restricted
from kurss.people.standing import keys_of, standing_keys

SITE = "Kurss"


def unattended() -> Account:
    """The account under which the site itself works, made when first asked for. Nobody signs in to it."""
    account, _ = Account.objects.get_or_create(
        kind=AccountKind.SERVICE, name=SITE, defaults={"password": make_password(None)}
    )
    return account


def identities(people: Iterable[UUID]) -> dict[UUID, Identity]:
    """Who these people are, by the keys asked for. A key that is missing belongs to an erased identity.

    A key that was merged is answered with the identity of the one that stands for it.
    """
    keys = standing_keys(people)
    known = Identity.objects.in_bulk(set(keys.values()))
    return {key: known[survivor] for key, survivor in keys.items() if survivor in known}


def in_latvian_order() -> QuerySet[Person]:
    """People who are known and in use, each once, by family and given name, with identities: nobody whose use is
    restricted."""
    return everybody_known().exclude(is_restricted())


def everybody_known() -> QuerySet[Person]:
    """The same with those whose use is restricted: for the officer who decides about it."""
    return (
        Person.objects.filter(identity__isnull=False, survivor__isnull=True)
        .select_related("identity")
        .order_by("identity__sort_key", "key")
    )


def guardians_of(child: Person, *, on: date) -> QuerySet[Guardianship]:
    """The guardianships of a child under all its keys."""
    return (
        Guardianship.objects.live_on(on)
        .filter(child__in=keys_of(child))
        .select_related("guardian__identity", "guardian__survivor__identity")
    )


def children_of(guardian: Person, *, on: date) -> QuerySet[Guardianship]:
    """The guardianships held by a person under all their keys."""
    return (
        Guardianship.objects.live_on(on)
        .filter(guardian__in=keys_of(guardian))
        .select_related("child__identity", "child__survivor__identity")
    )


def grants_of(account: Account) -> QuerySet[RoleGrant]:
    """Every role an account holds, held or will hold."""
    return RoleGrant.objects.filter(account=account)
