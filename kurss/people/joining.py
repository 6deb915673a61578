"""Signing up: an account first, and a person once the address is known to be theirs."""

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note
from kurss.people.models import Account, Joining, RoleGrant
from kurss.people.permissions import Role
from kurss.people.refusals import AccountExists, NameMissing
from kurss.people.register import NewPerson, check_address, check_name, enter


@transaction.atomic
def sign_up(
    *,
    email: str,
    given_name: str,
    family_name: str,
    password: str | None = None,
    birth_date: date | None = None,
    language: str,
    at: datetime,
) -> Account:
    """Open an account that nobody can use before its address is confirmed (`join`).

    Anybody may; so nothing is entered in the register of people yet. Without a password it is signed in to by
    another way. Raises AccountExists, AddressUnreadable, NameMissing or NameUnreadable.
    """
    email = email.strip()
    name = f"{given_name.strip()} {family_name.strip()}".strip()
    if not name:
        raise NameMissing(_("An account needs a name. Give at least a given name or a family name."))
    check_name(given_name, family_name)
    check_address(email)
    account = Account(email=email, name=name, password=make_password(password))
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise AccountExists(_("{email} has an account already.").format(email=email)) from error
    Joining.objects.create(
        account=account,
        given_name=given_name.strip(),
        family_name=family_name.strip(),
        birth_date=birth_date,
        language=language,
        since=timezone.localdate(at),
    )
    note(by=account, at=at, act="people.sign_up", about=account)
    return account


@transaction.atomic
def join(*, account: Account, at: datetime) -> None:
    """The address is confirmed: enter the person behind the account, with a resident's reach to their own.

    Nobody who is in the register already is found by name or birth date; that two records are one person is
    for the registrar to say. An account that has no sign-up waiting is left as it is.
    """
    waiting = Joining.objects.select_for_update().filter(account=account).first()
    if waiting is None:
        return
    person = enter(
        NewPerson(
            given_name=waiting.given_name,
            family_name=waiting.family_name,
            birth_date=waiting.birth_date,
            language=waiting.language,
            email=account.email or "",
        ),
        at=at,
    )
    account.person = person
    account.save(update_fields=["person"])
    RoleGrant.objects.create(
        account=account, role=Role.RESIDENT, holds_from=timezone.localdate(at), given_by_key=str(account.pk)
    )
    account.loaded_grants = None
    waiting.delete()
    note(by=account, at=at, act="people.join", about=person)


@transaction.atomic
def forget_unconfirmed(*, before: date) -> int:
    """Delete accounts that signed up before this day and never confirmed the address; how many.

    Nobody ever signed in to them, so nothing points at them.
    """
    old = Account.objects.filter(joining__since__lt=before, last_login__isnull=True, grants__isnull=True)
    gone = list(old.values_list("pk", flat=True))
    Account.objects.filter(pk__in=gone).delete()
    return len(gone)
