"""A file as lines: plain text, DOCX (python-docx) or PDF (pypdf), each line with where it stands.

Within limits: a file beyond them, damaged, locked or without text is refused in a sentence. Nothing of a file is
run, and nothing outside it is fetched.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

AT_MOST = 25_000_000
"""Octets of a file."""

UNFOLDED = 200_000_000
"""Octets a DOCX may unfold to: a document of a thousand pages has a tenth."""

PAGES = 2_000
LETTERS = 5_000_000
"""Letters that are read: a report of a thousand pages has half."""

HEADING_SIZE = 1.12
"""A line of a PDF set this much larger than the body is a heading."""


class ReportRefused(ValueError):
    """A file that cannot be read as a report; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file. `cells`: a row of a table. `number` counts from 1, in the file or on the page."""

    text: str
    number: int
    page: int | None = None
    heading: bool = False
    item: bool = False
    cells: tuple[str, ...] = ()


def read(data: bytes, name: str = "") -> tuple[Line, ...]:
    """The lines of a file, by what it holds and not by what it is called. Raises ReportRefused."""
    if len(data) > AT_MOST:
        raise ReportRefused(_("The file is larger than 25 MB: leave out its pictures, or save its text."))
    if data.startswith(b"%PDF"):
        lines = _pdf(data)
    elif data.startswith(b"PK\x03\x04"):
        lines = _docx(data)
    else:
        lines = _text(data)
    if not any(line.text.strip() or any(line.cells) for line in lines):
        raise ReportRefused(
            _("%(file)s has no text: if its pages are pictures, have them recognised as text first.")
            % {"file": name or _("The file")}
        )
    if sum(len(line.text) for line in lines) > LETTERS:
        raise ReportRefused(_("The report has more than five million letters: give one report at a time."))
    return lines


def _text(data: bytes) -> tuple[Line, ...]:
    if b"\x00" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ReportRefused(_("The file is neither text, DOCX nor PDF: save it as one of them."))
    try:
        text = data.decode("utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ReportRefused(
            _("The text is not UTF-8 at octet %(at)s: save it as UTF-8.") % {"at": error.start}
        ) from error
    return tuple(
        Line(line, number, cells=tuple(line.split("\t")) if line.strip("\t").count("\t") else ())
        for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), start=1)
    )


def _docx(data: bytes) -> tuple[Line, ...]:
    from docx import Document
    from docx.table import Table

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNFOLDED:
                raise ReportRefused(_("The document unfolds to more than 200 MB: it is not read."))
        document = Document(io.BytesIO(data))
    except ReportRefused:
        raise
    except Exception as error:  # python-docx says many things of a damaged file; all mean one
        raise ReportRefused(
            _("The document cannot be opened as DOCX: open it in an office program and save it again.")
        ) from error
    lines: list[Line] = []
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            for row in part.rows:
                cells = list({id(cell._tc): cell for cell in row.cells}.values())
                texts = tuple(cell.text for cell in cells)
                lines.append(Line("\t".join(texts), len(lines) + 1, cells=texts if len(texts) > 1 else ()))
        else:
            style = (part.style.name or "") if part.style is not None else ""
            lines.append(
                Line(
                    part.text,
                    len(lines) + 1,
                    heading=style.startswith(("Heading", "Title")),
                    item=style.startswith("List"),
                )
            )
        # A paragraph of a document is whole, and so is a table: neither goes on in the next.
        lines.append(Line("", len(lines) + 1))
    return tuple(lines)


def _pdf(data: bytes) -> tuple[Line, ...]:
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportRefused(_("The PDF is locked: save it without a password."))
        if len(reader.pages) > PAGES:
            raise ReportRefused(_("The PDF has more than 2000 pages: give one report at a time."))
        found = [(number, *row) for number, page in enumerate(reader.pages, 1) for row in _rows_of_page(page)]
    except ReportRefused:
        raise
    except Exception as error:  # pypdf says many things of a damaged file; all mean one
        raise ReportRefused(_("The PDF cannot be read: print it to a new PDF and try again.")) from error
    sizes = Counter(round(size, 1) for _page, text, size, _gap in found for _letter in text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    return tuple(_pdf_lines(found, body))


def _pdf_lines(found: list[tuple[int, str, float, bool]], body: float) -> list[Line]:
    lines: list[Line] = []
    number, page, was_heading = 0, 0, False
    for of_page, text, size, gap in found:
        turned = of_page != page
        number = 1 if turned else number + 1
        heading = size >= body * HEADING_SIZE
        if lines and (turned or gap or heading != was_heading):
            lines.append(Line("", number, page or of_page))
        page, was_heading = of_page, heading
        lines.append(Line(text, number, of_page, heading=heading))
    return lines


def _rows_of_page(page: Any) -> list[tuple[str, float, bool]]:
    """The rows of a page with the size of their letters, and whether there is a gap above."""
    rows: list[list[Any]] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if not text.strip():
            if rows and text:
                rows[-1][1] += " "
            return
        scale = abs(tm[3] * cm[3]) or abs(tm[0] * cm[0]) or 1.0
        at = tm[5] * cm[3] + cm[5]
        if rows and abs(rows[-1][0] - at) < 2 and not text.startswith("\n"):
            rows[-1][1] += text
            rows[-1][2] = max(rows[-1][2], size * scale)
        else:
            rows.append([at, text, size * scale])

    page.extract_text(visitor_text=visit)
    shown = [(at, " ".join(text.split()), size) for at, text, size in rows if text.strip()]
    return [
        (text, size, bool(index) and abs(shown[index - 1][0] - at) > 1.75 * max(size, shown[index - 1][2]))
        for index, (at, text, size) in enumerate(shown)
    ]
