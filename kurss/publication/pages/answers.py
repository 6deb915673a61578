"""How the pages of this module answer: a page, or the same as CSV or JSON; and what a reader may open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language

from kurss.evidence import published
from kurss.evidence.models import Figure
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.programme.models import Initiative
from kurss.publication import exports
from kurss.sheets.writing import as_csv


def language() -> str:
    """The language of the page, which stands in its address."""
    return get_language() or settings.LANGUAGE_CODE


def json(document: Mapping[str, Any]) -> JsonResponse:
    """Readable as it is: keys in the order of the document, letters as they are written."""
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 2})


def csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str], name: str) -> HttpResponse:
    return HttpResponse(
        as_csv(rows, columns),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, not a page to look at."""
    return HttpResponse(
        content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def locator(request: HttpRequest) -> exports.Locate:
    """Gives a figure its whole address on this site."""
    return lambda figure: request.build_absolute_uri(
        reverse("publication:figure", kwargs={"address": figure.address})
    )


def may_see(request: HttpRequest, figure: Figure) -> bool:
    """Whether the figure may be shown to this reader: once released to anybody, before that to staff only."""
    if published.is_released(figure):
        return True
    return any(may(request.user, act, at=clock.now()) for act in (Act.SEE_CHANGES, Act.OPEN_RECORDS))


def may_open_records(request: HttpRequest, figure: Figure, initiative: Initiative | None) -> bool:
    """Whether the reader may see the parts of a figure and the records behind it."""
    return may(
        request.user,
        Act.OPEN_RECORDS,
        at=clock.now(),
        initiative=initiative.pk if initiative is not None else "",
    )
