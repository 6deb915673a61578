"""One activity or milestone of the roadmap: what was planned, why it moved, what happened; and changing each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.models import Activity, Baseline, Cause, Milestone
from kurss.programme.pages.answers import account, takes
from kurss.programme.pages.plan_forms import (
    ActivityForm,
    ActualForm,
    MilestoneForm,
    PlanForm,
    ReachedForm,
    ReplanForm,
    WaitingForm,
)
from kurss.programme.refusals import Refused
from kurss.programme.replanning import (
    change_activity,
    change_milestone,
    month_of_milestone,
    months_of,
    replan_activity,
    replan_milestone,
    set_waiting,
    take_out,
    tell_actual,
)
from kurss.programme.roadmap import reach_milestone

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing an officer does with a planned row: its heading, its button, its form and its verb."""

    title: str
    button: str
    form: Callable[[Any, HttpRequest, Any], PlanForm]
    act: Callable[[Any, Any, Said], object]


def _fixed(row: Activity | Milestone) -> bool:
    return Baseline.objects.filter(initiative=row.initiative_id).exists()


def _replan_activity(row: Activity, form: ReplanForm, said: Said) -> object:
    given = form.cleaned_data
    return replan_activity(
        activity=row,
        planned_from=given["planned_from"],
        planned_until=given["planned_until"],
        cause=Cause(given["cause"]),
        words=form.words,
        with_milestones=bool(given.get("with_milestones")),
        **said,
    )


def _replan_milestone(row: Milestone, form: ReplanForm, said: Said) -> object:
    given = form.cleaned_data
    return replan_milestone(
        milestone=row, month=given["month"], cause=Cause(given["cause"]), words=form.words, **said
    )


REPLAN = Doing(
    gettext_noop("Re-plan"),
    gettext_noop("Re-plan"),
    lambda row, request, data: ReplanForm(row, data, request.GET),
    lambda row, form, said: (
        _replan_activity(row, form, said) if isinstance(row, Activity) else _replan_milestone(row, form, said)
    ),
)
TAKE_OUT = Doing(
    gettext_noop("Take it out of the plan"),
    gettext_noop("Take it out"),
    lambda row, request, data: PlanForm(data),
    lambda row, form, said: take_out(planned=row, **said),
)

OF_ACTIVITY: dict[str, Doing] = {
    "replan": REPLAN,
    "actual": Doing(
        gettext_noop("When did it begin and end?"),
        gettext_noop("Write it down"),
        lambda row, request, data: ActualForm(
            data, {"began_on": row.began_on, "ended_on": row.ended_on, "source": row.actual_source}
        ),
        lambda row, form, said: tell_actual(activity=row, **form.cleaned_data, **said),
    ),
    "waits": Doing(
        gettext_noop("What does it wait for?"),
        gettext_noop("Keep"),
        lambda row, request, data: WaitingForm(row, data),
        lambda row, form, said: set_waiting(activity=row, befores=form.chosen, **said),
    ),
    "change": Doing(
        gettext_noop("Change the activity"),
        gettext_noop("Keep"),
        lambda row, request, data: ActivityForm(data, ActivityForm.of(row), months_stand=_fixed(row)),
        lambda row, form, said: change_activity(activity=row, **form.verb_words(), **said),
    ),
    "take-out": TAKE_OUT,
}

OF_MILESTONE: dict[str, Doing] = {
    "replan": REPLAN,
    "reached": Doing(
        gettext_noop("When was it reached?"),
        gettext_noop("Write it down"),
        lambda row, request, data: ReachedForm(data),
        lambda row, form, said: reach_milestone(milestone=row, **form.cleaned_data, **said),
    ),
    "change": Doing(
        gettext_noop("Change the milestone"),
        gettext_noop("Keep"),
        lambda row, request, data: MilestoneForm(
            row.initiative, data, MilestoneForm.of(row), months_stand=_fixed(row)
        ),
        lambda row, form, said: change_milestone(milestone=row, **form.verb_words(), **said),
    ),
    "take-out": TAKE_OUT,
}


@require_safe
@takes(Act.READ_DEFINITIONS)
def activity(request: HttpRequest, activity: int) -> HttpResponse:
    row = _activity(activity)
    first, last = months_of(row)
    return render(
        request,
        "programme/plan_activity.html",
        {
            "row": row,
            "first": first,
            "last": last,
            "replans": row.replans.all(),
            "waits_for": row.waits_for.select_related("before__initiative"),
            "waited_for_by": row.waited_for_by.select_related("after__initiative"),
            "milestones": row.milestones.all(),
            **_may(request, row),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def milestone(request: HttpRequest, milestone: int) -> HttpResponse:
    row = _milestone(milestone)
    return render(
        request,
        "programme/plan_milestone.html",
        {"row": row, "month": month_of_milestone(row), "replans": row.replans.all(), **_may(request, row)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do_activity(request: HttpRequest, activity: int, doing: str) -> HttpResponse:
    return _do(request, _activity(activity), OF_ACTIVITY.get(doing))


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do_milestone(request: HttpRequest, milestone: int, doing: str) -> HttpResponse:
    return _do(request, _milestone(milestone), OF_MILESTONE.get(doing))


def _do(request: HttpRequest, row: Activity | Milestone, doing: Doing | None) -> HttpResponse:
    """Ask, and then do; a refusal is a sentence above the form, and what was typed stays."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=row.initiative_id)
    if doing is None:
        raise Http404(_("There is nothing of that kind to do."))
    form = doing.form(row, request, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            doing.act(row, form, {"by": by, "at": at})
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is written down."))
            if doing is TAKE_OUT:
                return redirect("programme:plan")
            return _page_of(row)
    more = {
        "initiative": row.initiative,
        "row": row,
        "kind": row._meta.model_name,
        "title": _(doing.title),
        "button": _(doing.button),
        "form": form,
    }
    return render(request, "programme/plan_form.html", more, status=422 if form.is_bound else 200)


def _page_of(row: Activity | Milestone) -> HttpResponse:
    if isinstance(row, Activity):
        return redirect("programme:plan-activity", activity=row.pk)
    return redirect("programme:plan-milestone", milestone=row.pk)


def _may(request: HttpRequest, row: Activity | Milestone) -> dict[str, bool]:
    edits = may(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=row.initiative_id)
    return {"may_edit": edits, "fixed": _fixed(row)}


def _activity(key: int) -> Activity:
    row = Activity.objects.select_related("initiative", "responsible").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such activity in the plan."))
    return row


def _milestone(key: int) -> Milestone:
    row = Milestone.objects.select_related("initiative", "activity").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such milestone in the plan."))
    return row
