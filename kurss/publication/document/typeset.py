"""Setting the tree as PDF with Typst: tagged, in PDF/UA-1 mode, our own fonts, the same bytes every time."""

from __future__ import annotations

import json
from pathlib import Path

import typst

from kurss.publication.document.refusals import TypesettingFailed
from kurss.publication.document.scanning import codes
from kurss.publication.document.tree import Document
from kurss.publication.document.walking import as_data, numbers

TEMPLATES = Path(__file__).resolve().parent / "templates"
FONTS = Path(__file__).resolve().parents[1] / "fonts"


def pdf(document: Document, *, fonts: Path = FONTS) -> bytes:
    """The document as PDF. The tree travels as data, so no sign in a text is ever read as markup.

    Its only time is the seal's. Raises TypesettingFailed where anything is amiss, a missing font or sign
    included: a document in a makeshift font is worse than none.
    """
    try:
        made, warnings = typst.compile_with_warnings(
            TEMPLATES / "document.typ",
            root=TEMPLATES,
            font_paths=typst.Fonts(
                include_system_fonts=False, include_embedded_fonts=False, font_paths=[fonts]
            ),
            sys_inputs={
                "document": json.dumps(as_data(document), ensure_ascii=False),
                "codes": json.dumps(codes(numbers(document))),
            },
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=int(document.sealed_at.timestamp()),
        )
    except typst.TypstError as error:
        raise TypesettingFailed(_sentence(document, error)) from error
    if warnings:
        raise TypesettingFailed(_sentence(document, warnings[0]))
    return made


def _sentence(document: Document, trouble: typst.TypstError | typst.TypstWarning) -> str:
    hints = f" ({'; '.join(trouble.hints)})" if trouble.hints else ""
    return (
        f"The deliverable in {document.language!r} was not written: {trouble.message}{hints}. "
        f"The fonts are read from {FONTS}."
    )
