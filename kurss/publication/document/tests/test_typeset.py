"""The document as PDF: tagged, in its own fonts, literal, and the same bytes every time."""

import shutil
import subprocess

import pytest

from kurss.publication.document import tree, typeset, write, writing
from kurss.publication.document.refusals import TypesettingFailed
from kurss.publication.document.tests import specimen
from kurss.publication.document.tree import plain, quiet
from kurss.publication.document.walking import numbers

SITE = "https://city.example"


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_deliverable_is_written_in_both_languages(city, language, tmp_path):
    path = write(language=language, folder=tmp_path / "out", site=SITE)
    assert path == tmp_path / "out" / f"ventspils-deliverable-{language}.pdf"
    made = path.read_bytes()
    assert made.startswith(b"%PDF-1.7")
    assert f"/Lang({language})".encode() in made
    assert b"/StructTreeRoot" in made
    assert b"/MarkInfo<</Marked true" in made
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made
    for number in numbers(writing.build(language=language, site=SITE)):
        assert number.url.encode() in made


def test_the_same_seal_and_data_give_the_same_bytes(city, tmp_path):
    first = write(language="lv", folder=tmp_path / "a", site=SITE).read_bytes()
    again = write(language="lv", folder=tmp_path / "b", site=SITE).read_bytes()
    assert first == again


def test_the_only_time_in_the_document_is_the_seals():
    made = typeset.pdf(specimen.document())
    assert b"/CreationDate(D:20221001090000Z)" in made


def test_every_kind_of_block_can_be_set():
    kinds = {type(block) for block in specimen.blocks()}
    assert kinds == set(tree.Block.__args__)
    assert typeset.pdf(specimen.document()).startswith(b"%PDF")


def test_signs_of_markup_are_printed_and_never_obeyed():
    made = typeset.pdf(specimen.document())
    # The heading that consists of them stands in the outline, whose text a PDF keeps readable.
    assert specimen.SIGNS.encode("utf-16-be").hex().upper().encode() in made


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_signs_of_markup_read_back_from_the_page_as_they_were_written(tmp_path):
    (tmp_path / "made.pdf").write_bytes(typeset.pdf(specimen.saying(specimen.SIGNS)))
    read = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "made.pdf", "-"], capture_output=True, text=True, check=True
    )
    assert specimen.SIGNS in " ".join(read.stdout.split())


def test_a_missing_font_is_refused(tmp_path):
    for path in typeset.FONTS.glob("Inter*.ttf"):
        shutil.copy(path, tmp_path)
    with pytest.raises(TypesettingFailed, match="source serif 4"):
        typeset.pdf(specimen.document(), fonts=tmp_path)


def test_a_sign_that_the_fonts_lack_is_refused():
    with pytest.raises(TypesettingFailed):
        typeset.pdf(specimen.saying("城"))


def test_a_charter_of_many_words_shrinks_its_type_and_keeps_to_its_page():
    long = tuple(plain("A sentence that takes up a line or two of its narrow column. " * 2) for _ in range(9))
    box = tree.Box("Box", long)
    table = tree.Table((tree.Column("Name"),), (tree.Group("", ((plain("row"),),)),))
    charter = tree.Charter("Charter", (box,), ((box,), (box,), (box,)), "Standing", table, quiet("Note"))
    alone = tree.Section("One", (charter,))
    document = specimen.saying("")
    made = typeset.pdf(tree.Document(**{**_fields(document), "sections": (alone,)}))
    # Cover, title of the section, charter.
    assert made.count(b"/Type/Page/") == 3


def _fields(document: tree.Document) -> dict:
    return {name: getattr(document, name) for name in document.__dataclass_fields__}


def test_a_document_that_fails_leaves_the_old_one_and_nothing_beside_it(city, tmp_path, monkeypatch):
    kept = write(language="lv", folder=tmp_path, site=SITE).read_bytes()

    def fail(handle, mode):
        raise OSError("no space left")

    monkeypatch.setattr(writing.os, "fdopen", fail)
    with pytest.raises(OSError, match="no space"):
        write(language="lv", folder=tmp_path, site=SITE)
    assert [path.name for path in tmp_path.glob("*deliverable*")] == ["ventspils-deliverable-lv.pdf"]
    assert [path.name for path in tmp_path.glob(".deliverable*")] == []
    assert (tmp_path / "ventspils-deliverable-lv.pdf").read_bytes() == kept
