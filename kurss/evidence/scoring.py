"""Scoring a set of indicators against benchmarks, as U4SSC does. Pure.

United for Smart Sustainable Cities scores every reported indicator by how much of its benchmark it reaches: 0 to
33 % gives 1 point, 33 to 66 % 2, 66 to 95 % 3, 95 % and more 4. Points are added and given as a share of those
that could be had; what is not reported, or has no benchmark, is left out ("Benchmarks and Scoring Methodology",
U4SSC verification reports and factsheets, ITU, 2020). Their papers do not say to which side a boundary belongs nor
what is done where less is better; here a boundary belongs to the higher band, as "95+" does, and what is to be
small is scored by benchmark over value (see docs/decisions).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

BANDS = (Decimal(33), Decimal(66), Decimal(95))
"""Per cent of the benchmark at which one more point is given."""

MOST = len(BANDS) + 1


class LeftOut(StrEnum):
    """Why an indicator gets no points; none of these is a bad score."""

    NOT_REPORTED = "not_reported"  # no value
    NO_BENCHMARK = "no_benchmark"  # nothing to measure it by
    ZERO_BENCHMARK = "zero_benchmark"  # nothing is a share of zero
    NEGATIVE = "negative"  # a negative value or benchmark has no share
    NEITHER_WAY = "neither_way"  # neither more nor less is better


class Better(StrEnum):
    """Which way is better; EXACT: the nearer the better."""

    MORE = "more"
    LESS = "less"
    EXACT = "exact"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Score:
    """What one indicator gets: a share of its benchmark in per cent and points, or why it is left out."""

    points: int | None
    reached: Decimal | None
    left_out: LeftOut | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What a set gets: points of those that could be had, how many were scored and left out."""

    points: int
    of: int
    scored: int
    left_out: int

    @property
    def percent(self) -> Decimal | None:
        """Points of those that could be had, in per cent; None where nothing was scored."""
        return Decimal(100 * self.points) / self.of if self.of else None

    @property
    def band(self) -> int | None:
        """The band of the whole, from 1 to 4, by the same boundaries."""
        return points_of(self.percent) if self.percent is not None else None


def score(value: Decimal | None, benchmark: Decimal | None, better: Better) -> Score:
    """The points of a value against its benchmark."""
    if value is None:
        return Score(None, None, LeftOut.NOT_REPORTED)
    if benchmark is None:
        return Score(None, None, LeftOut.NO_BENCHMARK)
    if better is Better.NEITHER:
        return Score(None, None, LeftOut.NEITHER_WAY)
    if value < 0 or benchmark < 0:
        return Score(None, None, LeftOut.NEGATIVE)
    reached = _reached(value, benchmark, better)
    if reached is None:
        return Score(None, None, LeftOut.ZERO_BENCHMARK)
    return Score(points_of(reached), reached)


def _reached(value: Decimal, benchmark: Decimal, better: Better) -> Decimal | None:
    """The share of the benchmark that is reached, in per cent, at most 100; None where there is no such share.

    What is to be none at all (a benchmark of zero where less is better) is reached fully or not at all.
    """
    if better is Better.LESS:
        return Decimal(100) if value <= benchmark else 100 * benchmark / value
    if benchmark == 0:
        return None
    if better is Better.EXACT:
        return max(Decimal(0), 100 - 100 * abs(value - benchmark) / benchmark)
    return min(Decimal(100), 100 * value / benchmark)


def points_of(reached: Decimal) -> int:
    return 1 + sum(reached >= band for band in BANDS)


def total(scores: Sequence[Score] | Iterable[Score]) -> Total:
    """The points of a set. What was left out counts neither for nor against it."""
    known = list(scores)
    given = [one.points for one in known if one.points is not None]
    return Total(sum(given), MOST * len(given), len(given), len(known) - len(given))
