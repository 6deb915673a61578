"""The name of a supplier who is a natural person is forgotten when accounting needs it no more; and where an
officer's own name stands."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from kurss.people.disclosure.chapters import gather
from kurss.people.tests.city import child
from kurss.programme.charters import write_charter
from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.contracts import amend_contract, pay, sign_contract
from kurss.programme.ledger.files import rows_of
from kurss.programme.ledger.sources import add_source
from kurss.programme.models import Contract, SourceKind
from kurss.programme.names import GONE
from kurss.programme.tests.office import NOW, content, forget

DAY = date(2022, 3, 1)


@pytest.fixture
def said(office):
    return {"by": office.officer, "at": NOW}


@pytest.fixture
def line(office, said):
    source = add_source(
        programme=office.programme, key="city", kind=SourceKind.OWN, title="P", title_en="City", **said
    )
    return plan_line(
        initiative=office.initiative, source=source, year=2021, amount_cents=1000, currency="EUR", **said
    )


def test_a_natural_persons_name_goes_when_accounting_needs_it_no_more_and_no_sum_moves(office, line, said):
    signed = {"line": line, "on": date(2021, 5, 1), "amount_cents": 500, **said}
    person = sign_contract(document="L-1", supplier="Anna Ozola", supplier_is_person=True, **signed)
    amend_contract(contract=person, document="L-1a", on=date(2021, 6, 1), amount_cents=100, **said)
    pay(contract=person, document="P-1", on=date(2022, 1, 10), amount_cents=50, **said)
    sign_contract(document="L-2", supplier="SIA Tīkls", **signed)
    assert forget("suppliers", date(2022, 1, 10)) == (0, 0)
    assert forget("suppliers", date(2022, 1, 11)) == (2, 2)
    rows = Contract.objects.order_by("document").values_list("document", "supplier", "amount_cents")
    assert list(rows) == [("L-1", GONE, 500), ("L-1a", GONE, 100), ("L-2", "SIA Tīkls", 500)]
    listed = {row["document"]: row for row in rows_of(office.programme) if row["kind"] == "contract"}
    assert [(one["supplier"], one["supplier_is_person"]) for _key, one in sorted(listed.items())] == [
        (GONE, "yes"),
        ("SIA Tīkls", ""),
    ]


@pytest.mark.parametrize(
    "change",
    [
        f"supplier = '{GONE}', amount_cents = 1",
        f"supplier = '{GONE}', supplier_is_person = false",
        "supplier = 'Other'",
    ],
)
def test_the_ledger_lets_a_name_be_forgotten_and_nothing_else(line, said, change):
    sign_contract(
        line=line, document="L-1", supplier="A", supplier_is_person=True, on=DAY, amount_cents=5, **said
    )
    with (
        pytest.raises(IntegrityError, match="never changed or deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE programme_contract SET {change}")


def test_the_name_of_a_company_is_never_forgotten(line, said):
    sign_contract(line=line, document="L-1", supplier="SIA", on=DAY, amount_cents=5, **said)
    with pytest.raises(IntegrityError, match="never changed or deleted"), transaction.atomic():
        Contract.objects.update(supplier=GONE)


def test_whoever_keeps_a_programme_reads_where_their_name_stands_and_nobody_elses(office, line, said):
    office.officer.person = child()
    office.officer.save()
    write_charter(initiative=office.initiative, content=content(office), **said)
    sign_contract(line=line, document="L-7", supplier="Anna", on=DAY, amount_cents=5, **said)
    told = {one.key: one for one in gather(office.officer.person, reader=office.officer, at=NOW)}[
        "office_work"
    ]
    found = [[field.value for field in record][:2] for record in told.records]
    assert ["wrote", "Charter of Initiative skills, version 1"] in found
    assert ["entered", "Contract L-7"] in found
    other = {one.key: one for one in gather(child(given_name="Other"), reader=office.officer, at=NOW)}[
        "office_work"
    ]
    assert other.records == []
