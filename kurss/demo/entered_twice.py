"""A few made-up people who stand in the register twice, as lists bring them, so that a registrar has work.

The second entries have no attendance and no place: no figure of the case counts them.
"""

import unicodedata
from dataclasses import replace
from datetime import datetime
from uuid import uuid5

from kurss.people.duplicates.finding import find_duplicates
from kurss.people.models import Account, DuplicateSearch, Identity
from kurss.people.register import NewPerson, register_people

MANY = 8


def enter_twice(*, by: Account, at: datetime) -> DuplicateSearch:
    """Register second entries of the first people by key, each spoilt in its way, and search for duplicates."""
    first = Identity.objects.filter(person__synthetic=True, birth_date__isnull=False).order_by("person")[
        :MANY
    ]
    register_people([_spoilt(place, identity) for place, identity in enumerate(first)], by=by, at=at)
    return find_duplicates(by=by, at=at)


def _spoilt(place: int, known: Identity) -> NewPerson:
    """The same person from another list: without diacritics, names swapped, a letter doubled, or in capitals."""
    again = NewPerson(
        given_name=known.given_name,
        family_name=known.family_name,
        birth_date=known.birth_date,
        gender=known.gender,
        email=known.email if place % 2 else "",
        synthetic=True,
        key=uuid5(known.person_id, "entered twice"),
    )
    given, family = again.given_name, again.family_name
    spoilt = (
        (_plain(given), _plain(family)),
        (family, given),
        (given, f"{family[:2]}{family[1]}{family[2:]}"),
        (given.upper(), _plain(family).upper()),
    )[place % 4]
    return replace(again, given_name=spoilt[0], family_name=spoilt[1])


def _plain(name: str) -> str:
    return unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
