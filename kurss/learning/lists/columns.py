"""What a list of groups says, column by column: a group as a row, and a row as what is meant by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.curriculum.timetable import Weekly
from kurss.learning.framing import Ages, Meeting
from kurss.learning.models import Audience, Mode
from kurss.learning.models.group import GRADES

COLUMNS: Final[Mapping[str, Any]] = {
    "key": gettext_lazy("Key"),
    "curriculum": gettext_lazy("Curriculum"),
    "version": gettext_lazy("Version"),
    "audience": gettext_lazy("For"),
    "mode": gettext_lazy("Way of attending"),
    "place": gettext_lazy("Place"),
    "room": gettext_lazy("Room"),
    "capacity": gettext_lazy("Places"),
    "capacity_online": gettext_lazy("Places online"),
    "minimum": gettext_lazy("Fewest people with whom it meets"),
    "times": gettext_lazy("Weekly times"),
    "starts_on": gettext_lazy("First day"),
    "ends_on": gettext_lazy("Last day"),
    "without": gettext_lazy("Not on these days"),
    "besides": gettext_lazy("And also on"),
    "teachers": gettext_lazy("Teachers"),
    "age_from": gettext_lazy("From age"),
    "age_to": gettext_lazy("To age"),
    "age_on": gettext_lazy("Age on this day"),
    "grade_from": gettext_lazy("From grade"),
    "grade_to": gettext_lazy("To grade"),
    "provider": gettext_lazy("Held by"),
    "operation": gettext_lazy("Project"),
}
NEEDED: Final = ("key", "curriculum", "mode", "place", "capacity", "times", "provider")
DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y.")
HOURS = re.compile(r"(\d{1,2}[:.]\d{2})\s*[-–]\s*(\d{1,2}[:.]\d{2})")
WEEKLY = re.compile(r"([1-7])\s+(.+)")


class Unreadable(ValueError):
    """A cell that says nothing of its kind; the message is the remedy."""


@cache
def headings() -> Mapping[str, str]:
    """Every heading by which a column may be called: its key, and its words in each language of the site."""
    found: dict[str, str] = {}
    for name, words in COLUMNS.items():
        found[name] = name
        for code, _language in settings.LANGUAGES:
            with translation.override(code):
                found[str(words).casefold()] = name
    return found


def day(text: str) -> date | None:
    if not text:
        return None
    for shape in DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise Unreadable(_("Write a day as 2022-10-03."))


def grade(text: str) -> int | None:
    found = number(text)
    if found is not None and found not in GRADES:
        raise Unreadable(_("Write a school grade from 1 to 12."))
    return found


def number(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 5:
        raise Unreadable(_("Write a whole number."))
    return int(text)


def weekly(text: str) -> list[Weekly]:
    """Weekdays by number with their hours, for instance 2 16:00-17:30; 4 16:00-17:30."""
    found = []
    for part in _parts(text):
        match = WEEKLY.fullmatch(part)
        if match is None:
            raise Unreadable(_("Write weekday (1 is Monday) and hours: 2 16:00-17:30; 4 16:00-17:30."))
        found.append(Weekly(int(match[1]), *_hours(match[2])))
    return found


def days(text: str) -> list[date]:
    return [found for part in _parts(text) if (found := day(part)) is not None]


def meetings(text: str) -> list[Meeting]:
    found = []
    for part in _parts(text):
        on, _space, hours = part.partition(" ")
        meets = day(on)
        if meets is None or not hours:
            raise Unreadable(_("Write day and hours: 2022-12-10 10:00-11:30."))
        found.append(Meeting(meets, *_hours(hours.strip())))
    return found


def audience(text: str) -> Audience:
    return Audience(_word(text or Audience.CHILD.value, Audience))


def mode(text: str) -> Mode:
    return Mode(_word(text, Mode))


def names(text: str) -> list[str]:
    return _parts(text)


def said_weekly(times: list[Weekly]) -> str:
    return "; ".join(f"{one.weekday} {one.starts:%H:%M}-{one.ends:%H:%M}" for one in sorted(times))


def said_meetings(found: list[Meeting]) -> str:
    return "; ".join(f"{one.day} {one.starts:%H:%M}-{one.ends:%H:%M}" for one in sorted(found))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _hours(text: str) -> tuple[time, time]:
    match = HOURS.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return _clock(match[1]), _clock(match[2])
    except ValueError:
        raise Unreadable(_("Write hours as 16:00-17:30.")) from None


def _clock(text: str) -> time:
    hours, minutes = re.split("[:.]", text)
    return time(int(hours), int(minutes))


def _word(text: str, kind: type[Audience] | type[Mode]) -> str:
    """A word by its key or as it reads in any language of the site."""
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            for value, label in kind.choices:
                if text.casefold() in (value, str(label).casefold()):
                    return str(value)
    raise Unreadable(_("Write one of: {words}.").format(words=", ".join(str(label) for label in kind.labels)))


def said_ages(ages: Ages | None) -> dict[str, Any]:
    """A rule of ages in its columns: as grades, or as ages on a day."""
    grades = ages.grades if ages else None
    told = None if grades else ages
    return {
        "age_from": "" if told is None or told.first is None else told.first,
        "age_to": "" if told is None or told.last is None else told.last,
        "age_on": told.on.isoformat() if told else "",
        "grade_from": grades[0] if grades else "",
        "grade_to": grades[1] if grades else "",
    }


READERS: Final[Mapping[str, Callable[[str], Any]]] = {
    "version": number,
    "audience": audience,
    "mode": mode,
    "capacity": number,
    "capacity_online": number,
    "minimum": number,
    "times": weekly,
    "starts_on": day,
    "ends_on": day,
    "without": days,
    "besides": meetings,
    "teachers": names,
    "age_from": number,
    "age_to": number,
    "age_on": day,
    "grade_from": grade,
    "grade_to": grade,
}
"""How a cell is read; a column that is not here is text."""
