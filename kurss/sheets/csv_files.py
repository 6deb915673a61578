"""CSV as offices make it: several encodings, three separators, and no word about which.

UTF-8 proves itself: text in another encoding almost never happens to be valid UTF-8. Between Windows-1257 (Baltic)
and Windows-1252 (Western) nothing decides but the letters: the one that gives Latvian letters, and only letters
that a list holds, is taken, the reader is shown what came of it, and may choose the other.
"""

import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from kurss.sheets.refusals import EncodingWrong, NotAList

ENCODINGS = ("utf-8", "windows-1257", "windows-1252")
SEPARATORS = ";,\t"
_LATVIAN = frozenset("āčēģīķļņšūžĀČĒĢĪĶĻŅŠŪŽ")
_SECOND = "".join(
    bytes([byte]).decode(name, "ignore")
    for name in ("windows-1257", "windows-1252")
    for byte in range(0x80, 0xC0)
)
MISREAD = re.compile(f"[ÃÄÅĆ][{re.escape(_SECOND)}\x80-\x9f]|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]")
"""What UTF-8 looks like when it is read as one of the others, such as “BÄ“rziÅ†a”, and what nobody types."""
Row = tuple[int, tuple[str | None, ...]]


def rows(content: bytes, *, encoding: str = "") -> tuple[str, Iterator[Row]]:
    """The encoding that was taken, and every row with its number in the file."""
    if b"\x00" in content[:4096] or content[:4] in (b"%PDF", b"\xd0\xcf\x11\xe0", b"{\\rt"):
        raise NotAList(
            _("The file is neither CSV nor XLSX. Save the list from the spreadsheet as CSV (UTF-8) or XLSX.")
        )
    if encoding and encoding not in ENCODINGS:
        raise EncodingWrong(
            _("“{name}” is no encoding that is read here. Choose one of: {known}.").format(
                name=encoding, known=", ".join(ENCODINGS)
            )
        )
    used, text = _decoded(content, encoding)
    return used, _parsed(text)


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    if encoding:
        return encoding, _in(content, encoding)
    try:
        return "utf-8", content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return max(
            (((_latvian(text), name), (name, text)) for name, text in _candidates(content)),
            key=lambda each: each[0][0],
        )[1]


def _candidates(content: bytes) -> list[tuple[str, str]]:
    found = []
    for name in ("windows-1257", "windows-1252"):
        try:
            found.append((name, content.decode(name)))
        except UnicodeDecodeError:
            continue
    if not found:
        raise _not_in(content, "utf-8")
    return found


def _latvian(text: str) -> int:
    """How much the text looks as if this encoding were right."""
    return sum(letter in _LATVIAN for letter in text) - 3 * len(MISREAD.findall(text))


def _in(content: bytes, encoding: str) -> str:
    try:
        return content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError:
        raise _not_in(content, encoding) from None


def _not_in(content: bytes, encoding: str) -> EncodingWrong:
    try:
        content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
        place = 0
    except UnicodeDecodeError as error:
        place = error.start
    row = content[:place].count(b"\n") + 1
    line = content[:place].rpartition(b"\n")[2]
    column = max(line.count(separator) for separator in (b";", b",", b"\t")) + 1
    return EncodingWrong(
        _(
            "The letters in row {row}, column {column} are not {encoding}. Save the list as CSV UTF-8, "
            "or choose another encoding."
        ).format(row=row, column=column, encoding=encoding)
    )


def _parsed(text: str) -> Iterator[Row]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, tuple(cells)
    except csv.Error as error:
        raise NotAList(
            _("Row {row} cannot be read ({why}). Look for a quotation mark that is not closed.").format(
                row=number + 1, why=error
            )
        ) from error
