"""The money as a list, and on pages without a script."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.people.permissions import Role
from kurss.programme.charters import FundingSource, report_charter
from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.contracts import (
    amend_contract,
    pay,
    sign_contract,
    take_back_contract,
    take_back_payment,
)
from kurss.programme.ledger.files import COLUMNS, rows_of
from kurss.programme.ledger.sources import add_source
from kurss.programme.ledger.taking import take_list
from kurss.programme.lists import ListNotTaken
from kurss.programme.models import BudgetLine, Contract, Funding, MoneySource, Payment, SourceKind
from kurss.programme.money import Money
from kurss.programme.tests.office import NOW, account, content
from kurss.sheets.reading import read
from kurss.sheets.writing import as_csv, as_xlsx

DAY = date(2021, 10, 1)


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def officer(office):
    client = Client()
    client.force_login(office.officer)
    return client


def a_ledger(office, said):
    """Everything that happens to money, also what could not be entered in another order."""
    source = add_source(
        programme=office.programme, key="own", kind=SourceKind.OWN, title="Pilsēta", title_en="City",
        partner=office.partner, **said,
    )  # fmt: skip
    where = {"initiative": office.initiative, "source": source, "currency": "EUR", **said}
    plan_line(**where)
    line = plan_line(year=2021, amount_cents=100_050, place="Section 2", **where)
    one = sign_contract(
        line=line, document="L-1", supplier="=B", subject="Jumts", on=DAY, amount_cents=60_000, **said
    )
    more = {"contract": one, "on": DAY, **said}
    less = amend_contract(document="A-1", amount_cents=-20_000, **more)
    take_back_contract(**more | {"contract": less}, document="A-2", why="Not signed")
    first = pay(document="P-1", amount_cents=60_000, **more)
    take_back_payment(payment=first, document="P-1b", on=DAY, why="Came back", **said)
    pay(document="P-2", amount_cents=40_000, **more)
    amend_contract(document="A-3", amount_cents=-20_000, why="Less", **more)
    gone = sign_contract(
        line=line, document="L-2", supplier="C", on=DAY, amount_cents=5, synthetic=True, **said
    )
    take_back_contract(contract=gone, document="L-2b", on=DAY, why="Ended", **said)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_money_goes_out_and_comes_in_again_without_a_difference(office, said, kind):
    a_ledger(office, said)
    rows = rows_of(office.programme)
    assert len(rows) == 12
    content = as_csv(rows, COLUMNS).encode() if kind == "csv" else as_xlsx(rows, COLUMNS, title="money")
    again = {"programme": office.programme, **said}
    assert take_list(sheet=read(content), **again) == 0, "what is there already is not entered twice"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE programme_moneysource CASCADE")
    assert take_list(sheet=read(content), **again) == 12
    assert rows_of(office.programme) == rows


def test_all_faults_of_a_list_of_money_are_shown_and_nothing_is_written(office, officer):
    lines = [
        "kind;source;source_kind;title;title_en;initiative;year;contract;document;takes_back;on;supplier;amount;currency;why",
        "source;erdf;erdf;ERAF;ERDF;;;;;;;;;;",
        "source;x;lottery;a;b;;;;;;;;;;",
        "line;erdf;;;;skills;2021;;;;;;1000;EUR;",
        "line;erdf;;;;skills;2022;;;;;;-5;EUR;",
        "line;nobody;;;;skills;2021;;;;;;5;EUR;",
        "contract;erdf;;;;skills;2021;;L-1;;2021-09-01;B;800,00;EUR;",
        "contract;erdf;;;;skills;2021;;L-2;;2021-09-01;B;8;NOK;",
        "payment;erdf;;;;skills;2021;L-1;P-1;;2021-09-02;;900;EUR;",
        "payment;erdf;;;;skills;2021;L-1;P-2;;2021-13-02;;9;EUR;",
        "payment;erdf;;;;skills;2021;L-1;P-3;;2021-09-02;;9.999;EUR;",
        "payment;erdf;;;;skills;2021;L-1;P-4;P-0;2021-09-02;;9;EUR;why",
        "gift;erdf;;;;skills;2021;;;;;;9;EUR;",
    ]
    file = SimpleUploadedFile("money.csv", "\n".join(lines).encode())
    answer = officer.post(reverse("programme:money-import"), {"file": file})
    assert answer.status_code == 422
    faults = {fault.row: fault.why for fault in answer.context["faults"]}
    for row, words in {
        3: "lottery", 5: "less than nothing", 6: "no source", 8: "cannot be added", 9: "800 EUR is left",
        10: "no day", 11: "whole cents", 12: "to take back", 13: "A row is one of",
    }.items():  # fmt: skip
        assert words in faults[row]
    assert len(faults) == 9
    assert not MoneySource.objects.exists()
    with pytest.raises(ListNotTaken, match="faults"):
        take_list(
            programme=office.programme, sheet=read(b"kind;colour\nline;red\n"), by=office.officer, at=NOW
        )


def test_a_list_that_says_something_else_than_the_ledger_changes_nothing(office, said):
    a_ledger(office, said)
    rows = [
        row | {"amount": "700.00"} if row["kind"] == "contract" else row for row in rows_of(office.programme)
    ]
    with pytest.raises(ListNotTaken) as refused:
        take_list(programme=office.programme, sheet=read(as_csv(rows, COLUMNS).encode()), **said)
    assert all("says something else in amount" in fault.why for fault in refused.value.faults)


def test_an_officer_keeps_the_money_on_pages_and_a_mistake_keeps_what_was_typed(office, officer):
    at = {"initiative": office.initiative.pk}
    add = reverse("programme:money-source-add")
    typed = {"key": "erdf", "kind": "erdf", "title": "ERAF", "title_en": "ERDF"}
    assert "Choose whose money" in officer.post(add, typed | {"kind": ""}).content.decode()
    assert officer.post(add, typed).status_code == 302
    source = MoneySource.objects.get()
    line = {"source": source.pk, "year": "2021", "amount_cents": "1 000,50", "currency": "eur"}
    refused = officer.post(reverse("programme:money-line-add", kwargs=at), line)
    assert refused.status_code == 422
    assert 'value="1 000,50"' in refused.content.decode()
    officer.post(reverse("programme:money-line-add", kwargs=at), line | {"currency": "EUR"})
    row = BudgetLine.objects.get()
    assert row.amount_cents == 100_050
    sign = reverse("programme:money-line-do", kwargs={"budget_line": row.pk, "doing": "contract"})
    officer.post(sign, {"document": "L-1", "supplier": "Būvnieks", "on": "2021-09-01", "amount_cents": "500"})
    contract = Contract.objects.get()
    do = {"contract": contract.pk}
    paying = reverse("programme:money-contract-do", kwargs=do | {"doing": "pay"})
    paid = {"document": "P-1", "on": "2021-09-02", "amount_cents": "600"}
    assert "500 EUR is left" in officer.post(paying, paid).content.decode()
    officer.post(paying, paid | {"amount_cents": "200"})
    back = reverse(
        "programme:money-payment-do", kwargs={"payment": Payment.objects.get().pk, "doing": "take-back"}
    )
    officer.post(back, {"document": "K-1", "on": "2021-09-03", "why": "Entered twice"})
    page = officer.get(reverse("programme:money-contract", kwargs=do)).content.decode()
    for words in ("takes P-1 back", "Entered twice", "taken back", "Būvnieks"):
        assert words in page
    whole = officer.get(reverse("programme:money")).content.decode()
    assert "1\u00a0000.50" in whole or "1\u00a0000,50" in whole
    assert officer.get(reverse("programme:money-initiative", kwargs=at)).status_code == 200


def test_the_money_of_more_contracts_takes_as_many_queries(office, officer, said):
    a_ledger(office, said)
    address = reverse("programme:money-initiative", kwargs={"initiative": office.initiative.pk})

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert officer.get(address).status_code == 200
            assert officer.get(reverse("programme:money")).status_code == 200
        return len(asked)

    queries()  # what is read once in a process is read now
    before = queries()
    line = BudgetLine.objects.get(year=2021)
    for number in range(20):
        more = sign_contract(line=line, document=f"M-{number}", supplier="B", on=DAY, amount_cents=9, **said)
        pay(contract=more, document="P", on=DAY, amount_cents=9, **said)
    assert queries() == before


def test_an_officer_of_one_initiative_opens_its_budget_from_its_charter(office):
    funding = (FundingSource(Funding.Kind.STATE, "Valsts", "State", Money(9_000, "EUR")),)
    told = content(office, cost=Money(9_000, "EUR"), funding=funding)
    document = office.programme.document
    report_charter(
        initiative=office.initiative, content=told, source=document, place="S", by=office.officer, at=NOW
    )
    client = Client()
    client.force_login(account("near", Role.PROGRAMME_OFFICER, initiative="skills"))
    at = {"initiative": office.initiative.pk}
    for _time in range(2):
        answer = client.post(reverse("programme:money-from-charter", kwargs=at))
        assert answer.status_code == 302, answer.content.decode()
    assert BudgetLine.objects.get().amount_cents == 9_000


def test_whoever_takes_a_line_out_reads_first_which_one_goes(office, officer, said):
    a_ledger(office, said)
    line = BudgetLine.objects.get(year__isnull=True)
    line.year, line.amount_cents = 2023, 123_450
    line.save()
    address = reverse("programme:money-line-do", kwargs={"budget_line": line.pk, "doing": "take-out"})
    page = officer.get(address).content.decode()
    assert "2023: 1 234.50 EUR" in page.replace("\xa0", " ").replace("\u202f", " ") or "1234.50 EUR" in page
    assert 'btn btn-outline-primary" type="submit">Take it out' in page
    kept = officer.get(reverse("programme:money-line-do", kwargs={"budget_line": line.pk, "doing": "change"}))
    assert "It goes for good" not in kept.content.decode()
