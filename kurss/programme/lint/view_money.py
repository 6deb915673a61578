"""The money, the pipeline and the logic model of a programme as the rules see them: frozen rows, no query."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple


class SourceRow(NamedTuple):
    pk: int
    title: str
    title_en: str


class BudgetRow(NamedTuple):
    pk: int
    initiative: str
    source: int
    year: int | None
    amount_cents: int | None
    currency: str


class SumRow(NamedTuple):
    """What is committed, or paid, of a budget line, in cents of its currency."""

    line: int
    cents: int


class NodeRow(NamedTuple):
    """A record in its column of the logic model; `text` is the record's own."""

    pk: int
    column: str
    text: str
    text_en: str


class ArrowRow(NamedTuple):
    before: int
    after: int
    assumption_en: str


class CallRow(NamedTuple):
    pk: int
    title: str
    title_en: str
    deadline: date | None
    ceiling_cents: int | None
    currency: str


class ProposalRow(NamedTuple):
    pk: int
    title: str
    title_en: str
    call: int | None
    state: str
    source: int | None
    currency: str
    asked_cents: int | None
    """The sum of what is asked for; None where no cost states it."""


@dataclass(frozen=True, kw_only=True)
class MoneyView:
    """The part of a programme's view that is its money, its pipeline and its logic model."""

    money_sources: tuple[SourceRow, ...] = ()
    budget: tuple[BudgetRow, ...] = ()
    committed: tuple[SumRow, ...] = ()
    paid: tuple[SumRow, ...] = ()
    calls: tuple[CallRow, ...] = ()
    proposals: tuple[ProposalRow, ...] = ()
    nodes: tuple[NodeRow, ...] = ()
    arrows: tuple[ArrowRow, ...] = ()

    @cached_property
    def budget_of(self) -> Mapping[str, list[BudgetRow]]:
        found: dict[str, list[BudgetRow]] = {}
        for row in self.budget:
            found.setdefault(row.initiative, []).append(row)
        return found
