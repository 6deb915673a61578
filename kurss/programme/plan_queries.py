"""Reading the roadmap: planned, re-planned and actual on one axis, and the outlook. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kurss.programme.critical import Outlook, Step, outlook
from kurss.programme.models import (
    Activity,
    Baseline,
    Dependency,
    Initiative,
    Milestone,
    OverarchingMilestone,
    Programme,
    Replan,
    RoadmapPicture,
)
from kurss.programme.sheets import ActivityRow, InitiativeRoadmap, MilestoneRow, RoadmapSheet
from kurss.programme.timeline import Span, axis, index_of, planned_span, yearly_spans


def rows_of_plan(programme: Programme) -> int:
    """How many activities and milestones the roadmap of all initiatives has (two queries)."""
    of_all = {"initiative__programme": programme}
    return Activity.objects.filter(**of_all).count() + Milestone.objects.filter(**of_all).count()


def roadmap(programme: Programme, only: Sequence[Initiative] | None = None) -> RoadmapSheet:
    """All initiatives, or some, on one axis of months, from the earliest month anything names to the latest
    (nine queries)."""
    chosen = list(Initiative.objects.filter(programme=programme)) if only is None else list(only)
    of_these = {"initiative__in": chosen}
    pictures = {row.initiative_id: row for row in RoadmapPicture.objects.filter(**of_these)}
    activities = list(
        Activity.objects.filter(**of_these).select_related("responsible").prefetch_related("replans")
    )
    milestones = list(Milestone.objects.filter(**of_these).prefetch_related("replans"))
    overarching = list(OverarchingMilestone.objects.filter(**of_these))
    baselines = {row.initiative_id: row for row in Baseline.objects.filter(**of_these)}
    waits: dict[int, list[Activity]] = {}
    for pair in Dependency.objects.filter(after__in=activities).select_related("before"):
        waits.setdefault(pair.after_id, []).append(pair.before)
    months = axis(_days(pictures.values(), activities, milestones))
    return RoadmapSheet(
        months=months,
        initiatives=tuple(
            _one(
                initiative,
                pictures.get(initiative.pk),
                tuple(
                    activity_row(row, months, waits.get(row.pk, ()))
                    for row in activities
                    if row.initiative_id == initiative.pk
                ),
                tuple(milestone_row(row, months) for row in milestones if row.initiative_id == initiative.pk),
                tuple(row for row in overarching if row.initiative_id == initiative.pk),
                baselines.get(initiative.pk),
            )
            for initiative in chosen
        ),
    )


def outlook_of(programme: Programme, today: date) -> Outlook:
    """When the whole plan ends as things stand (three queries); what bears no months is left out."""
    replans = Replan.objects.filter(activity__initiative__programme=programme)
    moved = {
        activity: (first, last)
        for activity, first, last in replans.values_list("activity_id", "planned_from", "planned_until")
    }
    steps = []
    planned = Activity.objects.filter(initiative__programme=programme)
    for key, began, ended, *months in planned.values_list(
        "pk", "began_on", "ended_on", "planned_from", "planned_until"
    ):
        # Of several re-plans the last holds, as in `months_of`.
        first, last = moved.get(key, months)
        if first and last:
            steps.append(Step(key, first, last, began, ended))
    waits: dict[int, list[int]] = {}
    pairs = Dependency.objects.filter(after__initiative__programme=programme)
    for after, before in pairs.values_list("after_id", "before_id"):
        waits.setdefault(after, []).append(before)
    return outlook(steps, waits, today)


def activity_row(
    activity: Activity, months: tuple[date, ...], waits_for: Iterable[Activity] = ()
) -> ActivityRow:
    """An activity on an axis of months."""
    spans: tuple[Span, ...]
    if activity.yearly_from_month and activity.yearly_until_month:
        spans = tuple(yearly_spans(activity.yearly_from_month, activity.yearly_until_month, months))
    else:
        spans = planned_span(activity.planned_from, activity.planned_until, months)
    replans: tuple[Replan, ...] = tuple(activity.replans.all())
    moved = planned_span(replans[-1].planned_from, replans[-1].planned_until, months) if replans else ()
    return ActivityRow(
        activity,
        spans,
        replanned=moved[0] if moved else None,
        actual=_actual(activity, months),
        replans=replans,
        waits_for=tuple(waits_for),
    )


def milestone_row(milestone: Milestone, months: tuple[date, ...]) -> MilestoneRow:
    """A milestone on an axis of months."""
    replans: tuple[Replan, ...] = tuple(milestone.replans.all())
    return MilestoneRow(
        milestone,
        index_of(milestone.planned_month, months),
        index_of(milestone.reached_on, months),
        replanned=index_of(replans[-1].planned_until, months) if replans else None,
        replans=replans,
    )


def _actual(activity: Activity, months: tuple[date, ...]) -> Span | None:
    first = index_of(activity.began_on, months)
    if first is None:
        return None
    last = index_of(activity.ended_on, months)
    return Span(first, len(months) - 1 if last is None else last, closes=last is not None)


def _days(
    pictures: Iterable[RoadmapPicture], activities: Iterable[Activity], milestones: Iterable[Milestone]
) -> Iterable[date]:
    """Every day or month that anything names."""
    for picture in pictures:
        yield from (day for day in (picture.drawn_from, picture.drawn_until) if day)
    for one in activities:
        yield from (d for d in (one.planned_from, one.planned_until, one.began_on, one.ended_on) if d)
        for replan in one.replans.all():
            yield from (replan.planned_from, replan.planned_until)
    for each in milestones:
        yield from (day for day in (each.planned_month, each.reached_on) if day)
        for replan in each.replans.all():
            yield replan.planned_until


def _one(
    initiative: Initiative,
    picture: RoadmapPicture | None,
    activities: tuple[ActivityRow, ...],
    milestones: tuple[MilestoneRow, ...],
    overarching: tuple[OverarchingMilestone, ...],
    baseline: Baseline | None,
) -> InitiativeRoadmap:
    return InitiativeRoadmap(
        initiative=initiative,
        drawn_from=picture.drawn_from if picture else None,
        drawn_until=picture.drawn_until if picture else None,
        unnamed_milestones=picture.unnamed_milestones if picture else None,
        note=picture.note if picture else "",
        note_en=picture.note_en if picture else "",
        place=picture.place if picture else "",
        activities=activities,
        milestones=milestones,
        overarching=overarching,
        baseline=baseline,
    )
