"""The front page of the programme office: the initiatives, and where their charters stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kurss.people.permissions import Act
from kurss.programme import queries
from kurss.programme.models import Charter, Initiative
from kurss.programme.models.charter import IN_FORCE, OPEN
from kurss.programme.pages.answers import takes


@dataclass(frozen=True, slots=True)
class Line:
    """An initiative with the charter that holds and the one being written."""

    initiative: Initiative
    in_force: Charter | None
    open: Charter | None


@require_safe
@takes(Act.READ_DEFINITIONS)
def office(request: HttpRequest) -> HttpResponse:
    programme = queries.current_programme()
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
    return render(request, "programme/office.html", {"programme": programme, "lines": lines})
