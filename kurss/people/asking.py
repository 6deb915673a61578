"""Who asks and for whom, read in one statement: asked at every press of an opening minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from kurss.people.models import Account, Identity, Person

_PERSON = [field.attname for field in Person._meta.concrete_fields]
_IDENTITY = [field.attname for field in Identity._meta.concrete_fields]
_COLUMNS = [field.column for field in Identity._meta.concrete_fields]
_READ = f"""/* prepared */
SELECT asked.key, {", ".join(f"person.{name}" for name in _PERSON)},
    {", ".join(f"identity.{name}" for name in _COLUMNS)},
    ARRAY(
        SELECT bond.guardian_id FROM people_guardianship bond
        WHERE bond.child_id = person.key AND bond.holds_from <= %(on)s
            AND (bond.holds_until IS NULL OR bond.holds_until > %(on)s)
    )
FROM people_person asked
JOIN people_person person ON person.key = COALESCE(asked.survivor_id, asked.key)
LEFT JOIN people_identity identity ON identity.person_key = person.key
WHERE asked.key = ANY(%(keys)s)
"""  # noqa: S608 - names of columns of our own models


@dataclass(frozen=True, slots=True)
class Asked:
    """The person who stands for the key that was asked for, with who they are and who cares for them that day."""

    person: Person
    asker: Identity | None
    """Who asks, where it is a private person."""


def asked_by(account: Account, *, person: UUID, on: date) -> Asked:
    """For whom and by whom. One query. Raises Person.DoesNotExist."""
    keys = [key for key in (person, account.person_id) if key]
    with connection.cursor() as cursor:
        cursor.execute(_READ, {"keys": keys, "on": on})
        found = {row[0]: _person(row[1:], on) for row in cursor.fetchall()}
    if person not in found:
        raise Person.DoesNotExist
    asker = found.get(account.person_id) if account.person_id else None
    return Asked(found[person], asker.known if asker else None)


def _person(row: Sequence[Any], on: date) -> Person:
    alias, width = connection.alias, len(_PERSON)
    person = Person.from_db(alias, _PERSON, row[:width])
    *identity, guardians = row[width:]
    known = Identity.from_db(alias, _IDENTITY, identity) if identity[0] is not None else None
    # What Django keeps of a related record: the identity, or that there is none.
    person._state.fields_cache["identity"] = known
    if known is not None:
        known._state.fields_cache["person"] = person
    person.loaded_guardians = (on, frozenset(guardians))
    return person
