"""The front page of the programme office: the initiatives, where their charters stand, and the way to the rest."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme import queries
from kurss.programme.models import Charter, Initiative, Programme
from kurss.programme.models.charter import IN_FORCE, OPEN
from kurss.programme.opening import show_programme
from kurss.programme.pages.answers import CHOSEN, account, programme_of, takes, writes


@dataclass(frozen=True, slots=True)
class Line:
    """An initiative with the charter that holds and the one being written."""

    initiative: Initiative
    in_force: Charter | None
    open: Charter | None


@require_safe
@takes(Act.READ_DEFINITIONS)
def office(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    lines: list[Line] = []
    if programme is not None:
        rows = list(Charter.objects.filter(initiative__programme=programme, state__in=(*IN_FORCE, *OPEN)))
        for initiative in queries.initiatives(programme):
            own = {one.state: one for one in rows if one.initiative_id == initiative.pk}
            lines.append(
                Line(
                    initiative,
                    next((own[state] for state in IN_FORCE if state in own), None),
                    next((own[state] for state in OPEN if state in own), None),
                )
            )
    return render(
        request,
        "programme/office.html",
        {
            "programme": programme,
            "is_shown": programme is None or programme == queries.current_programme(),
            "programmes": list(Programme.objects.all()),
            "lines": lines,
            "may_edit": writes(request)(""),
        },
    )


@require_POST
@takes(Act.READ_DEFINITIONS)
def choose(request: HttpRequest) -> HttpResponse:
    """Work on another programme from now on; the pages of the office follow, the public ones do not."""
    chosen = queries.current_programme(request.POST.get("programme", "").strip() or "-")
    if chosen is None:
        messages.error(request, _("There is no such programme: choose one of the list."))
    else:
        request.session[CHOSEN] = chosen.pk
    return redirect("programme:office")


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def show(request: HttpRequest) -> HttpResponse:
    """A page that asks, and then the public pages are of the programme one works on."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    programme, shown = programme_of(request), queries.current_programme()
    if programme is None or programme == shown:
        return redirect("programme:office")
    if request.method == "POST":
        show_programme(programme=programme, by=by, at=at)
        messages.info(request, _("The public pages are of this programme now."))
        return redirect("programme:office")
    return render(request, "programme/show.html", {"programme": programme, "shown": shown})
