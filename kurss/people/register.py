"""Registering people, and opening and closing accounts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, note_many, permit
from kurss.people.models import Account, Gender, Identity, Person, RoleGrant
from kurss.people.names import person_sort_key
from kurss.people.permissions import Act
from kurss.people.refusals import (
    AccountExists,
    AddressUnreadable,
    BornInTheFuture,
    GenderUnknown,
    KnownAlready,
    LanguageUnknown,
    ListRefused,
    NameMissing,
    NameUnreadable,
    PeopleRefusal,
)
from kurss.people.ways_in import forget_ways_in

BATCH = 2_000
SHOWN = 5
UNTYPED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""Control signs, and those that turn the direction of writing: a name with one reads as another name, breaks a
line of a letter, and cannot be written into a workbook."""
LEADS_AWAY = re.compile(r"://|\bwww\.|@", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """What is said of somebody at registration. `key` is drawn at random unless the list brings its own."""

    given_name: str
    family_name: str
    birth_date: date | None = None
    gender: str = Gender.NOT_RECORDED
    language: str = ""
    email: str = ""
    phone: str = ""
    synthetic: bool = False
    key: UUID = field(default_factory=uuid4)


@transaction.atomic
def register_person(
    *,
    given_name: str,
    family_name: str,
    birth_date: date | None = None,
    gender: str = Gender.NOT_RECORDED,
    language: str = "",
    email: str = "",
    phone: str = "",
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> Person:
    """Enter one person: a random key, and beside it who that is."""
    permit(by, Act.REGISTER_PERSON, at=at)
    new = NewPerson(
        given_name=given_name,
        family_name=family_name,
        birth_date=birth_date,
        gender=gender,
        language=language,
        email=email,
        phone=phone,
        synthetic=synthetic,
    )
    person = enter(new, at=at)
    note(by=by, at=at, act=Act.REGISTER_PERSON, about=person)
    return person


def enter(new: NewPerson, *, at: datetime) -> Person:
    """Write a person and an identity under the rules of registration, for a verb that has asked and will note."""
    today = timezone.localdate(at)
    check_said(new, today)
    person = Person(key=new.key, synthetic=new.synthetic, since=today)
    person.save(force_insert=True)
    _identity(new, person).save(force_insert=True)
    return person


@transaction.atomic
def register_people(people: Iterable[NewPerson], *, by: Account, at: datetime) -> list[Person]:
    """Enter a list of people under the rules of `register_person`: all of them, in their order, or none.

    Where any row is refused, ListRefused carries every refusal with its row number.
    """
    permit(by, Act.REGISTER_PERSON, at=at)
    rows = list(people)
    today = timezone.localdate(at)
    _check_list(rows, today)
    entered = [Person(key=row.key, synthetic=row.synthetic, since=today) for row in rows]
    identities = [_identity(row, person) for row, person in zip(rows, entered, strict=True)]
    Person.objects.bulk_create(entered, batch_size=BATCH)
    Identity.objects.bulk_create(identities, batch_size=BATCH)
    note_many(((person, {}) for person in entered), by=by, at=at, act=Act.REGISTER_PERSON)
    return entered


@transaction.atomic
def open_account(
    *,
    email: str,
    name: str,
    person: Person | None = None,
    password: str | None = None,
    by: Account,
    at: datetime,
) -> Account:
    """Open an account for a human. Without a password it cannot be signed in to by password."""
    permit(by, Act.OPEN_ACCOUNTS, at=at)
    email, name = email.strip(), name.strip()
    if not name:
        raise NameMissing(_("The account {email} has no name. Say whose it is.").format(email=email))
    if not email:
        raise AddressUnreadable(_("The account of {name} has no e-mail address.").format(name=name))
    check_address(email)
    if Account.objects.filter(email__iexact=email).exists():
        raise AccountExists(_("{email} has an account already. Give that one the role.").format(email=email))
    account = Account(email=email, name=name, person=person, password=make_password(password))
    account.save(force_insert=True)
    note(by=by, at=at, act=Act.OPEN_ACCOUNTS, about=account)
    return account


@transaction.atomic
def belongs_to(*, account: Account, person: Person, by: Account, at: datetime) -> None:
    """Say whose an account is that came without a person: an office's, or one of a demonstration."""
    permit(by, Act.OPEN_ACCOUNTS, at=at)
    if account.person_id is not None:
        raise KnownAlready(
            _("{account} says already whose it is. Close it and open another.").format(account=account)
        )
    account.person = person
    account.save(update_fields=["person"])
    note(by=by, at=at, act="people.belongs_to", about=account, person=person.pk)


@transaction.atomic
def close_account(*, account: Account, because: str = "", by: Account, at: datetime) -> None:
    """Nobody signs in to it again; its name and address are erased and its roles end."""
    permit(by, Act.OPEN_ACCOUNTS, at=at)
    close(account, because=because, by=by, at=at)


def close(account: Account, *, because: str = "", by: Account, at: datetime) -> None:
    """Close an account. For verbs that have asked: see `close_account`, `erasure`."""
    today = timezone.localdate(at)
    forget_ways_in(account, at=at)
    account.is_active, account.email, account.name, account.person = False, None, "", None
    account.set_unusable_password()
    account.save()
    grants = RoleGrant.objects.filter(account=account)
    grants.filter(holds_from__gt=today).delete()
    grants.exclude(holds_until__lte=today).update(holds_until=today)
    note(by=by, at=at, act="people.close_account", about=account, because=because or None)


def _identity(new: NewPerson, person: Person) -> Identity:
    given, family = new.given_name.strip(), new.family_name.strip()
    return Identity(
        person=person,
        given_name=given,
        family_name=family,
        sort_key=person_sort_key(given, family),
        birth_date=new.birth_date,
        gender=new.gender,
        language=new.language,
        email=new.email.strip(),
        phone=new.phone.strip(),
    )


def _check_list(rows: Sequence[NewPerson], today: date) -> None:
    refused: list[tuple[int, PeopleRefusal]] = []
    for number, row in enumerate(rows, start=1):
        try:
            check_said(row, today)
        except PeopleRefusal as refusal:
            refused.append((number, refusal))
    if refused:
        shown = " ".join(
            _("Row {number}: {refusal}").format(number=number, refusal=refusal)
            for number, refusal in refused[:SHOWN]
        )
        raise ListRefused(
            _("{count} of {all} rows cannot be registered, so none was. {rows}").format(
                count=len(refused), all=len(rows), rows=shown
            ),
            refused,
        )


def check_said(new: NewPerson, today: date) -> None:
    """Every rule of registration that the database cannot hold, or would say less clearly."""
    name = f"{new.given_name} {new.family_name}".strip()
    if not new.given_name.strip() and not new.family_name.strip():
        raise NameMissing(_("A person needs a name. Give at least a given name or a family name."))
    check_name(new.given_name, new.family_name, new.phone)
    if new.birth_date is not None and new.birth_date > today:
        raise BornInTheFuture(
            _("{name} would be born on {day}, after today. Correct the birth date or leave it open.").format(
                name=name, day=new.birth_date
            )
        )
    if new.gender not in Gender.values:
        raise GenderUnknown(
            _("“{word}” for {name} is no recorded gender. Choose one of: {words}.").format(
                word=new.gender, name=name, words=", ".join(Gender.values)
            )
        )
    if new.language and not (
        new.language.isascii() and new.language.islower() and 2 <= len(new.language) <= 3
    ):
        raise LanguageUnknown(
            _("“{word}” for {name} is no language code. Write two or three letters, such as lv.").format(
                word=new.language, name=name
            )
        )
    if new.email.strip():
        check_address(new.email.strip())


def check_name(*names: str) -> None:
    """Raise NameUnreadable where a name holds signs nobody sees, or something to click on: names stand in letters
    that the city sends to others."""
    for name in names:
        if UNTYPED.search(name):
            raise NameUnreadable(
                _("“{name}” holds a sign that nobody can type or see. Write it anew.").format(
                    name=UNTYPED.sub("", name)
                )
            )
        if LEADS_AWAY.search(name):
            raise NameUnreadable(_("“{name}” holds an address. Write the name alone.").format(name=name))


def check_address(email: str) -> None:
    """Raise AddressUnreadable where no mail can reach it."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise AddressUnreadable(
            _("“{email}” is no e-mail address. Write it as name@example.lv.").format(email=email)
        ) from error
