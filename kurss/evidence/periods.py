"""Periods: the spans of days that figures are for. Pure; a period is known by its key.

    SY2021                     school year 1 September 2021 to 31 August 2022
    Y2021 · Q2021-3 · M2021-09 calendar year, quarter, month
    A2020-09-01/2022-09-30     any span, both days included

The school year follows Latvia's: it begins on 1 September (Education Law; lessons end by 31 May).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

SCHOOL_YEAR_BEGINS = (9, 1)


class Grain(StrEnum):
    SCHOOL_YEAR = "school_year"
    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    SPAN = "span"


class NoSuchPeriod(ValueError):
    """The text is not the key of a period."""


_KEYS = {
    Grain.SCHOOL_YEAR: re.compile(r"SY(\d{4})"),
    Grain.YEAR: re.compile(r"Y(\d{4})"),
    Grain.QUARTER: re.compile(r"Q(\d{4})-([1-4])"),
    Grain.MONTH: re.compile(r"M(\d{4})-(0[1-9]|1[0-2])"),
    Grain.SPAN: re.compile(r"A(\d{4}-\d{2}-\d{2})/(\d{4}-\d{2}-\d{2})"),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days; `starts_on` and `ends_on` are both inside it."""

    starts_on: date
    ends_on: date
    grain: Grain

    @classmethod
    def parse(cls, key: str) -> Period:
        """The period of this key; raises NoSuchPeriod with the forms a key may have."""
        for grain, pattern in _KEYS.items():
            match = pattern.fullmatch(key)
            if match:
                try:
                    return cls._of(grain, match.groups())
                except ValueError as error:
                    raise NoSuchPeriod(
                        _("{key} is not a period: {error}.").format(key=repr(key), error=error)
                    ) from error
        raise NoSuchPeriod(
            _(
                "{key} is not a period. Write SY2021, Y2021, Q2021-3, M2021-09 or A2021-01-01/2021-12-31."
            ).format(key=repr(key))
        )

    @classmethod
    def _of(cls, grain: Grain, parts: tuple[str, ...]) -> Period:
        if grain is Grain.SPAN:
            first, last = (date.fromisoformat(part) for part in parts)
            if last < first:
                raise ValueError("its last day is before its first")
            return cls(first, last, grain)
        year = int(parts[0])
        if grain is Grain.SCHOOL_YEAR:
            return cls.containing(date(year, *SCHOOL_YEAR_BEGINS), grain)
        month = {Grain.YEAR: 1, Grain.QUARTER: 3 * int(parts[-1]) - 2, Grain.MONTH: int(parts[-1])}[grain]
        return cls.containing(date(year, month, 1), grain)

    @classmethod
    def containing(cls, day: date, grain: Grain) -> Period:
        """The period of this grain into which the day falls."""
        if grain is Grain.SPAN:
            raise NoSuchPeriod(_("A span has no calendar of its own: give its first and last day."))
        if grain is Grain.SCHOOL_YEAR:
            year = day.year if (day.month, day.day) >= SCHOOL_YEAR_BEGINS else day.year - 1
            return cls(date(year, *SCHOOL_YEAR_BEGINS), date(year + 1, 8, 31), grain)
        months = {Grain.YEAR: 12, Grain.QUARTER: 3, Grain.MONTH: 1}[grain]
        first_month = (day.month - 1) // months * months + 1
        first = date(day.year, first_month, 1)
        beyond = first_month + months
        after = date(day.year + (beyond > 12), (beyond - 1) % 12 + 1, 1)
        return cls(first, after - timedelta(days=1), grain)

    @property
    def key(self) -> str:
        first = self.starts_on
        match self.grain:
            case Grain.SCHOOL_YEAR:
                return f"SY{first.year:04}"
            case Grain.YEAR:
                return f"Y{first.year:04}"
            case Grain.QUARTER:
                return f"Q{first.year:04}-{(first.month + 2) // 3}"
            case Grain.MONTH:
                return f"M{first.year:04}-{first.month:02}"
            case Grain.SPAN:
                return f"A{first.isoformat()}/{self.ends_on.isoformat()}"

    @property
    def day_after(self) -> date:
        """The first day no longer in the period: the moment at which a stock is read."""
        return self.ends_on + timedelta(days=1)

    def next(self) -> Period:
        return Period.containing(self.day_after, self.grain)

    def label(self, language: str) -> str:
        """How the period is written: `2021/22`, `2021. gads`, `2021`."""
        first, last = self.starts_on, self.ends_on
        latvian = language == "lv"
        match self.grain:
            case Grain.SCHOOL_YEAR:
                return f"{first.year}/{last.year % 100:02}"
            case Grain.YEAR:
                return f"{first.year}. gads" if latvian else f"{first.year}"
            case Grain.QUARTER:
                quarter = (first.month + 2) // 3
                return f"{first.year}. gada {quarter}. ceturksnis" if latvian else f"{first.year} Q{quarter}"
            case Grain.MONTH:
                return f"{first.month:02}.{first.year}"
            case Grain.SPAN:
                return f"{first:%d.%m.%Y}–{last:%d.%m.%Y}"


def covering(first: date, last: date, grain: Grain) -> Iterator[Period]:
    """The consecutive periods of a grain that together hold every day from `first` to `last`."""
    period = Period.containing(first, grain)
    while period.starts_on <= last:
        yield period
        period = period.next()
