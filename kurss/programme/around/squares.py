"""A map of five by five squares: what stands in each, and where it is drawn. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

SIDE = 64
"""Units of a square's side in the drawing; text in it is 13 units high, so a number of two digits fits a disc."""
ACROSS = 3
MOST = 9


@dataclass(frozen=True, slots=True)
class Mark:
    """One number on the map, at the middle of its disc."""

    number: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Square:
    """One square with the numbers drawn in it; `more` counts those for which there was no room."""

    across: int
    up: int
    x: int
    y: int
    marks: tuple[Mark, ...]
    numbers: tuple[int, ...]

    @property
    def more(self) -> int:
        return len(self.numbers) - len(self.marks)

    @property
    def more_x(self) -> int:
        return self.x + SIDE - 12

    @property
    def more_y(self) -> int:
        return self.y + SIDE - 7


def squares(placed: Iterable[tuple[int, int, int]]) -> tuple[Square, ...]:
    """Twenty-five squares, the highest row first. Each entry is (number, how far across, how far up), from 1 to 5.

    Nine numbers fit a square; of more, eight are drawn and the rest is counted.
    """
    held: dict[tuple[int, int], list[int]] = {}
    for number, across, up in placed:
        held.setdefault((across, up), []).append(number)
    return tuple(
        _square(across, up, tuple(held.get((across, up), ())))
        for up in range(5, 0, -1)
        for across in range(1, 6)
    )


def _square(across: int, up: int, numbers: tuple[int, ...]) -> Square:
    x, y = (across - 1) * SIDE, (5 - up) * SIDE
    drawn = numbers if len(numbers) <= MOST else numbers[: MOST - 1]
    marks = tuple(
        Mark(number, x + 12 + 20 * (index % ACROSS), y + 12 + 20 * (index // ACROSS))
        for index, number in enumerate(drawn)
    )
    return Square(across, up, x, y, marks, numbers)


@dataclass(frozen=True, slots=True)
class Tick:
    """A number of the scale: `x` below the map, `y` at its left."""

    number: int
    x: int
    y: int


TICKS = tuple(Tick(n, (n - 1) * SIDE + SIDE // 2, (5 - n) * SIDE + SIDE // 2 + 4) for n in range(1, 6))
