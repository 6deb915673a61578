"""The journal, for those who may read it: who did what to which record, sealed or not, erased or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date
from itertools import islice
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.journal import queries
from kurss.journal.models import Entry
from kurss.journal.queries import Asked, Erasure
from kurss.journal.sealing import head
from kurss.journal.seals import Wording
from kurss.sheets.writing import CSV, as_csv_pieces

ON_A_PAGE = 50
READ_AT_ONCE = 2_000
"""Entries of a file that are in memory at a time."""

COLUMNS = (
    "id", "at", "recorded_at", "act", "by_key", "by", "kind", "key", "record", "details", "wording", "batch",
    "digest",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One entry as a page shows it."""

    entry: Entry
    wording: Wording
    erasure: Erasure | None
    batch: int | None


@require_safe
@never_cache
def journal(request: HttpRequest) -> HttpResponse:
    """Newest first, fifty on a page. The next page begins below the last id, so new entries move nothing."""
    asked, wrong = _asked(request.GET)
    before = _number(request.GET.get("before", ""))
    found = queries.entries(asked)
    page = list((queries.older(found, before) if before else found)[: ON_A_PAGE + 1])
    shown = page[:ON_A_PAGE]
    return render(
        request,
        "portal/journal.html",
        {
            "rows": _rows(shown),
            "asked": asked,
            "wrong": wrong,
            "acts": queries.acts(),
            "older": _address(asked, before=shown[-1].pk) if len(page) > ON_A_PAGE else "",
            "newest": _address(asked) if before else "",
            "address": _address(asked),
            "head": head(),
            "waiting": queries.waiting(),
        },
    )


@require_safe
@never_cache
def journal_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All that was asked for, newest first, in a file that a spreadsheet opens safely: written as it is read,
    however long the journal is."""
    asked, _wrong = _asked(request.GET)
    found = queries.entries(asked).iterator(chunk_size=READ_AT_ONCE)
    return StreamingHttpResponse(
        as_csv_pieces(_cells(row for some in _by(READ_AT_ONCE, found) for row in _rows(some)), COLUMNS),
        content_type=CSV,
        headers={"Content-Disposition": 'attachment; filename="journal.csv"'},
    )


def _by(many: int, entries: Iterator[Entry]) -> Iterator[list[Entry]]:
    while some := list(islice(entries, many)):
        yield some


def _asked(given: QueryDict) -> tuple[Asked, list[str]]:
    """What was asked for, and a sentence for each day that is none."""
    wrong: list[str] = []

    def day(name: str) -> date | None:
        text = given.get(name, "").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            wrong.append(_("“{text}” is not a day. Write it as 2022-09-30.").format(text=text[:40]))
            return None

    words = {
        name: given.get(name, "").strip().replace("\0", "")[:200] for name in ("kind", "key", "by", "act")
    }
    return Asked(**words, since=day("since"), until=day("until")), wrong


def _address(asked: Asked, **more: object) -> str:
    given = {name: value for name, value in (asdict(asked) | more).items() if value}
    return f"?{urlencode(given)}" if given else "?"


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _rows(entries: Iterable[Entry]) -> list[Row]:
    entries = list(entries)
    wordings = {entry.pk: entry.wording() for entry in entries}
    erasures = queries.erasures_of(entry for entry in entries if wordings[entry.pk] is Wording.ERASED)
    return [
        Row(
            entry,
            wordings[entry.pk],
            erasures.get(entry.pk),
            entry.seal.batch_id if hasattr(entry, "seal") else None,
        )
        for entry in entries
    ]


def _cells(rows: Iterable[Row]) -> Iterator[dict[str, str]]:
    for row in rows:
        entry = row.entry
        yield {
            "id": str(entry.pk),
            "at": entry.at.isoformat(),
            "recorded_at": entry.recorded_at.isoformat(),
            "act": entry.act,
            "by_key": entry.by_key,
            "by": entry.by_label,
            "kind": entry.kind,
            "key": entry.key,
            "record": entry.label,
            "details": "; ".join(f"{detail.name}={detail.value}" for detail in entry.details.all()),
            "wording": row.wording.value,
            "batch": "" if row.batch is None else str(row.batch),
            "digest": entry.digest,
        }
