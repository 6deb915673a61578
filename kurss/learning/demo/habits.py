"""How people come, and how the marks about them come about. Pure but for the random numbers it is given."""

from dataclasses import dataclass
from datetime import date
from random import Random

from kurss.learning.marking import Mark
from kurss.learning.models import Status, Way

ILLNESS = (date(2022, 1, 10), date(2022, 2, 27))
"""Weeks in which many were ill."""


@dataclass(frozen=True, slots=True)
class Habit:
    """The chance that someone comes at all, and that they come late."""

    comes: float
    late: float = 0.03

    @property
    def never(self) -> bool:
        return self.comes == 0


NO_SHOW = Habit(comes=0)


def habit_of(rng: Random, *, no_shows: float) -> Habit:
    """Most people come nearly always, some now and then, and a few enrol and never come."""
    if rng.random() < no_shows:
        return NO_SHOW
    return Habit(comes=min(0.99, 0.35 + 0.64 * rng.betavariate(5, 1.3)), late=rng.choice((0.01, 0.03, 0.10)))


def mark_of(rng: Random, habit: Habit, *, day: date, online: bool) -> Mark:
    """One person's mark at one session."""
    comes = habit.comes * (0.86 if ILLNESS[0] <= day <= ILLNESS[1] else 1) * (0.93 if online else 1)
    if rng.random() < comes:
        return Mark(Status.LATE if rng.random() < habit.late else Status.PRESENT)
    if online and not habit.never and rng.random() < 0.25:
        return Mark(Status.PRESENT, Way.RECORDING)
    excused = not habit.never and rng.random() < 0.55
    return Mark(Status.EXCUSED if excused else Status.ABSENT)


def second_thought(rng: Random, status: str) -> str:
    """What a wrong mark is corrected to: a note from the parents came, or the teacher looked again."""
    if status == Status.ABSENT:
        return rng.choice((Status.EXCUSED, Status.EXCUSED, Status.PRESENT, Status.LATE))
    if status == Status.EXCUSED:
        return Status.ABSENT
    return Status.LATE if status == Status.PRESENT else Status.PRESENT
