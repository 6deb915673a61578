"""Lists that come in whole or not at all: their headings, and the faults of their rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurss.programme.refusals import Refused
from kurss.sheets.reading import Cell, Sheet


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong in a row of the file, in a sentence."""

    row: int
    why: str


class ListNotTaken(Refused):
    """A list with faults, of which nothing was written. `faults` holds them all."""

    def __init__(self, faults: tuple[RowFault, ...]) -> None:
        super().__init__(_("Nothing of the list was taken in: it has faults in its rows."))
        self.faults = faults


def numbered(
    sheet: Sheet, *, needed: Sequence[str], columns: Sequence[str]
) -> Iterable[tuple[int, Mapping[str, Cell]]]:
    """Every row by its number in the file and its cells by their headings. Raises ListNotTaken where a heading is
    lacking or unknown."""
    wrong = []
    if missing := [name for name in needed if name not in sheet.headings]:
        wrong.append(_("The list lacks the columns {names}.").format(names=", ".join(missing)))
    if unknown := [name for name in sheet.headings if name not in columns]:
        wrong.append(
            _("It has columns that are not known: {names}. Take out those.").format(names=", ".join(unknown))
        )
    if wrong:
        raise ListNotTaken((RowFault(1, " ".join(wrong)),))
    return ((line.number, dict(zip(sheet.headings, line.cells, strict=True))) for line in sheet.lines)
