"""The officer's list of indicators, as a page and as CSV."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kurss.evidence import spreadsheet
from kurss.evidence.facts import UnknownFact, fact
from kurss.evidence.models import Level
from kurss.people.permissions import Act
from kurss.programme.definition_words import LEVELS, titled
from kurss.programme.models import Initiative
from kurss.programme.pages.answers import account, allowed, download, language, takes
from kurss.programme.worklist import LACKS, Asked, Row, listing

COLUMNS = (
    "code", "key", "name", "name_en", "level", "unit", "unit_en", "direction", "version", "written_at", "fact",
    "counts", "grain", "baseline", "targets", "initiatives",
)  # fmt: skip

LACKING = dict(
    zip(
        LACKS,
        (_("a definition"), _("a baseline"), _("a target"), _("a place in the programme")),
        strict=True,
    )
)


@require_safe
@takes(Act.READ_DEFINITIONS)
def listed(request: HttpRequest) -> HttpResponse:
    found = listing(Asked.read(request.GET))
    defines = allowed(request, Act.DEFINE_INDICATORS)
    return render(
        request,
        "programme/indicators.html",
        {
            "listing": found,
            "asked": found.asked,
            "lines": [(row, LEVELS[Level(row.indicator.level)].title, _name_of(row)) for row in found.rows],
            "levels": [(level.value, choice.title) for level, choice in LEVELS.items()],
            "lacking": LACKING.items(),
            "facts": [(key, _named(key)) for key in found.facts],
            "initiatives": Initiative.objects.order_by("programme", "order"),
            "may_define": defines,
            "drafts": account(request).indicator_drafts.select_related("indicator") if defines else (),
            "headings": _headings(found.asked),
            "previous": found.asked.address(page=found.page - 1),
            "next": found.asked.address(page=found.page + 1),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def listed_csv(request: HttpRequest) -> HttpResponse:
    """Every indicator that was asked for, not only those of one page."""
    found = listing(Asked.read(request.GET)).found
    return download(spreadsheet.written(map(_cells, found), COLUMNS), "indicators.csv", "text/csv")


def _headings(asked: Asked) -> list[dict[str, str]]:
    """The headings of the list: one that can be sorted by leads to that order, and again to its reverse."""
    words = (
        (_("Code"), "code"),
        (_("Name"), "name" if language() == "lv" else "name_en"),
        (_("Kind"), "level"),
        (_("Counts"), ""),
        (_("Version"), "written"),
        (_("Baseline and targets"), ""),
    )
    headings = []
    for word, by in words:
        orders = {by: "ascending", f"-{by}": "descending"} if by else {}
        turned = f"-{by}" if asked.sort == by else by
        url = asked.address(sort=turned, page=1) if by else ""
        headings.append({"word": str(word), "url": url, "order": orders.get(asked.sort, "")})
    return headings


def _cells(row: Row) -> dict[str, str]:
    own, version = row.indicator, row.version
    cells = {name: str(getattr(own, name)) for name in COLUMNS[:8]}
    if version is not None:
        cells |= {
            "version": str(version.number),
            "written_at": version.written_at.isoformat(),
            "fact": version.fact,
            "counts": version.counts,
            "grain": version.grain,
        }
    return cells | {
        "baseline": ""
        if row.baseline is None or row.baseline.value is None
        else f"{row.baseline.value.normalize():f}",
        "targets": str(row.targets),
        "initiatives": " ".join(one.pk for one in row.initiatives),
    }


def _name_of(row: Row) -> str:
    return _named(row.version.fact) if row.version is not None and row.version.fact else ""


def _named(key: str) -> str:
    try:
        return titled(fact(key))
    except UnknownFact:
        return key
