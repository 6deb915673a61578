"""Rules about the review: successes, obstacles, lessons, and what the city commits to."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_review, rule
from kurss.programme.lint.view import FutureTargetRow, ProgrammeView, SaidRow
from kurss.programme.prose.periods import has_any_time
from kurss.programme.prose.quantities import quantities_in
from kurss.programme.severity import Severity

_SIZE = re.compile(r"\d+\s?[A-Za-z%]")


def _measured(text: str) -> bool:
    """A quantity, or a size such as 100 Gbps."""
    return bool(quantities_in(text)) or bool(_SIZE.search(text))


def _told(rows: list[SaidRow] | list[FutureTargetRow]) -> dict[str, str]:
    return listed((row.text, row.text_en) for row in rows)


def _of_kind(rows: tuple[SaidRow, ...], kind: str) -> list[SaidRow]:
    return [row for row in rows if row.kind == kind]


@rule(
    "review-missing",
    Severity.ERROR,
    title=_("The programme is over and was not reviewed"),
    why=_("What it learned is lost with the people who leave."),
    remedy=_("Hold the review: successes with their figures, obstacles, lessons, commitments."),
)
def review_missing(view: ProgrammeView) -> Iterator[Hit]:
    if view.is_over and not view.review_notes:
        yield Hit(of_review(view))


@rule(
    "success-without-figure",
    Severity.ERROR,
    title=_("Successes are claimed without a figure"),
    why=_("A success that nothing measures is an opinion; an auditor strikes it out."),
    remedy=_("Put beside each success the figure that shows it, or say that it is not measured."),
)
def success_without_figure(view: ProgrammeView) -> Iterator[Hit]:
    cited = {note for note, _commitment in view.citations}
    successes = _of_kind(view.review_notes, "success")
    bare = [row for row in successes if row.pk not in cited and not _measured(row.text_en)]
    if bare:
        yield Hit(of_review(view), **_told(bare))


@rule(
    "obstacles-missing",
    Severity.WARNING,
    title=_("The review names successes and no obstacle"),
    why=_("A reader believes neither."),
    remedy=_("Enter what stood in the way, and what the city did about it."),
)
def obstacles_missing(view: ProgrammeView) -> Iterator[Hit]:
    if _of_kind(view.review_notes, "success") and not _of_kind(view.review_notes, "obstacle"):
        yield Hit(of_review(view))


@rule(
    "lessons-missing",
    Severity.WARNING,
    title=_("The programme is over and names no lesson"),
    why=_("The next one will learn the same again."),
    remedy=_("Enter what the city would do otherwise."),
)
def lessons_missing(view: ProgrammeView) -> Iterator[Hit]:
    if view.is_over and not view.lessons:
        yield Hit(of_review(view))


@rule(
    "commitment-kpi-without-number",
    Severity.WARNING,
    title=_("A commitment to indicators names no number"),
    why=_("It commits to nothing that could be counted."),
    remedy=_("Name the indicator, the value and the day."),
)
def commitment_kpi_without_number(view: ProgrammeView) -> Iterator[Hit]:
    cited = {commitment for _note, commitment in view.citations}
    commitments = _of_kind(view.commitments, "kpi")
    bare = [row for row in commitments if row.pk not in cited and not _measured(row.text_en)]
    if bare:
        yield Hit(of_review(view), **_told(bare))


@rule(
    "commitment-resources-without-amount",
    Severity.WARNING,
    title=_("Resources are committed and no amount is named"),
    why=_("What is committed cannot be told from what is hoped for."),
    remedy=_("Name the money, the people or the hours, for which years and by whom."),
)
def commitment_resources_without_amount(view: ProgrammeView) -> Iterator[Hit]:
    rows = _of_kind(view.commitments, "resources")
    if rows and not any(_measured(row.text_en) for row in rows):
        yield Hit(of_review(view), **_told(rows))


@rule(
    "future-ambition-without-target",
    Severity.ERROR,
    title=_("An ambition for the coming years has no target"),
    why=_("In three years nobody can say whether it was reached."),
    remedy=_("Set at least one target with a number and a day."),
)
def future_ambition_without_target(view: ProgrammeView) -> Iterator[Hit]:
    aimed = {row.ambition for row in view.future_targets}
    bare = [row for row in view.future_ambitions if row.pk not in aimed]
    if bare:
        yield Hit(of_review(view), **_told(bare))


@rule(
    "future-target-without-number",
    Severity.WARNING,
    title=_("Targets of the coming years name no number"),
    why=_("“Developing” and “maintaining” can be said of any result; none can fail."),
    remedy=_("Say what will be counted and the value to reach."),
)
def future_target_without_number(view: ProgrammeView) -> Iterator[Hit]:
    bare = [row for row in view.future_targets if not _measured(row.text_en)]
    if bare:
        yield Hit(of_review(view), **_told(bare))


@rule(
    "future-target-without-date",
    Severity.WARNING,
    title=_("Targets of the coming years name no date"),
    why=_("“In three years” begins again with every reading."),
    remedy=_("Say by which day each is to be reached."),
)
def future_target_without_date(view: ProgrammeView) -> Iterator[Hit]:
    bare = [row for row in view.future_targets if not has_any_time(row.text_en)]
    if bare:
        yield Hit(of_review(view), **_told(bare))
