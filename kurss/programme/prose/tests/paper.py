"""The same report on other paper: a text as DOCX and as PDF, for tests."""

import io
import re

import typst
from docx import Document


def as_docx(text: str) -> bytes:
    document, rows = Document(), []

    def set_table() -> None:
        if rows:
            table = document.add_table(len(rows), max(len(row) for row in rows))
            for at, row in enumerate(rows):
                for index, cell in enumerate(row):
                    table.cell(at, index).text = cell
            rows.clear()

    for part in _parts(text):
        if "\t" in part:
            rows.append(part.split("\t"))
            continue
        set_table()
        if part.startswith("#"):
            document.add_heading(part.lstrip("# "), level=part.count("#"))
        elif part.startswith("- "):
            document.add_paragraph(part[2:], style="List Bullet")
        else:
            document.add_paragraph(part)
    set_table()
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def as_pdf(text: str) -> bytes:
    """Headings, paragraphs and lists as a typesetter sets them; tables are left out, for a PDF keeps none."""
    parts = [part for part in _parts(text) if "\t" not in part]
    source = "\n\n".join(
        "=" * part.count("#", 0, 3) + " " + _plain(part.lstrip("# "))
        if part.startswith("#")
        else ("- " + _plain(part[2:]) if part.startswith("- ") else _plain(part))
        for part in parts
    )
    return typst.compile(source.encode())


def _parts(text: str) -> list[str]:
    """Lines that belong together; a row and an item are parts of their own."""
    parts = [""]
    for line in text.split("\n"):
        alone = not line.strip() or "\t" in line or line.startswith(("#", "- "))
        if alone or not parts[-1] or "\t" in parts[-1] or parts[-1].startswith("#"):
            parts.append(line)
        else:
            parts[-1] += f" {line}"
    return [part for part in parts if part.strip()]


def _plain(text: str) -> str:
    return re.sub(r"([#$*_@<>\[\]\\`~])", r"\\\1", text)
