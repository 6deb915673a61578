"""The parts of a figure: its cells, dimension by dimension, and what they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kurss.evidence import queries
from kurss.evidence.definition import Counts
from kurss.evidence.facts import fact
from kurss.evidence.models import Figure
from kurss.publication import findings, words
from kurss.publication.numerals import LATVIAN
from kurss.publication.reported import unit


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    name: str
    figure: Figure
    value: str
    width: str


@dataclass(frozen=True, slots=True)
class BreakdownTable:
    title: str
    rows: tuple[BreakdownRow, ...]
    sum_note: str


def breakdowns(figure: Figure, language: str) -> tuple[BreakdownTable, ...]:
    """The cells beside a total, one table a dimension. Staff only: small cells are shown as they are."""
    version = figure.version
    if not version.fact or not figure.is_total:
        return ()
    own, counted = unit(version.indicator, version), fact(version.fact)
    tables = []
    for dimension_key, cells in queries.cells(figure).items():
        dimension = counted.dimension(dimension_key)
        recorded = [cell for cell in cells if cell.records or cell.cell_parts.parts[0][1] is not None]
        shown = [cell.shown or Decimal(0) for cell in recorded]
        highest = max(shown, default=Decimal(0))
        rows = tuple(
            BreakdownRow(
                name=dimension.value_title(cell.cell_parts.parts[0][1], language),
                figure=cell,
                value=own.number(cell.shown, language)
                if cell.shown is not None
                else words.reason(cell.reason, language),
                width=f"{100 * (cell.shown or Decimal(0)) / highest:.2f}%" if highest else "",
            )
            for cell in recorded
        )
        adds_up = version.counts in (Counts.ROWS, Counts.DISTINCT, Counts.CUMULATIVE, Counts.SUM)
        tables.append(
            BreakdownTable(
                title=dimension.title if language == LATVIAN else dimension.title_en,
                rows=rows,
                sum_note=findings.sum_of_parts(sum(shown, Decimal(0)), figure.shown or Decimal(0), language)
                if adds_up
                else "",
            )
        )
    return tuple(tables)


def part_of(figure: Figure, language: str) -> str:
    """Which rows a cell is of: "Gender: female"; nothing for a total."""
    if figure.is_total or not figure.version.fact:
        return ""
    counted = fact(figure.version.fact)
    named = []
    for key, value in figure.cell_parts.parts:
        dimension = counted.dimension(key)
        title = dimension.title if language == LATVIAN else dimension.title_en
        named.append(f"{title}: {dimension.value_title(value, language)}")
    return "; ".join(named)
