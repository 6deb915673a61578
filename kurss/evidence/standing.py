"""How a figure stands against its promise. Pure; the thresholds are Kurss's own and told to the reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

NEARLY = Decimal("0.9")
"""While its time runs: at nine tenths of what is due or more a promise is at risk; below, it is off track."""

ABOUT = Decimal("0.1")
"""A value within a tenth of it keeps a promise that says *about*; while its time runs, within two tenths it is
at risk."""


class Standing(StrEnum):
    """The state of a promise, as shape, word and colour show it."""

    MET = "met"
    ON = "on"
    RISK = "risk"
    OFF = "off"
    MISSED = "missed"
    NONE = "none"
    SAID = "said"
    SUPPRESSED = "supp"
    UNDEFINED = "undef"
    NOT_APPLICABLE = "na"
    UNPROMISED = "unpromised"


OF_REASON = {
    "missing": Standing.NONE,
    "refused": Standing.NONE,
    "suppressed": Standing.SUPPRESSED,
    "undefined": Standing.UNDEFINED,
    "not_applicable": Standing.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class Due:
    """A promised value and the days over which it falls due; without days it is due at once."""

    comparison: str
    value: Decimal
    starts_on: date | None = None
    ends_on: date | None = None

    def is_over(self, today: date) -> bool:
        """Whether its last day has come: then a promise is met or missed, and no longer on its way."""
        return self.ends_on is None or today >= self.ends_on

    def so_far(self, today: date) -> Decimal:
        """What is due today: the whole after the last day, before it the share of the days that are gone."""
        if self.ends_on is None or self.starts_on is None or self.is_over(today):
            return self.value
        gone = max((today - self.starts_on).days + 1, 0)
        whole = (self.ends_on - self.starts_on).days + 1
        return self.value * Decimal(gone) / Decimal(whole)


def standing(value: Decimal, due: Due, today: date) -> Standing:
    """Whether a value keeps the promise. One whose days are over is met or missed, nothing between; one under
    way is on track, at risk or off track, judged by the share of its days that are gone."""
    state = _so_far(value, due, today)
    if not due.is_over(today):
        return state
    return Standing.MET if state is Standing.ON else Standing.MISSED


def _so_far(value: Decimal, due: Due, today: date) -> Standing:
    expected = due.so_far(today)
    match due.comparison:
        case "more_than":
            kept = value > due.value or (expected < due.value and value >= expected)
            return _graded(kept, value >= expected * NEARLY)
        case "at_most":
            return _graded(value <= due.value, value * NEARLY <= due.value)
        case "about" | "exactly":
            away = abs(value - expected)
            exact = due.comparison == "exactly"
            return _graded(
                away == 0 if exact else away <= abs(expected) * ABOUT, away <= abs(expected) * ABOUT * 2
            )
        case _:
            return _graded(value >= expected, value >= expected * NEARLY)


def _graded(kept: bool, nearly: bool) -> Standing:
    return Standing.ON if kept else Standing.RISK if nearly else Standing.OFF
