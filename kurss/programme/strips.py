"""The roadmap as strips: where each plan stands on the months, in per cent of the width. Pure.

Planned is hollow, re-planned dashed, what happened solid. A date that nobody stated is drawn nowhere and said in
words; an end that is not stated is left open. The scale is that of a sea chart, alternating by month, with the day
of reading.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kurss.programme.models import Activity
from kurss.programme.plan_queries import activity_row
from kurss.programme.sheets import ActivityRow, MilestoneRow
from kurss.programme.timeline import Span, first_of_month, index_of, next_month

LETTERS = "JFMAMJJASOND"
MONTHS_AT_MOST = 120
LETTERS_AT_MOST = 30
"""On a longer axis the letters of the months would run into each other: then only years are written."""


@dataclass(frozen=True, slots=True)
class Month:
    x: str
    middle: str
    width: str
    letter: str
    dark: bool
    year: str


@dataclass(frozen=True, slots=True)
class Scale:
    months: tuple[Month, ...]
    now: str
    """Where the day of reading stands; empty where it is outside the axis."""

    @property
    def years(self) -> tuple[Month, ...]:
        """The months with which a year begins: a line is drawn there, in every strip."""
        return tuple(month for month in self.months if month.year)


@dataclass(frozen=True, slots=True)
class Bar:
    """A planned stretch; `line` is its outline, open at an end that was not stated."""

    x: str
    width: str
    left_edge: bool
    right_edge: bool
    right: str


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone: as planned, as re-planned, or reached."""

    x: str
    reached: bool
    moved: bool = False


def scale(months: Sequence[date], today: date) -> Scale:
    return Scale(
        months=tuple(
            Month(
                x=_share(index, months),
                middle=_share(index + 0.5, months),
                width=_share(1, months),
                letter=LETTERS[month.month - 1] if len(months) <= LETTERS_AT_MOST else "",
                dark=index % 2 == 0,
                year=str(month.year) if index == 0 or month.month == 1 else "",
            )
            for index, month in enumerate(months)
        ),
        now=_day(today, months),
    )


def axis_until(months: Sequence[date], today: date) -> tuple[date, ...]:
    """The months of the plan and those after it up to the day of reading, so that the day is on the axis."""
    every = list(months)
    while every and every[-1] < first_of_month(today) and len(every) < MONTHS_AT_MOST:
        every.append(next_month(every[-1]))
    return tuple(every)


def bars(activity: Activity, months: tuple[date, ...]) -> tuple[Bar, ...]:
    """The planned stretches of an activity; none where no month is stated."""
    return tuple(_bar(span, months) for span in activity_row(activity, months).spans)


@dataclass(frozen=True, slots=True)
class Strip:
    """The three lines of an activity: as planned, as re-planned, as it went."""

    planned: tuple[Bar, ...]
    replanned: Bar | None
    actual: Bar | None

    @property
    def lines(self) -> bool:
        """Whether there is more to show than the plan."""
        return self.replanned is not None or self.actual is not None

    @property
    def drawn(self) -> bool:
        return bool(self.planned) or self.lines


def strip(activity: Activity, months: tuple[date, ...], today: date) -> Strip:
    """An activity on an axis. What has begun and not ended runs to the day of reading."""
    row = activity_row(activity, months)
    actual = row.actual
    if actual is not None and not actual.closes:
        until = index_of(today, months)
        actual = Span(actual.first, max(actual.first, until if until is not None else actual.last))
    return Strip(
        tuple(_bar(span, months) for span in row.spans),
        _bar(row.replanned, months) if row.replanned else None,
        _bar(actual, months) if actual else None,
    )


def months_moved(row: ActivityRow) -> int | None:
    """By how many months the end of the plan that holds is after the first plan; None without both."""
    if row.replanned is None or not row.spans or not row.spans[-1].closes:
        return None
    return row.replanned.last - row.spans[-1].last


def _bar(span: Span, months: Sequence[date]) -> Bar:
    return Bar(
        x=_share(span.first, months),
        width=_share(span.last - span.first + 1, months),
        left_edge=span.opens,
        right_edge=span.closes,
        right=_share(span.last + 1, months),
    )


def diamonds(row: MilestoneRow, months: Sequence[date]) -> tuple[Diamond, ...]:
    """A milestone planned for a month stands at its end; one reached, on its day."""
    found = []
    if row.planned is not None:
        found.append(Diamond(_share(row.planned + 1, months), reached=False))
    if row.replanned is not None:
        found.append(Diamond(_share(row.replanned + 1, months), reached=False, moved=True))
    if row.milestone.reached_on is not None:
        at = _day(row.milestone.reached_on, months)
        if at:
            found.append(Diamond(at, reached=True))
    return tuple(found)


def months_late(row: MilestoneRow) -> int | None:
    """By how many months a milestone was reached after the month it was planned for; negative: before."""
    if row.planned is None or row.reached is None:
        return None
    return row.reached - row.planned


def _share(index: float, months: Sequence[date]) -> str:
    return f"{100 * index / len(months):.2f}%" if months else "0.00%"


def _day(day: date, months: Sequence[date]) -> str:
    for index, month in enumerate(months):
        if (month.year, month.month) == (day.year, day.month):
            length = calendar.monthrange(day.year, day.month)[1]
            return _share(index + day.day / length, months)
    return ""
