"""The plan lives: a baseline, re-plans with their causes, what waits for what, and what happened."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from kurss.journal.queries import history_of
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.models import Activity, Cause, Dependency, Milestone, Replan
from kurss.programme.refusals import (
    AlreadyEntered,
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
from kurss.programme.replanning import (
    change_activity,
    fix_baseline,
    months_of,
    replan_activity,
    replan_milestone,
    set_waiting,
    take_out,
    tell_actual,
)
from kurss.programme.roadmap import plan_activity, plan_milestone, reach_milestone
from kurss.programme.tests.office import NOW, account, another_initiative, another_programme
from kurss.programme.words import Box

JAN, FEB, MAR, APR = (date(2021, month, 1) for month in (1, 2, 3, 4))
WHY = {"cause": Cause.EPIDEMIC, "words": Box("Slimība", "Illness")}


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


def planned(office, order=1, first=JAN, last=MAR):
    return plan_activity(
        initiative=office.initiative, order=order, title=f"Darbs {order}", title_en=f"Work {order}", place="",
        planned_from=first, planned_until=last, by=office.officer, at=NOW,
    )  # fmt: skip


def marked(office, activity, month=MAR, order=1):
    return plan_milestone(
        initiative=office.initiative, order=order, title="Gatavs", title_en="Done", place="",
        planned_month=month, activity=activity, by=office.officer, at=NOW,
    )  # fmt: skip


def unchanged(activity, **other):
    names = ("title", "title_en", "planned_from", "planned_until")
    return {"activity": activity} | {name: getattr(activity, name) for name in names} | other


def test_a_fixed_baseline_moves_only_by_a_replan_with_its_cause(office, said):
    work = planned(office)
    change_activity(**unchanged(work, planned_until=FEB), **said)
    fix_baseline(initiative=office.initiative, **said)
    work.refresh_from_db()
    with pytest.raises(BaselineStands, match="with the cause"):
        change_activity(**unchanged(work, planned_until=APR), **said)
    change_activity(**unchanged(work, title_en="Better name"), **said)
    replan_activity(activity=work, planned_from=FEB, planned_until=APR, **WHY, **said)
    work.refresh_from_db()
    assert (work.planned_from, work.planned_until, work.title_en) == (JAN, FEB, "Better name")
    assert months_of(work) == (FEB, APR)
    told = history_of(work).first()
    assert {detail.name: detail.value for detail in told.details.all()} == {
        "months": "2021-02 – 2021-04",
        "cause": "epidemic",
    }
    with pytest.raises(AlreadyEntered):
        fix_baseline(initiative=office.initiative, **said)


def test_nothing_planned_is_no_baseline_and_the_same_months_are_no_replan(office, said):
    with pytest.raises(NothingPlanned):
        fix_baseline(initiative=office.initiative, **said)
    with pytest.raises(NothingMoves):
        replan_activity(activity=planned(office), planned_from=JAN, planned_until=MAR, **WHY, **said)


def test_an_activity_that_ends_before_it_starts_is_refused_everywhere(office, said):
    with pytest.raises(EndsBeforeItStarts, match="2021-01"):
        planned(office, first=FEB, last=JAN)
    work = planned(office)
    with pytest.raises(EndsBeforeItStarts):
        replan_activity(activity=work, planned_from=APR, planned_until=JAN, **WHY, **said)
    replan_activity(activity=work, planned_from=FEB, planned_until=APR, **WHY, **said)
    with pytest.raises(IntegrityError, match="a_replan_ends_after_it_starts"), transaction.atomic():
        Replan.objects.update(planned_until=JAN)


def test_a_milestone_stands_within_the_months_of_its_activity(office, said):
    work = planned(office)
    with pytest.raises(MilestoneOutsideItsActivity, match="move one of them"):
        marked(office, work, APR)
    done = marked(office, work)
    with pytest.raises(MilestoneOutsideItsActivity):
        replan_activity(activity=work, planned_from=JAN, planned_until=FEB, **WHY, **said)
    assert not Replan.objects.exists(), "the whole re-plan is undone"
    with pytest.raises(MilestoneOutsideItsActivity):
        replan_milestone(milestone=done, month=APR, **WHY, **said)
    replan_activity(activity=work, planned_from=FEB, planned_until=APR, with_milestones=True, **WHY, **said)
    assert [str(one.planned_until) for one in done.replans.all()] == ["2021-04-01"]


def test_a_reached_milestone_stays_where_it_was_reached(office, said):
    work = planned(office)
    done = marked(office, work)
    reach_milestone(milestone=done, on=date(2021, 3, 9), source="minutes", **said)
    replan_activity(activity=work, planned_from=APR, planned_until=APR, with_milestones=True, **WHY, **said)
    assert not done.replans.exists()


def test_activities_never_wait_for_each_other_in_a_circle(office, said):
    first, second, third = (planned(office, order) for order in (1, 2, 3))
    set_waiting(activity=second, befores=[first], **said)
    set_waiting(activity=third, befores=[first, second], **said)
    with pytest.raises(WaitsInACircle, match="“Work 1”"):
        set_waiting(activity=first, befores=[third], **said)
    set_waiting(activity=third, befores=[second], **said)
    assert [(pair.before_id, pair.after_id) for pair in Dependency.objects.order_by("after")] == [
        (first.pk, second.pk),
        (second.pk, third.pk),
    ]
    with pytest.raises(IntegrityError, match="no_activity_waits_for_itself"), transaction.atomic():
        Dependency.objects.create(before=first, after=first)
    other = another_initiative(office.officer, another_programme(office.officer, "other"), "far", 1)
    far = plan_activity(initiative=other, order=1, title="a", title_en="b", place="", **said)
    with pytest.raises(NotOfThisProgramme):
        set_waiting(activity=first, befores=[far], **said)


def test_an_activity_ends_after_it_began_on_somebodys_word(office, said):
    work = planned(office)
    with pytest.raises(EndedBeforeItBegan):
        tell_actual(activity=work, began_on=None, ended_on=date(2021, 3, 1), source="", **said)
    tell_actual(activity=work, began_on=date(2021, 1, 4), ended_on=date(2021, 3, 1), source="minutes", **said)
    with pytest.raises(IntegrityError, match="activity_began_on_somebodys_word"), transaction.atomic():
        Activity.objects.update(actual_source="")
    with pytest.raises(IntegrityError, match="activity_ended_after_it_began"), transaction.atomic():
        Activity.objects.update(ended_on=date(2021, 1, 1))


def test_only_what_nothing_rests_on_is_taken_out_of_a_plan(office, said):
    work, later = planned(office), planned(office, 2)
    done = marked(office, work)
    with pytest.raises(RestsOnIt, match="move those first"):
        take_out(planned=work, **said)
    take_out(planned=done, **said)
    set_waiting(activity=later, befores=[work], **said)
    with pytest.raises(RestsOnIt):
        take_out(planned=work, **said)
    take_out(planned=later, **said)
    fix_baseline(initiative=office.initiative, **said)
    with pytest.raises(BaselineStands):
        take_out(planned=work, **said)
    assert (Activity.objects.count(), Milestone.objects.count()) == (1, 0)


def test_who_plans_one_initiative_replans_no_other(office, said):
    other = another_initiative(office.officer, office.programme, "networks", 2)
    narrow = account("narrow", Role.PROGRAMME_OFFICER, initiative=other.pk)
    with pytest.raises(NotAllowed):
        replan_activity(
            activity=planned(office), planned_from=FEB, planned_until=APR, **WHY, by=narrow, at=NOW
        )
