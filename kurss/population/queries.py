"""Reads over population counts. Each asks for one series: a line never crosses from one into another."""

from datetime import timedelta

from django.db.models import DateField, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast, Least

from kurss.population.models import CITY, PopulationCount

HOLDS_FOR = timedelta(days=365)
"""A count says nothing of a day a year later: a figure that needs one then is missing, not old."""


def series_points(series: str, *, place: str = CITY) -> QuerySet[PopulationCount]:
    """The counts of one series, oldest first."""
    return PopulationCount.objects.filter(place=place, series=series).order_by("counted_on")


def latest(series: str, *, place: str = CITY) -> PopulationCount | None:
    """The newest count of the series, if there is one."""
    return series_points(series, place=place).last()


def spans() -> QuerySet[PopulationCount]:
    """Every count with the days it holds: from its own until the next of its series, for a year at most."""
    following = PopulationCount.objects.filter(
        place=OuterRef("place"), series=OuterRef("series"), counted_on__gt=OuterRef("counted_on")
    ).order_by("counted_on")
    stale = Cast(F("counted_on") + HOLDS_FOR, DateField())
    return PopulationCount.objects.annotate(
        holds_until=Least(stale, Subquery(following.values("counted_on")[:1]))
    )
