"""Who and what is taken when, so that the made-up timetable need not be found by trial and refusal."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from datetime import date, time

from kurss.curriculum.timetable import Weekly

Times = frozenset[tuple[date, time]]

MORNING = time(10), time(12, 15)
AFTER_SCHOOL = time(14, 30), time(16)
LATER = time(16), time(17, 30)
EVENING = time(17, 45), time(20)
SATURDAY = time(10, 30), time(13, 30)
"""Hours of the house. None overlaps another on one day, so a day and a beginning name a time."""


def weekly(weekdays: Iterable[int], hours: tuple[time, time]) -> list[Weekly]:
    return [Weekly(weekday, *hours) for weekday in weekdays]


class Diary:
    def __init__(self) -> None:
        self._taken: dict[Hashable, set[tuple[date, time]]] = defaultdict(set)

    def free(self, key: Hashable, times: Times) -> bool:
        return self._taken[key].isdisjoint(times)

    def take(self, key: Hashable, times: Times) -> None:
        self._taken[key] |= times
