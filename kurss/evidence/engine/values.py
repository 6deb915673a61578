"""From counts to figures: which periods and cells there are, and what is said of each. Pure, any engine's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from kurss.evidence.canonical import (
    Cell,
    cell_digest,
    combined_digest,
    half_sum,
    leaf_digest,
    parity,
    quotient,
)
from kurss.evidence.definition import EVENT, OF_A_WHOLE, Absent, Counts, Definition
from kurss.evidence.engine.asked import Asked, CellSet, Wanted, meets, once_column, rests_on
from kurss.evidence.engine.sql import number, numbered, unique_name
from kurss.evidence.periods import Period

AS_FRACTION = OF_A_WHOLE | {Counts.MEAN}
"""What is divided as the fraction it is kept as."""


@dataclass(frozen=True, slots=True)
class Value:
    """What the engine says of one cell: a value or a reason, what it rests on, whether any row is made up."""

    period: Period
    cell: Cell
    value: Decimal | None
    reason: str
    numerator: Decimal | None
    denominator: Decimal | None
    records: int
    digest: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed files of a snapshot, by fact, and the day it stands for."""

    as_of: date
    files: Mapping[str, Sequence[Path]]


class Engine(Protocol):
    """Whatever computes the wanted indicators from sealed files to the same values."""

    def __call__(self, sealed: Sealed, wanted: Wanted) -> dict[str, list[Value]]: ...


@dataclass
class Found:
    """What an engine found for one Asked: counts by name for each period and cell, and the digests of leaves.

    A leaf is keyed by flag and breakdowns; its line is (period, fact, values, digest).
    """

    counts: dict[tuple[int, Cell], dict[str, Any]] = field(default_factory=dict)
    leaves: dict[tuple[int, tuple[str, ...]], list[tuple[int, int, tuple, str]]] = field(default_factory=dict)

    def put(self, names: Sequence[str], cell: Sequence[str], row: Sequence[Any]) -> None:
        """One row of a query: the period, the values of the cell's dimensions, and what is counted."""
        at = 1 + len(cell)
        key = row[0], Cell(tuple(zip(cell, row[1:at], strict=True)))
        self.counts.setdefault(key, {}).update(zip(names, row[at:], strict=True))


def values_of(asked: Asked, found: Found, as_of: date) -> dict[str, list[Value]]:
    """The figures of every indicator asked for, totals first in each period."""
    return {key: list(_Figures(asked, own, found, as_of)) for key, own in asked.definitions.items()}


class _Figures:
    """The figures of one indicator."""

    def __init__(self, asked: Asked, definition: Definition, found: Found, as_of: date) -> None:
        self.asked, self.definition, self.found, self.as_of = asked, definition, found, as_of
        self.rests = asked.flag(rests_on(definition))
        self.meets = asked.flag(meets(definition))
        self.leaves = _by_period(asked, definition, found)

    def __iter__(self) -> Iterator[Value]:
        rows = f"rows_{self.rests}"
        known = [n for (n, cell), own in self.found.counts.items() if not cell.parts and own.get(rows)]
        if not known:
            return
        grain = self.asked.grain
        last = max(known)
        if self.definition.absent is not Absent.BETWEEN or self.asked.running:
            last = max(last, number(Period.containing(self.as_of, grain)))
        for n in range(min(known), last + 1):
            for cell in (Cell(), *self._cells(n)):
                yield self._value(n, cell)

    def _cells(self, n: int) -> Iterator[Cell]:
        """Every value a breakdown has by declaration or in the records; *not recorded* stands last."""
        rows = f"rows_{self.rests}"
        for name in self.definition.breakdowns:
            declared = list(
                dict.fromkeys(
                    value for fact in self.asked.facts for value in fact.dimension(name).values or ()
                )
            )
            present = {
                cell.parts[0][1]
                for (own, cell), counts in self.found.counts.items()
                if own == n and cell.parts and cell.parts[0][0] == name and counts.get(rows)
            }
            extra = sorted(value for value in present if value is not None and value not in declared)
            yield from (Cell(((name, value),)) for value in (*declared, *extra))
            if None in present:
                yield Cell(((name, None),))

    def _value(self, n: int, cell: Cell) -> Value:
        counts = self.found.counts.get((n, cell), {})
        rows = int(counts.get(f"rows_{self.rests}") or 0)
        value, reason, numerator, denominator = self._said(counts, rows)
        lines = {
            leaf.key: digest
            for leaf, digest in self.leaves.get(n, {}).items()
            if all(part in leaf.parts for part in cell.parts)
        }
        synthetic = bool(counts.get(f"synthetic_{self.rests}"))
        return Value(
            numbered(n, self.asked.grain), cell, value, reason, numerator, denominator, rows,
            cell_digest(lines), synthetic,
        )  # fmt: skip

    def _said(
        self, counts: Mapping[str, Any], rows: int
    ) -> tuple[Decimal | None, str, Decimal | None, Decimal | None]:
        """Value, reason, numerator and denominator: `canonical` says which is which."""
        own, kind = self.definition, self.definition.counts
        stock = kind is Counts.SUM and all(fact.is_state for fact in self.asked.facts)
        # A stock that nobody counted is not a stock of nothing.
        if not rows and (own.absent is Absent.MISSING or stock):
            return None, "missing", None, None
        if kind is Counts.MEDIAN:
            low, high = (
                counts.get(f"{end}_{self.meets}_{own.quantity}") if rows else None for end in ("low", "high")
            )
            if low is None or high is None:
                return None, "undefined", None, None
            return half_sum(Decimal(low), Decimal(high)), "", Decimal(low), Decimal(high)
        counted = self._counted(counts, self.meets)
        if kind in OF_A_WHOLE or kind is Counts.MEAN:
            whole = Decimal(rows) if kind is Counts.MEAN else self._counted(counts, self.rests)
            if not whole:
                return None, "undefined", counted, whole
            return quotient(counted, whole), "", counted, whole
        return counted, "", counted, None

    def _counted(self, counts: Mapping[str, Any], flag: int) -> Decimal:
        own = self.definition
        if own.counts in (Counts.SUM, Counts.MEAN):
            return Decimal(counts.get(f"sum_{flag}_{own.quantity}") or 0)
        if own.counts is Counts.ROWS or not self.asked.has_subjects:
            return Decimal(counts.get(f"rows_{flag}") or 0)
        if own.once_per == EVENT:
            return Decimal(counts.get(f"told_{flag}") or 0)
        return Decimal(counts.get(unique_name(CellSet((), once_column(own)), flag)) or 0)


def _by_period(asked: Asked, definition: Definition, found: Found) -> dict[int, dict[Cell, str]]:
    """The leaves that stand in each period, as `canonical` calls them."""
    names = definition.breakdowns
    lines = found.leaves.get((asked.flag(rests_on(definition)), names), [])
    by_period: dict[int, dict[Cell, str]] = {}
    later = sorted({n for n, cell in found.counts if not cell.parts})
    for n, at, values, digest in lines:
        parts: list[tuple[str, str | None]] = []
        if len(asked.facts) > 1:
            parts.append(("fact", asked.facts[at].key))
        if asked.running:
            parts.append(("period", numbered(n, asked.grain).key))
        leaf = Cell((*parts, *zip(names, values, strict=True)))
        for own in later if asked.running else (n,):
            if own >= n:
                by_period.setdefault(own, {})[leaf] = digest
    return by_period


def of_figures(definition: Definition, wanted: Wanted, values: Mapping[str, Sequence[Value]]) -> list[Value]:
    """A ratio or a gap, for every period its numerator has."""
    above = values.get(definition.numerator, ())
    below = values.get(definition.denominator, ())
    if definition.counts is Counts.RATIO:
        return list(_ratios(above, below))
    divided = [key for key in definition.divided if key in wanted and wanted[key][0].counts in AS_FRACTION]
    return list(_gaps(definition, set(divided), above, below))


def _ratios(above: Iterable[Value], below: Iterable[Value]) -> Iterator[Value]:
    """One total divided by another.

    No denominator for the period is *missing*; a denominator of zero is *undefined*; neither is ever zero.
    """
    divisors = {value.period: value for value in below if not value.cell.parts}
    for over in above:
        if over.cell.parts:
            continue
        under = divisors.get(over.period)
        divisor = under.value if under is not None else None
        value = quotient(over.value, divisor) if over.value is not None and divisor else None
        reason = "" if value is not None else ("undefined" if divisor == 0 else "missing")
        yield _made(over.period, value, reason, over.value, divisor, (over, under))


def _gaps(
    definition: Definition, as_fraction: set[str], above: Iterable[Value], below: Iterable[Value]
) -> Iterator[Value]:
    """The group's value over the reference's; each divided first by its own denominator where one is named.

    A cell that is not there or was not recorded makes the gap *missing*, a division by zero *undefined*.
    """
    cells = [Cell(((definition.dimension, value),)) for value in (definition.group, definition.reference)]
    given = {definition.numerator: {(value.period, value.cell): value for value in above}}
    if definition.denominator:
        given[definition.denominator] = {(value.period, value.cell): value for value in below}
    for period in dict.fromkeys(period for period, cell in given[definition.numerator] if not cell.parts):
        used = [(key, given[key].get((period, cell))) for key in definition.divided for cell in cells]
        values = [value for _, value in used]
        fractions = [
            _fraction(value, whole=key not in as_fraction)
            for key, value in used
            if value is not None and value.reason != "missing"
        ]
        if len(fractions) < len(used):
            yield _made(period, None, "missing", None, None, values)
            continue
        if definition.denominator:
            fractions = [parity(fractions[0], fractions[2]), parity(fractions[1], fractions[3])]
        numerator, denominator = parity(fractions[0], fractions[1])
        defined = denominator != 0 and all(divisor for _, divisor in fractions)
        value = quotient(numerator, denominator) if defined else None
        yield _made(period, value, "" if defined else "undefined", numerator, denominator, values)


def _fraction(value: Value, *, whole: bool) -> tuple[Decimal, Decimal]:
    """A figure as it is divided: a share or a mean as its own fraction, anything else over one.

    An undefined median is nothing over nothing, so that no gap makes a zero of it.
    """
    if not whole and value.numerator is not None and value.denominator is not None:
        return value.numerator, value.denominator
    return (Decimal(0), Decimal(0)) if value.value is None else (value.value, Decimal(1))


def _made(
    period: Period,
    value: Decimal | None,
    reason: str,
    numerator: Decimal | None,
    denominator: Decimal | None,
    of: Sequence[Value | None],
) -> Value:
    given = [one for one in of if one is not None]
    return Value(
        period=period,
        cell=Cell(),
        value=value,
        reason=reason,
        numerator=numerator,
        denominator=denominator,
        records=sum(one.records for one in given),
        digest=combined_digest(*(one.digest if one is not None else leaf_digest(()) for one in of)),
        synthetic=any(one.synthetic for one in given),
    )
