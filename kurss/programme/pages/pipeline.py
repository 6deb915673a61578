"""The funding pipeline: calls with their days, proposals with partners and costs, and what became of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.models import Call, Programme, Proposal, ProposalCost, ProposalPartner
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.pipeline_forms import (
    CallForm,
    CostForm,
    DecisionForm,
    GrantForm,
    PartForm,
    ProposalForm,
)
from kurss.programme.pages.plan_forms import PlanForm
from kurss.programme.pipeline.calls import add_call, change_call, take_out_call
from kurss.programme.pipeline.proposals import (
    NEXT,
    OPEN,
    add_proposal,
    ask_for,
    asked_of,
    change_proposal,
    decide,
    leave_out,
    take_into_budget,
    take_part,
)
from kurss.programme.refusals import Refused

Said = dict[str, Any]


@require_safe
@takes(Act.READ_DEFINITIONS)
def pipeline(request: HttpRequest) -> HttpResponse:
    """All calls by their deadline, and all proposals."""
    programme = programme_of(request)
    calls = Call.objects.filter(programme=programme).prefetch_related("proposals")
    proposals = Proposal.objects.filter(programme=programme).select_related("call")
    return render(
        request,
        "programme/pipeline.html",
        {
            "programme": programme,
            "today": clock.today(),
            "calls": [
                (one, one.deadline is not None and one.deadline < clock.today(), one.proposals.all())
                for one in calls
            ],
            "proposals": [
                (one, list(one.partners.all()), asked_of(one))
                for one in proposals.prefetch_related("partners", "costs")
            ],
            "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def proposal(request: HttpRequest, proposal: int) -> HttpResponse:
    """One proposal: its call, who takes part, what is asked for, and what was decided when."""
    row = _proposal(proposal)
    costs = list(row.costs.select_related("initiative"))
    return render(
        request,
        "programme/proposal.html",
        {
            "row": row,
            "partners": row.partners.select_related("partner"),
            "costs": costs,
            "cost": sum(one.cost_cents or 0 for one in costs),
            "asked": sum(one.asked_cents or 0 for one in costs),
            "unstated": sum(one.asked_cents is None for one in costs),
            "decisions": row.decisions.all(),
            "is_open": row.state in OPEN,
            "goes_on": bool(NEXT[row.state]),
            "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def new_call(request: HttpRequest) -> HttpResponse:
    programme = _own(request)
    form = CallForm(_posted(request))
    return _asked(
        request,
        form,
        lambda said: add_call(programme=programme, terms=form.terms(), **said),
        title=_("Write down a call"),
        button=_("Write it down"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def call(request: HttpRequest, call: int) -> HttpResponse:
    """Change a call, or take it out where nothing answers to it."""
    row = Call.objects.filter(pk=call).first()
    if row is None:
        raise Http404(_("There is no such call."))
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    if "out" in request.POST:
        form: PlanForm = PlanForm(request.POST)
        return _asked(
            request,
            form,
            lambda said: take_out_call(call=row, **said),
            title=str(row),
            button=_("Take it out"),
        )
    asked = CallForm(_posted(request), row)
    return _asked(
        request,
        asked,
        lambda said: change_call(call=row, terms=asked.terms(), **said),
        title=_("Change the call"),
        button=_("Keep"),
        out=not row.proposals.exists(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def new_proposal(request: HttpRequest) -> HttpResponse:
    programme = _own(request)
    form = ProposalForm(programme, _posted(request))
    return _asked(
        request,
        form,
        lambda said: add_proposal(programme=programme, **form.verb_words(), **said),
        title=_("Write down a proposal"),
        button=_("Write it down"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do(request: HttpRequest, proposal: int, doing: str) -> HttpResponse:
    """One thing an officer does with a proposal."""
    row = _proposal(proposal)
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    data = _posted(request)
    back = reverse("programme:proposal", kwargs={"proposal": row.pk})
    asked: dict[str, tuple[Any, Callable[..., object], str, str]] = {
        "change": (
            ProposalForm(row.programme, data, row), change_proposal, _("Change the proposal"), _("Keep")
        ),
        "partner": (PartForm(data), take_part, _("Who takes part?"), _("Add it")),
        "cost": (CostForm(row.programme, data), ask_for, _("What would it pay for?"), _("Add it")),
        "decide": (DecisionForm(row, data), decide, _("What became of it?"), _("Write it down")),
        "budget": (
            GrantForm(data), take_into_budget, _("Take the grant into the budget"), _("Take it over")
        ),
    }  # fmt: skip
    if doing not in asked:
        raise Http404(_("There is nothing of that kind to do."))
    form, verb, title, button = asked[doing]
    return _asked(
        request,
        form,
        lambda said: verb(proposal=row, **form.verb_words(), **said),
        title=title,
        button=button,
        back=back,
        kicker=row,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def leave(request: HttpRequest, proposal: int, part: str, row: int) -> HttpResponse:
    """A partner or a cost is no longer part of a proposal."""
    found = _proposal(proposal)
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    of: ProposalPartner | ProposalCost | None = None
    if part == "partner":
        of = ProposalPartner.objects.filter(proposal=found, pk=row).first()
    elif part == "cost":
        of = ProposalCost.objects.filter(proposal=found, pk=row).first()
    if of is None:
        raise Http404(_("There is no such part of the proposal."))
    kept = of
    return _asked(
        request,
        PlanForm(_posted(request)),
        lambda said: leave_out(part=kept, **said),
        title=_("Leave “%(what)s” out?") % {"what": kept},
        button=_("Leave it out"),
        back=reverse("programme:proposal", kwargs={"proposal": found.pk}),
        kicker=found,
    )


def _asked(
    request: HttpRequest,
    form: PlanForm,
    act: Callable[[Said], object],
    *,
    title: str,
    button: str,
    back: str = "",
    kicker: Proposal | None = None,
    out: bool = False,
) -> HttpResponse:
    """Ask, and do it; a refusal is told above the form and what was typed stays."""
    back = back or reverse("programme:pipeline")
    if form.is_valid():
        try:
            act({"by": account(request), "at": clock.now()})
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is written down."))
            return redirect(back)
    more = {"form": form, "title": title, "button": button, "back": back, "kicker": kicker, "out": out}
    return render(request, "programme/pipeline_form.html", more, status=422 if form.is_bound else 200)


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _own(request: HttpRequest) -> Programme:
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = programme_of(request)
    if programme is None:
        raise Http404(_("No programme has been entered on this site yet."))
    return programme


def _proposal(key: int) -> Proposal:
    row = Proposal.objects.select_related("programme", "call", "source").filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such proposal."))
    return row
