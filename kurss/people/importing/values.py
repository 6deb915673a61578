"""A cell as it was written, and the value it means. Pure; what means nothing is refused with a remedy."""

import re
from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from kurss.people.importing.columns import Field
from kurss.people.models import Gender
from kurss.sheets.reading import Cell


class CellWrong(ValueError):
    """The cell's text is no such value; the message says what to write."""


GENDERS = {
    Gender.FEMALE: ("female", "f", "woman", "girl", "sieviete", "s", "siev", "meitene"),
    Gender.MALE: ("male", "m", "man", "boy", "vīrietis", "v", "vīr", "zēns", "virietis", "zens"),
    Gender.OTHER: ("other", "cits", "cita"),
    Gender.NOT_RECORDED: (
        "not recorded",
        "not_recorded",
        "nav reģistrēts",
        "nav registrets",
        "nav norādīts",
        "-",
    ),
}
LANGUAGES = {
    "latviešu": "lv", "latviesu": "lv", "latvian": "lv", "krievu": "ru", "russian": "ru", "angļu": "en",
    "anglu": "en", "english": "en", "ukraiņu": "uk", "ukrainu": "uk", "ukrainian": "uk",
}  # fmt: skip
_WORDS = {word: gender for gender, words in GENDERS.items() for word in words}
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")
_DOTS = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\.?")
_NAME_OVER = re.compile(r"[^\w\s.'’ʼ`´()/-]|\d|_")
LONGEST_NAME, LONGEST_KEY, LONGEST_PHONE = 120, 120, 40


def value_of(field: Field, cell: Cell) -> object:
    """The value of a cell that is not empty. Raises CellWrong."""
    if field is Field.BIRTH_DATE:
        return cell if isinstance(cell, date) else _day(cell)
    return _READ[field](cell if isinstance(cell, str) else cell.isoformat())


def _day(text: str) -> date:
    """Year first, or day first with dots. With slashes nobody can tell day from month."""
    if found := _ISO.fullmatch(text):
        parts = tuple(map(int, found.groups()))
    elif found := _DOTS.fullmatch(text):
        day, month, year = map(int, found.groups())
        parts = (year, month, day)
    else:
        raise CellWrong(_("This is no date. Write it as 2012-03-01 or 01.03.2012."))
    try:
        return date(*parts)
    except ValueError:
        raise CellWrong(_("There is no such day in the calendar. Check day and month.")) from None


def _name(text: str) -> str:
    if len(text) > LONGEST_NAME:
        raise CellWrong(_("A name has at most {most} letters. Shorten it.").format(most=LONGEST_NAME))
    if strange := _NAME_OVER.search(text):
        raise CellWrong(
            _("A name has no “{sign}”. Correct it, or choose another column for the name.").format(
                sign=strange.group()
            )
        )
    return text


def _gender(text: str) -> Gender:
    try:
        return _WORDS[text.casefold().rstrip(".")]
    except KeyError:
        raise CellWrong(
            _("This is no gender that is recorded. Write sieviete, vīrietis, cits, or leave it empty.")
        ) from None


def _language(text: str) -> str:
    code = LANGUAGES.get(text.casefold(), text.casefold())
    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise CellWrong(
            _("This is no language code. Write lv, ru, en or another code of two or three letters.")
        )
    return code


def _email(text: str) -> str:
    try:
        validate_email(text)
    except ValidationError:
        raise CellWrong(
            _("This is no e-mail address. Write it as name@example.lv, or leave it empty.")
        ) from None
    return text


def _phone(text: str) -> str:
    if not re.fullmatch(r"\+?[\d\s()/-]{5,}", text) or len(text) > LONGEST_PHONE:
        raise CellWrong(_("This is no telephone number. Write digits, as 29 123 456 or +371 29 123 456."))
    return text


def _key(text: str) -> str:
    if len(text) > LONGEST_KEY:
        raise CellWrong(_("A key has at most {most} characters.").format(most=LONGEST_KEY))
    return text


def _person(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CellWrong(_("This is no key of Kurss. Leave the cell empty for somebody new.")) from None


_READ: dict[Field, Callable[[str], object]] = {
    Field.PERSON_KEY: _person,
    Field.EXTERNAL_KEY: _key,
    Field.GIVEN_NAME: _name,
    Field.FAMILY_NAME: _name,
    Field.GENDER: _gender,
    Field.LANGUAGE: _language,
    Field.EMAIL: _email,
    Field.PHONE: _phone,
}
