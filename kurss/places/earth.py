"""Points on Earth and the way between them. Pure: no database, and no map of anybody else's.

Degrees are those of WGS 84, north and east above zero; distances are in metres.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

MEAN_RADIUS = 6_371_008.8
"""The mean radius R1 of the Earth in metres, as the International Union of Geodesy and Geophysics took it over
(Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000). On a city's scale a sphere is wrong by less
than six metres in a thousand."""

DEGREES = re.compile(r"[+-]?\d{1,3}(?:[.,]\d+)?")
PAIR = re.compile(r"([+-]?\d{1,3}\.\d+)\s*[,;\s]\s*([+-]?\d{1,3}\.\d+)")


@dataclass(frozen=True, slots=True)
class Point:
    latitude: float
    longitude: float

    @property
    def is_on_earth(self) -> bool:
        return -90 <= self.latitude <= 90 and -180 <= self.longitude <= 180

    @property
    def turned_round(self) -> Point:
        """The point meant by whoever wrote the longitude first."""
        return Point(self.longitude, self.latitude)

    def __str__(self) -> str:
        return f"{self.latitude:.6f}, {self.longitude:.6f}"


def metres_between(one: Point, other: Point) -> float:
    """The shortest way over a sphere of the mean radius, by the haversine formula (Sinnott, Sky and Telescope 68,
    1984), which keeps its digits where two points are close."""
    north = radians(other.latitude - one.latitude) / 2
    east = radians(other.longitude - one.longitude) / 2
    part = sin(north) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east) ** 2
    return 2 * MEAN_RADIUS * asin(min(1.0, sqrt(part)))


def metres_east_and_north(point: Point, *, of: Point) -> tuple[float, float]:
    """Where a point lies on a flat plan around another, in metres: the equirectangular projection with its true
    parallel through the middle. Within ten kilometres of it a length is right to three metres in a thousand up to
    60 degrees from the equator (a parallel shrinks by the tangent of the latitude), which no drawing shows."""
    east = MEAN_RADIUS * cos(radians(of.latitude)) * radians(point.longitude - of.longitude)
    return east, MEAN_RADIUS * radians(point.latitude - of.latitude)


def read_pair(text: str) -> tuple[str, str] | None:
    """The two numbers of a pair as maps of the world write it: `57.390600, 21.573300`. Nothing for other words."""
    found = PAIR.fullmatch(text.strip())
    return (found[1], found[2]) if found else None
