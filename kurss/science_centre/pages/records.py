"""One admission or one mark as it stands now, for those who may see it: what a figure opens to."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.people.reading import looked_at
from kurss.people.restricting import shown_to
from kurss.science_centre.models import Participation
from kurss.science_centre.pages.answers import account
from kurss.science_centre.queries import visit_with_history


@require_safe
@never_cache
def visit(request: HttpRequest, visit_id: int) -> HttpResponse:
    found, history = visit_with_history(visit_id)
    if found is None:
        return _gone(request)
    if not may(request.user, Act.SEE_VISITS, at=clock.now(), place=found.place_key):
        raise PermissionDenied(_("Seeing single records of the science centre takes a role that you lack."))
    return render(
        request, "science_centre/visit.html", {"visit": found, "slot": found.slot, "history": history}
    )


@require_safe
@never_cache
def participation(request: HttpRequest, participation_id: int) -> HttpResponse:
    rows = Participation.objects.select_related("slot__version__curriculum", "slot__place", "slot__room")
    found, at = rows.filter(pk=participation_id).first(), clock.now()
    if found is None:
        return _gone(request)
    if not may(request.user, Act.SEE_VISITS, at=at, place=found.place_key, person=found.person_id):
        raise PermissionDenied(_("Seeing single records of the science centre takes a role that you lack."))
    by = account(request)
    looked_at(by=by, at=at, person=found.person_id, what="science_centre:participation", why=Act.SEE_VISITS)
    named = may(by, Act.SEE_PEOPLE, at=at, place=found.place_key, person=found.person_id)
    known = shown_to(by, found.person_id, at=at) if named else None
    history = Participation.objects.filter(booking=found.booking_id).order_by("pk")
    return render(
        request,
        "science_centre/participation.html",
        {"mark": found, "slot": found.slot, "history": history, "name": known.name if known else ""},
    )


def _gone(request: HttpRequest) -> HttpResponse:
    """That there is no such record, for those who may see any; to everyone else it is as one that exists."""
    if not may(request.user, Act.SEE_VISITS, at=clock.now()):
        raise PermissionDenied(_("Seeing single records of the science centre takes a role that you lack."))
    return render(request, "science_centre/gone.html", status=404)
