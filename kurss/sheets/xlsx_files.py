"""XLSX: a zip of XML that is looked through before it is opened, and read as a stream."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from kurss.sheets.limits import MOST_COLUMNS, MOST_PACKED, MOST_UNPACKED
from kurss.sheets.refusals import CarriesMore, NotAList, SheetRefused, TooLarge

MAGIC = b"PK\x03\x04"
SMALL = 1024 * 1024
"""Below this a part may be packed however well; repeated headings are."""
MOST_PARTS = 2_000
LAST_ROW = 1_048_576
"""The last row a spreadsheet has. A part of a few bytes can name a later one, and each row before it is a turn."""
CHUNK = 1024 * 1024
DOCTYPE = b"<!DOCTYPE"
FOREIGN = ("vbaproject", "xl/externallinks/", "xl/embeddings/", "xl/activex/", "xl/macrosheets/")
Cell = str | date | None
Row = tuple[int, tuple[Cell, ...]]


def looks_like(content: bytes) -> bool:
    return content.startswith(MAGIC)


def rows(content: bytes) -> Iterator[Row]:
    """Every row of the first sheet with its number. Formulas give the value they had when the file was saved."""
    _check(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
    except Exception as error:  # openpyxl raises what its XML and zip readers raise
        raise _broken() from error
    try:
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS + 1), start=1):
            if number > LAST_ROW:
                raise TooLarge(
                    _(
                        "The workbook has more rows than any spreadsheet. Copy the list alone into a new workbook."
                    )
                )
            # Whole columns that were once coloured leave a million empty rows; they are passed over fast.
            yield number, tuple(_value(cell) for cell in row) if any(row) else ()
    except SheetRefused:
        raise
    except (ValueError, KeyError, IndexError, SyntaxError, OverflowError) as error:
        raise _broken() from error
    finally:
        book.close()


def _check(content: bytes) -> None:
    """Refuse a bomb, a workbook that does more than hold values, and what only begins like a zip."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            names = {part.filename.lower() for part in parts}
            if "xl/workbook.xml" not in names or "[content_types].xml" not in names:
                raise NotAList(_("The file is a zip and not a workbook. Choose the XLSX file itself."))
            _check_parts(parts)
            for part in parts:
                with packed.open(part) as stream:
                    _check_markup(stream)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, OSError) as error:
        raise _broken() from error


def _check_markup(stream: IO[bytes]) -> None:
    """Entities that unfold themselves need a document type; a workbook has none. Every part is looked through to
    its end, whatever it is called: a reference may make any of them a sheet, and a comment may push the type down.
    """
    before = b""
    while chunk := stream.read(CHUNK):
        # UTF-16 would hide the letters; spreadsheets write UTF-8.
        if not before and chunk[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<"):
            raise _broken()
        if DOCTYPE in (before + chunk).upper():
            raise CarriesMore(
                _(
                    "The workbook defines a document type, which no spreadsheet does. Save the list as XLSX anew."
                )
            )
        before = chunk[-len(DOCTYPE) :]


def _check_parts(parts: list[zipfile.ZipInfo]) -> None:
    if any(word in part.filename.lower() for part in parts for word in FOREIGN):
        raise CarriesMore(
            _(
                "The workbook carries macros, other files or references to them. "
                "Save the list alone as XLSX or CSV."
            )
        )
    unpacked = sum(part.file_size for part in parts)
    bomb = any(
        part.file_size > SMALL and part.file_size > MOST_PACKED * max(part.compress_size, 1) for part in parts
    )
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED or bomb:
        raise TooLarge(
            _("The workbook unpacks to far more than a list needs. Copy the list alone into a new workbook.")
        )


def _value(cell: object) -> Cell:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _broken() -> NotAList:
    return NotAList(
        _("The workbook is damaged or locked by a password. Save the list anew, without a password.")
    )
