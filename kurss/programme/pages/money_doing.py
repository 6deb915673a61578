"""What an officer does with the money: sources, lines, contracts and payments are entered, changed, taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme.ledger.budget import change_line, plan_line, take_out_line, take_over_charter
from kurss.programme.ledger.contracts import (
    amend_contract,
    pay,
    sign_contract,
    take_back_contract,
    take_back_payment,
)
from kurss.programme.ledger.files import COLUMNS
from kurss.programme.ledger.sources import add_source, change_source, take_out_source
from kurss.programme.ledger.taking import take_list
from kurss.programme.models import BudgetLine, MoneySource, Payment
from kurss.programme.pages.answers import account, programme_of, takes
from kurss.programme.pages.charters import initiative_of
from kurss.programme.pages.lists import take_in
from kurss.programme.pages.money import contract_of
from kurss.programme.pages.money_forms import (
    AmendmentForm,
    ContractForm,
    LineChangeForm,
    LineForm,
    PaymentForm,
    SourceForm,
    TakeBackForm,
)
from kurss.programme.pages.plan_forms import PlanForm
from kurss.programme.refusals import Refused

Said = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Doing:
    """One thing an officer does with a row: its heading, its button, its form and its verb."""

    title: str
    button: str
    form: Callable[[Any, Any], PlanForm]
    act: Callable[[Any, Any, Said], object]
    takes_out: bool = False
    """Whether the row goes, so that the page says which it is, and what stays."""


OF_SOURCE = {
    "change": Doing(
        gettext_noop("Change the source"),
        gettext_noop("Keep"),
        lambda row, data: SourceForm(data, SourceForm.of(row)),
        lambda row, form, said: change_source(source=row, **form.verb_words(), **said),
    ),
    "take-out": Doing(
        gettext_noop("Take the source out"),
        gettext_noop("Take it out"),
        lambda row, data: PlanForm(data),
        lambda row, form, said: take_out_source(source=row, **said),
        takes_out=True,
    ),
}
OF_LINE = {
    "contract": Doing(
        gettext_noop("Enter a contract"),
        gettext_noop("Enter it"),
        lambda row, data: ContractForm(data),
        lambda row, form, said: sign_contract(line=row, synthetic=row.synthetic, **form.cleaned_data, **said),
    ),
    "change": Doing(
        gettext_noop("Change the amount"),
        gettext_noop("Keep"),
        lambda row, data: LineChangeForm(row, data),
        lambda row, form, said: change_line(line=row, **form.cleaned_data, **said),
    ),
    "take-out": Doing(
        gettext_noop("Take the line out of the budget"),
        gettext_noop("Take it out"),
        lambda row, data: PlanForm(data),
        lambda row, form, said: take_out_line(line=row, **said),
        takes_out=True,
    ),
}
OF_CONTRACT = {
    "pay": Doing(
        gettext_noop("Enter a payment"),
        gettext_noop("Enter it"),
        lambda row, data: PaymentForm(data),
        lambda row, form, said: pay(contract=row, **form.cleaned_data, **said),
    ),
    "amend": Doing(
        gettext_noop("Enter an amendment"),
        gettext_noop("Enter it"),
        lambda row, data: AmendmentForm(data),
        lambda row, form, said: amend_contract(contract=row, **form.cleaned_data, **said),
    ),
    "take-back": Doing(
        gettext_noop("Take it back"),
        gettext_noop("Take it back"),
        lambda row, data: TakeBackForm(data),
        lambda row, form, said: take_back_contract(contract=row, **form.cleaned_data, **said),
    ),
}
OF_PAYMENT = {
    "take-back": Doing(
        gettext_noop("Take the payment back"),
        gettext_noop("Take it back"),
        lambda row, data: TakeBackForm(data),
        lambda row, form, said: take_back_payment(payment=row, **form.cleaned_data, **said),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add_a_source(request: HttpRequest) -> HttpResponse:
    """Somebody who pays."""
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:money")
    form = SourceForm(request.POST if request.method == "POST" else None, new=True)
    return _asked(
        request,
        form,
        lambda said: add_source(programme=programme, **form.verb_words(), **said),
        title=_("Add a source of money"),
        button=_("Add it"),
        back=reverse("programme:money"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do_source(request: HttpRequest, source: int, doing: str) -> HttpResponse:
    row = MoneySource.objects.filter(pk=source).first()
    if row is None:
        raise Http404(_("There is no such source."))
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    return _do(request, row, OF_SOURCE.get(doing), back=reverse("programme:money"), kicker=row)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add_line(request: HttpRequest, initiative: str) -> HttpResponse:
    """One more line of the budget."""
    found = initiative_of(initiative)
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=found.pk)
    form = LineForm(found, request.POST if request.method == "POST" else None)
    return _asked(
        request,
        form,
        lambda said: plan_line(initiative=found, **form.verb_words(), **said),
        title=_("Add a line to the budget"),
        button=_("Add it"),
        back=reverse("programme:money-initiative", kwargs={"initiative": found.pk}),
        kicker=found,
    )


@require_POST
@takes(Act.EDIT_PROGRAMME)
def from_charter(request: HttpRequest, initiative: str) -> HttpResponse:
    """Open the budget with what the charter in force states."""
    found = initiative_of(initiative)
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=found.pk)
    try:
        made = take_over_charter(initiative=found, by=by, at=at)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.info(request, _("Taken over from the charter. New lines: %(new)s.") % {"new": len(made)})
    return redirect("programme:money-initiative", initiative=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do_line(request: HttpRequest, budget_line: int, doing: str) -> HttpResponse:
    row = BudgetLine.objects.select_related("initiative", "source").filter(pk=budget_line).first()
    if row is None:
        raise Http404(_("There is no such line in the budget."))
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=row.initiative_id)
    back = reverse("programme:money-initiative", kwargs={"initiative": row.initiative_id})
    return _do(request, row, OF_LINE.get(doing), back=back, kicker=row.source)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do_contract(request: HttpRequest, contract: int, doing: str) -> HttpResponse:
    row = contract_of(contract)
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=row.line.initiative_id)
    back = reverse("programme:money-contract", kwargs={"contract": row.contract_id or row.pk})
    return _do(request, row, OF_CONTRACT.get(doing), back=back, document=row.document)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def do_payment(request: HttpRequest, payment: int, doing: str) -> HttpResponse:
    row = Payment.objects.select_related("contract__line").filter(pk=payment).first()
    if row is None:
        raise Http404(_("There is no such payment."))
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=row.contract.line.initiative_id)
    back = reverse("programme:money-contract", kwargs={"contract": row.contract_id})
    return _do(request, row, OF_PAYMENT.get(doing), back=back, document=row.document)


def _do(request: HttpRequest, row: Any, doing: Doing | None, **more: Any) -> HttpResponse:
    if doing is None:
        raise Http404(_("There is nothing of that kind to do."))
    form = doing.form(row, request.POST if request.method == "POST" else None)
    return _asked(
        request,
        form,
        lambda said: doing.act(row, form, said),
        title=_(doing.title),
        button=_(doing.button),
        going=row if doing.takes_out else None,
        **more,
    )


def _asked(
    request: HttpRequest,
    form: PlanForm,
    act: Callable[[Said], object],
    *,
    title: str,
    button: str,
    back: str,
    kicker: object = None,
    document: str = "",
    going: object = None,
) -> HttpResponse:
    """Ask, and do it; a refusal is told above the form and what was typed stays."""
    if form.is_valid():
        try:
            act({"by": account(request), "at": clock.now()})
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is written down."))
            return redirect(back)
    more = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "kicker": kicker,
        "document": document,
        "going": going,
    }
    return render(request, "programme/money_form.html", more, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def import_list(request: HttpRequest) -> HttpResponse:
    """A list is looked through as a whole: every fault is shown, or all of it is entered."""
    return take_in(
        request,
        take=take_list,
        columns=COLUMNS,
        page="programme/money_import.html",
        home="programme:money",
        said=_("Taken in. New rows: %(new)s."),
    )
