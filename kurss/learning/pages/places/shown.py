"""Where courses are held, for everybody: a plan of the city with a list beside it, and a page for each place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.learning.held_at import Taught, nearest, taught_at, taught_where
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.places import queries
from kurss.places.models import Institution, StepFree
from kurss.places.plan import Mark, Plan, Wanted, draw

WIDE, NARROW = 760, 330
"""Two drawings, so that letters are never scaled: names stand on the wide one, numbers alone on the narrow one."""
ROWS = 30
"""So many groups are listed on the page of a place; the catalogue has them all."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One drawing, and each of its marks with the place it stands for."""

    plan: Plan
    name: str
    marks: Sequence[tuple[Mark, Taught]]


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    found = taught_where(on=timezone.localdate(clock.now()))
    return render(
        request,
        "learning/places/places.html",
        {
            "teaching": [each for each in found if each.groups],
            "others": [each for each in found if not each.groups],
            "unplaced": sum(each.place.position is None for each in found),
            "drawings": drawings(found),
        },
    )


def drawings(found: Sequence[Taught]) -> list[Drawn]:
    """The places whose position is known, wide and narrow; nothing where none is."""
    known = {str(each.number): each for each in found if each.place.position is not None}
    drawn = []
    for name, width in (("wide", WIDE), ("narrow", NARROW)):
        wanted = [
            Wanted(key, position, (f"{key}. {_named(each.place)}", key) if name == "wide" else (key,))
            for key, each in known.items()
            if (position := each.place.position) is not None
        ]
        if wanted:
            plan = draw(wanted, width=width)
            drawn.append(Drawn(plan, name, [(mark, known[mark.key]) for mark in plan.marks]))
    return drawn


@require_safe
def place(request: HttpRequest, institution: str) -> HttpResponse:
    found = queries.institution(institution)
    if found is None:
        raise Http404(_("There is no place %(key)s.") % {"key": institution})
    at = clock.now()
    everywhere = taught_where(on=timezone.localdate(at))
    here = next((each for each in everywhere if each.place.pk == found.pk), None)
    return render(
        request,
        "learning/places/place.html",
        {
            "place": found,
            "here": here,
            "rows": taught_at(found, at=at, most=ROWS),
            "more": max(0, here.groups - ROWS) if here else 0,
            "buildings": found.buildings.in_use_on(timezone.localdate(at)).exclude(address=""),
            "nearest": nearest(found, everywhere),
            "on_a_map": on_a_map(found, found.address),
            "access_known": found.step_free != StepFree.UNKNOWN,
            "may_change": may(request.user, Act.REGISTER_PLACES, at=at, place=found.key),
        },
    )


def on_a_map(found: Institution, house: str) -> str:
    """Where a map of the world shows the place: a link, so that nobody learns who reads this page. The position is
    asked for where it is known, else the address; empty without both, or without a map in the settings."""
    if not settings.KURSS_MAP:
        return ""
    if found.position is not None and house in ("", found.address):
        words = str(found.position)
    elif house:
        words = house if settings.KURSS_CITY in house else f"{house}, {settings.KURSS_CITY}"
    else:
        return ""
    return str(settings.KURSS_MAP.format(place=quote(words)))


def _named(found: Institution) -> str:
    return found.name if get_language() == settings.LANGUAGE_CODE else found.name_en
