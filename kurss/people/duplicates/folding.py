"""Names and contact as they are compared: without diacritics and down to what identifies. Pure."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_APART = re.compile(r"[^a-z0-9]+")
PHONE_DIGITS = 8
"""A Latvian subscriber number; what stands before is the country's and is often left out."""


@dataclass(frozen=True, slots=True)
class Compared:
    """One record as the matching sees it. None is not recorded, and speaks neither for nor against."""

    unique_id: str
    given: str | None
    family: str | None
    given_key: str | None
    family_key: str | None
    given_parts: list[str]
    family_parts: list[str]
    name_key: str | None
    initials: str | None
    born: str | None
    gender: str | None
    email: str | None
    phone: str | None
    code: str | None


def folded(name: str) -> str:
    """The letters alone, lower case, without diacritics, words parted by a space: “Ķere-Āle” is kere ale."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    return _APART.sub(" ", plain).strip()


def compared(
    key: str,
    *,
    given_name: str,
    family_name: str,
    birth_date: date | None,
    gender: str = "",
    email: str = "",
    phone: str = "",
    code: str = "",
) -> Compared:
    given, family = folded(given_name), folded(family_name)
    both = sorted(name for name in (given, family) if name)
    digits = re.sub(r"\D", "", phone)
    return Compared(
        unique_id=key,
        given=given_name.strip().casefold() or None,
        family=family_name.strip().casefold() or None,
        given_key=given or None,
        family_key=family or None,
        given_parts=given.split(),
        family_parts=family.split(),
        name_key="|".join(both) if len(both) == 2 else None,
        initials="".join(name[0] for name in both) if len(both) == 2 else None,
        born=birth_date.strftime("%Y%m%d") if birth_date else None,
        gender=gender if gender in ("female", "male") else None,
        email=email.strip().casefold() or None,
        phone=digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS else None,
        code=code or None,
    )
