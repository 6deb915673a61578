"""Whom to write to about an application, and in which language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from kurss.learning.models import Application, CameBy
from kurss.people.models import Account, Guardianship, Identity
from kurss.people.queries import identities
from kurss.people.restricting import namable
from kurss.people.standing import standing_keys


@dataclass(frozen=True, slots=True)
class Reader:
    to: str
    language: str


def readers_of(people: Iterable[UUID], *, at: datetime) -> dict[UUID, Reader]:
    """For each person the address to write to: a child's guardian's, the earliest who has one; an adult's own.

    Who has signed in is written to at that address, else at the one the register has. Whoever can be written to
    nowhere is missing: they get paper. A handful of queries for all.
    """
    keys = standing_keys(people)
    day = timezone.localdate(at)
    own = set(keys) | set(keys.values())
    bonds = Guardianship.objects.live_on(day).filter(Q(child__in=own) | Q(child__survivor__in=own))
    guardians: dict[UUID, list[UUID]] = defaultdict(list)
    rows = bonds.order_by("holds_from", "pk").values_list(
        "child", "child__survivor", "guardian", "guardian__survivor"
    )
    for child, child_now, guardian, guardian_now in rows:
        guardians[child_now or child].append(guardian_now or guardian)
    known = identities({*keys.values(), *(key for each in guardians.values() for key in each)})
    addresses = _addresses(known)
    found = {}
    for asked, key in keys.items():
        identity = known.get(key)
        in_care = identity is not None and identity.is_in_care_on(day)
        candidates = guardians[key] if in_care and guardians[key] else [key]
        reader = next((addresses[each] for each in candidates if each in addresses), None)
        if reader is not None:
            found[asked] = reader
    return found


def reader_of(account: Account, known: Identity | None = None) -> Reader | None:
    """Whoever sits at the page themselves. Two queries, none where it is known who they are."""
    if not account.email or account.person_id is None:
        return None
    known = known or identities([account.person_id]).get(account.person_id)
    return Reader(account.email, _language(known)) if known else None


def readers(applications: Iterable[Application], *, at: datetime) -> dict[UUID, Reader]:
    """By application: whoever applied on line, where they can still be written to; else as `readers_of` finds."""
    applications = list(applications)
    applied = {one.applied_by_key for one in applications if one.came_by == CameBy.WEB}
    accounts = {
        account.pk: account
        for account in Account.objects.filter(
            pk__in=applied, is_active=True, person__isnull=False, email__isnull=False
        )
    }
    known = identities([account.person_id for account in accounts.values() if account.person_id])
    others = readers_of([one.person_id for one in applications], at=at)
    found = {}
    for one in applications:
        account = accounts.get(one.applied_by_key) if one.came_by == CameBy.WEB else None
        reader: Reader | None
        if account is not None and account.email and account.person_id in known:
            reader = Reader(account.email, _language(known[account.person_id]))
        else:
            reader = others.get(one.person_id)
        if reader is not None:
            found[one.pk] = reader
    return found


def _addresses(known: Mapping[UUID, Identity]) -> dict[UUID, Reader]:
    """The address somebody signs in with, else the register's, unless its use is restricted."""
    usable = namable(known)
    signing_in = dict(
        Account.objects.filter(person__in=known, is_active=True, email__isnull=False).values_list(
            "person", "email"
        )
    )
    return {
        key: Reader(address, _language(identity))
        for key, identity in known.items()
        if (address := signing_in.get(key) or (identity.email if key in usable else ""))
    }


def _language(identity: Identity) -> str:
    """The language somebody reads, where the site speaks it; else the city's."""
    spoken = {code for code, _name in settings.LANGUAGES}
    return identity.language if identity.language in spoken else settings.LANGUAGE_CODE
