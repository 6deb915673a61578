"""The money of the programme: budget, contracts and payments, by initiative and by source, and as a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.programme.ledger.files import COLUMNS, rows_of
from kurss.programme.ledger.queries import LineMoney, money_of
from kurss.programme.models import Contract, Payment
from kurss.programme.pages.answers import account, download, programme_of, takes
from kurss.programme.pages.charters import initiative_of
from kurss.sheets.writing import XLSX, as_csv, as_xlsx


@dataclass(frozen=True, slots=True)
class ContractMoney:
    """A contract with its later rows, what it binds the city to and what is paid, in cents."""

    contract: Contract
    committed: int
    paid: int


@require_safe
@takes(Act.READ_DEFINITIONS)
def money(request: HttpRequest) -> HttpResponse:
    """All initiatives and all sources."""
    programme = programme_of(request)
    if programme is None:
        return render(request, "programme/money.html", {"programme": None})
    by, at = account(request), clock.now()
    return render(
        request,
        "programme/money.html",
        {
            "programme": programme,
            "sheet": money_of(programme),
            "may_edit": may(by, Act.EDIT_PROGRAMME, at=at),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def initiative(request: HttpRequest, initiative: str) -> HttpResponse:
    """The budget of one initiative, line by line, with its contracts."""
    found = initiative_of(initiative)
    (own,) = money_of(found.programme, [found]).initiatives
    by_line: dict[int, list[ContractMoney]] = {}
    for row in contracts_of(own.lines):
        by_line.setdefault(row.contract.line_id, []).append(row)
    return render(
        request,
        "programme/money_initiative.html",
        {
            "own": own,
            "lines": [(one, by_line.get(one.line.pk, [])) for one in own.lines],
            "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=found.pk),
        },
    )


def contracts_of(lines: Sequence[LineMoney]) -> list[ContractMoney]:
    """The contracts of some lines with their sums (two queries)."""
    rows = list(Contract.objects.filter(line__in=[one.line for one in lines]))
    committed: dict[int, int] = {}
    for one in rows:
        key = one.contract_id or one.pk
        committed[key] = committed.get(key, 0) + one.amount_cents
    paid: dict[int, int] = {}
    for key, cents in Payment.objects.filter(contract__in=rows).values_list("contract_id", "amount_cents"):
        paid[key] = paid.get(key, 0) + cents
    return [
        ContractMoney(one, committed[one.pk], paid.get(one.pk, 0)) for one in rows if one.contract_id is None
    ]


@require_safe
@takes(Act.READ_DEFINITIONS)
def contract(request: HttpRequest, contract: int) -> HttpResponse:
    """One contract: every document that changed it, and every payment."""
    row = contract_of(contract)
    if row.contract is not None:
        return redirect("programme:money-contract", contract=row.contract_id)
    documents = [row, *row.later.select_related("reverses", "reversed_by")]
    payments = list(row.payments.select_related("reverses", "reversed_by"))
    initiative = row.line.initiative
    return render(
        request,
        "programme/money_contract.html",
        {
            "row": row,
            "initiative": initiative,
            "documents": documents,
            "payments": payments,
            "committed": sum(one.amount_cents for one in documents),
            "paid": sum(one.amount_cents for one in payments),
            "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now(), initiative=initiative.pk),
        },
    )


def contract_of(key: int) -> Contract:
    found: Any = Contract.objects.select_related("line__initiative__programme", "line__source", "contract")
    row = found.filter(pk=key).first()
    if row is None:
        raise Http404(_("There is no such contract."))
    assert isinstance(row, Contract)
    return row


@require_safe
@takes(Act.READ_DEFINITIONS)
def exported(request: HttpRequest, kind: str) -> HttpResponse:
    """All the money as CSV or as a workbook."""
    programme = programme_of(request)
    if programme is None or kind not in ("csv", "xlsx"):
        raise Http404(_("There is no such file."))
    rows = rows_of(programme)
    if kind == "csv":
        return download(as_csv(rows, COLUMNS), "money.csv", "text/csv")
    return HttpResponse(
        as_xlsx(rows, COLUMNS, title="money", numbers=("year",)),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="money.xlsx"'},
    )
