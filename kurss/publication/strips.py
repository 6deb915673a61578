"""The roadmap as strips: where each plan stands on the months, in per cent of the width. Pure.

Planned is hollow, reached is solid. A date that nobody stated is drawn nowhere and said in words; an end that
is not stated is left open. The scale is that of a sea chart, alternating by month, with the day of reading.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kurss.programme.models import Activity
from kurss.programme.sheets import MilestoneRow
from kurss.programme.timeline import Span, first_of_month, next_month, planned_span, yearly_spans

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
    x: str
    reached: bool


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
    spans: Iterable[Span]
    if activity.yearly_from_month and activity.yearly_until_month:
        spans = yearly_spans(activity.yearly_from_month, activity.yearly_until_month, months)
    else:
        spans = planned_span(activity.planned_from, activity.planned_until, months)
    return tuple(
        Bar(
            x=_share(span.first, months),
            width=_share(span.last - span.first + 1, months),
            left_edge=span.opens,
            right_edge=span.closes,
            right=_share(span.last + 1, months),
        )
        for span in spans
    )


def diamonds(row: MilestoneRow, months: Sequence[date]) -> tuple[Diamond, ...]:
    """A milestone planned for a month stands at its end; one reached, on its day."""
    found = []
    if row.planned is not None:
        found.append(Diamond(_share(row.planned + 1, months), reached=False))
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
