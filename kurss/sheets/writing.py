"""Lists going out: CSV and XLSX that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from kurss.sheets.cells import neutral

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a CSV file for UTF-8 only if it begins so."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PIECE = 64 * 1024
"""Characters of a CSV file that are gathered before they are sent."""


def as_csv(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], headings: Mapping[str, str] | None = None
) -> str:
    """The rows as CSV (RFC 4180), every cell neutral. `headings` names columns for people."""
    return "".join(as_csv_pieces(rows, columns, headings))


def as_csv_pieces(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], headings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """The same piece by piece, for a file that is longer than memory should hold."""
    text = io.StringIO()
    writer = csv.writer(text)
    text.write(BYTE_ORDER_MARK)
    writer.writerow([(headings or {}).get(name, name) for name in columns])
    for row in rows:
        if text.tell() > PIECE:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
        writer.writerow([neutral(row.get(name)) for name in columns])
    yield text.getvalue()


def as_xlsx(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    headings: Mapping[str, str] | None = None,
    *,
    title: str,
    numbers: Collection[str] = (),
    about: tuple[str, Iterable[tuple[str, str]]] | None = None,
) -> bytes:
    """The rows as a sheet of cells that are text, so that no number loses a nought and no text is run.

    Columns of `numbers` hold numbers, for whoever calculates on. `about` is a second sheet: its title, and a line
    for each thing to be known of the first, by name.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    sheet.append([_bold(_text(sheet, (headings or {}).get(name, name))) for name in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(name), number=name in numbers) for name in columns])
    if about is not None:
        named, lines = about
        second = book.create_sheet(named[:31])
        second.column_dimensions["A"].width, second.column_dimensions["B"].width = 24, 100
        for name, words in lines:
            said = _text(second, neutral(words))
            said.alignment = Alignment(wrap_text=True, vertical="top")
            second.append([_bold(_text(second, neutral(name))), said])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(sheet: Any, value: object, *, number: bool) -> Any:
    return Decimal(str(value)) if number and value is not None else _text(sheet, neutral(value))


def _text(sheet: Any, value: str) -> Any:
    # Signs that XML has no place for, once typed into a name, would keep the whole workbook from being written.
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", value))
    cell.data_type = "s"
    return cell


def _bold(cell: Any) -> Any:
    cell.font = Font(bold=True)
    return cell
