"""The moment a page is read: the clock's, or the day on which a demonstration stands still."""

from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    day: date | None = getattr(settings, "DEMO_DATE", None)
    if day is None:
        return timezone.now()
    return timezone.make_aware(datetime.combine(day, time(12)))


def today() -> date:
    return timezone.localdate(now())
