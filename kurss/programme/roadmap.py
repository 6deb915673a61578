"""Verbs of the roadmap: what is done when, and which points are passed."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.entry import entered
from kurss.programme.models import (
    Activity,
    Initiative,
    Milestone,
    OverarchingMilestone,
    RoadmapPicture,
)
from kurss.programme.refusals import MilestoneAlreadyReached, NotOfThisProgramme
from kurss.programme.replanning import check_inside, check_months, months_of
from kurss.programme.words import Words


def draw_roadmap(
    *,
    initiative: Initiative,
    note_words: Words,
    drawn_from: date | None = None,
    drawn_until: date | None = None,
    unnamed_milestones: int | None = None,
    by: Account,
    at: datetime,
) -> RoadmapPicture:
    """What the document's own drawing covers, by the first days of its first and last month."""
    picture = RoadmapPicture(
        initiative=initiative,
        drawn_from=drawn_from,
        drawn_until=drawn_until,
        unnamed_milestones=unnamed_milestones,
        place=note_words.place,
        note=note_words.text,
        note_en=note_words.text_en,
    )
    return entered(picture, by=by, at=at, act="programme.draw_roadmap", initiative=initiative.pk)


def plan_activity(
    *,
    initiative: Initiative,
    order: int,
    title: str,
    title_en: str,
    place: str,
    planned_from: date | None = None,
    planned_until: date | None = None,
    yearly_months: tuple[int, int] | None = None,
    timing: str = "",
    timing_en: str = "",
    responsible: Partner | None = None,
    by: Account,
    at: datetime,
) -> Activity:
    """Plan an activity. Months are first days and may be unknown; `yearly_months` says that it runs every
    school year from one month to another (9, 5: September to May). Raises EndsBeforeItStarts."""
    check_months(planned_from, planned_until)
    first, last = yearly_months or (None, None)
    activity = Activity(
        initiative=initiative,
        order=order,
        title=title,
        title_en=title_en,
        planned_from=planned_from,
        planned_until=planned_until,
        yearly_from_month=first,
        yearly_until_month=last,
        timing=timing,
        timing_en=timing_en,
        place=place,
        responsible=responsible,
    )
    return entered(activity, by=by, at=at, act="programme.plan_activity", initiative=initiative.pk)


def plan_milestone(
    *,
    initiative: Initiative,
    order: int,
    title: str,
    title_en: str,
    place: str,
    planned_month: date | None = None,
    timing: str = "",
    timing_en: str = "",
    reading: str = "",
    reading_en: str = "",
    activity: Activity | None = None,
    by: Account,
    at: datetime,
) -> Milestone:
    """Plan a milestone for a month, or for none where none is stated; of an activity, within its months.

    Raises MilestoneOutsideItsActivity, NotOfThisProgramme for an activity of another initiative.
    """
    if activity is not None:
        if activity.initiative_id != initiative.pk:
            raise NotOfThisProgramme(_("A milestone belongs to an activity of its own initiative."))
        check_inside(in_language(title, title_en), planned_month, activity, months_of(activity))
    milestone = Milestone(
        initiative=initiative,
        order=order,
        title=title,
        title_en=title_en,
        planned_month=planned_month,
        timing=timing,
        timing_en=timing_en,
        reading=reading,
        reading_en=reading_en,
        place=place,
        activity=activity,
    )
    return entered(milestone, by=by, at=at, act="programme.plan_milestone", initiative=initiative.pk)


@transaction.atomic
def reach_milestone(*, milestone: Milestone, on: date, source: str, by: Account, at: datetime) -> Milestone:
    """Say when a milestone was reached, and on whose word. Raises MilestoneAlreadyReached the second time."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=milestone.initiative_id)
    locked = Milestone.objects.select_for_update().get(pk=milestone.pk)
    if locked.reached_on is not None:
        raise MilestoneAlreadyReached(
            _("“{milestone}” was reached on {day}: leave that day, or ask for a correction.").format(
                milestone=locked, day=locked.reached_on
            )
        )
    locked.reached_on, locked.reached_source = on, source
    locked.save(update_fields=("reached_on", "reached_source"))
    note(by=by, at=at, act="programme.reach_milestone", about=locked, label=str(locked), on=on.isoformat())
    return locked


def set_overarching_milestone(
    *, initiative: Initiative, order: int, words: Words, by: Account, at: datetime
) -> OverarchingMilestone:
    """A condition on which the whole initiative rests."""
    milestone = OverarchingMilestone(
        initiative=initiative,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(
        milestone, by=by, at=at, act="programme.set_overarching_milestone", initiative=initiative.pk
    )
