"""The roadmap in words and strips: what was planned for when, what was reached, and what nobody dated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kurss.programme import strips
from kurss.programme.models import Activity, Milestone, Replan
from kurss.programme.sheets import InitiativeRoadmap, MilestoneRow, RoadmapSheet
from kurss.publication import times


@dataclass(frozen=True, slots=True)
class ActivityLine:
    activity: Activity
    strip: strips.Strip
    months: str
    replan: Replan | None


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """`slip` says how far from the plan it was reached; `overdue`, that its month has passed unreached."""

    milestone: Milestone
    diamonds: tuple[strips.Diamond, ...]
    slip: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class InitiativeLines:
    own: InitiativeRoadmap
    activities: tuple[ActivityLine, ...]
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True, slots=True)
class RoadmapPage:
    scale: strips.Scale
    first: date | None
    last: date | None
    today: date
    initiatives: tuple[InitiativeLines, ...]
    dated: int
    undated: int


def roadmap_page(sheet: RoadmapSheet, today: date, language: str) -> RoadmapPage:
    months = strips.axis_until(sheet.months, today)
    lines = tuple(_lines(own, months, today, language) for own in sheet.initiatives)
    every = [line.strip.drawn for own in lines for line in own.activities] + [
        bool(line.diamonds) for own in lines for line in own.milestones
    ]
    return RoadmapPage(
        scale=strips.scale(months, today),
        first=months[0] if months else None,
        last=months[-1] if months else None,
        today=today,
        initiatives=lines,
        dated=sum(every),
        undated=len(every) - sum(every),
    )


def _lines(own: InitiativeRoadmap, months: tuple[date, ...], today: date, language: str) -> InitiativeLines:
    return InitiativeLines(
        own=own,
        activities=tuple(
            ActivityLine(
                row.activity,
                strips.strip(row.activity, months, today),
                _months(row.activity, language),
                row.replans[-1] if row.replans else None,
            )
            for row in own.activities
        ),
        milestones=tuple(_milestone(row, months, today, language) for row in own.milestones),
    )


def _months(activity: Activity, language: str) -> str:
    """The planned months in words; nothing where none is stated."""
    if activity.yearly_from_month and activity.yearly_until_month:
        return times.every_year(activity.yearly_from_month, activity.yearly_until_month, language)
    return times.between_months(activity.planned_from, activity.planned_until, language)


def _milestone(row: MilestoneRow, months: tuple[date, ...], today: date, language: str) -> MilestoneLine:
    late = strips.months_late(row)
    planned = row.milestone.planned_month
    passed = planned is not None and (planned.year, planned.month) < (today.year, today.month)
    return MilestoneLine(
        milestone=row.milestone,
        diamonds=strips.diamonds(row, months),
        slip=times.slip(late, language) if late is not None else "",
        overdue=passed and row.milestone.reached_on is None,
    )
