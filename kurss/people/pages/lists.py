"""What every work list of people does: what was asked, kept in the address; pages; a file of the whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from kurss.people import clock
from kurss.sheets.writing import CSV, XLSX, as_csv

ROWS = 50


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list, and the address of the same question on other pages."""

    page: Page
    asked: Mapping[str, str]

    @property
    def query(self) -> str:
        """What was asked, for the address of a file of the whole; with its question mark, or nothing."""
        return f"?{urlencode(self.asked)}" if self.asked else ""

    @property
    def previous(self) -> str:
        return self._to(self.page.number - 1)

    @property
    def next(self) -> str:
        return self._to(self.page.number + 1)

    def _to(self, number: int) -> str:
        return f"?{urlencode({**self.asked, 'page': number})}"


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """What the address asks for under these names; what is empty is not asked."""
    said = {name: request.GET.get(name, "").strip()[:120] for name in names}
    return {name: value for name, value in said.items() if value}


def listing(rows: Sequence[Any] | QuerySet, request: HttpRequest, asked: Mapping[str, str]) -> Listing:
    """The page that the address names; one that does not exist is the nearest that does."""
    return Listing(Paginator(rows, ROWS).get_page(request.GET.get("page")), asked)


def csv_file(rows: Iterable[Mapping[str, Any]], columns: Mapping[str, Any], name: str) -> HttpResponse:
    """The rows as a CSV file, its columns under words of the reader's language."""
    headings = {key: str(word) for key, word in columns.items()}
    return download(as_csv(rows, tuple(columns), headings).encode(), name, "csv")


def download(content: bytes, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=XLSX if kind == "xlsx" else CSV)
    answer["Content-Disposition"] = f'attachment; filename="{name}-{clock.today().isoformat()}.{kind}"'
    answer["Cache-Control"] = "no-store"
    return answer
