"""Things to do, each at its moment. Doing one may put more on the list; none happens before its time."""

import heapq
from collections.abc import Callable
from datetime import date, datetime
from itertools import count

from kurss.learning.cityday import day_of

Errand = Callable[[datetime], None]
Tell = Callable[[str, int, int], None]


SEASON = 60
"""Days between two looks at the database's statistics."""


class Agenda:
    """Errands in the order of their moments; those of one moment in the order in which they were added."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Errand]] = []
        self._order = count()

    def add(self, at: datetime, errand: Errand) -> None:
        heapq.heappush(self._heap, (at, next(self._order), errand))

    def run(self, *, first: date, last: date, tell: Tell, each_season: Callable[[], None]) -> None:
        """Do everything, day by day, and tell how many of the days have passed."""
        told, days = -1, (last - first).days
        while self._heap:
            at, _, errand = heapq.heappop(self._heap)
            passed = min((day_of(at) - first).days, days)
            if passed > told:
                if passed // SEASON > told // SEASON:
                    each_season()
                told = passed
                tell("courses", passed, days)
            errand(at)
        tell("courses", days, days)
