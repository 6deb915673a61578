"""Rules about indicators: a number, where it began, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, at, at_row, rule
from kurss.programme.prose.periods import FREQUENCY
from kurss.programme.prose.quantities import quantities_in
from kurss.programme.prose.reading import Reading, kind_of
from kurss.programme.prose.structure import Block, Kind, Row
from kurss.programme.prose.vocabulary import (
    BASELINE,
    DISAGGREGATED,
    FUTURE,
    KPI,
    MIDWAY,
    OUTCOME,
    PROGRESS,
    RESULT,
    SUCCESS,
    TARGET,
)
from kurss.programme.prose.words import same_words
from kurss.programme.severity import Severity

DAC = "OECD/DAC, Glossary of Key Terms in Evaluation and Results Based Management (2002)"
CPR = "Regulation (EU) 2021/1060, Art. 16"

_ENTRY = re.compile(r"^(kpi|indicator|rādītājs)\s*\d+", re.I)
_NO_CLAIM = re.compile(r"\b(factors?|criteria|define\w*|measur\w*|faktor\w*|kritērij\w*)\b", re.I)
_UNIVERSAL = re.compile(r"\b(all|every|each|none|no|visi|visas|katr\w+)\b", re.I)


def _has_number(text: str) -> bool:
    return bool(quantities_in(text))


@rule(
    "kpi-without-number",
    Severity.ERROR,
    title=_("An indicator has no number at all"),
    why=_("What has no number cannot be compared with anything: nobody can tell whether it was reached."),
    remedy=_("Give a baseline, a target and a result in one unit, or do not call it an indicator."),
    source=DAC,
)
def kpi_without_number(reading: Reading) -> Iterator[Found]:
    for row in reading.rows:
        if _ENTRY.match(row.name) and not any(_has_number(cell) for cell in row.cells[1:]):
            yield Found((at_row(row),))


@rule(
    "kpi-section-without-number",
    Severity.ERROR,
    title=_("A section on indicators holds no number"),
    why=_("It promises a measure and gives a wish."),
    remedy=_("Write each line as an indicator: what is counted, from which value, to which value, by when."),
    source=DAC,
)
def kpi_section_without_number(reading: Reading) -> Iterator[Found]:
    for heading in reading.headings:
        if not KPI.search(heading.text.casefold()):
            continue
        inside = [block for block in reading.under(heading) if len(block.text.split()) > 4]
        if inside and not any(_has_number(block.text) for block in inside):
            yield Found((at(heading), *(at(block) for block in inside[:3])))


@rule(
    "baseline-missing",
    Severity.ERROR,
    title=_("Indicators do not say where they started"),
    why=_("Without a baseline nobody can tell a change from what was there before."),
    remedy=_("State the value before the programme, with its date and its source."),
    source=CPR,
)
def baseline_missing(reading: Reading) -> Iterator[Found]:
    for table in reading.tables:
        column = _column(table[0].heads, BASELINE)
        if column is None:
            continue
        # The row of heads may lack the head over the names, so cells are counted from the right.
        empty = [row for row in table if not _has_number(_cell(row, column))]
        if empty:
            yield Found(tuple(at_row(row, f"{row.name}: {_cell(row, column)}") for row in empty))


def _column(heads: tuple[str, ...], words: re.Pattern[str]) -> int | None:
    return next((index for index, head in enumerate(heads) if words.search(head.casefold())), None)


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


@rule(
    "output-as-outcome",
    Severity.ERROR,
    title=_("An output is repeated as the outcome"),
    why=_("What was made says nothing of what it changed: the outcome is then proved by the purchase."),
    remedy=_("Name what changes for people because of the output, and how that is measured."),
    source=DAC,
)
def output_as_outcome(reading: Reading) -> Iterator[Found]:
    outputs = [block for block in reading.texts if kind_of(block) == "output"]
    outcomes = [block for block in reading.texts if kind_of(block) == "outcome"]
    told: set[str] = set()
    for outcome in outcomes:
        for output in outputs:
            if _of_one_thing(output, outcome) and same_words(output.text, outcome.text):
                if outcome.text.casefold() not in told:
                    told.add(outcome.text.casefold())
                    heads = (_named(output), _named(outcome))
                    yield Found(
                        (at(output, f"{heads[0]}: {output.text}"), at(outcome, f"{heads[1]}: {outcome.text}"))
                    )
                break


def _of_one_thing(first: Block, second: Block) -> bool:
    if first.row is not None and second.row is not None:
        return (
            first.row is second.row
            or first.row.name == second.row.name
            or first.row.table == second.row.table
        )
    return first.row is None and second.row is None


def _named(block: Block) -> str:
    return block.label or block.lead or block.column or block.spot.section


@rule(
    "result-in-the-future",
    Severity.ERROR,
    title=_("A result is told in the future"),
    why=_("What will happen is a promise; under “results” it is taken for something that was reached."),
    remedy=_("Report what was reached by the day of the report, and move the rest to the targets."),
)
def result_in_the_future(reading: Reading) -> Iterator[Found]:
    for block in reading.texts:
        if block.row is None or not RESULT.search(block.column.casefold()):
            continue
        if TARGET.search(block.column.casefold()) or OUTCOME.search(block.column.casefold()):
            continue
        if re.search(r"\bexpected\b|\bplanned\b|plānot", block.column.casefold()):
            continue
        for sentence in block.sentences:
            if FUTURE.search(sentence.casefold()):
                yield Found((at(block, f"{block.column}: {sentence}"),))


@rule(
    "progress-without-result",
    Severity.ERROR,
    title=_("A section on progress reports no result"),
    why=_("It repeats what was wanted; how far the city came stands nowhere in it."),
    remedy=_("Add the value reached, with its date, beside each target."),
)
def progress_without_result(reading: Reading) -> Iterator[Found]:
    for heading in reading.headings:
        if not (PROGRESS.search(heading.text.casefold()) and KPI.search(heading.text.casefold())):
            continue
        inside = reading.under(heading)
        heads = {block.row.heads for block in inside if block.row is not None}
        if not heads:
            continue
        named = " ".join(head for each in heads for head in each).casefold()
        if not (RESULT.search(named) or MIDWAY.search(named) or "status" in named or "202" in named):
            table = next(block for block in inside if block.row is not None)
            assert table.row is not None
            yield Found((at(heading), at(table, " | ".join(table.row.heads))))


def claims_success(title: str) -> bool:
    """Whether a title stands over what was achieved, and not over what success would be."""
    return bool(SUCCESS.search(title.casefold())) and not _NO_CLAIM.search(title)


@rule(
    "success-without-figure",
    Severity.ERROR,
    title=_("Successes are claimed without a figure"),
    why=_("A success that nothing measures is an opinion; an auditor strikes it out."),
    remedy=_("Put beside each success the figure that shows it, or say that it is not measured."),
)
def success_without_figure(reading: Reading) -> Iterator[Found]:
    by_head: dict[tuple[str, str], list[Block]] = {}
    for block in reading.texts:
        if block.kind is Kind.ITEM and claims_success(block.spot.section):
            by_head.setdefault((block.spot.part, block.spot.section), []).append(block)
    for items in by_head.values():
        bare = [block for block in items if not _has_number(block.text)]
        if (len(bare) == len(items) and len(items) > 1) or len(bare) >= 3:
            yield Found(tuple(at(block) for block in bare))


@rule(
    "breakdown-not-given",
    Severity.WARNING,
    title=_("A number is said to be broken down and is not"),
    why=_("Gaps between groups stay unseen, though the report says that they are measured."),
    remedy=_("Give the number for each group, with those of unknown group as one."),
)
def breakdown_not_given(reading: Reading) -> Iterator[Found]:
    for block in reading.texts:
        for sentence in block.sentences:
            if DISAGGREGATED.search(sentence.casefold()) and len(quantities_in(sentence)) == 1:
                yield Found((at(block, sentence),))


@rule(
    "outcome-without-value",
    Severity.WARNING,
    title=_("An outcome is named and given no value to reach"),
    why=_("It names what would be measured and leaves open how much of it is success."),
    remedy=_("Set the value to reach and the day, beside the value of today."),
    source=CPR,
)
def outcome_without_value(reading: Reading) -> Iterator[Found]:
    by_row: dict[int, list[Block]] = {}
    for block in reading.texts:
        if (
            block.row is not None
            and KPI.search(block.spot.section.casefold())
            and OUTCOME.search(block.column.casefold())
        ):
            by_row.setdefault(id(block.row), []).append(block)
    for blocks in by_row.values():
        text = " ".join(block.text for block in blocks)
        if not (_has_number(text) or _UNIVERSAL.search(text) or FREQUENCY.search(text)):
            yield Found(tuple(at(block) for block in blocks))


@rule(
    "target-without-number",
    Severity.WARNING,
    title=_("Targets name no number"),
    why=_("“Developing” and “maintaining” can be said of any result; none can fail."),
    remedy=_("Say what will be counted and the value to reach."),
    source=CPR,
)
def target_without_number(reading: Reading) -> Iterator[Found]:
    for table in reading.tables:
        first = table[0]
        heads = " ".join(first.heads).casefold()
        wants = TARGET.search(first.spot.section.casefold()) or TARGET.search(heads)
        if not wants or PROGRESS.search(first.spot.section.casefold()):
            continue
        column = _column(first.heads, TARGET)
        bare = [row for row in table if not _has_measure(_wanted(row, column))]
        if bare:
            yield Found(tuple(at_row(row, f"{row.name}: {_wanted(row, column)}") for row in bare))


def _wanted(row: Row, column: int | None) -> str:
    """The cell of the target, or all that stands beside the name where no column is headed so."""
    return " | ".join(row.cells[1:]) if column is None else _cell(row, column)


def _has_measure(text: str) -> bool:
    """A quantity, a speed or size such as 100 Gbps, or a claim about all of something."""
    return _has_number(text) or bool(re.search(r"\d+\s?[A-Za-z]", text)) or bool(_UNIVERSAL.search(text))
