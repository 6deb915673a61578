"""The register of risks: the map, the list by what is asked, one risk with its history, and changing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock
from kurss.people.acting import may, may_somewhere, permit
from kurss.people.permissions import Act
from kurss.programme import queries
from kurss.programme.around import register
from kurss.programme.around import risks as verbs
from kurss.programme.models import RegisteredRisk, RiskState
from kurss.programme.pages.answers import account, download, programme_of, takes, writes
from kurss.programme.pages.around.risk_forms import RiskForm
from kurss.programme.pages.around.writing import Asking, Crumbs, ask, needed
from kurss.sheets.writing import as_csv

PAGE = 25
"""Risks on one page."""


@require_safe
@takes(Act.READ_DEFINITIONS)
def risks(request: HttpRequest) -> HttpResponse:
    """The map with its counts, and below it the risks that were asked for."""
    programme = programme_of(request)
    if programme is None:
        return render(request, "programme/around/risks.html", {"programme": None})
    asked, today, at, by = register.Asked.read(request.GET), clock.today(), clock.now(), account(request)
    rows = register.register_of(programme)
    found = register.narrowed(rows, asked, today).select_related("initiative", "milestone", "partner")
    more = {
        "programme": programme,
        "asked": asked,
        "query": asked.query(),
        "counted": register.counted(rows, today),
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "initiatives": queries.initiatives(programme),
        "states": register.states(),
        "orders": (("weight", _("the gravest first")), ("due", _("by day")), ("number", _("by number"))),
        "lacking": (("owner", _("an owner")), ("rating", _("a rating")), ("mitigation", _("a mitigation"))),
        "scale": range(1, 6),
        "today": today,
        "may_add": may_somewhere(by, Act.EDIT_PROGRAMME, at=at),
        "missing": verbs.missing(programme).count() if may(by, Act.EDIT_PROGRAMME, at=at) else 0,
    }
    return render(request, "programme/around/risks.html", more)


@require_safe
@takes(Act.READ_DEFINITIONS)
def risks_csv(request: HttpRequest) -> HttpResponse:
    """Every risk that was asked for, not only those of one page."""
    programme = programme_of(request)
    rows = register.register_of(programme) if programme else RegisteredRisk.objects.none()
    asked = register.Asked.read(request.GET)
    found = register.narrowed(rows, asked, clock.today()).select_related("milestone", "partner")
    return download(as_csv(register.rows_of(found), register.COLUMNS), "risks.csv", "text/csv")


@dataclass(frozen=True, slots=True)
class Change:
    """One change as its reader sees it."""

    what: str
    was: str
    became: str
    why: str
    by: str
    at: datetime


@require_safe
@takes(Act.READ_DEFINITIONS)
def risk(request: HttpRequest, risk: int) -> HttpResponse:
    """One risk, where it comes from, and all that ever changed about it."""
    row = _found(risk)
    form = RiskForm(row.programme, None, RiskForm.of(row))
    words = {value: str(word) for value, word in RiskState.choices}
    changes = [
        Change(
            str(form.fields[one.field].label) if one.field in form.fields else one.field,
            words.get(one.was, one.was) if one.field == "state" else one.was,
            words.get(one.became, one.became) if one.field == "state" else one.became,
            one.why,
            one.by_label,
            one.at,
        )
        for one in row.changes.all()
    ]
    scope = row.initiative_id or ""
    more = {
        "row": row,
        "changes": changes,
        "today": clock.today(),
        "late": row.due_on is not None and row.due_on < clock.today() and row.state in register.TO_DO,
        "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=scope),
    }
    return render(request, "programme/around/risk.html", more)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest) -> HttpResponse:
    """For whoever may write some initiative; the verb says whether this one."""
    programme, own = needed(request), writes(request)
    return ask(
        request,
        Asking(
            title=_("Enter a risk"),
            button=_("Enter"),
            crumbs=_crumbs(),
            back=reverse("programme:risks"),
            form=lambda data, initial: RiskForm(programme, data, initial, writes=own),
            keep=lambda form, who: verbs.register_risk(programme=programme, said=form.told(), **who),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def change(request: HttpRequest, risk: int) -> HttpResponse:
    row = _found(risk)
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=row.initiative_id or "")
    page, own = reverse("programme:risk", kwargs={"risk": row.pk}), writes(request)
    return ask(
        request,
        Asking(
            title=_("Change the risk"),
            kicker=_("Risk {number}").format(number=row.number),
            button=_("Keep"),
            crumbs=(*_crumbs(), (page, _("Risk {number}").format(number=row.number))),
            back=page,
            form=lambda data, initial: RiskForm(row.programme, data, initial, writes=own),
            row=row,
            initial=RiskForm.of,
            keep=lambda form, who: verbs.change_risk(
                risk=row,
                said=form.told(),
                seen=form.cleaned_data["seen"],
                why=form.cleaned_data.get("why", ""),
                **who,
            ),
        ),
    )


@require_POST
@takes(Act.EDIT_PROGRAMME)
def take_in(request: HttpRequest) -> HttpResponse:
    """Enter what the charters in force state and the register does not have."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    taken = verbs.take_from_charters(programme=needed(request), by=by, at=at)
    told = ngettext("%(n)s risk of a charter is entered.", "%(n)s risks of charters are entered.", len(taken))
    messages.info(request, told % {"n": len(taken)})
    return redirect("programme:risks")


def _crumbs() -> Crumbs:
    return ((reverse("programme:risks"), _("Risks")),)


def _found(key: int) -> RegisteredRisk:
    rows = RegisteredRisk.objects.select_related(
        "programme", "initiative", "milestone", "partner", "source__charter__initiative"
    )
    row = rows.filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such risk."))
    return row
