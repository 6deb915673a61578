"""One figure as data: table, workbook, JSON, chart, and where it comes from in the words of W3C PROV."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from prov.model import ProvDocument

from kurss.evidence import lens_figures, queries
from kurss.evidence.models import Figure
from kurss.programme.models import Initiative
from kurss.publication import exports, figure_chart
from kurss.publication.figure_parts import breakdowns
from kurss.publication.figure_sheet import FigureSheet, sheet
from kurss.publication.pages.answers import csv, download, json, language, locator, may_open_records, may_see
from kurss.publication.pages.figures import initiative_of, no_such
from kurss.publication.provenance import provenance
from kurss.publication.reported import unit
from kurss.sheets.writing import XLSX, as_xlsx

NUMBERS = ("value", "numerator", "denominator", "records", "version")
"""Columns of a figure's row that hold numbers in a workbook; the exact text of each stands in the CSV."""

ABOVE_CHART = 64
"""Room above the drawing of a page for the finding and what is measured, which stand outside it there."""


@dataclass(frozen=True, slots=True)
class Table:
    """The figure and, for those who may see them, its parts; and why parts do not add up to it."""

    figures: tuple[Figure, ...]
    notes: str


@require_safe
def csv_of(request: HttpRequest, address: str) -> HttpResponse:
    found, initiative = _found(request, address)
    return csv(_rows(request, _table(request, found, initiative)), exports.NOTED_COLUMNS, _name(found))


@require_safe
def xlsx_of(request: HttpRequest, address: str) -> HttpResponse:
    found, initiative = _found(request, address)
    told = sheet(found, language())
    table = _table(request, found, initiative)
    made = as_xlsx(
        _rows(request, table),
        exports.FIGURE_COLUMNS,
        title=_("Figure"),
        numbers=NUMBERS,
        about=(_("What it means"), _about(told, table.notes)),
    )
    return download(made, XLSX, f"{_name(found)}.xlsx")


@require_safe
def json_of(request: HttpRequest, address: str) -> HttpResponse:
    found, _initiative = _found(request, address)
    indicator = found.version.indicator
    return json(
        exports.figure_document(
            found,
            targets=indicator.targets.all(),
            statements=indicator.statements.all(),
            lenses=lens_figures.beside(found),
            locate=locator(request),
        )
    )


@require_safe
def svg_of(request: HttpRequest, address: str) -> HttpResponse:
    """The chart of the page as a picture of its own, in the light colours, for a report or an article."""
    found, _initiative = _found(request, address)
    told = sheet(found, language())
    indicator = found.version.indicator
    own = unit(indicator, found.version)
    chart = told.chart or figure_chart.chart(told.account, found, own, language(), least=1)
    if chart is None:
        raise Http404(_("This figure has no chart: in no period does it have a value."))
    drawn = render_to_string(
        "publication/drawing.svg",
        {
            "drawing": chart.wide,
            "height": chart.wide.height + ABOVE_CHART,
            "chart": chart,
            "name": told.name,
            "address": found.address,
            "synthetic": found.synthetic,
        },
    )
    return download(drawn.encode(), "image/svg+xml", f"{_name(found)}.svg")


@require_safe
def prov_json_of(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(
        _provenance(request, address).serialize(format="json", indent=2), content_type="application/json"
    )


@require_safe
def prov_n_of(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(
        _provenance(request, address).get_provn() + "\n",
        content_type="text/provenance-notation; charset=utf-8",
    )


def _provenance(request: HttpRequest, address: str) -> ProvDocument:
    found, _initiative = _found(request, address)
    told = sheet(found, language())
    mine = (found.snapshot.as_of, found.snapshot.sealed_at)
    before = [one for one in told.others if (one.snapshot.as_of, one.snapshot.sealed_at) < mine]
    return provenance(
        found,
        divides=told.parts_of_ratio,
        facts=[fact.key for fact in told.facts],
        earlier=before[-1] if before else None,
        city=settings.KURSS_CITY,
        figures_at=request.build_absolute_uri(reverse("publication:figures")),
        language=language(),
    )


def _table(request: HttpRequest, found: Figure, initiative: Initiative | None) -> Table:
    if not (found.is_total and may_open_records(request, found, initiative)):
        return Table((found,), "")
    parts = [row for cells in queries.cells(found).values() for row in cells]
    for row in parts:
        row.snapshot = found.snapshot
    return Table((found, *parts), exports.notes(breakdowns(found, language())))


def _rows(request: HttpRequest, table: Table) -> list[dict]:
    locate = locator(request)
    rows = [exports.figure_row(row, locate) for row in table.figures]
    rows[0]["note"] = table.notes
    return rows


def _about(told: FigureSheet, notes: str) -> Iterable[tuple[str, str]]:
    """What a reader of the workbook must know, line by line; nothing that is not known."""
    version = told.figure.version
    latvian = language() == "lv"
    lines = (
        (_("Figure"), told.heading),
        (_("What it means"), version.definition if latvian else version.definition_en),
        (_("Method"), version.method if latvian else version.method_en),
        (_("Source"), version.source if latvian else version.source_en),
        (_("Known issues"), version.known_issues if latvian else version.known_issues_en),
        (_("Promise"), told.promise),
        (_("Parts"), notes),
        (_("Made up"), _("Rests on made-up records.") if told.figure.synthetic else ""),
        (_("Address"), told.figure.address),
        (_("Digest of the records"), told.figure.digest),
    )
    return tuple((name, words) for name, words in lines if words)


def _name(figure: Figure) -> str:
    return f"figure-{figure.address}"


def _found(request: HttpRequest, address: str) -> tuple[Figure, Initiative | None]:
    """The figure for export. Parts of a figure do not exist for those who may not see them."""
    found = queries.figure_at(address)
    if found is None or not may_see(request, found):
        raise Http404(no_such(address))
    initiative = initiative_of(found.version.indicator_id)
    if not found.is_total and not may_open_records(request, found, initiative):
        raise Http404(no_such(address))
    return found, initiative
