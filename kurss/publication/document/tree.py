"""The deliverable as a tree of typed parts, which every rendering of it reads. Pure: no database, no layout.

A part says what is meant, not how it looks. Words stand in the document's language and are ready to print; a
number that comes from records is a `Number`, which carries the code and the address of its figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# ------------------------------------------------------------------ within a line


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    tone: str = ""
    """"" as the text around it, "strong", or "quiet" for what stands beside the matter."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words, or the place where they stand, in the language they were written in."""

    text: str
    language: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A computed value with the door to its records. `marks` are words every reader must see beside it."""

    value: str
    code: str
    address: str
    url: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Break:
    """What follows stands on a line of its own."""


@dataclass(frozen=True, slots=True)
class State:
    """How a promise stands: the standing gives shape and colour, the word says it."""

    standing: str
    word: str


Inline = Text | Quote | Number | State | Break
Phrase = tuple[Inline, ...]


def plain(text: str) -> Phrase:
    return (Text(text),) if text else ()


def quiet(text: str) -> Phrase:
    return (Text(text, "quiet"),) if text else ()


def strong(text: str) -> Phrase:
    return (Text(text, "strong"),) if text else ()


# ------------------------------------------------------------------ blocks


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section: level 2 opens a part of it, level 3 a part of that."""

    text: str
    level: int = 2
    opens_page: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """Where each section stands."""

    title: str


@dataclass(frozen=True, slots=True)
class Lede:
    """The one paragraph that says the matter first."""

    content: Phrase


@dataclass(frozen=True, slots=True)
class Paragraph:
    content: Phrase


@dataclass(frozen=True, slots=True)
class Note:
    """How something was read, counted or left out: small, directly below what it speaks of."""

    content: Phrase


@dataclass(frozen=True, slots=True)
class Aside:
    """A warning to the reader: two places disagree, rows do not add up. The first words are its point."""

    point: str
    content: Phrase


@dataclass(frozen=True, slots=True)
class Points:
    items: tuple[Phrase, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list with rules: a title, what it says, and what stands quietly beside it."""

    title: str
    paragraphs: tuple[Phrase, ...]
    beside: tuple[Phrase, ...] = ()
    points: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Entries:
    """A list with rules. Wide: titles that are whole sentences stand above their paragraphs, not beside."""

    entries: tuple[Entry, ...]
    numbered: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A titled list of lines; an empty one says in `empty` that nothing was said. `share` is its part of the
    width where boxes stand side by side."""

    title: str
    lines: tuple[Phrase, ...]
    empty: str = ""
    share: int = 1


@dataclass(frozen=True, slots=True)
class Columns:
    """Boxes side by side, to be compared."""

    boxes: tuple[Box, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `numeric` ones stand on the right; `share` is its part of the width."""

    title: str
    share: int = 1
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of a table under a title of their own; without a title they just follow."""

    title: str
    rows: tuple[tuple[Phrase, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    columns: tuple[Column, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise as a bar: hollow what was promised, solid what the records say. Values as plain digits."""

    name: str
    actual: Number
    promised: str
    state: State
    value: str
    whole: str


@dataclass(frozen=True, slots=True)
class Promises:
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months of a strip by index, both included; an end that nobody stated is open."""

    first: int
    last: int
    opens: bool
    closes: bool


@dataclass(frozen=True, slots=True)
class StripRow:
    """A line of a roadmap: stretches, or a milestone by planned and reached month; and the same in words."""

    title: str
    words: Phrase
    stretches: tuple[Stretch, ...] = ()
    planned: int | None = None
    reached: int | None = None
    blank: str = ""
    """What to print in place of the drawing where nothing can be drawn."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year over a strip, from the index of its first month."""

    label: str
    first: int


@dataclass(frozen=True, slots=True)
class Strip:
    """A roadmap over months. `months` are their initials."""

    titles: tuple[str, str, str]
    years: tuple[Year, ...]
    months: tuple[str, ...]
    rows: tuple[StripRow, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a line: its year as label, days from the first one, and the value as plain digits."""

    label: str
    day: int
    value: str
    number: Number
    joined: bool
    """Whether the line to here from the point before is whole: only between points that follow each other.
    Otherwise it is dotted, as on the site."""


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values over time, from zero. The table with the same numbers stands below it."""

    finding: Phrase
    measure: Phrase
    points: tuple[Point, ...]
    grid: tuple[tuple[str, str], ...]
    """Lines across: plain digits and the label."""


@dataclass(frozen=True, slots=True)
class Charter:
    """The one-page charter of an initiative: facts on top, three columns of boxes, how its promises stand."""

    title: str
    facts: tuple[Box, ...]
    columns: tuple[tuple[Box, ...], ...]
    standing: str
    promises: Table
    note: Phrase


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """A figure as an auditor needs it."""

    number: Number
    name: str
    period: str
    records: str
    digest: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every figure of the document, in the order of codes. Column titles: figure, period, value, records."""

    titles: tuple[str, str, str, str]
    entries: tuple[LedgerEntry, ...]


Block = (
    Heading
    | Contents
    | Lede
    | Paragraph
    | Note
    | Aside
    | Points
    | Entries
    | Columns
    | Table
    | Promises
    | Strip
    | LineChart
    | Charter
    | Ledger
)

# ------------------------------------------------------------------ the whole


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the document: `kicker` says which one, the title what it is about."""

    title: str
    blocks: tuple[Block, ...]
    kicker: str = ""


@dataclass(frozen=True, slots=True)
class Ruler:
    """The programme's months: how many, how many have begun, and which begin a year."""

    months: int
    begun: int
    januaries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TallyRow:
    state: State
    count: int


@dataclass(frozen=True, slots=True)
class Cover:
    city: str
    product: str
    title: str
    finding: str
    tally: tuple[TallyRow, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The deliverable in one language. `sealed_at` is its only time: nothing in it comes from a clock."""

    language: str
    title: str
    author: str
    footer: str
    sealed_at: datetime
    ruler: Ruler
    cover: Cover
    sections: tuple[Section, ...]
