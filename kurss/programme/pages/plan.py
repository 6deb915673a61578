"""The roadmap as the office keeps it: planned, re-planned and actual on one strip, what slips next, files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme import queries, strips
from kurss.programme.critical import Forecast
from kurss.programme.models import Activity, Initiative, Milestone, OverarchingMilestone
from kurss.programme.pages.answers import account, download, language, programme_of, takes
from kurss.programme.pages.charters import initiative_of
from kurss.programme.pages.lists import take_in
from kurss.programme.pages.plan_forms import ActivityForm, ConditionForm, MilestoneForm, PlanForm
from kurss.programme.plan_files import COLUMNS, calendar_of, rows_of, take_list
from kurss.programme.plan_queries import outlook_of, roadmap
from kurss.programme.refusals import Refused
from kurss.programme.replanning import fix_baseline
from kurss.programme.roadmap import plan_activity, plan_milestone, set_overarching_milestone
from kurss.programme.sheets import ActivityRow, InitiativeRoadmap, MilestoneRow
from kurss.programme.words import Words
from kurss.sheets.writing import XLSX, as_csv, as_xlsx

ROWS_AT_ONCE = 80
"""Rows of all initiatives on one page; a longer plan is shown one initiative at a time."""
SLIPS_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class ActivityLine:
    row: ActivityRow
    strip: strips.Strip
    moved: int | None
    forecast: Forecast | None
    on_chain: bool


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    row: MilestoneRow
    diamonds: tuple[strips.Diamond, ...]
    overdue: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One initiative of the plan, with what its reader may do."""

    own: InitiativeRoadmap
    activities: tuple[ActivityLine, ...]
    milestones: tuple[MilestoneLine, ...]
    may_edit: bool


@require_safe
@takes(Act.READ_DEFINITIONS)
def plan(request: HttpRequest) -> HttpResponse:
    """Every initiative, or the one that was asked for, on one axis of months."""
    programme = programme_of(request)
    if programme is None:
        return render(request, "programme/plan.html", {"programme": None})
    every = queries.initiatives(programme)
    asked = request.GET.get("initiative", "")
    rows = Activity.objects.filter(initiative__programme=programme).count()
    chosen = [one for one in every if one.pk == asked] or (
        list(every) if rows <= ROWS_AT_ONCE or not every else [every[0]]
    )
    today = clock.today()
    sheet = roadmap(programme, chosen)
    seen = outlook_of(programme, today)
    months = strips.axis_until(sheet.months, today)
    by, at = account(request), clock.now()
    late = [(key, forecast) for key, forecast in seen.forecasts.items() if forecast.late]
    slips = sorted(late, key=lambda each: (-each[1].late, each[0]))[:SLIPS_AT_ONCE]
    named = _titles([*(key for key, _late in slips), *(one.held_by for _key, one in slips), *seen.chain])
    return render(
        request,
        "programme/plan.html",
        {
            "programme": programme,
            "initiatives": every,
            "asked": chosen[0].pk if len(chosen) == 1 else "",
            "all_fit": rows <= ROWS_AT_ONCE,
            "scale": strips.scale(months, today),
            "months": months,
            "today": today,
            "sections": [
                _section(
                    own, months, today, seen, may(by, Act.EDIT_PROGRAMME, at=at, initiative=own.initiative.pk)
                )
                for own in sheet.initiatives
            ],
            "chain": [(key, named[key]) for key in seen.chain],
            "slips": [(key, named[key], one, named.get(one.held_by, "")) for key, one in slips],
            "slipping": len(late),
            "may_import": may(by, Act.EDIT_PROGRAMME, at=at),
        },
    )


def _titles(keys: list[int | None]) -> dict[int | None, str]:
    """The titles of some activities, in the reader's language."""
    title = "title" if language() == "lv" else "title_en"
    return dict(Activity.objects.filter(pk__in=[key for key in keys if key]).values_list("pk", title))


def _section(
    own: InitiativeRoadmap, months: tuple[date, ...], today: date, seen: Any, edits: bool
) -> Section:
    return Section(
        own,
        tuple(
            ActivityLine(
                row,
                strips.strip(row.activity, months, today),
                strips.months_moved(row),
                seen.forecasts.get(row.activity.pk) if row.activity.ended_on is None else None,
                row.activity.pk in seen.chain,
            )
            for row in own.activities
        ),
        tuple(
            MilestoneLine(row, strips.diamonds(row, months), _overdue(row, today)) for row in own.milestones
        ),
        edits,
    )


def _overdue(row: MilestoneRow, today: date) -> bool:
    """Whether the month that holds for a milestone has passed and it is not reached."""
    month = row.replans[-1].planned_until if row.replans else row.milestone.planned_month
    passed = month is not None and (month.year, month.month) < (today.year, today.month)
    return passed and row.milestone.reached_on is None


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest, initiative: str, thing: str) -> HttpResponse:
    """Plan one more activity, milestone or condition of an initiative."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    data = request.POST if request.method == "POST" else None
    form: PlanForm
    said: dict[str, Any] = {"initiative": found, "by": by, "at": at}
    if thing == "activity":
        form = ActivityForm(data)
    elif thing == "milestone":
        form = MilestoneForm(found, data)
    else:
        form = ConditionForm(data)
    if form.is_valid():
        try:
            if isinstance(form, ActivityForm):
                plan_activity(order=_next(Activity, found), **form.verb_words(), **said)
            elif isinstance(form, MilestoneForm):
                plan_milestone(order=_next(Milestone, found), **form.verb_words(), **said)
            else:
                given = form.cleaned_data
                words = Words(given["text"], given["text_en"], given["place"])
                set_overarching_milestone(order=_next(OverarchingMilestone, found), words=words, **said)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is in the plan."))
            return redirect("programme:plan")
    titles = {
        "activity": _("Plan an activity"),
        "milestone": _("Plan a milestone"),
        "condition": _("A condition of the whole initiative"),
    }
    more = {"initiative": found, "title": titles[thing], "button": _("Add to the plan"), "form": form}
    return render(request, "programme/plan_form.html", more, status=422 if form.is_bound else 200)


def _next(model: Any, initiative: Initiative) -> int:
    rows = model.objects.filter(initiative=initiative)
    return (rows.aggregate(last=Max("order"))["last"] or 0) + 1


@require_POST
@takes(Act.EDIT_PROGRAMME)
def baseline(request: HttpRequest, initiative: str) -> HttpResponse:
    """From now on the months of this initiative stand."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    try:
        fix_baseline(initiative=found, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.info(request, _("The baseline is fixed: what moves from now on says why."))
    return redirect("programme:plan")


@require_safe
@takes(Act.READ_DEFINITIONS)
def exported(request: HttpRequest, kind: str) -> HttpResponse:
    """The whole plan as a calendar, as CSV or as a workbook."""
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:plan")
    if kind == "ics":
        content = calendar_of(programme, site=request.get_host(), language=language(), at=clock.now())
        return download(content.decode(), "roadmap.ics", "text/calendar")
    rows = rows_of(programme)
    if kind == "csv":
        return download(as_csv(rows, COLUMNS), "roadmap.csv", "text/csv")
    return HttpResponse(
        as_xlsx(
            rows, COLUMNS, title="roadmap", numbers=("number", "yearly_from", "yearly_until", "activity")
        ),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="roadmap.xlsx"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def import_list(request: HttpRequest) -> HttpResponse:
    """A list is looked through as a whole: every fault is shown, or all of it is planned."""
    return take_in(
        request,
        take=take_list,
        columns=COLUMNS,
        page="programme/plan_import.html",
        home="programme:plan",
        said=_("Taken in. New in the plan: %(new)s."),
    )
