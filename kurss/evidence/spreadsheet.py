"""Rows as CSV that a spreadsheet opens safely, and back to the same rows. Pure.

A cell that a spreadsheet would take for a formula gets an apostrophe in front, which reading takes off again; a
negative number stays as it is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from kurss.sheets.cells import neutral, plain
from kurss.sheets.writing import BYTE_ORDER_MARK


def written(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> str:
    """The rows as CSV (RFC 4180), with a heading; a column a row lacks is empty."""
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([neutral(row.get(name, "")) for name in columns])
    return text.getvalue()


def read(text: str) -> tuple[tuple[str, ...], list[dict[str, str]]]:
    """The heading and the rows of such a file; a row longer than the heading keeps the rest under "".

    A spreadsheet in Latvian writes semicolons between cells: what stands most often in the heading is taken.
    """
    text = text.removeprefix(BYTE_ORDER_MARK)
    heading = text.partition("\n")[0]
    apart = max(",;\t", key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    columns = tuple(next(lines, []))
    rows = []
    for line in lines:
        row = {name: plain(cell) for name, cell in zip(columns, line, strict=False)}
        if len(line) > len(columns):
            row[""] = ",".join(line[len(columns) :])
        rows.append(row)
    return columns, rows
