"""Months on a strip: the axis, and where an activity or a milestone stands on it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the axis by index, both ends included. `opens` and `closes` say whether that end is
    stated; an end that is not is drawn open."""

    first: int
    last: int
    opens: bool = True
    closes: bool = True


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_month(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def axis(days: Iterable[date]) -> tuple[date, ...]:
    """Every month from the earliest of the days to the latest, as first days, without a gap."""
    months = sorted({first_of_month(day) for day in days})
    if not months:
        return ()
    every = [months[0]]
    while every[-1] < months[-1]:
        every.append(next_month(every[-1]))
    return tuple(every)


def index_of(day: date | None, months: tuple[date, ...]) -> int | None:
    """Where a day falls on the axis, or None where there is no day or no such month."""
    return months.index(first_of_month(day)) if day and first_of_month(day) in months else None


def planned_span(
    planned_from: date | None, planned_until: date | None, months: tuple[date, ...]
) -> tuple[Span, ...]:
    """The stretch between two months; a missing end is open. Nothing where neither month is stated."""
    if not months or (planned_from is None and planned_until is None):
        return ()
    first, last = index_of(planned_from, months), index_of(planned_until, months)
    return (
        Span(
            first if first is not None else 0,
            last if last is not None else len(months) - 1,
            opens=first is not None,
            closes=last is not None,
        ),
    )


def yearly_spans(first_month: int, last_month: int, months: tuple[date, ...]) -> Iterator[Span]:
    """The stretches of every year from one month to another: 9 to 5 is September to May, across New Year.

    A stretch that the axis cuts off is open on that side.
    """
    length = (last_month - first_month) % 12 + 1
    running = [(month.month - first_month) % 12 < length for month in months]
    for index, runs in enumerate(running):
        if not runs or (index and running[index - 1] and months[index].month != first_month):
            continue
        last = index
        while last + 1 < len(months) and running[last + 1] and months[last + 1].month != first_month:
            last += 1
        yield Span(
            index,
            last,
            opens=months[index].month == first_month,
            closes=months[last].month == last_month,
        )
