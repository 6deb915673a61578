"""Contracts and payments: what is refused, what is taken back, and what the database itself holds."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kurss.journal.models import Entry
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.programme.charters import FundingSource, report_charter
from kurss.programme.ledger.amounts import cents_from, plain, told
from kurss.programme.ledger.budget import change_line, plan_line, take_out_line, take_over_charter
from kurss.programme.ledger.burn import Burn, Pace
from kurss.programme.ledger.contracts import (
    amend_contract,
    committed_of,
    paid_of,
    pay,
    sign_contract,
    take_back_contract,
    take_back_payment,
)
from kurss.programme.ledger.queries import money_of
from kurss.programme.ledger.refusals import (
    AmountNotAboveNought,
    ContractsRestOnIt,
    CurrencyStands,
    NothingToTakeOver,
    PaidBeforeContract,
    PaidBeyondContract,
    TakenBackAlready,
)
from kurss.programme.ledger.sources import add_source, take_out_source
from kurss.programme.models import BudgetLine, Contract, Funding, MoneySource, Payment, SourceKind
from kurss.programme.money import Money
from kurss.programme.refusals import AlreadyEntered, NotOfThisProgramme, ReasonMissing
from kurss.programme.roadmap import plan_milestone, reach_milestone
from kurss.programme.tests.office import NOW, account, another_initiative, another_programme, content

SIGNED, LATER = date(2021, 9, 1), date(2021, 10, 1)


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def source(office, said):
    return add_source(
        programme=office.programme, key="erdf", kind=SourceKind.ERDF, title="ERAF", title_en="ERDF", **said
    )


@pytest.fixture
def line(office, source, said):
    return plan_line(
        initiative=office.initiative, source=source, year=2021, amount_cents=100_000, currency="EUR", **said
    )


@pytest.fixture
def contract(line, said):
    return sign_contract(
        line=line, document="L-1", supplier="Būvnieks", on=SIGNED, amount_cents=60_000, **said
    )


def test_more_is_never_paid_than_the_contract_and_its_amendments_bind_the_city_to(contract, said):
    pay(contract=contract, document="P-1", on=LATER, amount_cents=50_000, **said)
    with pytest.raises(PaidBeyondContract, match="100 EUR is left"):
        pay(contract=contract, document="P-2", on=LATER, amount_cents=10_001, **said)
    amend_contract(contract=contract, document="L-1/1", on=LATER, amount_cents=5_000, **said)
    pay(contract=contract, document="P-2", on=LATER, amount_cents=15_000, **said)
    assert committed_of(contract) == paid_of(contract) == 65_000
    with pytest.raises(PaidBeyondContract, match="would remain"):
        amend_contract(contract=contract, document="L-1/2", on=LATER, amount_cents=-1, **said)


def test_a_mistake_is_taken_back_once_by_a_row_of_the_opposite_amount_with_its_reason(contract, said):
    payment = pay(contract=contract, document="P-1", on=LATER, amount_cents=50_000, **said)
    told_ = {"document": "K-1", "on": LATER, **said}
    with pytest.raises(ReasonMissing):
        take_back_payment(payment=payment, why=" ", **told_)
    with pytest.raises(PaidBeyondContract):
        take_back_contract(contract=contract, why="Ended", **told_)
    back = take_back_payment(payment=payment, why="Entered twice", **told_)
    assert (back.amount_cents, back.reverses, paid_of(contract)) == (-50_000, payment, 0)
    for row in (payment, back):
        with pytest.raises(TakenBackAlready):
            take_back_payment(payment=row, why="Again", **told_)
    take_back_contract(contract=contract, why="Ended", **told_)
    assert committed_of(contract) == 0
    acts = list(Entry.objects.filter(act__startswith="programme.take_back").values_list("act", flat=True))
    assert acts == ["programme.take_back_payment", "programme.take_back_contract"]


def test_the_database_itself_refuses_to_change_or_delete_what_was_contracted_and_paid(contract, said):
    payment = pay(contract=contract, document="P-1", on=LATER, amount_cents=1, **said)
    for table, key in (("contract", contract.pk), ("payment", payment.pk)):
        for change in (f"UPDATE programme_{table} SET amount_cents = 2", f"DELETE FROM programme_{table}"):
            with (
                pytest.raises(IntegrityError, match="never changed or deleted"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(f"{change} WHERE id = %s", [key])
    assert Payment.objects.get().amount_cents == 1


@pytest.mark.parametrize("cents", [0, -1])
def test_nothing_is_funded_contracted_or_paid_with_nothing_or_less(contract, line, said, cents):
    given = {"on": LATER, "amount_cents": cents, **said}
    with pytest.raises(AmountNotAboveNought):
        pay(contract=contract, document="P-9", **given)
    with pytest.raises(AmountNotAboveNought):
        sign_contract(line=line, document="L-9", supplier="S", **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contract.objects.create(line=line, document="x", supplier="y", on=LATER, amount_cents=cents, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.filter(pk=line.pk).update(amount_cents=-1)


def test_nothing_is_paid_before_the_contract_and_no_document_is_entered_twice(contract, said):
    with pytest.raises(PaidBeforeContract):
        pay(contract=contract, document="P-1", on=date(2021, 8, 31), amount_cents=1, **said)
    pay(contract=contract, document="P-1", on=LATER, amount_cents=1, **said)
    with pytest.raises(AlreadyEntered):
        pay(contract=contract, document="P-1", on=LATER, amount_cents=1, **said)
    with pytest.raises(AlreadyEntered):
        sign_contract(line=contract.line, document="L-1", supplier="B", on=SIGNED, amount_cents=1, **said)


def test_contracts_over_a_line_are_entered_and_shown_for_they_were_signed(office, contract, line, said):
    sign_contract(line=line, document="L-2", supplier="Cits", on=SIGNED, amount_cents=50_000, **said)
    (own,) = money_of(office.programme).initiatives
    assert own.lines[0].over == 10_000


def test_a_line_changes_for_a_reason_and_goes_only_while_nothing_rests_on_it(line, source, said):
    words = {"currency": "EUR", "place": "", **said}
    with pytest.raises(ReasonMissing):
        change_line(line=line, amount_cents=1, reason="", **words)
    assert change_line(line=line, amount_cents=90_000, reason="Decision 7", **words).amount_cents == 90_000
    with pytest.raises(ContractsRestOnIt):
        take_out_source(source=source, **said)
    sign_contract(line=line, document="L-1", supplier="B", on=SIGNED, amount_cents=1, **said)
    with pytest.raises(CurrencyStands):
        change_line(line=line, amount_cents=1, reason="r", **words | {"currency": "NOK"})
    with pytest.raises(ContractsRestOnIt):
        take_out_line(line=line, **said)


def test_a_line_names_a_source_of_its_own_programme_once_a_year(office, line, source, said):
    where = {"initiative": office.initiative, "currency": "EUR", **said}
    with pytest.raises(AlreadyEntered):
        plan_line(source=source, year=2021, **where)
    plan_line(source=source, **where)
    with pytest.raises(AlreadyEntered):
        plan_line(source=source, **where)
    other = add_source(
        programme=another_programme(office.officer), key="erdf", kind="erdf", title="a", title_en="b", **said
    )
    with pytest.raises(NotOfThisProgramme):
        plan_line(source=other, **where)


def test_the_budget_opens_with_what_the_charter_states_and_works_nothing_out(office, said):
    funding = (
        FundingSource(Funding.Kind.FOREIGN, "ES", "EU"),
        FundingSource(Funding.Kind.MUNICIPAL, "Pilsēta", "City", Money(4_000, "EUR"), office.partner),
    )
    where = {"source": office.programme.document, "place": "Section 2", **said}
    for initiative in (office.initiative, another_initiative(office.officer, office.programme, "more", 2)):
        told_ = content(office, cost=Money(10_000, "EUR"), funding=funding)
        report_charter(initiative=initiative, content=told_, **where)
        take_over_charter(initiative=initiative, **said)
    assert MoneySource.objects.count() == 2, "the same payer is one source in all initiatives"
    assert (
        list(BudgetLine.objects.order_by("pk").values_list("amount_cents", flat=True))
        == [
            None,
            4_000,
        ]
        * 2
    )
    with pytest.raises(NothingToTakeOver):
        take_over_charter(initiative=office.initiative, **said)
    own = money_of(office.programme).initiatives[0]
    assert own.burn.budget == 10_000, "where a line states no amount the cost in the charter is the whole"


def test_amounts_of_two_currencies_stand_in_two_rows(office, line, source, said):
    plan_line(initiative=office.initiative, source=source, year=2022, amount_cents=7, currency="NOK", **said)
    sheet = money_of(office.programme)
    assert [(one.currency, one.budget) for one in sheet.totals] == [("EUR", 100_000), ("NOK", 7)]
    assert sheet.initiatives[0].burn.budget is None


def test_burn_is_counted_from_what_is_paid_and_progress_from_what_is_done(office, contract, said):
    for order in (1, 2, 3, 4):
        plan_milestone(initiative=office.initiative, order=order, title="a", title_en="b", place="c", **said)
    reach_milestone(milestone=office.initiative.milestones.first(), on=LATER, source="Act", **said)
    pay(contract=contract, document="P-1", on=LATER, amount_cents=60_000, **said)
    burn = money_of(office.programme).initiatives[0].burn
    assert (burn.done, burn.steps, burn.paid, burn.budget) == (1, 4, 60_000, 100_000)
    assert burn.pace is Pace.MONEY_AHEAD
    assert Burn(1, 4, 50_000, 100_000).pace is Pace.EVEN
    assert Burn(3, 4, 10_000, 100_000).pace is Pace.WORK_AHEAD
    assert Burn(0, 0, 1, 1).pace is Burn(1, 1, 1, None).pace is Pace.UNKNOWN


def test_who_keeps_one_initiative_keeps_the_money_of_no_other(office, contract, line, said):
    near = account("near", Role.PROGRAMME_OFFICER, initiative="skills")
    far = account("far", Role.PROGRAMME_OFFICER, initiative="elsewhere")
    pay(contract=contract, document="P-1", on=LATER, amount_cents=1, by=near, at=NOW)
    with pytest.raises(NotAllowed):
        pay(contract=contract, document="P-2", on=LATER, amount_cents=1, by=far, at=NOW)
    with pytest.raises(NotAllowed):
        take_out_line(line=line, by=far, at=NOW)
    with pytest.raises(NotAllowed):
        add_source(programme=office.programme, key="x", kind="own", title="a", title_en="b", by=near, at=NOW)


@pytest.mark.parametrize(
    ("given", "cents"),
    [
        ("26000000", 2_600_000_000),
        ("245 136,50", 24_513_650),
        ("1.5", 150),
        ("-3", -300),
        ("1,000.5", None),
        ("1.005", None),
        ("much", None),
        ("", None),
        ("9" * 15, None),
    ],
)
def test_an_amount_is_read_as_people_write_it_and_no_part_of_a_cent_is_lost(given, cents):
    assert cents_from(given) == cents


def test_an_amount_is_written_the_same_everywhere():
    assert (plain(24_513_650), plain(None)) == ("245136.50", "")
    assert (told(2_600_000_000, "EUR"), told(150, "EUR")) == ("26 000 000 EUR", "1.50 EUR")
