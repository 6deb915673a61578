"""Lists going out: CSV and XLSX that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from kurss.sheets.cells import neutral

BYTE_ORDER_MARK = "\ufeff"
"""Spreadsheets take a CSV file for UTF-8 only if it begins so."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def as_csv(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], headings: Mapping[str, str] | None = None
) -> str:
    """The rows as CSV (RFC 4180), every cell neutral. `headings` names columns for people."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([(headings or {}).get(name, name) for name in columns])
    for row in rows:
        writer.writerow([neutral(row.get(name)) for name in columns])
    return text.getvalue()


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
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell


def _bold(cell: Any) -> Any:
    cell.font = Font(bold=True)
    return cell
