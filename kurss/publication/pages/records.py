"""The records behind a figure, as they were sealed. For staff; pseudonymous keys, no names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.evidence import queries
from kurss.evidence.bag import BagBroken
from kurss.evidence.models import Figure, IndicatorVersion
from kurss.evidence.records import PAGE, Opened, Row, open_figure, parts
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.publication.figure_sheet import sheet
from kurss.publication.numerals import LATVIAN, number
from kurss.publication.pages.answers import language, may_open_records

SUBJECT_DIGITS = 8
"""So much of a pseudonymous key is shown: enough to see the same person twice, not to type it elsewhere."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A sealed row: its day, its words, its amounts, and where the live record is, if it still lives."""

    record: str
    days: tuple[date | None, ...]
    values: tuple[str, ...]
    quantities: tuple[str, ...]
    subject: str
    url: str
    lives: bool
    synthetic: bool


@require_safe
@never_cache
def records(request: HttpRequest, address: str) -> HttpResponse:
    found = queries.figure_at(address)
    if found is None:
        raise Http404(_("No figure has the address %(address)s.") % {"address": address})
    shown = sheet(found, language())
    if not may_open_records(request, found, shown.initiative):
        if request.user.is_authenticated:
            raise PermissionDenied(_("Opening records takes the role of programme officer or auditor."))
        return redirect_to_login(request.get_full_path())
    rests_on = parts(found)
    part = _part(rests_on, request.GET.get("part", ""))
    page = _page(request.GET.get("page", ""))
    try:
        opened = _opened(found, part, page)
    except BagBroken:
        # The sentence of the exception names a path of the server; the reader is told what it means.
        return render(
            request, "publication/records_broken.html", {"figure": found, "sheet": shown}, status=503
        )
    live = opened is not None and may(request.user, Act(opened.fact.act), at=clock.now())
    pages = -(-opened.total // PAGE) if opened is not None else 0
    if pages and page > pages:
        raise Http404(_("There are only %(count)s pages of records.") % {"count": pages})
    return render(
        request,
        "publication/records.html",
        {
            "sheet": shown,
            "figure": found,
            "parts": [(one, one == part) for one in rests_on],
            "part": part,
            "opened": opened,
            "fact_name": _in_language(opened.fact) if opened is not None else "",
            "headings": _headings(opened) if opened is not None else (),
            "lines": [_line(opened, row, live=live) for row in opened.rows] if opened is not None else (),
            "live": live,
            "page": page,
            "pages": pages,
            "first": (page - 1) * PAGE + 1,
            "last": min(page * PAGE, opened.total) if opened is not None else 0,
        },
    )


def _part(rests_on: list[IndicatorVersion], wanted: str) -> IndicatorVersion | None:
    chosen = [one for one in rests_on if one.indicator_id == wanted]
    return next(iter([*chosen, *rests_on]), None)


def _page(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _opened(figure: Figure, part: IndicatorVersion | None, page: int) -> Opened | None:
    """A page of rows; None where the figure rests on no rows at all."""
    try:
        return open_figure(figure, part=part, offset=(page - 1) * PAGE, limit=PAGE)
    except LookupError:
        return None


def _headings(opened: Opened) -> tuple[str, ...]:
    days = (_("From"), _("Until")) if opened.fact.is_state else (_("Day"),)
    named = [_in_language(thing) for thing in (*opened.dimensions, *opened.quantities)]
    return (*days, *((_("Person"),) if opened.fact.subject else ()), *named)


def _line(opened: Opened, row: Row, *, live: bool) -> RecordLine:
    """A row as the page shows it; the live record is linked for those who may open it."""
    return RecordLine(
        record=row.record,
        days=row.days,
        values=tuple(
            dimension.value_title(value, language())
            for dimension, value in zip(opened.dimensions, row.values, strict=True)
        ),
        quantities=tuple(
            f"{number(amount, language())}\u00a0{quantity.unit}".strip()
            for quantity, amount in zip(opened.quantities, row.quantities, strict=True)
        ),
        subject=row.subject[:SUBJECT_DIGITS],
        url=_address(opened.fact.record_page, row.record) if row.lives and live else "",
        lives=row.lives,
        synthetic=row.synthetic,
    )


def _address(page: str, record: str) -> str:
    """Where the live record is shown; nothing where its module has no page for it."""
    if not page:
        return ""
    try:
        return reverse(page, args=[record])
    except NoReverseMatch:
        return ""


def _in_language(thing: object) -> str:
    return str(getattr(thing, "title" if language() == LATVIAN else "title_en"))
