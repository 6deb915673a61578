"""The timetable: weekly times become sessions. Pure: no database, no clock, no settings.

A weekly time is what the clock on the wall shows. 16:00 stays 16:00 when the clocks change; the moment it
names moves by an hour.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Weekly:
    """Every week on one weekday (1 Monday to 7 Sunday, as ISO 8601 counts), from one hour to another."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One session to be: two moments, and the day on which it happens where it happens."""

    starts_at: datetime
    ends_at: datetime
    happened_on: date


def slot(day: date, starts: time, ends: time, zone: ZoneInfo) -> Slot:
    """The session of one day, from and to what the wall clock shows."""
    return Slot(datetime.combine(day, starts, zone), datetime.combine(day, ends, zone), day)


def lay_out(
    times: Iterable[Weekly], *, first: date, last: date, free: Collection[date], zone: ZoneInfo
) -> list[Slot]:
    """Every session of the weekly times from the first day to the last, both included, but on no free day."""
    slots = []
    for weekly in times:
        day = first + timedelta(days=(weekly.weekday - first.isoweekday()) % 7)
        while day <= last:
            if day not in free:
                slots.append(slot(day, weekly.starts, weekly.ends, zone))
            day += WEEK
    return sorted(slots)
