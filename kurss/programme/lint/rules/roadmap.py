"""Rules about the roadmap: activities, milestones, and what the drawing leaves unsaid."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_roadmap, rule, same
from kurss.programme.lint.view import ActivityRow, MilestoneRow, ProgrammeView
from kurss.programme.severity import Severity
from kurss.programme.timeline import first_of_month


def _titled(rows: list[ActivityRow] | list[MilestoneRow]) -> dict[str, str]:
    return listed((row.title, row.title_en) for row in rows)


def _outside(view: ProgrammeView, month: date | None) -> bool:
    first, last = first_of_month(view.programme.starts_on), view.programme.ends_on
    return month is not None and not first <= month <= last


@rule(
    "activities-missing",
    Severity.ERROR,
    title=_("The initiative has no activity"),
    why=_("Nobody planned what is done for it."),
    remedy=_("Plan its activities with their months."),
)
def activities_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        if initiative.key not in view.activities_of:
            yield Hit(of_roadmap(initiative))


@rule(
    "milestone-overdue",
    Severity.ERROR,
    title=_("Milestones are overdue"),
    why=_("Their month is over and nobody has said that they were reached."),
    remedy=_("Say when they were reached and on whose word, or re-plan them with the cause."),
)
def milestone_overdue(view: ProgrammeView) -> Iterator[Hit]:
    now = first_of_month(view.on)
    for initiative in view.initiatives:
        late = [
            row
            for row in view.milestones_of.get(initiative.key, [])
            if row.planned_month is not None and row.planned_month < now and row.reached_on is None
        ]
        if late:
            yield Hit(
                of_roadmap(initiative),
                **listed(
                    (f"{row.title} ({month})", f"{row.title_en} ({month})")
                    for row in late
                    for month in [f"{row.planned_month:%Y-%m}"]
                ),
            )


@rule(
    "milestone-reached-ahead",
    Severity.ERROR,
    title=_("A milestone is said to be reached on a day that has not come"),
    why=_("A report would show it as done."),
    remedy=_("Correct the day."),
)
def milestone_reached_ahead(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        rows = view.milestones_of.get(initiative.key, [])
        ahead = [row for row in rows if row.reached_on is not None and row.reached_on > view.on]
        if ahead:
            yield Hit(of_roadmap(initiative), **_titled(ahead))


@rule(
    "activity-outside-programme",
    Severity.ERROR,
    title=_("Activities run outside the programme"),
    why=_("Its money ends with it; they are paid by nobody."),
    remedy=_("Move them, or say which programme goes on with them."),
)
def activity_outside_programme(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        rows = view.activities_of.get(initiative.key, [])
        out = [row for row in rows if _outside(view, row.planned_from) or _outside(view, row.planned_until)]
        if out:
            yield Hit(of_roadmap(initiative), **_titled(out))


@rule(
    "milestone-outside-programme",
    Severity.WARNING,
    title=_("Milestones are planned outside the programme"),
    why=_("When it is closed they are still open."),
    remedy=_("Move them, or hand them to whoever goes on."),
)
def milestone_outside_programme(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        out = [row for row in view.milestones_of.get(initiative.key, []) if _outside(view, row.planned_month)]
        if out:
            yield Hit(of_roadmap(initiative), **_titled(out))


@rule(
    "milestone-outside-activities",
    Severity.WARNING,
    title=_("Milestones stand in months in which nothing is done"),
    why=_("What brings them about is not planned."),
    remedy=_("Move them into the activity that reaches them, or plan that activity."),
)
def milestone_outside_activities(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        rows = view.activities_of.get(initiative.key, [])
        spans = [(row.planned_from, row.planned_until) for row in rows]
        # One open end, or an activity of every year, may cover any month.
        if not spans or any(first is None or last is None for first, last in spans):
            continue
        out = [
            row
            for row in view.milestones_of.get(initiative.key, [])
            if row.planned_month
            and not any(first <= row.planned_month <= last for first, last in spans if first and last)
        ]
        if out:
            yield Hit(of_roadmap(initiative), **_titled(out))


@rule(
    "milestones-missing",
    Severity.WARNING,
    title=_("The initiative has no milestone"),
    why=_("Between its beginning and its end nobody can say how far it is."),
    remedy=_("Name what will be true, and in which month."),
)
def milestones_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        if initiative.key not in view.milestones_of:
            yield Hit(of_roadmap(initiative))


@rule(
    "milestone-without-month",
    Severity.WARNING,
    title=_("Milestones have no month"),
    why=_("A milestone without a month can be neither reached in time nor missed."),
    remedy=_("Plan each for a month."),
)
def milestone_without_month(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        rows = view.milestones_of.get(initiative.key, [])
        bare = [row for row in rows if row.planned_month is None and row.reached_on is None]
        if bare:
            yield Hit(of_roadmap(initiative), **_titled(bare))


@rule(
    "activity-without-months",
    Severity.WARNING,
    title=_("Activities have no months"),
    why=_("What has no time is done when there is some left."),
    remedy=_("Plan the first and the last month of each, or the months of every year."),
)
def activity_without_months(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        rows = view.activities_of.get(initiative.key, [])
        bare = [row for row in rows if not (row.planned_from or row.planned_until or row.yearly_from_month)]
        if bare:
            yield Hit(of_roadmap(initiative), **_titled(bare))


@rule(
    "milestones-unnamed",
    Severity.WARNING,
    title=_("The drawing has milestones without a name"),
    why=_("They say neither what nor when."),
    remedy=_("Name them or take them out of the drawing."),
)
def milestones_unnamed(view: ProgrammeView) -> Iterator[Hit]:
    by_key = {initiative.key: initiative for initiative in view.initiatives}
    for row in view.pictures:
        if row.unnamed_milestones:
            yield Hit(of_roadmap(by_key[row.initiative]), **same(str(row.unnamed_milestones)))


@rule(
    "drawing-shorter-than-plan",
    Severity.WARNING,
    title=_("The drawing of the roadmap leaves out months of the plan"),
    why=_("Readers of the drawing do not see what comes before it or after."),
    remedy=_("Draw every month in which something is planned."),
)
def drawing_shorter_than_plan(view: ProgrammeView) -> Iterator[Hit]:
    by_key = {initiative.key: initiative for initiative in view.initiatives}
    for row in view.pictures:
        rows = view.activities_of.get(row.initiative, [])
        months = [month for one in rows for month in (one.planned_from, one.planned_until) if month]
        if not (row.drawn_from and row.drawn_until and months):
            continue
        if min(months) < row.drawn_from or max(months) > row.drawn_until:
            drawn = f"{row.drawn_from:%Y-%m} – {row.drawn_until:%Y-%m}"
            told = f"{drawn} < {min(months):%Y-%m} – {max(months):%Y-%m}"
            yield Hit(of_roadmap(by_key[row.initiative]), **same(told))


@rule(
    "milestone-slipped",
    Severity.NOTE,
    title=_("Milestones were reached later than planned"),
    why=_("Why they slipped is the lesson of the next plan."),
    remedy=_("Note the cause in the review."),
)
def milestone_slipped(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        late = [
            row
            for row in view.milestones_of.get(initiative.key, [])
            if row.planned_month and row.reached_on and first_of_month(row.reached_on) > row.planned_month
        ]
        if late:
            yield Hit(of_roadmap(initiative), **_titled(late))
