"""One person under several keys: which key stands, and which keys stand behind it.

A merge moves no record. Whoever counts or shows a person asks here first, so that an undone merge leaves
every record as it was.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import F, Q
from django.db.models.functions import Coalesce

from kurss.people.models import Person


def counted(person: str = "person") -> Coalesce:
    """The key under which a row's person counts, as an expression over the row's foreign key.

    Facts annotate their rows with it: from a merge on, two keys count as one person.
    """
    return Coalesce(F(f"{person}__survivor"), F(person))


def standing(person: Person | UUID) -> Person:
    """The person who stands for this key: itself, unless it was merged into another."""
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
    """Every key of this person, whichever of them is asked for. One query."""
    key = person.pk if isinstance(person, Person) else person
    root = Person.objects.filter(pk=key).values(root=Coalesce("survivor", "key"))
    found = Person.objects.filter(Q(pk__in=root) | Q(survivor__in=root)).values_list("key", flat=True)
    return frozenset(found) or frozenset({key})
