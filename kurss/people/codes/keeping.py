"""Keeping, recognising and forgetting a person's national code."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.codes import keys as code_keys
from kurss.people.codes.checking import checked
from kurss.people.models import Account, NationalCode, Person
from kurss.people.permissions import Act
from kurss.people.refusals import KeysMissing
from kurss.people.standing import counted, keys_of, standing, standing_keys


@transaction.atomic
def keep_code(*, person: Person, code: str, by: Account, at: datetime) -> None:
    """Check a person's code and keep it as a digest under every key of this site; an earlier one is replaced.

    Whether somebody else carries the same code is never said here: whoever knows a child's code would learn that
    the city knows the child. The registrar sees such pairs (`shared`) and decides.
    """
    permit(by, Act.CORRECT_IDENTITY, at=at, person=person)
    person = standing(person)
    known = person.known
    digits = checked(code, born=known.birth_date if known else None)
    chain = code_keys.keys()
    if not chain:
        raise KeysMissing(
            _("This site keeps no national codes yet: it has no key for them. Leave the code empty for now.")
        )
    NationalCode.objects.update_or_create(
        person=person,
        defaults={
            "digest": code_keys.digest(digits, chain),
            "keys": " ".join(key.name for key in chain),
        },
    )
    note(by=by, at=at, act="people.keep_code", about=person)


@transaction.atomic
def forget_code(*, person: Person, by: Account, at: datetime) -> None:
    """Delete what is kept of a person's code. Nothing happens where nothing is."""
    permit(by, Act.CORRECT_IDENTITY, at=at, person=person)
    deleted, _rows = NationalCode.objects.filter(person__in=keys_of(person)).delete()
    if deleted:
        note(by=by, at=at, act="people.forget_code", about=person)


def find(code: str) -> list[Person]:
    """Everybody who carries this code, each once, however often keys were rotated; refused where it is none.

    A clerk's page asks `Act.FIND_BY_CODE` first and says who looked (`people.reading`).
    """
    digits = checked(code, born=None)
    chains = NationalCode.objects.order_by().values_list("keys", flat=True).distinct()
    digests = {code_keys.digest(digits, code_keys.named(chain)) for chain in chains}
    keys = NationalCode.objects.filter(digest__in=digests).values_list("person", flat=True)
    standing = set(standing_keys(keys).values())
    return list(Person.objects.filter(pk__in=standing).select_related("identity").order_by("pk"))


def shared() -> list[list[UUID]]:
    """People who carry one and the same code, by groups of keys: proposals for the registrar, never links."""
    people = defaultdict(set)
    counted_key = NationalCode.objects.values_list(counted(), "digest")
    for person, digest in counted_key:
        people[digest].add(person)
    return [sorted(group) for group in people.values() if len(group) > 1]
