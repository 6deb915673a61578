"""Verbs of the ledger: a contract is signed and amended, money is paid, and a mistake is taken back by a row.

Each of them holds the first row of its contract until it is done, so that two payments at once cannot together
exceed it.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from kurss.people.models import Account
from kurss.programme.entry import entered
from kurss.programme.ledger.amounts import told
from kurss.programme.ledger.refusals import (
    AmountNotAboveNought,
    PaidBeforeContract,
    PaidBeyondContract,
    TakenBackAlready,
)
from kurss.programme.models import BudgetLine, Contract, Payment
from kurss.programme.refusals import ReasonMissing


def sign_contract(
    *,
    line: BudgetLine,
    document: str,
    supplier: str,
    on: date,
    amount_cents: int,
    subject: str = "",
    supplier_is_person: bool = False,
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> Contract:
    """The city binds itself to pay, out of one budget line. A contract that several lines pay is entered for each,
    with its part. More than the line holds is taken, for it was signed; the lint says so. The name of a
    supplier who is a natural person is forgotten in its time (`programme.retention`).

    Raises AmountNotAboveNought, AlreadyEntered.
    """
    _above_nought(amount_cents)
    row = Contract(
        line=line, document=document, supplier=supplier, subject=subject, on=on, amount_cents=amount_cents,
        supplier_is_person=supplier_is_person, synthetic=synthetic, **_who(by, at),
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.sign_contract", initiative=line.initiative_id)


@transaction.atomic
def amend_contract(
    *,
    contract: Contract,
    document: str,
    on: date,
    amount_cents: int,
    why: str = "",
    by: Account,
    at: datetime,
) -> Contract:
    """A later document makes the contract larger, or smaller where the amount is below nought.

    Raises AmountNotAboveNought where it changes nothing, PaidBeforeContract, PaidBeyondContract where
    more was paid than would remain.
    """
    held = _held(contract)
    if amount_cents == 0:
        raise AmountNotAboveNought(_("The amendment changes nothing: give an amount."))
    _after(held, on)
    _still_covers(held, amount_cents)
    row = Contract(
        line=held.line, contract=held, document=document, supplier=held.supplier,
        supplier_is_person=held.supplier_is_person, on=on,
        amount_cents=amount_cents, why=why, synthetic=held.synthetic, **_who(by, at),
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.amend_contract", initiative=held.line.initiative_id)


@transaction.atomic
def pay(
    *,
    contract: Contract,
    document: str,
    on: date,
    amount_cents: int,
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> Payment:
    """Money was paid against a contract.

    Raises AmountNotAboveNought, PaidBeforeContract, and PaidBeyondContract: nothing obliges the city to pay more
    than was agreed, so either an amendment is missing or the amount is wrong.
    """
    held = _held(contract)
    _above_nought(amount_cents)
    _after(held, on)
    committed, paid = committed_of(held), paid_of(held)
    if paid + amount_cents > committed:
        raise PaidBeyondContract(
            _(
                "The contract {document} is of {committed} and {paid} is paid: {left} is left. "
                "Correct the amount, or enter the amendment first."
            ).format(
                document=held.document,
                committed=told(committed, held.line.currency),
                paid=told(paid, held.line.currency),
                left=told(committed - paid, held.line.currency),
            )
        )
    row = Payment(
        contract=held, document=document, on=on, amount_cents=amount_cents,
        synthetic=synthetic or held.synthetic, **_who(by, at),
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.pay", initiative=held.line.initiative_id)


@transaction.atomic
def take_back_payment(
    *, payment: Payment, document: str, on: date, why: str, by: Account, at: datetime
) -> Payment:
    """A payment was entered by mistake, or came back: a row of the opposite amount. Raises TakenBackAlready,
    ReasonMissing."""
    held = _held(payment.contract)
    _may_be_taken_back(payment, why)
    row = Payment(
        contract=held, reverses=payment, document=document, on=on, amount_cents=-payment.amount_cents, why=why,
        synthetic=payment.synthetic, **_who(by, at),
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.take_back_payment", initiative=held.line.initiative_id)


@transaction.atomic
def take_back_contract(
    *, contract: Contract, document: str, on: date, why: str, by: Account, at: datetime
) -> Contract:
    """A contract or an amendment was entered by mistake, or ended: a row of the opposite amount.

    Raises TakenBackAlready, ReasonMissing, PaidBeyondContract where it is paid already.
    """
    held = _held(contract)
    _may_be_taken_back(contract, why)
    _still_covers(held, -contract.amount_cents)
    row = Contract(
        line=held.line, contract=held, reverses=contract, document=document, supplier=held.supplier,
        supplier_is_person=held.supplier_is_person, on=on,
        amount_cents=-contract.amount_cents, why=why, synthetic=held.synthetic, **_who(by, at),
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.take_back_contract", initiative=held.line.initiative_id)


def committed_of(contract: Contract) -> int:
    """What a contract with its amendments binds the city to, in cents."""
    later = contract.later.aggregate(sum=Sum("amount_cents"))["sum"] or 0
    return int(contract.amount_cents + later)


def paid_of(contract: Contract) -> int:
    """What was paid against a contract, in cents."""
    return int(contract.payments.aggregate(sum=Sum("amount_cents"))["sum"] or 0)


def _held(contract: Contract) -> Contract:
    """The contract itself, of which this may be an amendment, held until the act is done."""
    return (
        Contract.objects.select_related("line")
        .select_for_update(of=("self",))
        .get(pk=contract.contract_id or contract.pk)
    )


def _above_nought(cents: int) -> None:
    if cents <= 0:
        raise AmountNotAboveNought(_("Give an amount above nought; a mistake is taken back on its own page."))


def _after(contract: Contract, on: date) -> None:
    if on < contract.on:
        raise PaidBeforeContract(
            _("{day} is before the contract {document} was signed ({signed}): correct one of them.").format(
                day=on.isoformat(), document=contract.document, signed=contract.on.isoformat()
            )
        )


def _still_covers(contract: Contract, change: int) -> None:
    remains, paid = committed_of(contract) + change, paid_of(contract)
    if remains < paid:
        raise PaidBeyondContract(
            _(
                "{paid} is paid against the contract and {remains} would remain: take back payments first."
            ).format(paid=told(paid, contract.line.currency), remains=told(remains, contract.line.currency))
        )


def _may_be_taken_back(row: Contract | Payment, why: str) -> None:
    if row.reverses_id is not None:
        raise TakenBackAlready(_("This row takes another one back: enter what is right anew."))
    if type(row)._default_manager.filter(reverses=row.pk).exists():
        raise TakenBackAlready(_("It was taken back before."))
    if not why.strip():
        raise ReasonMissing(_("Say why it is taken back."))


def _who(by: Account, at: datetime) -> dict[str, object]:
    return {"by_key": str(by.pk), "by_label": by.name, "at": at}
