"""National codes of a list, sealed as the list is taken in: the upload is kept for days, a code is never kept.

A cell with a code becomes `code <keys> <digest> <birth date it tells, or ->`; one with anything else becomes
`wrong <why>`, and nothing of what stood there stays. Rows keep their numbers, and letters their encoding.
"""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from kurss.people.codes import keys as code_keys
from kurss.people.codes.checking import checked, told_birth_date
from kurss.people.importing.columns import Field
from kurss.people.importing.values import CellWrong
from kurss.people.refusals import CodeDigitWrong, CodeUnreadable
from kurss.sheets.reading import Sheet

SEALED, WRONG = "code ", "wrong "
NO_KEYS, DIGIT, UNREADABLE = "keys", "digit", "unreadable"
MOSTLY: Final = 0.5
"""The share of valid codes from which a column is one of codes, whatever its heading says."""


@dataclass(frozen=True, slots=True)
class Code:
    """One sealed code: its digest under every key of this site, and the birth date that the code itself tells."""

    digest: str
    keys: str
    born: date | None


def columns_of_codes(sheet: Sheet, fields: Collection[str]) -> set[int]:
    """The columns that hold codes: those that are said to, and those that mostly do."""
    said = {place for place, name in enumerate(fields) if name == Field.CODE}
    return said | {place for place in range(len(sheet.headings)) if _mostly_codes(sheet, place)}


def seal(sheet: Sheet, places: Collection[int]) -> bytes:
    """The list as CSV in which the columns at these places are sealed; what was sealed before stays as it is."""
    chain = code_keys.keys()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    number = 0
    for at, cells in _rows(sheet):
        # Rows that hold nothing are not read, and counted.
        text.write("\r\n" * (at - number - 1))
        number = at
        writer.writerow(
            [
                _sealed(str(cell), chain) if at > 1 and place in places else cell
                for place, cell in enumerate(cells)
            ]
        )
    return text.getvalue().encode(sheet.encoding or "utf-8")


def code_of(cell: str) -> Code:
    """The code of a sealed cell under the keys of today. Raises CellWrong with what is wrong and what to do."""
    if not cell.startswith(SEALED):
        raise CellWrong(_why(cell.removeprefix(WRONG)))
    *names, digest, born = cell.removeprefix(SEALED).split(" ")
    chain = code_keys.keys()
    known = tuple(key.name for key in chain)
    if tuple(names) != known[: len(names)]:
        raise CellWrong(_("The keys of this site have changed since. Upload the list again."))
    return Code(
        digest=code_keys.wrapped(digest, chain[len(names) :]),
        keys=" ".join(known),
        born=None if born == "-" else date.fromisoformat(born),
    )


def shown(cell: object) -> str:
    """A cell as a page shows it: of a sealed one, that it is."""
    text = str(cell)
    return _("a personal code, unreadable here") if text.startswith((SEALED, WRONG)) else text


def _rows(sheet: Sheet) -> Iterator[tuple[int, tuple[object, ...]]]:
    yield 1, sheet.headings
    for line in sheet.lines:
        yield line.number, line.cells


def _sealed(text: str, chain: tuple[code_keys.Key, ...]) -> str:
    if not text or text.startswith((SEALED, WRONG)):
        return text
    if not chain:
        return WRONG + NO_KEYS
    try:
        digits = checked(text, born=None)
    except CodeDigitWrong:
        return WRONG + DIGIT
    except CodeUnreadable:
        return WRONG + UNREADABLE
    born = told_birth_date(digits)
    names = " ".join(key.name for key in chain)
    return f"{SEALED}{names} {code_keys.digest(digits, chain)} {born.isoformat() if born else '-'}"


def _mostly_codes(sheet: Sheet, place: int) -> bool:
    cells = [str(line.cells[place]) for line in sheet.lines if line.cells[place]]
    return sum(map(_is_code, cells)) > MOSTLY * len(cells)


def _is_code(text: str) -> bool:
    if text.startswith((SEALED, WRONG)):
        return True
    try:
        checked(text, born=None)
    except (CodeDigitWrong, CodeUnreadable):
        return False
    return True


def _why(reason: str) -> str:
    if reason == NO_KEYS:
        return _("This site keeps no national codes yet: it has no key for them. Do not read this column.")
    if reason == DIGIT:
        return _(
            "The personal code has a wrong last digit, so some digit was mistyped. Compare it with a document."
        )
    return _(
        "This is no personal code. Write its eleven digits, such as 010190-12345, or leave the field empty."
    )
