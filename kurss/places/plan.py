"""A plan of a city's places by true distances: nothing but their points, a scale and the north. Pure.

No streets are drawn, since none are known here and none are fetched from anybody.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kurss.places.earth import Point, metres_east_and_north

NARROWEST = 1_000
"""Metres that a plan spans at least, so that two neighbours are not drawn as if they were a town apart."""
EDGE = 40
"""Units of the drawing left free around the points, for their labels."""
DOT = 6
LINE = 15
LETTER = 6.9
"""Height of a line and mean width of a letter of the labels, at 13 units."""
TALLEST = 1.1
"""A plan is at most this much higher than wide; a longer city is drawn smaller."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the plan. `anchor` is how SVG sets the label beside the point; an empty label had no room."""

    key: str
    x: float
    y: float
    label: str
    label_x: float
    label_y: float
    anchor: str


@dataclass(frozen=True, slots=True)
class Plan:
    width: int
    height: int
    marks: tuple[Mark, ...]
    metres: int
    """What the bar of the scale stands for."""
    bar: float
    """How long the bar is, in units of the drawing."""

    @property
    def kilometres(self) -> int:
        return self.metres // 1000

    @property
    def bar_from(self) -> float:
        return self.width - self.bar - 8

    @property
    def bar_to(self) -> float:
        return float(self.width - 8)

    @property
    def foot(self) -> int:
        """Where the bar lies."""
        return self.height - 8


@dataclass(frozen=True, slots=True)
class Wanted:
    """A place to draw, and what may be written beside it, the best first."""

    key: str
    point: Point
    labels: tuple[str, ...]


Box = tuple[float, float, float, float]


def draw(places: Sequence[Wanted], *, width: int) -> Plan:
    """The places on a plan of this width. The same places give the same plan in any order of their keys."""
    if not places:
        raise ValueError("A plan without a place is empty.")
    latitudes = [each.point.latitude for each in places]
    longitudes = [each.point.longitude for each in places]
    middle = Point((min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2)
    flat = {each.key: metres_east_and_north(each.point, of=middle) for each in places}
    across = max(NARROWEST, 2 * max(abs(east) for east, _north in flat.values()))
    along = max(NARROWEST / 2, 2 * max(abs(north) for _east, north in flat.values()))
    inner = width - 2 * EDGE
    scale = min(inner / across, inner * TALLEST / along)
    height = round(along * scale) + 2 * EDGE + LINE
    at = {
        key: (round(width / 2 + east * scale, 1), round(EDGE + along * scale / 2 - north * scale, 1))
        for key, (east, north) in flat.items()
    }
    metres = _round_length(width / 4 / scale)
    taken = [_around(x, y) for x, y in at.values()]
    taken.append((width - metres * scale - 60, height - LINE - 12, width, height))
    taken.append((width - 28, 0, width, 2 * LINE + 12))
    marks = []
    # From the left and the top, so that a label has found its room whichever way the list is sorted.
    for each in sorted(places, key=lambda one: (at[one.key], one.key)):
        marks.append(_labelled(each, *at[each.key], width, height, taken))
    order = {each.key: n for n, each in enumerate(places)}
    marks.sort(key=lambda mark: order[mark.key])
    return Plan(width, height, tuple(marks), metres, round(metres * scale, 1))


def _around(x: float, y: float) -> Box:
    return x - DOT - 1, y - DOT - 1, x + DOT + 1, y + DOT + 1


def _labelled(place: Wanted, x: float, y: float, width: int, height: int, taken: list[Box]) -> Mark:
    """The point with the first of its labels that hits nothing, right, left, above or below it."""
    for label in place.labels:
        long = len(label) * LETTER
        for dx, dy, anchor in (
            (DOT + 4, 4.5, "start"),
            (-DOT - 4, 4.5, "end"),
            (0, -DOT - 4, "middle"),
            (0, DOT + LINE - 1, "middle"),
            (DOT, -DOT - 1, "start"),
            (-DOT, -DOT - 1, "end"),
            (DOT, DOT + LINE - 4, "start"),
            (-DOT, DOT + LINE - 4, "end"),
        ):
            left = {"start": x + dx, "end": x + dx - long, "middle": x + dx - long / 2}[anchor]
            box = (left - 2, y + dy - LINE + 3, left + long + 2, y + dy + 3)
            if (
                box[0] < 0
                or box[1] < 0
                or box[2] > width
                or box[3] > height
                or any(_hit(box, one) for one in taken)
            ):
                continue
            taken.append(box)
            return Mark(place.key, x, y, label, round(x + dx, 1), round(y + dy, 1), anchor)
    return Mark(place.key, x, y, "", x, y, "start")


def _hit(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _round_length(most: float) -> int:
    """The longest of 100, 200, 500, 1000 … metres that is not longer than this; at least 100."""
    best, power = 100, 100
    while power <= most:
        best = max(each * power for each in (1, 2, 5) if each * power <= most)
        power *= 10
    return best
