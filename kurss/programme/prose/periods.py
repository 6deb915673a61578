"""Months, periods and deadlines in a sentence. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kurss.programme.prose.vocabulary import MONTH, MONTHS

_MONTH_OF = tuple(re.compile(f"(?:{pattern})\\.?$", re.I) for pattern in MONTHS)
_GAP = r"\s*(?:–|—|-|to|until|till|līdz|through)\s*"
_DAY = r"(?:\d{1,2}\.?\s+)?"
_RANGE = re.compile(
    rf"(?:(?P<y1>\d{{4}})\.?\s*(?:gada\s+)?)?{_DAY}(?P<m1>{MONTH})(?:\s*(?:of\s+)?,?\s*(?P<ya>\d{{4}}))?"
    rf"{_GAP}"
    rf"(?:(?P<y2>\d{{4}})\.?\s*(?:gada\s+)?)?{_DAY}(?P<m2>{MONTH})(?:\s*,?\s*(?P<yb>\d{{4}}))?",
    re.I,
)
_ISO = re.compile(
    rf"(?P<y1>\d{{4}})-(?P<m1>\d{{2}})(?:-\d{{2}})?{_GAP}(?P<y2>\d{{4}})-(?P<m2>\d{{2}})(?:-\d{{2}})?"
)
_SLASH = re.compile(rf"\b(?P<m1>\d{{1,2}})[/.](?P<y1>\d{{4}}){_GAP}(?P<m2>\d{{1,2}})[/.](?P<y2>\d{{4}})\b")
_LENGTH = re.compile(r"\b(\d{1,3})[ -](?:calendar )?(?:months?|mēneš\w*)\b", re.I)

DEADLINE = re.compile(
    r"\b(?P<how>by the end of|by end of|by the end|for the end of|until the end of|till the end of|at the end of|"
    r"by|till|until|before|no later than|līdz|ne vēlāk kā)\s+(?:the\s+)?(?:year\s+|gada\s+)?"
    rf"(?P<when>(?:(?:spring|summer|autumn|fall|winter|mid|early|late|beginning of summer)\s+|\d{{1,2}}\s+)?"
    rf"(?:{MONTH}\s+)?(?:year\s+)?(?:20\d\d)(?:\.?\s*gada\s+beigām|\.?\s*gadam)?)",
    re.I,
)
_IN_YEARS = re.compile(
    r"\b(?:in|within|over|after|during)\s+(?:the\s+)?(?:next|coming|following)?\s*(?P<n>\d{1,2}|two|three|four|five|ten)"
    r"\s+(?:years?|months?)(?:\s+time)?\b|\b(?:nākamo|tuvāko)\s+\w+\s+gadu\b",
    re.I,
)
FREQUENCY = re.compile(
    r"\b(?:a|per|each|every|in a|once a|times a)\s+(?:school\s+|calendar\s+|academic\s+)?"
    r"(?:year|month|week|day|quarter)\b|"
    r"\b(?:yearly|annually|annual|monthly|weekly|daily)\b|\bdays a week\b|"
    r"\bgadā\b|\bik gad[ui]s?\b|\bkatru gadu\b|/year\b",
    re.I,
)
_YEAR = re.compile(
    r"\b(?:in|during|for|of|since|from)\s+(?:the\s+year\s+)?(20\d\d)\b|\b(20\d\d)\.?\s*gad[āau]", re.I
)
_ANY_YEAR = re.compile(r"\b20\d\d\b")


@dataclass(frozen=True, slots=True)
class Period:
    """Months from first to last, both included, as first days."""

    first: date
    last: date
    raw: str

    @property
    def months(self) -> int:
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def same_as(self) -> tuple[date, date]:
        return self.first, self.last

    def shared(self, other: Period) -> int:
        """Months of both."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return max(0, (last.year - first.year) * 12 + last.month - first.month + 1)


@dataclass(frozen=True, slots=True)
class Horizon:
    """Until when, or in which time, something is promised. `key` tells horizons apart; `raw` is quoted."""

    kind: str
    key: str
    raw: str


def month_in(word: str) -> int | None:
    """The number of the month that the word names, 1 to 12."""
    return next((at for at, pattern in enumerate(_MONTH_OF, 1) if pattern.match(word.strip())), None)


def periods_in(text: str) -> tuple[Period, ...]:
    """Every stretch of months that is stated with a year. A year said once at the end is of both."""
    found = [period for pattern in (_RANGE, _ISO, _SLASH) for period in _found(pattern, text)]
    return tuple(found)


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Period]:
    for match in pattern.finditer(text):
        named = match.groupdict()
        last_year = named.get("yb") or named.get("y2") or named.get("ya") or named.get("y1")
        first_year = named.get("ya") or named.get("y1") or last_year
        months = [int(word) if word.isdigit() else month_in(word) for word in (named["m1"], named["m2"])]
        if last_year is None or first_year is None or None in months:
            continue
        one, other = (month for month in months if month is not None)
        if not (1 <= one <= 12 and 1 <= other <= 12):
            continue
        first, last = date(int(first_year), one, 1), date(int(last_year), other, 1)
        if not (named.get("ya") or named.get("y1")) and first > last:
            first = date(first.year - 1, one, 1)
        if first <= last:
            yield Period(first, last, match.group().strip())


def months_said(text: str) -> int | None:
    """The length that is stated in months."""
    found = _LENGTH.search(text)
    return int(found.group(1)) if found else None


def horizons_in(text: str) -> tuple[Horizon, ...]:
    """Deadlines, spans of years and frequencies that a text states, deadlines first."""
    found = [
        Horizon("deadline", f"{_ends(match)}{_ANY_YEAR.search(match['when']).group()}", match.group())  # type: ignore[union-attr]
        for match in DEADLINE.finditer(text)
    ]
    found += [Horizon("span", match.group().casefold(), match.group()) for match in _IN_YEARS.finditer(text)]
    found += [Horizon("period", period.raw, period.raw) for period in periods_in(text)]
    found += [Horizon("frequency", "time", match.group()) for match in FREQUENCY.finditer(text)]
    found += [
        Horizon("year", match.group(1) or match.group(2), match.group()) for match in _YEAR.finditer(text)
    ]
    return tuple(found)


def _ends(match: re.Match[str]) -> str:
    """Whether a deadline names the end of a year, a part of it, or the bare year, which may mean its beginning."""
    how, when = match["how"].casefold(), match["when"].casefold()
    if "end" in how or "beigām" in when:
        return "end "
    return re.sub(r"[\s\d]+", " ", when.replace("year", "")).strip() + " "


def has_any_time(text: str) -> bool:
    """Whether a text names any time at all, even a bare year."""
    return bool(horizons_in(text)) or bool(_ANY_YEAR.search(text))
