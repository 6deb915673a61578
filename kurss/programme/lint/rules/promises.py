"""Rules about baselines and targets."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_indicator, rule
from kurss.programme.lint.view import ProgrammeView, TargetRow
from kurss.programme.report_places import LATVIAN, place_in
from kurss.programme.severity import Severity

CPR = "Regulation (EU) 2021/1060, Art. 16"
WANTED = ("midway", "final", "later")


def _wanted(view: ProgrammeView, indicator: str) -> list[TargetRow]:
    return [row for row in view.targets_of.get(indicator, []) if row.kind in WANTED]


def _baselines(view: ProgrammeView, indicator: str) -> list[TargetRow]:
    return [row for row in view.targets_of.get(indicator, []) if row.kind == "baseline"]


def _told(*rows: TargetRow) -> dict[str, str]:
    """Each promise with its value, its time and its place."""
    return listed(
        (_words(row, "bez datuma", place_in(row.place, LATVIAN).text), _words(row, "no date", row.place))
        for row in rows
    )


def _words(row: TargetRow, undated: str, place: str) -> str:
    value = "100 %" if row.value is None else f"{row.value.normalize():f}"
    return f"{value}, {row.period_key or row.due_on or undated} ({place})"


@rule(
    "promise-two-values",
    Severity.ERROR,
    title=_("One promise has two values"),
    why=_("The city will be held to the one, and will measure itself by the other."),
    remedy=_("Withdraw the one that does not hold, with the reason."),
    blocks=True,
)
def promise_two_values(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        for _key, family in _same_time(_wanted(view, row.key)):
            if len({(one.value, one.comparison == "all") for one in family}) > 1:
                yield Hit(of_indicator(row), **_told(*family))


def _same_time(rows: list[TargetRow]) -> Iterator[tuple[object, list[TargetRow]]]:
    """Promises of one kind, of one part, for one time."""

    def key(one: TargetRow) -> tuple[str, str, str]:
        return one.kind, one.cell, one.period_key or str(one.due_on)

    for at, family in groupby(sorted(rows, key=key), key=key):
        yield at, list(family)


@rule(
    "promise-two-dates",
    Severity.ERROR,
    title=_("One promise has two dates, or a date in one place and none in another"),
    why=_("By the one date it is broken, by the other it is not yet due."),
    remedy=_("Withdraw the wording that does not hold, with the reason."),
    source=CPR,
)
def promise_two_dates(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        by_value: dict[tuple[Decimal | None, str, str], list[TargetRow]] = {}
        for one in _wanted(view, row.key):
            by_value.setdefault((one.value, one.kind, one.cell), []).append(one)
        for family in by_value.values():
            # The same value for several periods is a promise for each of them, and no contradiction.
            undated = sum(one.day is None for one in family)
            days = {one.due_on for one in family if one.due_on is not None}
            if 0 < undated < len(family) or len(days) > 1:
                yield Hit(of_indicator(row), **_told(*family))


@rule(
    "target-missing",
    Severity.ERROR,
    title=_("The indicator has no target"),
    why=_("Any value of it can be called a success."),
    remedy=_("Write down the value to reach and its date, with where it was promised."),
    source=CPR,
)
def target_missing(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        if row.level != "context" and not _wanted(view, row.key):
            yield Hit(of_indicator(row))


@rule(
    "target-without-date",
    Severity.ERROR,
    title=_("A target has no date"),
    why=_("Without a date a target is neither kept nor broken."),
    remedy=_("Say for which period or by which day it is promised."),
    source=CPR,
)
def target_without_date(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        open_ = [one for one in _wanted(view, row.key) if one.day is None]
        if open_:
            yield Hit(of_indicator(row), **_told(*open_))


@rule(
    "baseline-missing",
    Severity.ERROR,
    title=_("The indicator has no baseline"),
    why=_("Nobody can tell a change from what was there before."),
    remedy=_("Write down the value before the programme, with its date and its source."),
    source=CPR,
)
def baseline_missing(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        if row.level != "context" and not _baselines(view, row.key):
            yield Hit(of_indicator(row))


@rule(
    "target-before-baseline",
    Severity.ERROR,
    title=_("A target is due before its baseline"),
    why=_("Progress would run backwards in time."),
    remedy=_("Correct the date of the one or the other."),
    blocks=True,
)
def target_before_baseline(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        days = [one.day for one in _baselines(view, row.key) if one.day is not None]
        early = [one for one in _wanted(view, row.key) if one.day and days and one.day < min(days)]
        if early:
            yield Hit(of_indicator(row), **_told(*_baselines(view, row.key), *early))


@rule(
    "target-in-the-wrong-direction",
    Severity.ERROR,
    title=_("A target is on the wrong side of its baseline"),
    why=_("Reaching it would mean going back."),
    remedy=_("Correct the value, or the direction in which the indicator is better."),
    blocks=True,
)
def target_in_the_wrong_direction(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        base = next((one for one in _baselines(view, row.key) if not one.cell), None)
        if base is None or base.value is None or row.direction == "level":
            continue
        wrong = [
            one
            for one in _wanted(view, row.key)
            if one.value is not None
            and not one.cell
            and (one.value < base.value if row.direction == "up" else one.value > base.value)
        ]
        if wrong:
            yield Hit(of_indicator(row), **_told(base, *wrong))


@rule(
    "target-over-unproven",
    Severity.WARNING,
    title=_("The day of a target is over and no figure shows whether it was kept"),
    why=_("A promise that nobody settles counts as broken."),
    remedy=_("Compute and release the figure, or say why it is not counted."),
)
def target_over_unproven(view: ProgrammeView) -> Iterator[Hit]:
    for row in view.indicators:
        over = [one for one in _wanted(view, row.key) if one.day is not None and one.day < view.on]
        if over and row.key not in view.released_of:
            yield Hit(of_indicator(row), **_told(*over))
