"""Chapters of what is held about one person, gathered as `settings.KURSS_DISCLOSURES` declares them.

A module states its chapters in its own file, as functions `(person, *, reader, at) -> Chapter`. A chapter says
nothing about anybody else: staff by office, the other guardian not at all, and no contact that may be theirs.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from kurss.people.models import Account, Person
from kurss.people.standing import at_hand

Value = str | int | bool | date | datetime | None
"""A moment or a day stays one until it is written: ISO 8601 for machines, the reader's way on a page."""


@dataclass(frozen=True, slots=True)
class Field:
    """One named value: `key` for machines, `label` in the reader's language."""

    key: str
    label: str
    value: Value

    @property
    def is_moment(self) -> bool:
        return isinstance(self.value, datetime)

    @property
    def is_day(self) -> bool:
        return isinstance(self.value, date) and not self.is_moment

    @property
    def is_yes(self) -> bool:
        return self.value is True

    @property
    def is_no(self) -> bool:
        return self.value is False


Record = Sequence[Field]


@dataclass(frozen=True, slots=True)
class Chapter:
    """Records of one kind. `why` says what they are kept for, `after_erasure` what becomes of them when the
    identity is erased."""

    key: str
    title: str
    why: str
    after_erasure: str
    records: Sequence[Record]


Tell = Callable[..., Chapter]


@cache
def _declared(paths: tuple[str, ...]) -> tuple[Tell, ...]:
    return tuple(import_string(path) for path in paths)


def gather(person: Person, *, reader: Account, at: datetime) -> list[Chapter]:
    """Every chapter about this person, for this reader, in the order of the settings."""
    at_hand(*(one for one in (person, reader.person) if one is not None))
    return [tell(person, reader=reader, at=at) for tell in _declared(tuple(settings.KURSS_DISCLOSURES))]


def as_data(person: Person, chapters: Sequence[Chapter], *, at: datetime) -> dict[str, object]:
    """The chapters as plain data for JSON: the same records, under the same keys in every language."""
    return {
        "person": str(person.pk),
        "at": at.isoformat(),
        "synthetic": person.synthetic,
        "chapters": {
            chapter.key: [{field.key: _plain(field.value) for field in record} for record in chapter.records]
            for chapter in chapters
        },
    }


def _plain(value: Value) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, date) else value
