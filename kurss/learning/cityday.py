"""The day that a moment falls on in the city. A lesson at one in the morning UTC is not yesterday's."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def zone() -> ZoneInfo:
    """The zone whose wall clock the city reads."""
    return ZoneInfo(settings.TIME_ZONE)


def day_of(at: datetime) -> date:
    return at.astimezone(zone()).date()
