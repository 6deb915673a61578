"""Lists going out: CSV and XLSX that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

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
) -> bytes:
    """The rows as one sheet; every cell is text, so that no number loses a nought and no text is run."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    head = []
    for name in columns:
        cell = WriteOnlyCell(sheet, value=(headings or {}).get(name, name))
        cell.font = Font(bold=True)
        head.append(cell)
    sheet.append(head)
    for row in rows:
        sheet.append([_text(sheet, neutral(row.get(name))) for name in columns])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _text(sheet: Any, value: str) -> Any:
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
