"""Two officers at one contract at one moment, of whom only one fits: real threads on real connections."""

from datetime import date

import pytest

from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.contracts import amend_contract, committed_of, paid_of, pay, sign_contract
from kurss.programme.ledger.refusals import PaidBeyondContract
from kurss.programme.ledger.sources import add_source
from kurss.programme.models import Contract, SourceKind
from kurss.programme.tests.office import NOW, found_office
from kurss.programme.tests.racing import both_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_payments_or_cuts_at_one_moment_only_the_one_that_fits_is_entered():
    office = found_office()
    said = {"by": office.officer, "at": NOW}
    source = add_source(
        programme=office.programme, key="erdf", kind=SourceKind.ERDF, title="ERAF", title_en="ERDF", **said
    )
    line = plan_line(
        initiative=office.initiative, source=source, year=2021, amount_cents=100_000, currency="EUR", **said
    )
    on = date(2021, 9, 1)
    contract = sign_contract(line=line, document="L-1", supplier="S", on=on, amount_cents=80_000, **said)

    def payment(document, cents):
        return lambda: pay(contract=contract, document=document, on=on, amount_cents=cents, **said)

    _paid, refused = both_at_once(payment("M-1", 50_000), payment("M-2", 50_000))
    assert isinstance(refused, PaidBeyondContract)
    assert (paid_of(contract), committed_of(contract)) == (50_000, 80_000)

    def cut():
        return amend_contract(contract=contract, document="A-1", on=on, amount_cents=-30_000, **said)

    _cut, refused = both_at_once(cut, payment("M-3", 30_000))
    assert isinstance(refused, PaidBeyondContract)
    held = Contract.objects.get(pk=contract.pk)
    assert (paid_of(held), committed_of(held)) == (50_000, 50_000)
