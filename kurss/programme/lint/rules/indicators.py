"""Rules about indicators and what they measure."""

from collections.abc import Iterator
from textwrap import shorten

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import (
    Hit,
    listed,
    of_indicator,
    of_initiative,
    of_programme,
    placed,
    rule,
    same,
)
from kurss.programme.lint.view import IndicatorRow, MeasureRow, ProgrammeView
from kurss.programme.prose.quantities import quantities_in
from kurss.programme.prose.vocabulary import FUTURE
from kurss.programme.prose.words import same_words
from kurss.programme.severity import Severity

DAC = "OECD/DAC, Glossary of Key Terms in Evaluation and Results Based Management (2002)"
CPR = "Regulation (EU) 2021/1060, Art. 16"

SHARES = ("share", "state_share", "ratio", "gap")
"""Units of count that know what they are a part of."""

SHEET = {
    "definition_en": ("definīcija", "definition"),
    "source_en": ("avots", "source"),
    "method_en": ("metode", "method"),
    "frequency_en": ("biežums", "frequency"),
    "owner_en": ("atbildīgais", "owner"),
}


def _short(text: str | None, text_en: str) -> dict[str, str]:
    """The beginning of what was said, in both languages."""
    own, english = (shorten(one, 160, placeholder=" …") for one in (text or text_en, text_en))
    return {"detail": own, "detail_en": english}


def _has(view: ProgrammeView, initiative: str, column: str) -> bool:
    return any(row.column == column for row in view.measures_of.get(initiative, []))


def _by_key(view: ProgrammeView) -> dict[str, IndicatorRow]:
    return {row.key: row for row in view.indicators}


@rule(
    "indicator-undefined",
    Severity.ERROR,
    title=_("The indicator has no definition that can be computed"),
    why=_("Its figure would be typed by somebody, and nobody could count it again."),
    remedy=_("Compose its definition: which records count, in which period."),
    source=DAC,
)
def indicator_undefined(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        if row.key not in view.version_of:
            yield Hit(of_indicator(row))


@rule(
    "outcome-is-output",
    Severity.ERROR,
    title=_("One indicator is an output and an outcome of the same initiative"),
    why=_("What was made is taken for what it changed: the initiative proves itself by its own purchase."),
    remedy=_("Choose another indicator for the outcome: what changes for people because of the output."),
    source=DAC,
)
def outcome_is_output(view: ProgrammeView) -> Iterator[Hit]:
    indicators = _by_key(view)
    for initiative in view.initiatives:
        rows = view.measures_of.get(initiative.key, [])
        outputs = [row for row in rows if row.column == "output"]
        for row in rows:
            if row.column == "outcome" and any(_repeats(row, other) for other in outputs):
                yield Hit(of_indicator(indicators[row.indicator]), **listed([(row.text, row.text_en)]))


def _repeats(row: MeasureRow, other: MeasureRow) -> bool:
    return row.indicator == other.indicator or same_words(row.text_en, other.text_en)


@rule(
    "share-without-whole",
    Severity.ERROR,
    title=_("A share is counted without its whole"),
    why=_("A per cent of nothing in particular grows when the whole shrinks, and nobody sees it."),
    remedy=_("Define it as a share or a ratio, with the whole that it is a part of."),
    blocks=True,
)
def share_without_whole(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        version = view.version_of.get(row.key)
        if version is not None and "%" in row.unit_en and version.counts not in SHARES:
            yield Hit(of_indicator(row), **same(f"{row.unit_en}: {version.counts}"))


@rule(
    "statements-contradict",
    Severity.ERROR,
    title=_("Two places state two values of the indicator for one period"),
    why=_("One of them is wrong, and a reader of the report cannot tell which."),
    remedy=_("Have the report corrected, and enter what was said in error as such."),
)
def statements_contradict(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        said: dict[tuple[str, str], dict[object, str]] = {}
        for one in view.statements_of.get(row.key, []):
            if one.value is not None and one.period_key:
                said.setdefault((one.period_key, one.unit), {})[one.value.normalize()] = one.place
        for (period, _unit), values in said.items():
            if len(values) > 1:
                yield Hit(of_indicator(row), **_said_twice(period, values))


@rule(
    "outputs-missing",
    Severity.ERROR,
    title=_("The initiative has no output that is measured"),
    why=_("Nobody can tell whether it was delivered."),
    remedy=_("Place an indicator of what it makes in the column of outputs."),
    source=DAC,
)
def outputs_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        if not _has(view, initiative.key, "output"):
            yield Hit(of_initiative(initiative))


@rule(
    "outcomes-missing",
    Severity.ERROR,
    title=_("The initiative has no outcome that is measured"),
    why=_("It can be delivered in full and change nothing."),
    remedy=_("Place an indicator of what changes for people in the column of outcomes."),
    source=DAC,
)
def outcomes_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        if not _has(view, initiative.key, "outcome"):
            yield Hit(of_initiative(initiative))


@rule(
    "progress-without-number",
    Severity.ERROR,
    title=_("The final result of the indicator is told without a number"),
    why=_("It cannot be compared with what was promised."),
    remedy=_("Give the value that was reached, with its date and its source."),
)
def progress_without_number(view: ProgrammeView) -> Iterator[Hit]:
    indicators = _by_key(view)
    for row in view.measures:
        if row.final_en is not None and not quantities_in(row.final_en):
            yield Hit(of_indicator(indicators[row.indicator]), **_short(row.final, row.final_en))


@rule(
    "start-without-number",
    Severity.WARNING,
    title=_("Where the indicator started is told without a number"),
    why=_("Nobody can tell a change from what was there before."),
    remedy=_("Give the value before the programme, with its date and its source."),
    source=CPR,
)
def start_without_number(view: ProgrammeView) -> Iterator[Hit]:
    indicators = _by_key(view)
    for row in view.measures:
        if row.started_en is not None and not quantities_in(row.started_en):
            yield Hit(of_indicator(indicators[row.indicator]), **_short(row.started, row.started_en))


@rule(
    "result-in-the-future",
    Severity.WARNING,
    title=_("The final result speaks of what will be"),
    why=_("A promise is read as something that was reached."),
    remedy=_("Report what was reached, and enter the rest as a target."),
)
def result_in_the_future(view: ProgrammeView) -> Iterator[Hit]:
    indicators = _by_key(view)
    for row in view.measures:
        if row.final_en is not None and FUTURE.search(row.final_en.casefold()):
            yield Hit(of_indicator(indicators[row.indicator]), **_short(row.final, row.final_en))


@rule(
    "level-differs-from-column",
    Severity.WARNING,
    title=_("The indicator stands in another column than its level says"),
    why=_("The overview and the dictionary then tell two stories."),
    remedy=_("Change its level or move it to the other column."),
)
def level_differs_from_column(view: ProgrammeView) -> Iterator[Hit]:
    indicators = _by_key(view)
    for row in view.measures:
        level = indicators[row.indicator].level
        if level in ("output", "outcome") and row.column in ("output", "outcome") and level != row.column:
            yield Hit(of_indicator(indicators[row.indicator]), **same(f"{level} ≠ {row.column}"))


@rule(
    "sheet-incomplete",
    Severity.WARNING,
    title=_("The reference sheet of the indicator has gaps"),
    why=_("Whoever counts it next year will count it in another way."),
    remedy=_("Fill the definition, source, method, frequency and owner."),
)
def sheet_incomplete(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        version = view.version_of.get(row.key)
        if version is not None:
            empty = [names for field, names in SHEET.items() if not getattr(version, field).strip()]
            if empty:
                yield Hit(of_indicator(row), **listed(empty))


@rule(
    "never-released",
    Severity.WARNING,
    title=_("The programme is over and no figure of the indicator was released"),
    why=_("What it reached stands on nobody's word."),
    remedy=_("Compute and release it, or say why it is not counted."),
)
def never_released(view: ProgrammeView) -> Iterator[Hit]:
    if not view.is_over:
        return
    for row in view.indicators:
        if row.key in view.version_of and row.key not in view.released_of:
            yield Hit(of_indicator(row))


@rule(
    "programme-without-indicators",
    Severity.ERROR,
    title=_("The programme is measured by no indicator"),
    why=_("It cannot fail, and therefore cannot succeed."),
    remedy=_("Place the indicators of each initiative in its columns."),
    source=DAC,
)
def programme_without_indicators(view: ProgrammeView) -> Iterator[Hit]:
    if not view.measures:
        yield Hit(of_programme(view))


def _said_twice(period: str, values: dict[object, str]) -> dict[str, str]:
    return placed(
        lambda told: (
            f"{period}: " + "; ".join(f"{value:f} ({told(place)})" for value, place in values.items())
        )
    )
