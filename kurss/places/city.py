"""Where the city lies, as its site was told, and how far from it a place can be."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kurss.places.earth import Point, read_pair

REACH = 30_000
"""Metres. No child goes further to a course after school, so a place beyond is a slip of the pen: a degree more or
less is 60 to 111 kilometres in Latvia, and a turned pair of numbers lies in another part of the world."""


def middle() -> Point | None:
    """The middle of the city, or nothing where the site was not told. Raises ImproperlyConfigured for no point."""
    if not settings.KURSS_CITY_AT:
        return None
    pair = read_pair(settings.KURSS_CITY_AT)
    point = Point(float(pair[0]), float(pair[1])) if pair else None
    if point is None or not point.is_on_earth:
        raise ImproperlyConfigured(
            f"KURSS_CITY_AT is {settings.KURSS_CITY_AT!r}. Write latitude and longitude as 57.3906, 21.5733."
        )
    return point
