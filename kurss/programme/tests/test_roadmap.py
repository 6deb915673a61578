from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kurss.programme.models import Activity, Milestone, RoadmapPicture
from kurss.programme.plan_queries import roadmap
from kurss.programme.refusals import MilestoneAlreadyReached
from kurss.programme.roadmap import (
    draw_roadmap,
    plan_activity,
    plan_milestone,
    reach_milestone,
    set_overarching_milestone,
)
from kurss.programme.tests.office import NOW, WORDS
from kurss.programme.timeline import Span


def planned(office, order=1, **more):
    return plan_activity(
        initiative=office.initiative,
        order=order,
        title="Darbība",
        title_en="Activity",
        place="Section 2",
        by=office.officer,
        at=NOW,
        **more,
    )


def milestone(office, **more):
    return plan_milestone(
        initiative=office.initiative,
        order=1,
        title="Atvērts",
        title_en="Open",
        place="Section 2",
        by=office.officer,
        at=NOW,
        **more,
    )


def test_activities_and_milestones_of_an_initiative_stand_on_one_axis_of_months(office):
    draw_roadmap(
        initiative=office.initiative,
        note_words=WORDS,
        drawn_from=date(2021, 9, 1),
        drawn_until=date(2022, 2, 1),
        unnamed_milestones=5,
        by=office.officer,
        at=NOW,
    )
    planned(office, 1, planned_until=date(2021, 12, 1))
    planned(office, 2)
    planned(office, 3, yearly_months=(9, 5))
    opening = milestone(office, planned_month=date(2022, 6, 1))
    reach_milestone(milestone=opening, on=date(2022, 6, 18), source="a newspaper", by=office.officer, at=NOW)
    set_overarching_milestone(initiative=office.initiative, order=1, words=WORDS, by=office.officer, at=NOW)
    sheet = roadmap(office.programme)
    assert (sheet.months[0], sheet.months[-1]) == (date(2021, 9, 1), date(2022, 6, 1))
    (plan,) = sheet.initiatives
    assert [row.spans for row in plan.activities] == [
        (Span(0, 3, opens=False, closes=True),),
        (),
        (Span(0, 8, opens=True, closes=True),),
    ]
    assert [(row.planned, row.reached) for row in plan.milestones] == [(9, 9)]
    assert (plan.unnamed_milestones, plan.note_en) == (5, "Words")
    assert [row.text_en for row in plan.overarching] == ["Words"]


def test_a_milestone_without_a_stated_month_has_no_place_on_the_axis(office):
    milestone(office, timing="Līdz pavasarim", timing_en="By spring")
    (plan,) = roadmap(office.programme).initiatives
    assert [(row.planned, row.reached, row.milestone.timing_en) for row in plan.milestones] == [
        (None, None, "By spring")
    ]


def test_a_milestone_is_reached_once_and_on_somebodys_word(office):
    said = {"on": date(2022, 6, 18), "source": "a newspaper", "by": office.officer, "at": NOW}
    kept = milestone(office)
    reach_milestone(milestone=kept, **said)
    with pytest.raises(MilestoneAlreadyReached, match="was reached on 2022-06-18"):
        reach_milestone(milestone=kept, **said)
    with pytest.raises(IntegrityError, match="milestone_reached_with_a_source"), transaction.atomic():
        Milestone.objects.update(reached_source="")


@pytest.mark.parametrize(
    ("broken", "constraint"),
    [
        ({"planned_from": date(2021, 9, 2)}, "activity_is_planned_in_months"),
        (
            {"planned_from": date(2021, 9, 1), "planned_until": date(2021, 8, 1)},
            "activity_ends_after_it_starts",
        ),
        ({"yearly_from_month": 13, "yearly_until_month": 5}, "activity_is_yearly_or_planned_once"),
        ({"yearly_from_month": 9}, "activity_is_yearly_or_planned_once"),
        (
            {"yearly_from_month": 9, "yearly_until_month": 5, "planned_from": date(2021, 9, 1)},
            "activity_is_yearly_or_planned_once",
        ),
    ],
)
def test_the_database_refuses_an_activity_whose_months_make_no_sense(office, broken, constraint):
    planned(office)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Activity.objects.update(**broken)


@pytest.mark.parametrize(
    "broken",
    [{"drawn_from": date(2021, 9, 1)}, {"drawn_until": date(2021, 9, 1)}, {"drawn_from": date(2021, 9, 2)}],
)
def test_the_database_refuses_a_drawing_that_covers_half_a_span(office, broken):
    draw_roadmap(initiative=office.initiative, note_words=WORDS, by=office.officer, at=NOW)
    with pytest.raises(IntegrityError, match="roadmap_picture_covers_whole_months"), transaction.atomic():
        RoadmapPicture.objects.update(**broken)
