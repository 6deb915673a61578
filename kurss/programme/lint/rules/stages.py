"""Rules about stages: when they run, and what each owes."""

from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_programme, of_stage, placed, rule, same
from kurss.programme.lint.view import PeriodRow, ProgrammeView, StageRow
from kurss.programme.severity import Severity
from kurss.programme.timeline import first_of_month, next_month


def _first(view: ProgrammeView, stage: StageRow) -> PeriodRow | None:
    return next(iter(view.periods_of.get(stage.pk, ())), None)


def _pairs(view: ProgrammeView) -> Iterator[tuple[StageRow, PeriodRow, StageRow, PeriodRow]]:
    """Each stage and the one after it, by the first period stated for each."""
    for one, other in pairwise(sorted(view.stages, key=lambda stage: stage.order)):
        first, second = _first(view, one), _first(view, other)
        if first is not None and second is not None:
            yield one, first, other, second


@rule(
    "stage-dates-contradict",
    Severity.ERROR,
    title=_("The stage is given different dates"),
    why=_("What is due in the stage then has two due dates, and nobody can say what is late."),
    remedy=_(
        "Decide which dates are true, correct the other place, and note the cause where it was re-planned."
    ),
)
def stage_dates_contradict(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        periods = view.periods_of.get(stage.pk, [])
        if len({(row.starts_on, row.ends_on) for row in periods}) > 1:
            yield Hit(of_stage(stage), **_quoted(periods))


@rule(
    "stage-without-dates",
    Severity.ERROR,
    title=_("The stage has no dates"),
    why=_("Nothing in it can be early or late."),
    remedy=_("State its first and its last day."),
)
def stage_without_dates(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        if stage.pk not in view.periods_of:
            yield Hit(of_stage(stage))


@rule(
    "stage-outside-programme",
    Severity.ERROR,
    title=_("The stage runs outside its programme"),
    why=_("Money and figures of those months belong to no programme."),
    remedy=_("Move the stage, or the first or last day of the programme."),
)
def stage_outside_programme(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        for row in view.periods_of.get(stage.pk, []):
            if row.starts_on < view.programme.starts_on or row.ends_on > view.programme.ends_on:
                yield Hit(of_stage(stage), **_at(f"{row.starts_on} – {row.ends_on}", row.place))


@rule(
    "artefact-owed",
    Severity.ERROR,
    title=_("The stage is over and still owes something"),
    why=_("What comes after rests on it, and the funder asks for it by name."),
    remedy=_("Write it, or say with a reason that it will not come."),
)
def artefact_owed(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        period = _first(view, stage)
        owed = [row for row in view.artefacts if row.stage == stage.pk and row.state == "owed"]
        if owed and period is not None and period.ends_on < view.on:
            yield Hit(of_stage(stage), **listed((row.title, row.title_en) for row in owed))


@rule(
    "artefact-late",
    Severity.ERROR,
    title=_("The day of something owed has passed"),
    why=_("Somebody waits for it, and does not know whether it comes."),
    remedy=_("Deliver it, or agree on another day with whoever waits."),
)
def artefact_late(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        owed = [row for row in view.artefacts if row.stage == stage.pk and row.state != "delivered"]
        late = [row for row in owed if row.due_on is not None and row.due_on < view.on]
        if late:
            yield Hit(of_stage(stage), **listed((row.title, row.title_en) for row in late))


@rule(
    "artefact-unowned",
    Severity.WARNING,
    title=_("The stage has begun, and nobody answers for what it owes"),
    why=_("What is everybody’s work is nobody’s."),
    remedy=_("Say on the page of the stages who owes it, and by when."),
)
def artefact_unowned(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        period = _first(view, stage)
        owed = [row for row in view.artefacts if row.stage == stage.pk and row.state == "owed"]
        alone = [row for row in owed if row.owner is None]
        if alone and period is not None and period.starts_on <= view.on:
            yield Hit(of_stage(stage), **listed((row.title, row.title_en) for row in alone))


@rule(
    "artefact-heading-only",
    Severity.WARNING,
    title=_("Of something owed only the heading is there"),
    why=_("A reader who looks for it finds an empty page."),
    remedy=_("Write what the heading promises."),
)
def artefact_heading_only(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        bare = [row for row in view.artefacts if row.stage == stage.pk and row.state == "heading_only"]
        if bare:
            yield Hit(of_stage(stage), **listed((row.title, row.title_en) for row in bare))


@rule(
    "stage-length-differs",
    Severity.WARNING,
    title=_("The length printed for the stage does not fit its dates"),
    why=_("Either the dates or the number of months is wrong."),
    remedy=_(
        "Count the months from the first to the last, both included, and correct the one that is wrong."
    ),
)
def stage_length_differs(view: ProgrammeView) -> Iterator[Hit]:
    for stage in view.stages:
        for row in view.periods_of.get(stage.pk, []):
            if row.months is not None and row.months != row.counted:
                yield Hit(of_stage(stage), **_at(f"{row.months} ≠ {row.counted}: {row.quote}", row.place))


@rule(
    "stages-overlap",
    Severity.WARNING,
    title=_("The stage begins before the one before it has ended"),
    why=_("Work of the days they share counts in both, or in neither."),
    remedy=_("End the first where the second begins, or say that they run side by side."),
)
def stages_overlap(view: ProgrammeView) -> Iterator[Hit]:
    for _one, first, other, second in _pairs(view):
        if second.starts_on <= first.ends_on:
            yield Hit(of_stage(other), **same(f"{second.starts_on} ≤ {first.ends_on}"))


@rule(
    "stages-leave-a-gap",
    Severity.WARNING,
    title=_("Between the stage and the one before it whole months belong to neither"),
    why=_("What is done in them is planned and reported nowhere."),
    remedy=_("Let the stage begin where the one before it ends, or say what happens between."),
)
def stages_leave_a_gap(view: ProgrammeView) -> Iterator[Hit]:
    for _one, first, other, second in _pairs(view):
        if first_of_month(second.starts_on) > next_month(first_of_month(first.ends_on)):
            yield Hit(of_stage(other), **same(f"{first.ends_on} – {second.starts_on}"))


@rule(
    "document-undated",
    Severity.NOTE,
    title=_("The document that the programme answers to bears no date"),
    why=_("Nobody can say what was known when it was written."),
    remedy=_("Enter the day on which it was handed in."),
)
def document_undated(view: ProgrammeView) -> Iterator[Hit]:
    if view.programme.document_issued_on is None:
        yield Hit(of_programme(view), **same(view.programme.document))


def _quoted(periods: list[PeriodRow]) -> dict[str, str]:
    return placed(lambda told: "; ".join(f"{row.quote} ({told(row.place)})" for row in periods))


def _at(said: str, place: str) -> dict[str, str]:
    return placed(lambda told: f"{said} ({told(place)})")
