"""A report as blocks: headings, paragraphs, list items and cells, each with the section it stands in. Pure.

Written for reports in general. A blank line ends a paragraph; a short line by itself that ends in no stop is a
heading; a line that ends in a colon leads what follows; tabs, or the tables of a document, make cells.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from kurss.programme.prose.files import Line
from kurss.programme.prose.periods import month_in, months_said, periods_in
from kurss.programme.prose.quantities import quantities_in
from kurss.programme.prose.vocabulary import BASELINE, MIDWAY, MILESTONE, RESULT, SECTION

HEADING_WORDS = 16
HEADING_LETTERS = 110

_BULLET = re.compile(r"^\s*(?:[-–•●▪◦*‣○■]|\(?\d{1,2}[.)]|\(?[a-z]\)|\d{1,2}\s*\))\s+(?=\S)")
_MARKS = re.compile(r"(\*\*|__|^#+\s*)")
_SPLIT = re.compile(
    r"</?(?:p|li|ul|ol|br|hr|div|h\d)[^>]*>|\s•\s*|\n|(?<=[\s>])\d{1,2}\.\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ«“a-z])", re.I
)
_TAG = re.compile(r"<[^>]+>")
_SENTENCE = re.compile(
    r"(?<=[.!?;])\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ«“(])|(?<=[^\W\d_]{4}[.!?;])(?<!approx\.)\s+(?=\d)|"
    r"(?<!\d)\s+[–-]\s?(?=[A-Z])|(?<=\.)\s+[–-](?=[A-Z])"
)
_NUMBERED = re.compile(r"^(\d{1,2})(?:[.)])?\s+(?=[A-ZĀČĒĢĪĶĻŅŠŪŽ«“])")
_NUMBERS_ALONE = re.compile(r"^\d{1,2}(?:\s*[+&/–-]\s*\d{1,2})*$")


class Kind(StrEnum):
    HEADING = "heading"
    TEXT = "text"
    ITEM = "item"
    CELL = "cell"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where words stand: in which part and section, on which page, in which line."""

    line: int
    page: int | None = None
    part: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its heads, its cells, and which table of the report it belongs to."""

    table: int
    heads: tuple[str, ...]
    cells: tuple[str, ...]
    spot: Spot

    @property
    def name(self) -> str:
        return self.cells[0] if self.cells else ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text as the author set it. `label` is what leads it: a colon above a list, a title in a cell."""

    kind: Kind
    text: str
    spot: Spot
    order: int
    label: str = ""
    lead: str = ""
    column: str = ""
    row: Row | None = None
    number: str = ""
    lines: tuple[tuple[int, int], ...] = ()
    """From which letter of the text on which line of the file it stands, where it takes more than one."""

    def line_of(self, words: str) -> int:
        """The line in which the words begin; that of the block where they are not its own."""
        found = self.text.find(words)
        return max((line for start, line in self.lines if start <= found), default=self.spot.line)

    @property
    def heads(self) -> str:
        """Everything that stands above the block: part, section, the column's head, its own label and lead."""
        return " · ".join(
            word for word in (self.spot.part, self.spot.section, self.column, self.lead, self.label) if word
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(
            part.strip(" -–•\t") for part in _SENTENCE.split(self.text) if part and part.strip(" -–•")
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report, in order."""

    blocks: tuple[Block, ...]
    rows: tuple[Row, ...]
    pages: int | None
    has_slides: bool = False
    texts: tuple[Block, ...] = field(default=())
    """The blocks but headings."""


def structured(lines: Sequence[Line]) -> Report:
    """Make blocks of lines."""
    reader = _Reader()
    for kind, group in _groups(lines):
        reader.take(kind, group)
    blocks = tuple(reader.blocks)
    pages = max((line.page for line in lines if line.page), default=None)
    return Report(
        blocks=blocks,
        rows=tuple(reader.rows),
        pages=pages,
        has_slides=any(re.match(r"^slide \d+\b", block.text, re.I) for block in blocks),
        texts=tuple(block for block in blocks if block.kind is not Kind.HEADING),
    )


def clean(text: str) -> str:
    """The text as a reader sees it: without tags and marks of emphasis, spaces single."""
    return " ".join(_MARKS.sub("", html.unescape(_TAG.sub(" ", text))).split())


def _groups(lines: Sequence[Line]) -> Iterator[tuple[str, list[Line]]]:
    """Lines that belong together: a row, an item with what it goes on to, a paragraph."""
    kept: list[Line] = []
    for line in lines:
        bare = line.text.strip()
        starts_item = line.item or bool(_BULLET.match(line.text))
        opens = line.cells or not bare or starts_item or line.heading or bare.startswith("#")
        if opens and kept:
            yield _kind(kept), kept
            kept = []
        if line.cells:
            yield "row", [line]
        elif not bare:
            yield "blank", [line]
        elif line.heading or bare.startswith("#"):
            yield "heading", [line]
        else:
            kept.append(line)
    if kept:
        yield _kind(kept), kept


def _kind(group: list[Line]) -> str:
    return "item" if group[0].item or _BULLET.match(group[0].text) else "paragraph"


@dataclass(slots=True)
class _Reader:
    """Reads groups one after another; knows in which part, section and table it is."""

    blocks: list[Block] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    part: str = ""
    section: str = ""
    before: str = ""
    lead: str = ""
    heads: tuple[str, ...] = ()
    tables: int = 0
    in_table: bool = False
    opening: str = ""
    numbers: str = ""

    def take(self, kind: str, group: list[Line]) -> None:
        if kind != "row" and kind != "blank":
            self.in_table = False
        text = clean(" ".join(line.text.strip() for line in group))
        if kind == "row":
            self._row(group[0])
        elif kind == "item":
            self._item(group, text)
        elif kind == "heading":
            self._heading(group[0], text)
        elif kind == "paragraph":
            self._paragraph(group, text)

    def _spot(self, line: Line) -> Spot:
        return Spot(line.number, line.page, self.part, self.section)

    def _add(self, kind: Kind, text: str, line: Line, **more: object) -> None:
        block = Block(kind, text, self._spot(line), len(self.blocks), lead=self.lead)
        self.blocks.append(replace(block, **more))  # type: ignore[arg-type]

    def _paragraph(self, group: list[Line], text: str) -> None:
        if SECTION.match(text.casefold()):
            self.opening, self.lead = text, ""
            return
        if self.opening and not self.numbers and _NUMBERS_ALONE.match(text):
            self.numbers = text
            return
        if len(group) == 1 and text.endswith(":") and len(text.split()) <= HEADING_WORDS:
            self.lead = text.rstrip(":")
            self._add(Kind.TEXT, text, group[0], lead="")
            return
        if len(group) == 1 and _is_heading(text):
            self._heading(group[0], text)
            return
        title, rest = clean(group[0].text), clean(" ".join(line.text for line in group[1:]))
        titled = len(group) == 2 and _is_heading(title) and not _is_heading(rest)
        if titled and (periods_in(rest) or _NUMBERED.match(title)):
            # A title with its period, or its first words, right below it.
            self._heading(group[0], title)
            self._add(Kind.TEXT, rest, group[1])
            return
        if not periods_in(text):
            self.lead = text.rstrip(":") if text.endswith(":") else ""
        self._add(Kind.TEXT, text, group[0], lines=_starts(group))

    def _heading(self, line: Line, text: str) -> None:
        if self.opening and self.numbers:
            self.part = f"{self.opening} {self.numbers}: {text}"
            self.section, number = "", self.numbers
            self.opening = self.numbers = ""
            self.lead = ""
            self._add(Kind.HEADING, text, line, number=number)
            return
        last = self.blocks[-1] if self.blocks else None
        if _heads_a_column(text) and last is not None and _heads_a_column(last.text):
            # The heads of a table that was set as lines: none of them opens a section.
            if last.kind is Kind.HEADING:
                self.section = self.before
                self.blocks[-1] = replace(last, kind=Kind.TEXT, spot=replace(last.spot, section=self.before))
            self._add(Kind.TEXT, text, line)
            return
        found = _NUMBERED.match(text)
        self.before, self.section, self.lead = self.section, text, ""
        self._add(Kind.HEADING, text, line, number=found.group(1) if found else "")

    def _item(self, group: list[Line], text: str) -> None:
        # "- 1) …" bears two marks.
        bare = _BULLET.sub("", _BULLET.sub("", text, count=1), count=1)
        self._add(Kind.ITEM, bare, group[0], lines=_starts(group))

    def _row(self, line: Line) -> None:
        cells = tuple(line.cells)
        if not self.in_table:
            self.tables += 1
            self.in_table = True
            self.heads = tuple(clean(cell) for cell in cells)
            self._add(Kind.TEXT, " | ".join(head for head in self.heads if head), line, column="")
            return
        row = Row(self.tables, self.heads, tuple(clean(cell) for cell in cells), self._spot(line))
        self.rows.append(row)
        for index, cell in enumerate(cells):
            head = self.heads[index] if index < len(self.heads) else ""
            self._cell(cell, head, row, line)

    def _cell(self, cell: str, head: str, row: Row, line: Line) -> None:
        label = ""
        for piece in (clean(part) for part in _SPLIT.split(cell) if part):
            piece = _BULLET.sub("", piece, count=1).strip(" -–•")
            if not piece:
                continue
            words = len(piece.split())
            named, colon, rest = piece.partition(":")
            if colon and not rest.strip() and words <= HEADING_WORDS:
                if quantities_in(named):
                    self._add(Kind.CELL, piece, line, lead="", label=label, column=head, row=row)
                label = named
                continue
            if "<p>" in cell and words <= 7 and piece[-1] not in ".;!?" and _is_heading(piece):
                label = piece
                continue
            self._add(Kind.CELL, piece, line, lead="", label=label, column=head, row=row)


def _starts(group: list[Line]) -> tuple[tuple[int, int], ...]:
    """Where each line of a group begins in its joined text."""
    starts, length = [], 0
    for line in group:
        starts.append((length, line.number))
        length += len(clean(line.text)) + 1
    return tuple(starts) if len(starts) > 1 else ()


def _heads_a_column(text: str) -> bool:
    low = text.casefold()
    return len(low.split()) <= 5 and any(words.search(low) for words in (BASELINE, MIDWAY, RESULT))


def _is_heading(text: str) -> bool:
    """Whether a line by itself reads as a title: short, opens large, ends in no stop, is no mere date or label."""
    if not text or len(text) > HEADING_LETTERS or len(text.split()) > HEADING_WORDS:
        return False
    if text[-1] in ".;,!":
        return False
    bare = text.strip("★☆*•–- ").strip()
    if not bare or MILESTONE.match(bare.casefold()) or bare.casefold() in ("activity", "aktivitāte"):
        return False
    if len(bare.split()) <= 4 and months_said(bare) is not None:
        return False
    if (month_in(bare) is not None and len(bare.split()) == 1) or re.fullmatch(r"[\d\s/.–-]+", bare):
        return False
    if any(period.raw.strip() == bare for period in periods_in(bare)):
        return False
    return bare[0].isupper() or bare[0].isdigit() or bare[0] in '«“"(★'
