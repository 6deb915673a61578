"""Files as offices make them, and as attackers do."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from kurss.sheets import limits
from kurss.sheets.cells import neutral, plain
from kurss.sheets.reading import read
from kurss.sheets.refusals import (
    CarriesMore,
    EncodingWrong,
    HeadingsUnclear,
    NotAList,
    NothingInIt,
    SheetRefused,
    TooLarge,
)
from kurss.sheets.writing import as_csv, as_xlsx

LIST = "Vārds;Uzvārds;Dzimis\r\nĀdams;Bērziņš;01.03.2012\r\nŽanete;Ķirse-Šķēle;\r\n"


def workbook(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """The same workbook with parts more."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, body in parts.items():
            new.writestr(name.replace("__", "/").replace("_dot_", "."), body)
    return stream.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1257"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_a_list_is_read_however_an_office_saved_it(encoding, separator):
    sheet = read(LIST.replace(";", separator).encode(encoding))
    assert sheet.headings == ("Vārds", "Uzvārds", "Dzimis")
    assert [line.cells for line in sheet.lines] == [
        ("Ādams", "Bērziņš", "01.03.2012"),
        ("Žanete", "Ķirse-Šķēle", ""),
    ]
    assert [line.number for line in sheet.lines] == [2, 3]
    assert sheet.encoding == ("windows-1257" if encoding == "windows-1257" else "utf-8")


def test_a_western_list_is_told_from_a_baltic_one():
    sheet = read(
        "Name;Family\nJürgen;Müller-Lüdenscheidt\nRenée;Gârçon\n".encode("windows-1252"),
        encoding="windows-1252",
    )
    assert sheet.lines[1].cells == ("Renée", "Gârçon")
    assert read("Name\nAnna\n".encode("windows-1252")).encoding == "utf-8"


@pytest.mark.parametrize("encoding", ["windows-1252", "windows-1257"])
def test_letters_read_in_the_wrong_encoding_are_refused_with_their_place(encoding):
    with pytest.raises(EncodingWrong) as refused:
        read(LIST.replace("Vārds", "Vards").replace("Uzvārds", "Uzvards").encode(), encoding=encoding)
    assert "Row 2, column" in str(refused.value) or "in row 2, column" in str(refused.value)
    assert "CSV UTF-8" in str(refused.value)


def test_a_list_that_was_spoilt_before_it_came_is_refused_too():
    spoilt = LIST.encode().decode("windows-1252", "ignore").encode()
    with pytest.raises(EncodingWrong, match="wrong encoding"):
        read(spoilt.replace("VÄrds;UzvÄrds".encode(), b"Vards;Uzvards"))


def test_a_choice_that_cannot_be_is_refused_where_it_fails():
    with pytest.raises(EncodingWrong, match=r"row 2, column 1 are not utf-8"):
        read("A;B\nĀ;b\n".encode("windows-1257"), encoding="utf-8")
    with pytest.raises(EncodingWrong, match="no encoding that is read here"):
        read(b"A\nb\n", encoding="ebcdic")


def test_a_workbook_is_read_with_days_as_days_and_numbers_as_they_are_written():
    content = workbook(
        ["Vārds", "Dzimis", "Tālrunis"], ["Ādams", datetime(2012, 3, 1), 29111111], [], ["Ž", "", None]
    )
    sheet = read(content)
    assert sheet.kind == "xlsx"
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (2, ("Ādams", date(2012, 3, 1), "29111111")),
        (4, ("Ž", "", "")),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 something",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old or locked workbook",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"{\\rtf1 Anna}",
        b"PK\x03\x04 only begins like a zip",
        b'Name;Family\n"Anna;never closed\n',
    ],
)
def test_what_is_no_list_is_refused_whatever_it_is_called(content):
    with pytest.raises(NotAList):
        read(content)


def test_a_zip_that_is_no_workbook_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("letter.txt", "Anna")
    with pytest.raises(NotAList, match="a zip and not a workbook"):
        read(stream.getvalue())


def test_a_bomb_is_refused_before_it_unfolds():
    good = workbook(["Name"], ["Anna"])
    with pytest.raises(TooLarge, match="unpacks to far more"):
        read(repacked(good, xl__worksheets__sheet9_dot_xml=b"0" * 80_000_000))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("xl__vbaProject_dot_bin", b"macros"),
        ("xl__externalLinks__externalLink1_dot_xml", b"<a/>"),
        ("xl__embeddings__oleObject1_dot_bin", b"a"),
        ("xl__evil_dot_xml", b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">]><a/>'),
    ],
)
def test_a_workbook_that_does_more_than_hold_values_is_refused(name, body):
    with pytest.raises(CarriesMore):
        read(repacked(workbook(["Name"], ["Anna"]), **{name: body}))


def test_more_than_is_taken_at_once_is_refused(monkeypatch):
    with pytest.raises(TooLarge, match=r"Row|row 2 has more than 500"):
        read(b"Name\n" + b"a" * 501 + b"\n")
    with pytest.raises(TooLarge, match="columns"):
        read(";".join(f"c{n}" for n in range(61)).encode() + b"\n1\n")
    with pytest.raises(TooLarge, match="MiB"):
        read(b"a" * (limits.MOST_BYTES + 1))
    monkeypatch.setattr("kurss.sheets.reading.MOST_ROWS", 2)
    with pytest.raises(TooLarge, match="more than 2 rows"):
        read(b"Name\na\nb\nc\n")


@pytest.mark.parametrize("content", [b"", b"   \n ", b"Name;Family\n", b"\n\n"])
def test_a_file_with_nothing_in_it_says_so(content):
    with pytest.raises(NothingInIt):
        read(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"Name;;Family\na;b;c\n", "Column 2 has no heading"),
        (b"Name;name\na;b\n", "Two columns are called"),
        (b"Name;Family\na;b\na;b;c\n", "Row 3 has more cells"),
    ],
)
def test_a_heading_is_missing_twice_there_or_a_row_has_slipped(content, sentence):
    with pytest.raises(HeadingsUnclear, match=sentence):
        read(content)


EVIL = [
    "=1+1",
    "+371 29111111",
    "-cmd",
    "@SUM(A1)",
    "\t=1",
    " =1",
    "'already",
    "'=1",
    "-5",
    "-5.25",
    "Anna",
    "",
]


def test_a_text_that_a_spreadsheet_would_run_is_made_harmless():
    assert [neutral(text) for text in ("=1+1", "-5", None, False, "-cmd", " =1")] == [
        "'=1+1",
        "-5",
        "",
        "false",
        "'-cmd",
        "' =1",
    ]
    written = as_csv([{"a": "=1+1", "b": "-5", "c": None, "d": False, "e": "-cmd"}], "abcde")
    assert written.splitlines()[1] == "'=1+1,-5,,false,'-cmd"
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(as_xlsx([{"a": text} for text in EVIL], "a", title="List")))
    assert {cell.data_type for row in book.active.iter_rows(min_row=2) for cell in row} <= {"s", "inlineStr"}
    assert [cell.value for (cell,) in book.active.iter_rows(min_row=2)][:2] == ["'=1+1", "'+371 29111111"]


def test_what_goes_out_comes_back_the_same():
    assert [plain(neutral(text)) for text in EVIL] == EVIL
    rows = [{"a": text, "b": "x"} for text in EVIL]
    wanted = [(" ".join(text.split()), "x") for text in EVIL]
    for content in (as_csv(rows, "ab").encode(), as_xlsx(rows, "ab", title="List")):
        assert [line.cells for line in read(content).lines] == wanted


def test_every_refusal_is_of_one_kind():
    for kind in (CarriesMore, EncodingWrong, HeadingsUnclear, NotAList, NothingInIt, TooLarge):
        assert issubclass(kind, SheetRefused)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+2", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_no_cell_of_a_workbook_is_a_formula_and_only_named_columns_are_numbers(text):
    made = as_xlsx(
        [{"code": text, "value": "8"}, {"code": "007", "value": None}],
        ("code", "value"),
        title="A",
        numbers=("value",),
        about=("B", [("a", text)]),
    )
    first, second = load_workbook(io.BytesIO(made)).worksheets
    assert [(cell.value, cell.data_type) for cell in (first["A2"], second["B1"])] == [
        (neutral(text), "s")
    ] * 2
    assert (first["B2"].value, first["A3"].value, first["B3"].value) == (8, "007", None)
    assert (first.title, second.title, second["A1"].value) == ("A", "B", "a")


def rewritten(content: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The same workbook with one part said otherwise."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as packed,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for each in packed.namelist():
            body = packed.read(each)
            made.writestr(each, body.replace(old, new) if each == name else body)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def test_a_row_that_says_it_is_the_billionth_keeps_nobody_waiting():
    far = rewritten(workbook(("Name",), ("Anna",)), SHEET, b'<row r="2"', b'<row r="1000000000"')
    with pytest.raises(TooLarge, match="more rows than any spreadsheet"):
        read(far)


@pytest.mark.parametrize("pushed", [b"", b"<!--" + b"x" * 5_000_000 + b"-->"])
@pytest.mark.parametrize("part", [SHEET, "xl/worksheets/sheet1.dat"])
def test_a_document_type_is_found_wherever_it_stands_and_whatever_the_part_is_called(part, pushed):
    content = workbook(("Name",), ("Anna",))
    typed = rewritten(content, SHEET, b"<worksheet", pushed + b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet')
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(typed)) as packed,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made,
    ):
        for each in packed.namelist():
            made.writestr(
                part if each == SHEET else each, packed.read(each).replace(b"sheet1.xml", part[-10:].encode())
            )
    with pytest.raises(CarriesMore, match="document type"):
        read(stream.getvalue())


def test_a_part_whose_letters_are_two_bytes_each_is_no_workbook():
    with pytest.raises(NotAList):
        read(rewritten(workbook(("Name",), ("Anna",)), SHEET, b"<worksheet", "<worksheet".encode("utf-16")))


@pytest.mark.parametrize(
    "text",
    [
        "Anna;=HYPERLINK(A1);b",
        "Anna; -1",
        "first\r\n=1+1",
        "\u200b=1+1",
        "\uff1d1+1",
        "\uff20SUM(A1)",
        "a;'=1",
        ";=1",
    ],
)
def test_a_text_is_harmless_also_where_semicolons_and_line_ends_begin_cells(text):
    written = as_csv([{"a": text}], "a")
    for cell in written.removeprefix("\ufeff").replace("\r\n", ";").replace('"', "").split(";")[1:]:
        assert not cell.strip("\u200b \t\r\n").startswith(tuple("=+-@\uff1d\uff20"))
    assert plain(neutral(text)) == text


def test_a_sign_that_xml_has_no_place_for_spoils_no_workbook():
    made = as_xlsx([{"a": "An\x01na"}, {"a": "Juris"}], "a", title="List")
    assert [cell.value for (cell,) in load_workbook(io.BytesIO(made)).active.iter_rows()] == [
        "a", "An\ufffdna", "Juris",
    ]  # fmt: skip
