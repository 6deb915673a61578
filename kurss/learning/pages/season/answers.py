"""What the pages of planning share: the season or the group of an address, and where its reader may plan."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kurss.learning.models import Group, Season
from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.places.models import Institution
from kurss.places.queries import institutions


def season_of(key: str) -> Season:
    """The season of an address. Raises Http404."""
    found = Season.objects.filter(key=key).first()
    if found is None:
        raise Http404(_("There is no season %(key)s.") % {"key": key})
    return found


def group_of(request: HttpRequest, key: str) -> Group:
    """The group of an address, for whoever plans at its place. Raises Http404, or NotAllowed elsewhere."""
    found = (
        Group.objects.select_related("curriculum_version__curriculum", "place", "room", "season", "provider")
        .filter(key=key)
        .first()
    )
    if found is None:
        raise Http404(_("There is no group %(key)s.") % {"key": key})
    permit(request.user, Act.PLAN_COURSES, at=clock.now(), place=found.place.key)
    return found


def places_of(request: HttpRequest) -> list[Institution]:
    """Where the reader may plan courses, of the places that are in use."""
    at = clock.now()
    return [
        place
        for place in institutions(on=clock.today())
        if may(request.user, Act.PLAN_COURSES, at=at, place=place.key)
    ]


def plans_everywhere(request: HttpRequest) -> bool:
    """Whether the reader plans for the whole city: opens seasons and lays down free days."""
    return may(request.user, Act.PLAN_COURSES, at=clock.now())
