"""The city in public numbers: what others published of it, each with its day and its source, read from the case.

Context for readers. None of it was counted by Kurss, and no figure is made of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kurss.demo.case_counted import FactEntry, VitalEntry
from kurss.demo.case_file import Case, read_case
from kurss.demo.loading import VENTSPILS
from kurss.publication.numerals import LATVIAN, number

_BEFORE = {
    "exactly": ("", ""),
    "about": ("aptuveni ", "about "),
    "at_least": ("vismaz ", "at least "),
    "almost": ("gandrīz ", "almost "),
}
_NO_BREAK = "\u00a0"


@dataclass(frozen=True, slots=True)
class PublicNumber:
    name: str
    said: str
    as_of: str
    source: str

    @property
    def is_address(self) -> bool:
        return self.source.startswith("http")


@dataclass(frozen=True, slots=True)
class VitalYear:
    """Births, deaths and moves of a year; nothing where the source leaves a blank."""

    year: int
    numbers: tuple[str, ...]
    source: str
    doubt: str


def numbers(language: str) -> tuple[PublicNumber, ...]:
    return tuple(_told(entry, language) for entry in _case().public_facts.facts)


def vital_years(language: str) -> tuple[VitalYear, ...]:
    return tuple(_year(entry, language) for entry in _case().population.vital)


@cache
def _case() -> Case:
    """The case's files, which do not change while the demonstration runs."""
    return read_case(VENTSPILS)


def _told(entry: FactEntry, language: str) -> PublicNumber:
    latvian = language == LATVIAN
    if entry.value is None:
        said = entry.text
    else:
        unit = entry.unit if latvian else entry.unit_en
        before = _BEFORE[entry.comparison][0 if latvian else 1]
        said = f"{before}{number(entry.value, language)}{_NO_BREAK}{unit}".strip()
    return PublicNumber(
        entry.name if latvian else entry.name_en, said, _day(entry.as_of, latvian), entry.source
    )


def _day(as_of: str, latvian: bool) -> str:
    """When, as the case writes it; "undated" is said in the reader's words."""
    if as_of == "undated":
        return "bez datuma" if latvian else "undated"
    return as_of


def _year(entry: VitalEntry, language: str) -> VitalYear:
    given: Iterable[int | None] = (
        entry.births,
        entry.deaths,
        entry.natural_change,
        entry.in_migration,
        entry.out_migration,
        entry.net_migration,
    )
    return VitalYear(
        year=entry.year,
        numbers=tuple("" if one is None else number(one, language) for one in given),
        source=entry.source,
        doubt=entry.doubt,
    )
