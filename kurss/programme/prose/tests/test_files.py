import io
import zipfile

import pytest

from kurss.programme.prose import files
from kurss.programme.prose.files import ReportRefused, read
from kurss.programme.prose.tests.paper import as_docx, as_pdf


def locked() -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(as_pdf("A sentence."))))
    writer.encrypt("secret")
    kept = io.BytesIO()
    writer.write(kept)
    return kept.getvalue()


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b" " * (files.UNFOLDED + 1))
    return kept.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "has no text"),
        (b"\n \n", "has no text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither text, DOCX nor PDF"),
        ("Mērķis".encode("windows-1257"), "not UTF-8 at octet 1"),
        (b"PK\x03\x04 no document", "cannot be opened as DOCX"),
        (b"%PDF-1.7 no pages", "cannot be read"),
        (b"x" * (files.AT_MOST + 1), "larger than 25 MB"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_a_sentence(data, says):
    with pytest.raises(ReportRefused, match=says):
        read(data, "report")


def test_a_locked_pdf_is_refused():
    with pytest.raises(ReportRefused, match="locked"):
        read(locked())


def test_a_document_that_unfolds_without_end_is_refused_before_it_does():
    with pytest.raises(ReportRefused, match="unfolds"):
        read(bomb())


def test_a_file_is_what_it_holds_and_not_what_it_is_called():
    assert [line.text for line in read(as_docx("# Title\nWords."), "report.pdf") if line.text] == [
        "Title",
        "Words.",
    ]


def test_a_text_of_another_office_is_read():
    assert read("Mērķis".encode("utf-16"))[0].text == "Mērķis"
    assert read("\ufeffMērķis".encode())[0].text == "Mērķis"


def test_a_heading_of_a_pdf_is_told_by_its_letters():
    lines = read(as_pdf("# A title\nA sentence of the body, long enough to be the most of the page."))
    assert [(line.text, line.heading) for line in lines if line.text] == [
        ("A title", True),
        ("A sentence of the body, long enough to be the most of the page.", False),
    ]
