"""The money and the logic model of a programme as the rules see them: frozen rows, no query."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceRow:
    pk: int
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class BudgetRow:
    pk: int
    initiative: str
    source: int
    year: int | None
    amount_cents: int | None
    currency: str


@dataclass(frozen=True, slots=True)
class SumRow:
    """What is committed, or paid, of a budget line, in cents of its currency."""

    line: int
    cents: int


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A record in its column of the logic model; `text` is the record's own."""

    pk: int
    column: str
    text: str
    text_en: str


@dataclass(frozen=True, slots=True)
class ArrowRow:
    before: int
    after: int
    assumption_en: str
