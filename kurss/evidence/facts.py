"""Facts: the flat, typed contracts by which a module tells the city about itself.

A module declares its facts in its own `facts.py` over its own tables. `settings.KURSS_FACTS` names them once;
what is not named there does not exist for a figure. A fact says what a row is, whose it is (a pseudonymous
key, never a name), when it happened or held, and by which words it may be told apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

RESERVED = frozenset({"event", "year", "period", "programme", "fact"})
"""Words that a dimension may not be called: they are scopes of uniqueness, or parts of a leaf's key."""


KEY = re.compile(r"[a-z][a-z0-9_]*")
"""How a dimension or a quantity may be called, so that it is a plain column on every engine."""


class UnknownFact(LookupError):
    """No declared fact bears this key."""


class UnknownDimension(LookupError):
    """The fact has no dimension or quantity of this key."""


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that happened on one day, such as an attendance or a visit."""

    on: str


@dataclass(frozen=True, slots=True)
class State:
    """A fact that held from a day until another (exclusive; none: it still holds), such as an enrolment."""

    holds_from: str
    holds_until: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A word by which rows are told apart. A row without it is *not recorded*, which is a cell of its own.

    `values` lists every allowed value with its Latvian and English name; None means an open list of keys, of
    which `examples` shows some. `explains` says what the word means, for whoever composes an indicator.
    `names` gives the titles that open keys have today, for who reads rows; a key whose thing is gone has none.
    `never_mixed`: rows of two values must not meet in one figure, such as two series of population counts.
    """

    key: str
    path: str
    title: str
    title_en: str
    values: Mapping[str, tuple[str, str]] | None = None
    whole_number: bool = False
    explains: str = ""
    explains_en: str = ""
    examples: tuple[str, ...] = ()
    never_mixed: bool = False
    names: Callable[[Collection[str]], Mapping[str, tuple[str, str]]] | None = None

    def value_title(self, value: str | None, language: str) -> str:
        """The value's name in the language; a key nobody named is shown as it is."""
        if value is None:
            return "nav norādīts" if language == "lv" else "not recorded"
        latvian, english = (self.values or {}).get(value, (value, value))
        return latvian if language == "lv" else english


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount on a row: a whole number or a decimal, never a float, so that sums are exact everywhere."""

    key: str
    path: str
    unit: str
    title: str
    title_en: str
    decimals: int = 0
    explains: str = ""
    explains_en: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One kind of record that figures may count.

    `rows` gives every row that may be counted, so that each counted row can be opened again; `record` is the
    path of its stable id; `subject` the path of a pseudonymous key, empty where a fact is about nobody, and
    `subject_kind` what the key is of, such as *person*: facts of one kind may be counted together.
    `record_page` is the name of the page that shows the live record, `act` what a reader must be allowed; without
    one the records are about nobody and anybody may read them.
    `example` describes one row in words, for the dictionary.
    """

    key: str
    title: str
    title_en: str
    explains: str
    explains_en: str
    rows: Callable[[], QuerySet[Any]]
    record: str
    time: Event | State
    synthetic: str
    record_page: str
    act: str
    subject: str = ""
    subject_kind: str = ""
    dimensions: tuple[Dimension, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    example: str = ""
    example_en: str = ""
    _by_key: dict[str, Dimension] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for word in RESERVED.intersection(dimension.key for dimension in self.dimensions):
            raise ValueError(f"{self.key} calls a dimension {word!r}, which has a meaning of its own.")
        for key in (
            *(dimension.key for dimension in self.dimensions),
            *(quantity.key for quantity in self.quantities),
        ):
            if not KEY.fullmatch(key):
                raise ValueError(f"{self.key} calls a column {key!r}: write small letters, digits and _.")
        if bool(self.subject) != bool(self.subject_kind):
            raise ValueError(f"{self.key} must name both its subject and what kind of subject that is.")
        self._by_key.update({dimension.key: dimension for dimension in self.dimensions})

    @property
    def is_public(self) -> bool:
        return not (self.act or self.subject)

    @property
    def is_state(self) -> bool:
        return isinstance(self.time, State)

    def dimension(self, key: str) -> Dimension:
        try:
            return self._by_key[key]
        except KeyError:
            known = ", ".join(sorted(self._by_key)) or _("none")
            raise UnknownDimension(
                _("{fact} has no dimension {key}. It has: {known}.").format(
                    fact=self.key, key=repr(key), known=known
                )
            ) from None

    def quantity(self, key: str) -> Quantity:
        for quantity in self.quantities:
            if quantity.key == key:
                return quantity
        known = ", ".join(quantity.key for quantity in self.quantities) or _("none")
        raise UnknownDimension(
            _("{fact} has no quantity {key}. It has: {known}.").format(
                fact=self.key, key=repr(key), known=known
            )
        )

    def name(self) -> str:
        return self.title if get_language() == "lv" else self.title_en


@cache
def declared() -> Mapping[str, Fact]:
    """Every fact the site's settings name, by key. Two facts of one key are refused."""
    facts: dict[str, Fact] = {}
    for path in settings.KURSS_FACTS:
        fact = import_string(path)
        if fact.key in facts:
            raise ValueError(f"Two facts are called {fact.key}; settings.KURSS_FACTS names both.")
        facts[fact.key] = fact
    return facts


def fact(key: str) -> Fact:
    """The declared fact of this key; raises UnknownFact, naming those there are."""
    try:
        return declared()[key]
    except KeyError:
        raise UnknownFact(
            _("There is no fact {key}. Declared facts: {known}.").format(
                key=repr(key), known=", ".join(sorted(declared()))
            )
        ) from None
