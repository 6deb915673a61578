"""For whom somebody asks: a parent for their own, a clerk for anybody in the register."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from kurss.learning.pages.answers import account
from kurss.people import clock
from kurss.people.acting import acts_for
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.queries import children_of, identities
from kurss.people.reading import looked_at_all
from kurss.people.searching import search

FOUND = 20
"""So many people a clerk is shown for a name; more means that the name must be longer."""


def own(user: object) -> dict[UUID, str]:
    """Who an account acts for: its own person, and children in that person's care, by name."""
    if not isinstance(user, Account) or user.person is None:
        return {}
    bonds = children_of(user.person, on=clock.today())
    keys = [user.person.pk, *(bond.child_id for bond in bonds)]
    known = identities(keys)
    return {key: known[key].name for key in keys if key in known and acts_for(user, key, on=clock.today())}


def searched(request: HttpRequest, who: str, at: datetime, *, page: str) -> dict[UUID, str]:
    """Who in the register has such a name, with the day of birth, for a clerk: a look at each child's record."""
    shown = list(search(name=who)[:FOUND])
    looked_at_all(by=account(request), at=at, people=shown, what=page, why=Act.RUN_ROUNDS)
    return {person.pk: f"{person.identity.name}, {person.identity.birth_date or '–'}" for person in shown}
