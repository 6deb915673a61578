"""What a column of a list can mean, and what its heading lets one guess. Pure."""

import hashlib
from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from kurss.people.duplicates.folding import folded


class Field(TextChoices):
    PERSON_KEY = "person_key", _("Key in Kurss")
    EXTERNAL_KEY = "external_key", _("Key in the list’s own register")
    CODE = "code", _("Personal code")
    GIVEN_NAME = "given_name", _("Given name")
    FAMILY_NAME = "family_name", _("Family name")
    BIRTH_DATE = "birth_date", _("Birth date")
    GENDER = "gender", _("Gender")
    LANGUAGE = "language", _("Language to write in")
    EMAIL = "email", _("E-mail address")
    PHONE = "phone", _("Telephone")


SAID = (
    Field.GIVEN_NAME,
    Field.FAMILY_NAME,
    Field.BIRTH_DATE,
    Field.GENDER,
    Field.LANGUAGE,
    Field.EMAIL,
    Field.PHONE,
)
"""The fields that say something about a person; the keys say which person."""

HEADINGS: dict[Field, tuple[str, ...]] = {
    Field.PERSON_KEY: ("key in kurss", "atslega kurss", "kurss key", "person key", "key", "atslega"),
    Field.EXTERNAL_KEY: (
        "external key", "id", "nr", "no", "number", "numurs", "pupil id", "pupil number", "skolena id",
        "skolena numurs", "e klase id", "arejs numurs", "key in the list s own register", "lietas numurs",
        "atslega saraksta pasa registra",
    ),
    Field.CODE: ("personal code", "personas kods", "pers kods", "national code", "personal identity number"),
    Field.GIVEN_NAME: ("given name", "first name", "name", "vards", "vardi", "prieksvards", "forename"),
    Field.FAMILY_NAME: ("family name", "last name", "surname", "uzvards"),
    Field.BIRTH_DATE: (
        "birth date", "date of birth", "born", "birthday", "dob", "dzimsanas datums", "dzimis", "dzimusi",
        "dzim datums", "dzimsanas diena", "dzimsanas dati",
    ),
    Field.GENDER: ("gender", "sex", "dzimums"),
    Field.LANGUAGE: ("language", "language to write in", "valoda", "sazinas valoda", "rakstu valoda"),
    Field.EMAIL: ("e mail address", "e mail", "email", "mail", "e pasts", "epasts", "e pasta adrese"),
    Field.PHONE: ("telephone", "phone", "mobile", "talrunis", "telefons", "mobilais", "talruna numurs"),
}  # fmt: skip
"""Headings by which a column is known, without diacritics and signs, in Latvian and English."""


def guessed(headings: Sequence[str]) -> list[str]:
    """For each heading the field it is known for, "" where none is; no field twice."""
    known = {heading: field for field, names in HEADINGS.items() for heading in names}
    used: set[Field] = set()
    found: list[str] = []
    for heading in headings:
        field = known.get(folded(heading))
        found.append(field if field and field not in used else "")
        used |= {field} if field else set()
    return found


def digest(headings: Sequence[str]) -> str:
    """By which a list of the same headings is recognised."""
    return hashlib.sha256("\x1f".join(folded(heading) for heading in headings).encode()).hexdigest()
