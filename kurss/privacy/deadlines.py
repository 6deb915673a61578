"""Until when a request must be answered. Pure.

One month from receipt, three with an extension (GDPR, Article 12(3)). The period ends on the day with the same
number, or on the last day of a month that has none; where that is a Saturday, a Sunday or a public holiday, on the
next working day (Regulation (EEC, Euratom) No 1182/71, Article 3).
"""

import calendar
from collections.abc import Container
from datetime import date, timedelta

MONTHS, EXTENDED_MONTHS = 1, 3


def due(received_on: date, *, extended: bool, free: Container[date]) -> date:
    """The last day to answer. `free` holds the public holidays."""
    last = _months_later(received_on, EXTENDED_MONTHS if extended else MONTHS)
    while last.weekday() >= calendar.SATURDAY or last in free:
        last += timedelta(days=1)
    return last


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
