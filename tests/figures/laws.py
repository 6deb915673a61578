"""The laws that every figure obeys, whatever it counts, as a function over the figures of one indicator. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

REASONS = {"missing", "refused", "suppressed", "not applicable", "undefined"}
ADD_UP = {"rows", "sum"}
UNIQUE = {"distinct", "cumulative"}
DIVIDED = {"share", "state_share", "mean", "ratio", "gap"}


@dataclass(frozen=True, slots=True)
class Told:
    """A figure as it is published, by whatever way it came."""

    period: str
    cell: str
    value: Fraction | None
    reason: str
    numerator: Fraction | None
    denominator: Fraction | None
    records: int

    @classmethod
    def of(cls, period, cell, value, reason, numerator, denominator, records) -> Told:
        numbers = (None if one is None else Fraction(one) for one in (value, numerator, denominator))
        value, numerator, denominator = numbers
        return cls(period, cell, value, reason or "", numerator, denominator, int(records))


def broken(counts: str, figures: Iterable[Told]) -> list[str]:
    """Each law that a figure breaks, in words with its period and cell; none where all hold."""
    by_period: dict[str, list[Told]] = defaultdict(list)
    for figure in figures:
        by_period[figure.period].append(figure)
    found = []
    for period, own in by_period.items():
        totals = [figure for figure in own if not figure.cell]
        if len(totals) != 1:
            found.append(f"{period} has {len(totals)} totals")
            continue
        for figure in own:
            found += [f"{period} {figure.cell}: {wrong}" for wrong in _of_one(counts, figure)]
        found += [f"{period}: {wrong}" for wrong in _of_parts(counts, totals[0], own)]
    return found


def _of_one(counts: str, figure: Told) -> Iterator[str]:
    """Law 3: a value or a reason; a division by zero is undefined. Law 5: a quotient divides what it names."""
    if (figure.value is None) is not (figure.reason in REASONS):
        yield f"value {figure.value} with reason {figure.reason!r}"
    if counts in DIVIDED:
        if figure.denominator == 0 and figure.numerator is not None and figure.reason != "undefined":
            yield "divided by nothing, and not undefined"
        if figure.value is not None:
            exact = figure.numerator / figure.denominator
            if figure.value != Fraction(round(exact * 10**12), 10**12):
                yield f"{figure.value} is not {figure.numerator} over {figure.denominator}"
    elif counts == "median" and figure.value is not None:
        if not figure.numerator <= figure.value <= figure.denominator:
            yield f"{figure.value} does not lie between its two middle values"
    elif figure.value is not None and (figure.value, None) != (figure.numerator, figure.denominator):
        yield "a count that is not its own numerator"
    if counts in UNIQUE | {"rows"} and figure.value is not None and not 0 <= figure.value <= figure.records:
        yield f"{figure.value} counted from {figure.records} records"


def _of_parts(counts: str, total: Told, figures: list[Told]) -> Iterator[str]:
    """Law 4: the cells of a breakdown part the records; max(cells) <= total <= sum(cells)."""
    breakdowns: dict[str, list[Told]] = defaultdict(list)
    for figure in figures:
        if figure.cell:
            breakdowns[figure.cell.partition("=")[0]].append(figure)
    for name, parts in breakdowns.items():
        if sum(part.records for part in parts) != total.records:
            yield f"the parts by {name} do not hold the records of the total"
        values = [part.value for part in parts if part.value is not None]
        if total.value is None or not values:
            continue
        if counts in UNIQUE | {"rows"} and not max(values) <= total.value <= sum(values):
            yield f"the total {total.value} does not lie between the parts by {name} and their sum"
        if counts in ADD_UP and sum(values) != total.value:
            yield f"the parts by {name} add to {sum(values)}, and the total is {total.value}"
