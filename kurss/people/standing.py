"""One person under several keys: which key stands, and which keys stand behind it.

A merge moves no record. Whoever counts or shows a person asks here first, so that an undone merge leaves
every record as it was.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kurss.people.models import Account, Person


def counted(person: str = "person") -> Coalesce:
    """The key under which a row's person counts, as an expression over the row's foreign key.

    Facts annotate their rows with it: from a merge on, two keys count as one person.
    """
    return Coalesce(F(f"{person}__survivor"), F(person))


def at_hand(*people: Person) -> None:
    """Read every key and every account of these people once, for a page that asks for them in every chapter: two
    queries, and one for roles where there is an account.

    For pages that show, never for a verb: a merge that comes meanwhile is not seen.
    """
    found = every_key({person.standing_key for person in people})
    keys = {
        person: frozenset(key for key, root in found.items() if root == person.standing_key)
        for person in people
    }
    accounts = list(Account.objects.filter(person__in=found).prefetch_related("grants"))
    for person, own in keys.items():
        person.loaded_keys = own
        person.loaded_accounts = [one for one in accounts if one.person_id in own]


def accounts_of(person: Person) -> list[Account]:
    """Every account with which this person signs in, with its roles. None of a child's guardians'."""
    if person.loaded_accounts is not None:
        return person.loaded_accounts
    return list(Account.objects.filter(person__in=keys_of(person)).prefetch_related("grants"))


def standing(person: Person | UUID) -> Person:
    """The person who stands for this key: itself, unless it was merged into another."""
    if isinstance(person, Person) and person.loaded_keys is not None and person.survivor_id is None:
        return person
    key = person.pk if isinstance(person, Person) else person
    return Person.objects.get(Q(pk=key, survivor__isnull=True) | Q(merged_keys=key))


def standing_keys(people: Iterable[UUID]) -> dict[UUID, UUID]:
    """For each of these keys the one that stands for it, in one query."""
    return {
        key: survivor or key
        for key, survivor in Person.objects.filter(pk__in=list(people)).values_list("key", "survivor")
    }


def every_key(people: Iterable[UUID]) -> dict[UUID, UUID]:
    """Every key of these people, each with the one that stands; they are named by that one. One query."""
    wanted = list(people)
    found = Person.objects.filter(Q(pk__in=wanted) | Q(survivor__in=wanted))
    return {key: survivor or key for key, survivor in found.values_list("key", "survivor")}


def keys_of(person: Person | UUID) -> frozenset[UUID]:
    """Every key of this person, whichever of them is asked for. One query, none where they are at hand."""
    if isinstance(person, Person) and person.loaded_keys is not None:
        return person.loaded_keys
    key = person.pk if isinstance(person, Person) else person
    root = Person.objects.filter(pk=key).values(root=Coalesce("survivor", "key"))
    found = Person.objects.filter(Q(pk__in=root) | Q(survivor__in=root)).values_list("key", flat=True)
    return frozenset(found) or frozenset({key})
