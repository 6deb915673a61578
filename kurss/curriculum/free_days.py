"""Days on which no group meets: the public holidays of the city's country, and the breaks of its schools."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
from django.conf import settings

Titles = tuple[str, str]
"""What a day is called in Latvian and in English."""


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """Days without lessons, as the school calendar says them. First and last are part of it."""

    first: date
    last: date
    title: str
    title_en: str


def public_holidays(first: date, last: date) -> dict[date, Titles]:
    """Every public holiday of the city's country from the first to the last day, moved days off among them.

    The days are those of the library `holidays`, which follows the law of the country (KURSS_COUNTRY).
    """
    years = range(first.year, last.year + 1)
    own, english = (
        holidays.country_holidays(settings.KURSS_COUNTRY, years=years, language=language)
        for language in ("lv", "en_US")
    )
    return {
        day: (own[day].split("; ")[0], english[day].split("; ")[0])
        for day in sorted(own)
        if first <= day <= last
    }


def lay_breaks(
    first: date, last: date, breaks: Iterable[Break], known: Mapping[date, Titles]
) -> dict[date, Titles]:
    """The free days of a span: each day of the breaks, and those known before, which keep their name."""
    found: dict[date, Titles] = {}
    for each in breaks:
        for day in days_of(each):
            if first <= day <= last:
                found.setdefault(day, (each.title, each.title_en))
    return dict(sorted({**found, **known}.items()))


def days_of(each: Break) -> list[date]:
    return [each.first + timedelta(days=n) for n in range((each.last - each.first).days + 1)]
