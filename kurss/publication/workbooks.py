"""Figures as a workbook (Office Open XML, ISO/IEC 29500): the rows of the CSV, and a sheet that explains them.

Text stays text: a cell that begins like a formula is kept as the words it is, so opening the file runs nothing.
Numbers are numbers, for whoever calculates on; the exact text of each stands in the CSV and the JSON.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

NUMBERS = ("value", "numerator", "denominator", "records", "version")
"""Columns of a figure's row that hold numbers; every other is text, whatever it looks like."""

WIDEST = 60


def workbook(
    rows: Iterable[Mapping[str, Any]],
    columns: Sequence[str],
    *,
    about: Iterable[tuple[str, str]],
    titles: tuple[str, str],
    sealed_at: datetime,
) -> bytes:
    """Two sheets under their `titles`: the rows, and what is to be known about them. The seal's time is the
    file's only time, so the same figures give the same file."""
    book = Workbook()
    book.properties.created = book.properties.modified = sealed_at.replace(tzinfo=None)
    book.properties.creator = "Kurss"
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = titles[0]
    _write(sheet, 1, columns, bold=True)
    for index, row in enumerate(rows, 2):
        for column, name in enumerate(columns, 1):
            _fill(sheet.cell(index, column), row.get(name), number=name in NUMBERS)
    sheet.freeze_panes = "A2"
    _fit(sheet)
    second = book.create_sheet(titles[1])
    for index, (name, words) in enumerate(about, 1):
        _write(second, index, (name, words))
        second.cell(index, 1).font = Font(bold=True)
        second.cell(index, 2).alignment = Alignment(wrap_text=True, vertical="top")
    second.column_dimensions["A"].width, second.column_dimensions["B"].width = 24, 100
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _write(sheet: Worksheet, row: int, texts: Iterable[str], *, bold: bool = False) -> None:
    for column, text in enumerate(texts, 1):
        cell = sheet.cell(row, column)
        _fill(cell, text, number=False)
        if bold:
            cell.font = Font(bold=True)


def _fill(cell: Any, value: object, *, number: bool) -> None:
    assert isinstance(cell, Cell)
    if value is None:
        return
    if isinstance(value, bool):
        cell.value = value
    elif number:
        cell.value = Decimal(str(value))
    else:
        # Said after the value, for a text that begins with "=" has been taken for a formula by then.
        cell.value = str(value)
        cell.data_type = "s"
        cell.quotePrefix = str(value)[:1] in ("=", "+", "-", "@")


def _fit(sheet: Worksheet) -> None:
    for index, column in enumerate(sheet.iter_cols(), 1):
        widest = max(len(str(cell.value)) for cell in column if cell.value is not None)
        sheet.column_dimensions[get_column_letter(index)].width = min(widest + 2, WIDEST)
