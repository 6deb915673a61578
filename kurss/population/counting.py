"""Verbs over population counts. A count is taken over from a source; nothing is estimated here."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from kurss.people.acting import note as journal
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.population.models import PopulationCount, Series


class CountRefused(ValueError):
    """A population count cannot be recorded as given."""


class CountedBefore(CountRefused):
    """The series has a count of this place and day."""


class UnknownSeries(CountRefused):
    """The series is none of those that are kept apart."""


class NoSource(CountRefused):
    """A count must say where it was published."""


@transaction.atomic
def record_count(
    *,
    place: str,
    counted_on: date,
    residents: int,
    series: str,
    source: str,
    by: Account,
    at: datetime,
    note: str = "",
) -> PopulationCount:
    """Take over one published count."""
    permit(by, Act.COUNT_POPULATION, at=at)
    if series not in Series.values:
        raise UnknownSeries(f"{series!r} is no known series. Choose one of: {', '.join(Series.values)}.")
    if not source.strip():
        raise NoSource(f"The count of {place} on {counted_on} has no source. Say where it was published.")
    try:
        with transaction.atomic():
            count = PopulationCount.objects.create(
                place=place,
                counted_on=counted_on,
                residents=residents,
                series=series,
                source=source.strip(),
                note=note,
            )
    except IntegrityError as error:
        if "count_once_a_day_and_series" not in str(error):
            raise
        raise CountedBefore(
            f"Series {series} has a count of {place} on {counted_on}. Correct that one, or check the date."
        ) from None
    journal(by=by, at=at, act="population.count", about=count, label=str(count))
    return count
