"""The list of figures, the page of one, and both as data."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.evidence import queries
from kurss.evidence.models import Indicator
from kurss.programme.models import Initiative
from kurss.programme.queries import measures_of
from kurss.publication import exports, promise_rows, reported
from kurss.publication.figure_parts import breakdowns
from kurss.publication.figure_sheet import sheet
from kurss.publication.listing import LEVELS, Filters, listing
from kurss.publication.pages.answers import csv, json, language, locator, may_open_records, may_see


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    filters = Filters.read(request.GET)
    return render(
        request,
        "publication/figures.html",
        {
            "listing": listing(filters, language()),
            "filters": filters,
            "states": promise_rows.STATES.items(),
            "levels": LEVELS.items(),
            "query": request.GET.urlencode(),
        },
    )


@require_safe
def listed_csv(request: HttpRequest) -> HttpResponse:
    found = listing(Filters.read(request.GET), language()).found
    locate = locator(request)
    return csv([exports.listed_row(one, locate) for one in found], exports.LISTED_COLUMNS, "figures")


@require_safe
def listed_json(request: HttpRequest) -> HttpResponse:
    found = listing(Filters.read(request.GET), language())
    return json(exports.listed_document(found.found, found.release, locator(request)))


@require_safe
def figure(request: HttpRequest, address: str) -> HttpResponse:
    """The page of an immutable figure; the code of an indicator leads to its current one."""
    found = queries.figure_at(address)
    if found is None:
        return _of_code(request, address)
    if not may_see(request, found):
        raise Http404(no_such(address))
    shown = sheet(found, language())
    opens = may_open_records(request, found, shown.initiative)
    if not found.is_total and not opens:
        raise Http404(no_such(address))
    return render(
        request,
        "publication/figure.html",
        {
            "sheet": shown,
            "figure": found,
            "breakdowns": breakdowns(found, language()) if opens else (),
            "may_open": opens,
            "data_url": request.build_absolute_uri(reverse("publication:figure-json", args=[found.address])),
        },
    )


def _of_code(request: HttpRequest, code: str) -> HttpResponse:
    if not code.isprintable():
        raise Http404(no_such(""))
    key = Indicator.objects.filter(code=code).values_list("key", flat=True).first()
    if key is None:
        raise Http404(no_such(code))
    known = queries.published_accounts()
    account = known[key]
    if account.figure is not None:
        return redirect("publication:figure", address=account.figure.address)
    row = next((row for row in reported.rows(known, language=language()) if row.key == key), None)
    return render(
        request,
        "publication/uncounted.html",
        {
            "account": account,
            "promise": promise_rows.row(account, known, language()),
            "row": row,
            "initiative": initiative_of(key),
        },
    )


def initiative_of(key: str) -> Initiative | None:
    return next((m.initiative for m in measures_of([key]).get(key, ()) if m.initiative), None)


def no_such(address: str) -> str:
    return _("No figure has the address %(address)s.") % {"address": address}
