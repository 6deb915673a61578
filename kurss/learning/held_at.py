"""Where one goes to courses: the places in use, what can be joined there, and which of it has a place free.

Groups on line alone need no way anywhere and are not counted here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from kurss.learning.catalogue import to_join
from kurss.learning.models import Group, GroupPool, Mode
from kurss.learning.on_offer import Row, rows
from kurss.places.earth import metres_between
from kurss.places.models import Institution
from kurss.places.queries import institutions


@dataclass(frozen=True, slots=True)
class Taught:
    """A place with its number on the plan, how many groups one can join there, and how many have a place free."""

    number: int
    place: Institution
    groups: int
    free: int
    metres: float | None = None
    """How far it is from the place that was asked about, where both positions are known."""

    @property
    def kilometres(self) -> float | None:
        return None if self.metres is None else self.metres / 1000


def on_site(*, on: date) -> QuerySet[Group]:
    """Groups that one can still join and has to go to."""
    return to_join(on=on).exclude(mode=Mode.ONLINE)


def _room_free() -> Exists:
    """Whether a group has a place free in its room."""
    return Exists(
        GroupPool.objects.filter(group=OuterRef("pk"), mode=Mode.ON_SITE, pool__taken__lt=F("pool__capacity"))
    )


def taught_where(*, on: date) -> list[Taught]:
    """Every place in use, in the order of its name, numbered. Two queries."""
    counted = on_site(on=on).annotate(is_free=_room_free()).order_by().values("place")
    counts = {
        place: (groups, free)
        for place, groups, free in counted.annotate(
            groups=Count("pk"), free=Count("pk", filter=Q(is_free=True))
        ).values_list("place", "groups", "free")
    }
    found = institutions(on=on)
    ranked = sorted(found, key=lambda place: place.pk not in counts)
    return [Taught(n, place, *counts.get(place.pk, (0, 0))) for n, place in enumerate(ranked, 1)]


def taught_at(place: Institution, *, at: datetime, most: int) -> list[Row]:
    """What can be joined at a place, with free places first, then the next to begin. Three queries."""
    found = on_site(on=timezone.localdate(at)).filter(place=place)
    return rows(found.annotate(is_free=_room_free()).order_by("-is_free", "starts_on", "key")[:most], at=at)


def nearest(place: Institution, everywhere: Sequence[Taught], *, most: int = 3) -> list[Taught]:
    """The other places with a course that has a place free, the nearest first, as the crow flies."""
    here = place.position
    if here is None:
        return []
    found = [
        Taught(each.number, each.place, each.groups, each.free, metres_between(here, position))
        for each in everywhere
        if each.free and each.place.pk != place.pk and (position := each.place.position) is not None
    ]
    return sorted(found, key=lambda each: (each.metres, each.number))[:most]
