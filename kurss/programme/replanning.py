"""Verbs of a plan that lives: the baseline is fixed, activities wait for each other, months move for a cause, and
what happened is written down beside what was planned."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.critical import circle, month_of, number
from kurss.programme.definition_words import in_language
from kurss.programme.entry import entered
from kurss.programme.models import Activity, Baseline, Cause, Dependency, Initiative, Milestone, Replan
from kurss.programme.refusals import (
    BaselineStands,
    EndedBeforeItBegan,
    EndsBeforeItStarts,
    MilestoneOutsideItsActivity,
    NothingMoves,
    NothingPlanned,
    NotOfThisProgramme,
    RestsOnIt,
    WaitsInACircle,
)
from kurss.programme.timeline import first_of_month
from kurss.programme.words import Box

Months = tuple[date | None, date | None]
Planned = TypeVar("Planned", Activity, Milestone)


def months_of(activity: Activity) -> Months:
    """The months that hold: those of the last re-plan, or the planned ones."""
    replans = list(activity.replans.all())
    if replans:
        return replans[-1].planned_from, replans[-1].planned_until
    return activity.planned_from, activity.planned_until


def month_of_milestone(milestone: Milestone) -> date | None:
    """The month that holds for a milestone."""
    replans = list(milestone.replans.all())
    return replans[-1].planned_until if replans else milestone.planned_month


def check_months(planned_from: date | None, planned_until: date | None) -> None:
    """Raises EndsBeforeItStarts."""
    if planned_from and planned_until and planned_until < planned_from:
        raise EndsBeforeItStarts(
            _("The last month ({last}) is before the first ({first}): change one of them.").format(
                first=f"{planned_from:%Y-%m}", last=f"{planned_until:%Y-%m}"
            )
        )


def check_inside(milestone: str, month: date | None, activity: Activity | None, months: Months) -> None:
    """Raises MilestoneOutsideItsActivity where the month is known and lies in no month of the activity."""
    first, last = months
    if activity is None or month is None:
        return
    if (first is not None and month < first) or (last is not None and month > last):
        raise MilestoneOutsideItsActivity(
            _(
                "“{milestone}” ({month}) is outside “{activity}”, which runs {first} – {last}: "
                "move one of them."
            ).format(
                milestone=milestone,
                month=f"{month:%Y-%m}",
                activity=in_language(activity.title, activity.title_en),
                first=f"{first:%Y-%m}" if first else "…",
                last=f"{last:%Y-%m}" if last else "…",
            )
        )


@transaction.atomic
def fix_baseline(*, initiative: Initiative, by: Account, at: datetime) -> Baseline:
    """From now on the plan's months stand, and what moves is a re-plan. Raises NothingPlanned, AlreadyEntered."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative.pk)
    if not initiative.activities.exists() and not initiative.milestones.exists():
        raise NothingPlanned(_("Nothing is planned yet: add an activity or a milestone first."))
    row = Baseline(initiative=initiative, by_key=str(by.pk), by_label=by.name, fixed_at=at)
    return entered(row, by=by, at=at, act="programme.fix_baseline", initiative=initiative.pk)


@transaction.atomic
def change_activity(
    *,
    activity: Activity,
    title: str,
    title_en: str,
    planned_from: date | None,
    planned_until: date | None,
    yearly_months: tuple[int, int] | None = None,
    timing: str = "",
    timing_en: str = "",
    place: str = "",
    responsible: Partner | None = None,
    by: Account,
    at: datetime,
) -> Activity:
    """Correct an activity. Raises BaselineStands where its months would change after the baseline was fixed,
    EndsBeforeItStarts, MilestoneOutsideItsActivity."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=activity.initiative_id)
    held = _held(activity)
    check_months(planned_from, planned_until)
    first, last = yearly_months or (None, None)
    wanted = (planned_from, planned_until, first, last)
    if wanted != (held.planned_from, held.planned_until, held.yearly_from_month, held.yearly_until_month):
        _refuse_after_baseline(held)
        for milestone in held.milestones.prefetch_related("replans"):
            check_inside(
                in_language(milestone.title, milestone.title_en),
                month_of_milestone(milestone),
                held,
                (planned_from, planned_until),
            )
    held.title, held.title_en, held.timing, held.timing_en = title, title_en, timing, timing_en
    held.planned_from, held.planned_until = planned_from, planned_until
    held.yearly_from_month, held.yearly_until_month = first, last
    held.place, held.responsible = place, responsible
    held.save()
    note(by=by, at=at, act="programme.change_activity", about=held, label=str(held)[:200])
    return held


@transaction.atomic
def change_milestone(
    *,
    milestone: Milestone,
    title: str,
    title_en: str,
    planned_month: date | None,
    activity: Activity | None,
    timing: str = "",
    timing_en: str = "",
    place: str = "",
    by: Account,
    at: datetime,
) -> Milestone:
    """Correct a milestone. Raises BaselineStands, MilestoneOutsideItsActivity, NotOfThisProgramme."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=milestone.initiative_id)
    held = _held(milestone)
    if planned_month != held.planned_month:
        _refuse_after_baseline(held)
    if activity is not None:
        if activity.initiative_id != held.initiative_id:
            raise NotOfThisProgramme(_("A milestone belongs to an activity of its own initiative."))
        replanned = held.replans.exists()
        check_inside(
            in_language(title, title_en),
            month_of_milestone(held) if replanned else planned_month,
            activity,
            months_of(_held(activity)),
        )
    held.title, held.title_en, held.timing, held.timing_en = title, title_en, timing, timing_en
    held.planned_month, held.activity, held.place = planned_month, activity, place
    held.save()
    note(by=by, at=at, act="programme.change_milestone", about=held, label=str(held)[:200])
    return held


@transaction.atomic
def replan_activity(
    *,
    activity: Activity,
    planned_from: date,
    planned_until: date,
    cause: Cause,
    words: Box,
    with_milestones: bool = False,
    by: Account,
    at: datetime,
) -> Replan:
    """Give an activity other months, with the cause; the plan before stays beside them.

    `with_milestones` moves those milestones that are not reached by as many months as the end moves. Raises
    EndsBeforeItStarts, NothingMoves, MilestoneOutsideItsActivity.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=activity.initiative_id)
    held = _held(activity)
    check_months(planned_from, planned_until)
    before = months_of(held)
    if before == (planned_from, planned_until):
        raise NothingMoves(_("These are the months that hold already: nothing was re-planned."))
    kept = _replanned(planned_from, planned_until, cause, words, by=by, at=at, activity=held)
    moved = number(planned_until) - number(before[1]) if before[1] else 0
    for milestone in held.milestones.select_for_update().prefetch_related("replans"):
        month = month_of_milestone(milestone)
        if with_milestones and moved and month and milestone.reached_on is None:
            month = month_of(number(month) + moved)
            _replanned(month, month, cause, words, by=by, at=at, milestone=milestone)
        if milestone.reached_on is None:
            check_inside(
                in_language(milestone.title, milestone.title_en), month, held, (planned_from, planned_until)
            )
    return kept


@transaction.atomic
def replan_milestone(
    *, milestone: Milestone, month: date, cause: Cause, words: Box, by: Account, at: datetime
) -> Replan:
    """Give a milestone another month, with the cause. Raises NothingMoves, MilestoneOutsideItsActivity."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=milestone.initiative_id)
    held = _held(milestone)
    if month_of_milestone(held) == month:
        raise NothingMoves(_("This is the month that holds already: nothing was re-planned."))
    if held.activity is not None:
        check_inside(in_language(held.title, held.title_en), month, held.activity, months_of(held.activity))
    return _replanned(month, month, cause, words, by=by, at=at, milestone=held)


@transaction.atomic
def tell_actual(
    *,
    activity: Activity,
    began_on: date | None,
    ended_on: date | None,
    source: str,
    by: Account,
    at: datetime,
) -> Activity:
    """Say on which days an activity began and ended, and on whose word; again to correct it.

    Raises EndedBeforeItBegan.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=activity.initiative_id)
    held = _held(activity)
    if ended_on is not None and (began_on is None or ended_on < began_on):
        raise EndedBeforeItBegan(
            _("It cannot have ended before it began: give the day it began, or change one.")
        )
    held.began_on, held.ended_on = began_on, ended_on
    held.actual_source = source if began_on else ""
    held.save(update_fields=("began_on", "ended_on", "actual_source"))
    days = {"began": began_on, "ended": ended_on, "source": held.actual_source or None}
    note(by=by, at=at, act="programme.tell_actual", about=held, label=str(held)[:200], **days)
    return held


@transaction.atomic
def set_waiting(
    *, activity: Activity, befores: Iterable[Activity], by: Account, at: datetime
) -> list[Dependency]:
    """Say which activities this one waits for; those left out it waits for no more.

    Raises WaitsInACircle, NotOfThisProgramme.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=activity.initiative_id)
    programme = activity.initiative.programme
    # Two officers could otherwise each close one half of a circle.
    type(programme).objects.select_for_update().get(pk=programme.pk)
    wanted = {one.pk: one for one in befores}
    if any(one.initiative.programme_id != programme.pk for one in wanted.values()):
        raise NotOfThisProgramme(_("An activity waits for activities of its own programme."))
    graph: dict[int, set[int]] = {}
    for pair in Dependency.objects.filter(after__initiative__programme=programme).exclude(after=activity):
        graph.setdefault(pair.after_id, set()).add(pair.before_id)
    graph[activity.pk] = set(wanted)
    if found := circle(graph):
        rows = Activity.objects.filter(pk__in=found)
        names = {one.pk: in_language(one.title, one.title_en) for one in rows}
        raise WaitsInACircle(
            _("These would wait for each other: {circle}. Leave one of them out.").format(
                circle=" → ".join(f"“{names[key]}”" for key in found)
            )
        )
    activity.waits_for.exclude(before__in=wanted).delete()
    there = set(activity.waits_for.values_list("before_id", flat=True))
    Dependency.objects.bulk_create(
        Dependency(before=one, after=activity) for key, one in wanted.items() if key not in there
    )
    told = ", ".join(str(key) for key in sorted(wanted)) or "nothing"
    note(by=by, at=at, act="programme.set_waiting", about=activity, label=str(activity)[:200], waits_for=told)
    return list(activity.waits_for.all())


@transaction.atomic
def take_out(*, planned: Planned, by: Account, at: datetime) -> None:
    """Take an activity or a milestone out of a plan that is no baseline yet.

    Raises BaselineStands, and RestsOnIt where others wait for it, milestones belong to it, or it has a history.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=planned.initiative_id)
    held = _held(planned)
    _refuse_after_baseline(held)
    happened = held.began_on if isinstance(held, Activity) else held.reached_on
    if happened or held.replans.exists():
        raise RestsOnIt(_("It has begun or was re-planned: it stays in the plan, as its history."))
    if isinstance(held, Activity) and (held.milestones.exists() or held.waited_for_by.exists()):
        raise RestsOnIt(_("Milestones belong to it or activities wait for it: move those first."))
    act = f"programme.take_out_{held._meta.model_name}"
    note(by=by, at=at, act=act, about=held, label=str(held)[:200])
    held.delete()


def _held(row: Planned) -> Planned:
    return type(row).objects.select_for_update().get(pk=row.pk)


def _refuse_after_baseline(row: Activity | Milestone) -> None:
    if Baseline.objects.filter(initiative=row.initiative_id).exists():
        raise BaselineStands(
            _("The baseline of this initiative is fixed: its months move by a re-plan, with the cause.")
        )


def _replanned(
    first: date,
    last: date,
    cause: Cause,
    words: Box,
    *,
    by: Account,
    at: datetime,
    activity: Activity | None = None,
    milestone: Milestone | None = None,
) -> Replan:
    row = Replan(
        activity=activity,
        milestone=milestone,
        planned_from=first_of_month(first),
        planned_until=first_of_month(last),
        cause=cause,
        text=words.text,
        text_en=words.text_en,
        by_key=str(by.pk),
        by_label=by.name,
        at=at,
    )
    row.save(force_insert=True)
    about = activity or milestone
    assert about is not None
    months = f"{row.planned_from:%Y-%m} – {row.planned_until:%Y-%m}"
    note(
        by=by, at=at, act=f"programme.replan_{about._meta.model_name}", about=about, label=str(about)[:200],
        months=months, cause=cause,
    )  # fmt: skip
    return row
