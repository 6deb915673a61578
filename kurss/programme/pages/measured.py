"""Which indicators show what the programme gives and changes, in three columns, and what was reported of each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme import queries
from kurss.programme.differences import Line, compared
from kurss.programme.measures import progress_mark, report_progress, rewrite_progress
from kurss.programme.models import Measure, ReportedProgress
from kurss.programme.models.said import PLACE_LENGTH
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.plan_forms import PlanForm
from kurss.programme.pages.statement_forms import words
from kurss.programme.refusals import ChangedMeanwhile, Refused
from kurss.programme.statements.keeping import Pair
from kurss.programme.statements.lists import MEASURES
from kurss.programme.words import Words

COLUMNS = ("started", "midway", "final")
AT_ONCE = 60
"""Measures of all initiatives on one page; more of them are shown one initiative at a time."""
ACROSS = "-"
"""What cuts across all initiatives, where one of them is asked for."""


class ProgressForm(PlanForm):
    """Where a measure started, where it was midway, and what came of it, in words."""

    def __init__(self, progress: ReportedProgress | None, data: Any = None) -> None:
        super().__init__(data)
        titles = (_("Where it started"), _("Midway"), _("Final result"))
        self.asked = [Pair(name, title) for name, title in zip(COLUMNS, titles, strict=True)]
        place = Pair("place", _("Where it is written"), short=True, length=PLACE_LENGTH)
        for pair in self.asked:
            own, english = pair.names
            self.fields[own] = words(pair, _("in Latvian"), _("Write it in Latvian."))
            self.fields[english] = words(pair, _("in English"), _("Write it in English."))
        self.fields["place"] = words(place, "", _("Say where it is written."))
        self.fields["place"].label = _("Where it is written")
        self.fields["seen"] = words(Pair("seen", "", optional=True), "seen", "")
        self.fields["seen"].widget = self.fields["seen"].hidden_widget()
        if progress is not None:
            names = [name for pair in self.asked for name in pair.names]
            self.initial = {name: getattr(progress, name) for name in (*names, "place")}
        self.initial["seen"] = progress_mark(progress)

    @property
    def pairs(self) -> list[list[Any]]:
        return [[self[name] for name in pair.names] for pair in self.asked]

    @property
    def held(self) -> dict[str, Words]:
        given = self.cleaned_data
        return {name: Words(given[name], given[f"{name}_en"], given["place"]) for name in COLUMNS}


@require_safe
@takes(Act.READ_DEFINITIONS)
def measures(request: HttpRequest) -> HttpResponse:
    """The overview: each initiative with its outputs and outcomes, and what cuts across all."""
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:office")
    by, at = account(request), clock.now()
    every = queries.initiatives(programme)
    all_fit = len(every) < 2 or Measure.objects.filter(programme=programme).count() <= AT_ONCE
    asked = request.GET.get("initiative", "")
    only = [one for one in every if one.pk == asked] or ([] if asked == ACROSS else every[:1])
    columns = queries.measure_columns(programme, every if all_fit else only)
    return render(
        request,
        "programme/measures.html",
        {
            "programme": programme,
            "chapter": MEASURES,
            "columns": [
                (own, may(by, Act.EDIT_PROGRAMME, at=at, initiative=own.initiative.pk)) for own in columns
            ],
            "across": queries.cross_cutting(programme) if all_fit or asked == ACROSS else None,
            "initiatives": () if all_fit else every,
            "asked": ACROSS if asked == ACROSS else only[0].pk if only else "",
            "may_edit": may(by, Act.EDIT_PROGRAMME, at=at),
        },
    )


def address(initiative: str | None) -> str:
    """Where the measures of an initiative stand; of none, those that cut across."""
    key, place = (initiative, f"of-{initiative}") if initiative else (ACROSS, "across")
    return f"{reverse('programme:measures')}?{urlencode({'initiative': key})}#{place}"


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def progress(request: HttpRequest, measure: int) -> HttpResponse:
    """What is reported of a measure. Where somebody else wrote meanwhile, both texts are shown."""
    row = Measure.objects.select_related("indicator", "initiative", "programme").filter(pk=measure).first()
    if row is None:
        raise Http404(_("This measure is not there any more."))
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=row.initiative_id or "")
    own = ReportedProgress.objects.filter(measure=row).first()
    form = ProgressForm(own, request.POST if request.method == "POST" else None)
    meanwhile: tuple[Line, ...] = ()
    if form.is_valid():
        try:
            if own is None:
                report_progress(measure=row, **form.held, by=by, at=at)
            else:
                seen = form.cleaned_data["seen"]
                rewrite_progress(progress=own, **form.held, seen=seen, by=by, at=at)
        except ChangedMeanwhile as refused:
            now = ReportedProgress.objects.get(measure=row)
            meanwhile = compared(_lines(now), _typed(form))
            data = request.POST.copy()
            data["seen"] = progress_mark(now)
            form = ProgressForm(now, data)
            form.is_valid()
            form.add_error(None, str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(address(row.initiative_id))
    return render(
        request,
        "programme/progress.html",
        {"measure": row, "form": form, "meanwhile": meanwhile},
        status=409 if meanwhile else 422 if form.is_bound and form.errors else 200,
    )


def _names() -> list[str]:
    return [name for column in COLUMNS for name in (column, f"{column}_en")] + ["place"]


def _lines(now: ReportedProgress) -> list[str]:
    return [line for name in _names() for line in getattr(now, name).splitlines()]


def _typed(form: ProgressForm) -> list[str]:
    return [line for name in _names() for line in form.cleaned_data[name].splitlines()]
