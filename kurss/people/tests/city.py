"""A city hall to test in: somebody for each role, opened by calling the verbs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from kurss.people.models import Account, Gender, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account, register_person
from kurss.people.roles import grant_role

MOMENT = datetime(2021, 9, 1, 9, tzinfo=ZoneInfo("Europe/Riga"))
TODAY = MOMENT.date()
LATER = datetime(2022, 9, 1, 9, tzinfo=ZoneInfo("Europe/Riga"))


def account(name: str, *roles: Role, person: Person | None = None, **limits) -> Account:
    site = unattended()
    opened = open_account(
        email=f"{name.replace(' ', '.')}@city.example", name=name, person=person, by=site, at=MOMENT
    )
    for role in roles:
        ends = {"holds_until": date(2022, 6, 30)} if role is Role.AUDITOR else {}
        grant_role(account=opened, role=role, by=site, at=MOMENT, **(ends | limits))
    return opened


def clerk() -> Account:
    found = Account.objects.filter(email="clerk@city.example").first()
    return found or account("clerk", Role.COURSE_ADMINISTRATOR)


def registrar() -> Account:
    found = Account.objects.filter(email="registrar@city.example").first()
    return found or account("registrar", Role.REGISTRAR)


def officer() -> Account:
    """The city's data protection officer."""
    found = Account.objects.filter(email="officer@city.example").first()
    return found or account("officer", Role.DATA_PROTECTION_OFFICER)


def administrator() -> Account:
    found = Account.objects.filter(email="administrator@city.example").first()
    return found or account("administrator", Role.ADMINISTRATOR)


def child(**said) -> Person:
    usual = {"given_name": "Anna", "family_name": "Bērziņa", "birth_date": date(2012, 3, 1)}
    return register_person(**(usual | {"gender": Gender.FEMALE} | said), by=clerk(), at=MOMENT)


def parent(**said) -> Person:
    return child(**({"given_name": "Ilze", "birth_date": date(1985, 5, 5)} | said))
