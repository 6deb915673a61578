"""What a figure rests on where that is about nobody: published counts, each with its own page and source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.evidence import queries
from kurss.evidence.bag import BagBroken
from kurss.evidence.records import Opened, open_figure
from kurss.publication.figure_sheet import FigureSheet, sheet
from kurss.publication.pages.answers import language, may_see
from kurss.publication.pages.records import table_of


@require_safe
def sources(request: HttpRequest, address: str) -> HttpResponse:
    """The public records behind a figure. Where any of its records is about a person there is no such page."""
    found = queries.figure_at(address)
    if found is None or not may_see(request, found):
        raise Http404(_("No figure has the address %(address)s.") % {"address": address})
    shown = sheet(found, language())
    if not shown.is_public:
        raise Http404(_("The records behind this figure are about people and are not published."))
    try:
        opened = open_figure(found)
    except BagBroken:
        return render(
            request, "publication/records_broken.html", {"figure": found, "sheet": shown}, status=503
        )
    return render(request, "publication/sources.html", _page(shown, opened))


def _page(shown: FigureSheet, opened: Opened) -> dict:
    return {"sheet": shown, "figure": shown.figure, "opened": opened, **table_of(opened, live=True)}
