"""The records behind a figure, as they were sealed. For staff; pseudonymous keys, no names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.evidence import queries
from kurss.evidence.bag import BagBroken, FilesRemoved
from kurss.evidence.facts import Dimension
from kurss.evidence.models import Figure, IndicatorVersion
from kurss.evidence.records import PAGE, Opened, Row, open_figure, parts
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.publication.figure_sheet import sheet
from kurss.publication.numerals import LATVIAN, number
from kurss.publication.pages.answers import language, may_open_records

Titles = dict[str, Mapping[str, tuple[str, str]]]

SUBJECT_DIGITS = 8
"""So much of a pseudonymous key is shown: enough to see the same person twice, not to type it elsewhere."""


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A sealed row: its day, its words, its amounts, each under its title, and where the live record is."""

    record: str
    days: tuple[tuple[str, date | None], ...]
    values: tuple[tuple[str, str], ...]
    quantities: tuple[tuple[str, str], ...]
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
    except BagBroken as broken:
        # The sentence of the exception names a path of the server; the reader is told what it means.
        removed = isinstance(broken, FilesRemoved)
        return render(
            request,
            "publication/records_broken.html",
            {"figure": found, "sheet": shown, "removed": removed},
            status=410 if removed else 503,
        )
    live = opened is not None and (
        opened.fact.is_public or may(request.user, Act(opened.fact.act), at=clock.now())
    )
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
            **(table_of(opened, live=live) if opened is not None else {}),
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


def table_of(opened: Opened, *, live: bool) -> dict[str, Any]:
    """Columns and lines of the table, and in one sentence what all rows say alike, which needs no column."""
    titles = _titles(opened)
    shown = [one for one in opened.dimensions if one.key not in opened.constant]
    alike = [
        f"{_in_language(one)}: {_titled(one, opened.constant[one.key], titles)}"
        for one in opened.dimensions
        if one.key in opened.constant
    ]
    days = (_("From"), _("Until")) if opened.fact.is_state else (_("Day"),)
    return {
        "days": days,
        "has_subject": bool(opened.fact.subject),
        "dimensions": [_in_language(one) for one in shown],
        "quantities": [_in_language(one) for one in opened.quantities],
        "alike": "; ".join(alike),
        "lines": [_line(opened, row, shown, titles, days, live=live) for row in opened.rows],
    }


def _titles(opened: Opened) -> Titles:
    """Today's titles of the keys on this page, by dimension; a module tells them for the keys it is asked."""
    found: Titles = {}
    for index, dimension in enumerate(opened.dimensions):
        keys = {row.values[index] for row in opened.rows} | {opened.constant.get(dimension.key)}
        if dimension.names is not None:
            found[dimension.key] = dimension.names([key for key in keys if key is not None])
    return found


def _titled(dimension: Dimension, value: str | None, titles: Titles) -> str:
    named = titles.get(dimension.key, {}).get(value or "")
    if named is None:
        return dimension.value_title(value, language())
    return named[0] if language() == LATVIAN else named[1]


def _line(
    opened: Opened,
    row: Row,
    shown: Sequence[Dimension],
    titles: Titles,
    days: Sequence[str],
    *,
    live: bool,
) -> RecordLine:
    """A row as the page shows it; the live record is linked for those who may open it."""
    said = dict(zip((one.key for one in opened.dimensions), row.values, strict=True))
    return RecordLine(
        record=row.record,
        days=tuple(zip(days, row.days, strict=True)),
        values=tuple((_in_language(one), _titled(one, said[one.key], titles)) for one in shown),
        quantities=tuple(
            (_in_language(quantity), f"{number(amount, language())}\u00a0{quantity.unit}".strip())
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
