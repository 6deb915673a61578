"""The ruler under the masthead: the programme's months, and how many have begun. Pure."""

from dataclasses import dataclass
from datetime import date

TICKS_AT_MOST = 240
"""A longer programme has its ticks by the year only: twenty years of months are no longer told apart."""


@dataclass(frozen=True)
class Tick:
    """The first day of a month, as a share of the ruler's length; each January is long."""

    at: str
    january: bool


@dataclass(frozen=True)
class Ruler:
    starts_on: date
    ends_on: date
    months: int
    begun: int
    ticks: tuple[Tick, ...]

    @property
    def gone(self) -> str:
        return _share(self.begun, self.months)


def draw(starts_on: date, ends_on: date, today: date) -> Ruler:
    """The ruler of a programme as it stands on a day; the month in progress counts as begun."""
    if ends_on < starts_on:
        raise ValueError(f"The programme ends on {ends_on}, before it starts on {starts_on}.")
    months = _number_of(ends_on) - _number_of(starts_on) + 1
    begun = min(max(_number_of(today) - _number_of(starts_on) + 1, 0), months)
    ticks = (
        Tick(_share(passed, months), january=(starts_on.month - 1 + passed) % 12 == 0)
        for passed in range(1, months)
    )
    return Ruler(
        starts_on, ends_on, months, begun, tuple(t for t in ticks if t.january or months <= TICKS_AT_MOST)
    )


def _number_of(value: date) -> int:
    return value.year * 12 + value.month


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.2f}%"
