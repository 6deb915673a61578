"""The stages of a programme: when each runs, what is told of it, and what it still owes, by whom and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.models import Account, RoleGrant
from kurss.people.permissions import STAFF, Act
from kurss.programme.beginning.stages import (
    correct_period,
    narrative_mark,
    settle_artefact,
    state_period,
    take_out_period,
    tell_stage,
)
from kurss.programme.definition_words import in_language
from kurss.programme.differences import Line, compared
from kurss.programme.models import Artefact, Stage, StatedPeriod
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.plan_forms import PlanForm
from kurss.programme.pages.stage_forms import ArtefactForm, NarrativeForm, PeriodForm
from kurss.programme.queries import stages_of
from kurss.programme.refusals import ChangedMeanwhile, Refused
from kurss.programme.sheets import StageSheet
from kurss.programme.words import Words

SHOWN = ("all", "owed", "mine")


@dataclass(frozen=True, slots=True)
class Shown:
    """A stage with those of its artefacts that were asked for."""

    sheet: StageSheet
    artefacts: tuple[Artefact, ...]
    owed: int


@require_safe
@takes(Act.READ_DEFINITIONS)
def stages(request: HttpRequest) -> HttpResponse:
    """Every stage with its stated periods and its artefacts: all, those owed, or those the reader owes."""
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:office")
    by, today = account(request), clock.today()
    asked = request.GET.get("show", "")
    asked = asked if asked in SHOWN else "all"
    sheets = stages_of(programme)
    every = [one for sheet in sheets for one in sheet.artefacts]
    owed = [one for one in every if one.state != Artefact.State.DELIVERED]

    def wanted(one: Artefact) -> bool:
        return asked == "all" or (one in owed and (asked == "owed" or one.owner_id == by.pk))

    return render(
        request,
        "programme/stages.html",
        {
            "programme": programme,
            "stages": [
                Shown(
                    sheet,
                    tuple(one for one in sheet.artefacts if wanted(one)),
                    sum(one in owed for one in sheet.artefacts),
                )
                for sheet in sheets
            ],
            "asked": asked,
            "owed": len(owed),
            "every": len(every),
            "unowned": sum(one.owner_id is None for one in owed),
            "late": [one for one in owed if _late(one, today)],
            "today": today,
            "may_edit": may(by, Act.EDIT_PROGRAMME, at=clock.now()),
        },
    )


def _late(one: Artefact, today: date) -> bool:
    return one.due_on is not None and one.due_on < today


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add_period(request: HttpRequest, stage: int) -> HttpResponse:
    """State when a stage runs, as another place says."""
    found = _stage(stage)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    form = PeriodForm(None, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            state_period(stage=found, **form.held, by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("programme:stages")
    return _asked(request, found, form, _("State a period"))


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def period(request: HttpRequest, stated: int) -> HttpResponse:
    """Correct a stated period, or take it out."""
    row = StatedPeriod.objects.select_related("stage__programme").filter(pk=stated).first()
    if row is None:
        raise Http404(_("This period is not there any more."))
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    if request.method == "POST" and "take_out" in request.POST:
        take_out_period(period=row, by=by, at=at)
        messages.info(request, _("The period is taken out. The journal keeps what it said."))
        return redirect("programme:stages")
    form = PeriodForm(row, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            correct_period(period=row, **form.held, seen=form.cleaned_data["seen"], by=by, at=at)
        except ChangedMeanwhile as refused:
            now = StatedPeriod.objects.get(pk=row.pk)
            form = _again(PeriodForm(now, _with_seen(request, PeriodForm(now))), str(refused))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("programme:stages")
    return _asked(request, row.stage, form, _("Correct a stated period"), takes_out=True)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def narrative(request: HttpRequest, stage: int) -> HttpResponse:
    """Tell what a stage is about. Where somebody else told it otherwise meanwhile, both texts are shown."""
    found = _stage(stage)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    form = NarrativeForm(found, request.POST if request.method == "POST" else None)
    meanwhile: tuple[Line, ...] = ()
    if form.is_valid():
        given = form.cleaned_data
        try:
            words = Words(given["text"], given["text_en"], given["place"])
            tell_stage(stage=found, words=words, seen=given["seen"], by=by, at=at)
        except ChangedMeanwhile as refused:
            now = _stage(stage)
            meanwhile = compared(
                [*now.narrative.splitlines(), *now.narrative_en.splitlines(), now.place],
                [*given["text"].splitlines(), *given["text_en"].splitlines(), given["place"]],
            )
            data = request.POST.copy()
            data["seen"] = narrative_mark(now)
            form = _again(NarrativeForm(now, data), str(refused))
        else:
            return redirect("programme:stages")
    return _asked(request, found, form, _("What is told of the stage"), meanwhile=meanwhile)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def artefact(request: HttpRequest, artefact: int) -> HttpResponse:
    """Who owes an artefact, by when, and whether it is there."""
    row = (
        Artefact.objects.select_related("stage__programme", "template_artefact", "owner")
        .filter(pk=artefact)
        .first()
    )
    if row is None:
        raise Http404(_("No stage owes this."))
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    colleagues = _colleagues(clock.today())
    form = ArtefactForm(row, colleagues, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            settle_artefact(artefact=row, **form.held, seen=form.cleaned_data["seen"], by=by, at=at)
        except ChangedMeanwhile as refused:
            now = Artefact.objects.select_related("template_artefact", "owner").get(pk=row.pk)
            data = _with_seen(request, ArtefactForm(now, colleagues))
            form = _again(ArtefactForm(now, colleagues, data), str(refused))
        except Refused as refused:
            form.add_error("place", str(refused))
        else:
            return redirect("programme:stages")
    title = in_language(row.title, row.title_en)
    return _asked(request, row.stage, form, title)


def _colleagues(today: date) -> list[Account]:
    """Everybody who holds a role in the city's service on this day, by name."""
    serving = RoleGrant.objects.live_on(today).filter(role__in=[role.value for role in STAFF])
    return list(Account.objects.filter(is_active=True, pk__in=serving.values("account")).order_by("name"))


def _stage(key: int) -> Stage:
    found = Stage.objects.select_related("programme").filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no such stage."))
    return found


def _with_seen(request: HttpRequest, now: PlanForm) -> Any:
    """What was typed, under the sign of what stands now: sent again it is kept."""
    data = request.POST.copy()
    data["seen"] = now.initial["seen"]
    return data


def _again(form: Any, why: str) -> Any:
    form.is_valid()
    form.add_error(None, why)
    return form


def _asked(
    request: HttpRequest,
    stage: Stage,
    form: PlanForm,
    title: str,
    *,
    meanwhile: tuple[Line, ...] = (),
    takes_out: bool = False,
) -> HttpResponse:
    return render(
        request,
        "programme/stage_form.html",
        {"stage": stage, "form": form, "title": title, "meanwhile": meanwhile, "takes_out": takes_out},
        status=409 if meanwhile else 422 if form.is_bound and form.errors else 200,
    )
