"""Lists coming in: judged by what the file holds, within limits, given as headings and rows of text."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from kurss.sheets import csv_files, xlsx_files
from kurss.sheets.cells import plain
from kurss.sheets.limits import MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, check_size
from kurss.sheets.refusals import EncodingWrong, HeadingsUnclear, NothingInIt, TooLarge

Cell = str | date


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file: its number as the reader sees it there, and its cells by column."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list as it was given: what kind of file, how its letters were read, headings and lines."""

    kind: str
    encoding: str
    headings: tuple[str, ...]
    lines: tuple[Line, ...]


def read(content: bytes, *, encoding: str = "") -> Sheet:
    """Read a CSV or XLSX file. Empty rows are left out; numbers of rows are those of the file.

    `encoding` says how the letters of a CSV file are written, where the reader knows better than we guess.
    Raises a SheetRefused in every other case, with the row and the remedy.
    """
    check_size(content)
    if xlsx_files.looks_like(content):
        kind, used, rows = "xlsx", "", xlsx_files.rows(content)
    else:
        used, rows = csv_files.rows(content, encoding=encoding)
        kind = "csv"
    headings: tuple[str, ...] | None = None
    lines: list[Line] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if headings is None:
            headings = _headings(cells)
            continue
        if len(lines) == MOST_ROWS:
            raise TooLarge(
                _("The list has more than {most} rows. Split it into smaller files.").format(most=MOST_ROWS)
            )
        lines.append(Line(number, _fitting(number, cells, len(headings))))
    if headings is None or not lines:
        raise NothingInIt(
            _("The file holds no list: it needs a row of headings and at least one row below it.")
        )
    return Sheet(kind, used, headings, tuple(lines))


def _headings(cells: tuple[Cell | None, ...]) -> tuple[str, ...]:
    named = [plain(str(cell or "").strip()) for cell in cells]
    while named and not named[-1]:
        named.pop()
    if len(named) > MOST_COLUMNS:
        raise TooLarge(
            _("The list has {many} columns, more than {most}. Leave out those that are not needed.").format(
                many=len(named), most=MOST_COLUMNS
            )
        )
    for place, name in enumerate(named, start=1):
        if not name:
            raise HeadingsUnclear(
                _("Column {place} has no heading. Name it in the first row, or remove it.").format(
                    place=place
                )
            )
    seen: set[str] = set()
    for name in named:
        if name.casefold() in seen:
            raise HeadingsUnclear(_("Two columns are called “{name}”. Rename one of them.").format(name=name))
        seen.add(name.casefold())
    return tuple(named)


def _fitting(number: int, cells: tuple[Cell | None, ...], width: int) -> tuple[Cell, ...]:
    """As many cells as headings; a row that is longer has slipped, and nobody can say by how much."""
    if any(cells[width:]):
        raise HeadingsUnclear(
            _(
                "Row {row} has more cells than there are headings. Look for a stray separator in it, "
                "or name the column."
            ).format(row=number)
        )
    padded = (*cells[:width], *("",) * (width - len(cells)))
    return tuple(_cell(number, column, cell) for column, cell in enumerate(padded, start=1))


def _cell(number: int, column: int, cell: Cell | None) -> Cell:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = " ".join(plain(str(cell or "")).split())
    if csv_files.MISREAD.search(text):
        raise EncodingWrong(
            _(
                "Row {row}, column {column} reads “{text}”: its letters were read in the wrong encoding. "
                "Choose another encoding, or save the list as CSV UTF-8."
            ).format(row=number, column=column, text=text[:60])
        )
    if len(text) > MOST_LETTERS:
        raise TooLarge(
            _(
                "A cell of row {row} has more than {most} characters. It is hardly a value: shorten it."
            ).format(row=number, most=MOST_LETTERS)
        )
    return text
