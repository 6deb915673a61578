from datetime import date
from decimal import Decimal

import pytest

from kurss.people.permissions import Role
from kurss.programme.indicators import set_target
from kurss.programme.tests.office import NOW, account
from kurss.programme.tests.test_measures import declared, measured
from kurss.programme.worklist import PAGE, Asked, listing


@pytest.fixture
def listed(office):
    """Three indicators: one measures an initiative and has a target, one has a baseline, one has nothing."""
    children = declared(office)
    adults = declared(office, "learning.adults", "L-02", name="Pieaugušie", name_en="Adults")
    declared(office, "cross.gaps", "X-01", name="Plaisas", name_en="Gaps", level="cross_cutting")
    measured(office, children)
    said = {"comparison": "at_least", "document": "icc", "place": "1", "quote": ""}
    said |= {"by": office.officer, "at": NOW}
    set_target(indicator=children, kind="final", value=Decimal(500), **said)
    set_target(indicator=adults, kind="baseline", value=Decimal(3), due_on=date(2020, 9, 1), **said)
    return office


def codes(**asked):
    return [row.indicator.code for row in listing(Asked.read(asked)).rows]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["L-01", "L-02", "X-01"]),
        ({"q": "gap"}, ["X-01"]),
        ({"q": "BĒRNI"}, ["L-01"]),
        ({"level": "cross_cutting"}, ["X-01"]),
        ({"initiative": "skills"}, ["L-01"]),
        ({"initiative": "-"}, ["L-02", "X-01"]),
        ({"lacks": "target"}, ["L-02", "X-01"]),
        ({"lacks": "baseline"}, ["L-01", "X-01"]),
        ({"lacks": "measure"}, ["L-02", "X-01"]),
        ({"lacks": "definition"}, ["L-01", "L-02", "X-01"]),
        ({"sort": "-code"}, ["X-01", "L-02", "L-01"]),
        ({"sort": "name_en"}, ["L-02", "L-01", "X-01"]),
        ({"sort": "nonsense"}, ["L-01", "L-02", "X-01"]),
        ({"initiative": "none-such"}, []),
        ({"page": "9"}, ["L-01", "L-02", "X-01"]),
    ],
)
def test_the_list_shows_what_was_asked_for_in_the_order_asked_for(listed, asked, found):
    assert codes(**asked) == found


def test_a_long_list_is_cut_into_pages_whose_addresses_keep_the_question(office):
    for number in range(PAGE + 1):
        declared(office, f"test.{number}", f"T-{number:02}")
    found = listing(Asked.read({"q": "t-", "page": "2"}))
    assert (found.pages, found.page, len(found.rows)) == (2, 2, 1)
    assert found.asked.address(page=1) == "?q=t-"
    assert found.asked.address(sort="-name") == "?q=t-&sort=-name&page=2"


def test_the_list_takes_as_many_queries_for_three_indicators_as_for_one(listed, django_assert_num_queries):
    with django_assert_num_queries(5):
        assert len(listing(Asked()).rows) == 3


def test_officers_and_approvers_read_the_list_and_a_teacher_does_not(listed, client):
    assert client.get("/en/indicators/").status_code == 302
    for role, status in ((Role.APPROVER, 200), (Role.TEACHER, 403)):
        client.force_login(account(f"reader-{role}", role))
        assert client.get("/en/indicators/").status_code == status
    client.force_login(listed.officer)
    assert "Adults" in client.get("/en/indicators/?q=adult").content.decode()
    told = client.get("/en/indicators.csv?lacks=target")
    assert told["content-type"] == "text/csv; charset=utf-8"
    lines = told.content.decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["L-02", "X-01"]


def test_everybody_may_read_what_can_be_counted_and_only_staff_see_how_often_a_value_stands(listed, client):
    assert "Attendance of sessions" in client.get("/en/facts/").content.decode()
    page = client.get("/en/facts/learning.attendance/").content.decode()
    assert "What the teacher marked" in page
    assert "Sealed rows" not in page
    client.force_login(listed.officer)
    assert "Sealed rows" in client.get("/en/facts/learning.attendance/").content.decode()
    assert client.get("/en/facts/no.such/").status_code == 404
