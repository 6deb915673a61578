"""What a report states: its stages with their dates, its promises, and what every number counts. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kurss.programme.prose.files import Line
from kurss.programme.prose.periods import Horizon, Period, horizons_in, months_said, periods_in
from kurss.programme.prose.quantities import Quantity, quantities_in
from kurss.programme.prose.structure import Block, Kind, Report, Row, structured
from kurss.programme.prose.vocabulary import (
    AT_LEAST,
    BASELINE,
    FRAME,
    FUTURE,
    KPI,
    MIDWAY,
    OUTCOME,
    OUTPUT,
    PAST,
    RESULT,
    STAGE_WORD,
    TARGET,
    TIMING,
)
from kurss.programme.prose.words import content, stem

_WANTED = re.compile(r"\b(?:expected|planned|intended|sagaidām\w*|plānot\w*)\b")
_FRAME = frozenset(stem(word) for word in FRAME)
_STAGE_TABLE = re.compile(r"\b(stage|phase|step|posms|fāze)\b", re.I)


@dataclass(frozen=True, slots=True)
class StageDate:
    """When a stage, or a section about one, runs, as one place says."""

    numbers: frozenset[int]
    words: frozenset[str]
    name: str
    period: Period
    months: int | None
    block: Block
    is_part: bool


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with a number: what it counts, of what, until when, and in which column it stands."""

    text: str
    block: Block
    quantity: Quantity
    horizons: tuple[Horizon, ...]
    subject: tuple[str, ...]

    @property
    def owner(self) -> str:
        """Whose it is: the name of its row where that is a name, otherwise the section."""
        row = self.block.row
        return row.name if row is not None and len(row.name.split()) <= 10 else self.block.spot.section

    @property
    def deadline(self) -> Horizon | None:
        return next((one for one in self.horizons if one.kind in ("deadline", "span")), None)

    @property
    def is_result(self) -> bool:
        heads = _own_heads(self.block)
        wanted = TARGET.search(heads) or _WANTED.search(heads) or FUTURE.search(self.text.casefold())
        return bool(RESULT.search(heads)) and not wanted

    @property
    def is_promise(self) -> bool:
        """Said to be at least or at most so much, or standing in a column of outputs, outcomes or targets."""
        if not (self.quantity.noun or self.subject):
            return False
        if self.quantity.money or self.is_result or BASELINE.search(_own_heads(self.block)):
            return False
        if self.quantity.at_least and not PAST.search(self.text.casefold()):
            return True
        heads = _own_heads(self.block)
        kinds = (OUTPUT, OUTCOME, TARGET, _WANTED)
        return any(kind.search(heads) for kind in kinds) or bool(KPI.match(self.text.casefold()))


def _own_heads(block: Block) -> str:
    """The nearest words above a block that say what kind of thing it is: label, lead, column or section."""
    for word in (block.label, block.lead, block.column, block.spot.section):
        if word and any(
            p.search(word.casefold()) for p in (OUTPUT, OUTCOME, TARGET, RESULT, BASELINE, MIDWAY)
        ):
            return word.casefold()
    return ""


def kind_of(block: Block) -> str:
    """`output` or `outcome` by the nearest head that says one of the two and not both; otherwise empty."""
    for word in (block.label, block.lead, block.column, block.spot.section):
        low = word.casefold()
        output, outcome = bool(OUTPUT.search(low)), bool(OUTCOME.search(low))
        if output != outcome:
            return "output" if output else "outcome"
        if output and outcome:
            return ""
    return ""


class Reading:
    """A report as its rules see it. Everything is worked out once, when a rule first asks."""

    def __init__(self, report: Report) -> None:
        self.report = report

    @classmethod
    def of(cls, lines: tuple[Line, ...]) -> Reading:
        return cls(structured(lines))

    @property
    def blocks(self) -> tuple[Block, ...]:
        return self.report.blocks

    @property
    def texts(self) -> tuple[Block, ...]:
        return self.report.texts

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.report.rows

    @cached_property
    def tables(self) -> tuple[tuple[Row, ...], ...]:
        """The rows of each table, in order."""
        by_table: dict[int, list[Row]] = {}
        for row in self.rows:
            by_table.setdefault(row.table, []).append(row)
        return tuple(tuple(rows) for rows in by_table.values())

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(_statements(self.texts, self._timing_of_table))

    @cached_property
    def _timing_of_table(self) -> dict[int, tuple[Horizon, ...]]:
        """A deadline that a table gives for all that stands in it: "Completed by the end of 2021." """
        found: dict[int, tuple[Horizon, ...]] = {}
        for block in self.texts:
            if (
                block.row is not None
                and TIMING.search(block.label.casefold())
                and len(block.text.split()) <= 7
            ):
                found[block.row.table] = tuple(h for h in horizons_in(block.text) if h.kind == "deadline")
        return found

    @cached_property
    def stages(self) -> tuple[StageDate, ...]:
        return tuple(_stages(self.blocks, self.rows))

    def under(self, heading: Block) -> tuple[Block, ...]:
        """The blocks from a heading to the next."""
        after = self.blocks[heading.order + 1 :]
        end = next((index for index, block in enumerate(after) if block.kind is Kind.HEADING), len(after))
        return after[:end]

    @cached_property
    def headings(self) -> tuple[Block, ...]:
        return tuple(block for block in self.blocks if block.kind is Kind.HEADING)


def _statements(texts: tuple[Block, ...], timing: dict[int, tuple[Horizon, ...]]) -> Iterator[Statement]:
    for block in texts:
        above = horizons_in(" . ".join((block.label, block.lead, block.column, block.spot.section)))
        of_table = timing.get(block.row.table, ()) if block.row is not None else ()
        for sentence in block.sentences:
            found = quantities_in(sentence)
            if not found:
                continue
            own = horizons_in(sentence)
            subject = tuple(word for word in content(_bare(sentence, own)) if word not in _FRAME)
            for quantity in found:
                yield Statement(sentence, block, quantity, own or above or of_table, subject)


def _bare(sentence: str, horizons: tuple[Horizon, ...]) -> str:
    """The sentence without when and how much: what is left is what is promised."""
    low = sentence
    for horizon in horizons:
        low = low.replace(horizon.raw, " ")
    return AT_LEAST.sub(" ", re.sub(r"\([^)]*\)", " ", low.casefold()))


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(number) for number in re.findall(r"\d+", text))


def _stage_words(title: str) -> frozenset[str]:
    name = title.rpartition(":")[2] if ":" in title else title
    for period in periods_in(name):
        name = name.replace(period.raw, " ")
    drop = {"stage", "phas", "phase", "section", "part", "step", "transformation", "transform"}
    return frozenset(word for word in content(name) if word not in drop)


def _stages(blocks: tuple[Block, ...], rows: tuple[Row, ...]) -> Iterator[StageDate]:
    for block in blocks:
        if block.row is None:
            yield from _stage_of_block(block, blocks)
    for row in rows:
        heads = " ".join(row.heads)
        if not _STAGE_TABLE.search(heads):
            continue
        periods = [period for cell in row.cells[1:] for period in periods_in(cell)]
        first = next((one for one in blocks if one.row is row), None)
        if periods and first is not None:
            yield StageDate(
                _numbers(row.name), _stage_words(row.name), row.name, periods[0],
                months_said(" ".join(row.cells)), first, False,
            )  # fmt: skip


def _stage_of_block(block: Block, blocks: tuple[Block, ...]) -> Iterator[StageDate]:
    periods = periods_in(block.text)
    if not periods:
        return
    named = STAGE_WORD.search(block.text.casefold())
    if named and len(block.text.split()) <= 40:
        title = block.text[: block.text.find(periods[0].raw)]
        words = _stage_words(title) if block.kind is Kind.HEADING or ":" in title else frozenset()
        yield StageDate(
            _numbers(named.group(2)),
            words,
            block.text[slice(*named.span())],
            periods[0],
            months_said(block.text),
            block,
            False,
        )
        return
    if block.kind is Kind.HEADING:
        if block.number:
            yield StageDate(
                _numbers(block.number), _stage_words(block.text), block.text, periods[0],
                months_said(block.text), block, False,
            )  # fmt: skip
        return
    if len(block.text.split()) > 12:
        return
    # A period by itself, right under a title: the title within three blocks above that bears a number.
    for above in reversed(blocks[max(0, block.order - 3) : block.order]):
        if above.kind is Kind.HEADING and above.number:
            yield StageDate(
                _numbers(above.number), _stage_words(above.text), above.text, periods[0],
                months_said(block.text), block, bool(above.spot.part) and above.spot.part.endswith(above.text),
            )  # fmt: skip
            return
        if above.kind is not Kind.HEADING:
            return
