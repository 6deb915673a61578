"""The administrator's pages: who may do what, and why."""

from datetime import date, timedelta

import pytest

from kurss.journal.models import Detail
from kurss.people import clock
from kurss.people.explained import ACTS, by_subject, subject_of
from kurss.people.models import RoleGrant
from kurss.people.permissions import TABLE, Act, Role, Scope
from kurss.people.queries import unattended
from kurss.people.register import open_account
from kurss.people.roles import grant_role
from kurss.people.tests.city import MOMENT, account
from kurss.people.why import openings

pytestmark = pytest.mark.django_db

ROLES = "/en/roles/"


@pytest.fixture
def administrator(client):
    made = account("administrator", Role.ADMINISTRATOR)
    client.force_login(made)
    return made


@pytest.fixture
def anna():
    return open_account(email="anna@city.example", name="Anna Ozola", by=unattended(), at=MOMENT)


def page(client, address: str, **asked) -> str:
    answer = client.get(address, asked)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def test_an_administrator_finds_an_account_and_gives_it_a_role_with_a_last_day(client, administrator, anna):
    assert "Anna Ozola" in page(client, f"{ROLES}give/", email="anna@")
    last = clock.today() + timedelta(days=30)
    answer = client.post(
        f"{ROLES}give/{anna.pk}/",
        {"role": "teacher", "within": "", "holds_until": last.isoformat(), "because": "Order 12"},
    )
    assert answer["location"] == f"{ROLES}accounts/{anna.pk}/"
    grant = RoleGrant.objects.get(account=anna)
    assert (grant.role, grant.holds_until) == ("teacher", last + timedelta(days=1))
    listed = page(client, ROLES, q="anna")
    assert "Teacher" in listed
    assert "Holds now" in listed
    assert Detail.objects.filter(name="because", value="Order 12").exists()
    assert b"anna@city.example" in client.get(f"{ROLES}file.csv", {"q": "anna"}).content


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"role": ""}, "Choose a role"),
        ({"because": ""}, "Say why, so that it can be understood later"),
        ({"role": "auditor"}, "The role Auditor needs a last day"),
        ({"holds_until": "soon"}, "This is no date"),
        ({"holds_until": "2001-01-01"}, "before it begins"),
        ({"within": "place:moon"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_given_is_said_at_its_field(client, administrator, anna, said, sentence):
    usual = {"role": "teacher", "within": "", "holds_until": "", "because": "Order 12"}
    answer = client.post(f"{ROLES}give/{anna.pk}/", usual | said)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not RoleGrant.objects.filter(account=anna).exists()


def test_nobody_gives_a_role_to_themself_on_the_page_either(client, administrator):
    said = {"role": "teacher", "within": "", "holds_until": "", "because": "Order 12"}
    answer = client.post(f"{ROLES}give/{administrator.pk}/", said)
    assert "cannot give a role to their own account" in answer.content.decode()


def test_a_role_is_taken_away_by_a_page_that_asks(client, administrator, anna):
    grant = grant_role(account=anna, role=Role.TEACHER, by=unattended(), at=MOMENT)
    address = f"{ROLES}{grant.pk}/end/"
    assert "Until when is Anna Ozola in the role Teacher?" in page(client, address)
    client.post(address, {"last_day": "", "because": "Left the city"})
    grant.refresh_from_db()
    assert grant.holds_until == clock.today()
    assert "Has ended" in page(client, ROLES, q="anna", state="ended")
    assert "The role ended on" in client.post(address, {"last_day": "", "because": "x"}).content.decode()


def test_the_table_of_who_may_do_what_is_the_one_the_site_obeys(client, administrator):
    text = page(client, f"{ROLES}table/")
    for act in TABLE:
        assert f'<span class="code">{act.value}</span>' in text
    assert "signing in for another account does not exist" in text
    latvian = client.get("/lv/roles/table/").content.decode()
    assert "Kas ko drīkst" in latvian


def test_every_act_is_explained_and_stands_under_a_subject():
    assert set(ACTS) == set(Act)
    assert {act for _subject, acts in by_subject() for act in acts} == set(Act)
    assert subject_of(Act.SEAL) == "evidence"


def test_why_an_account_may_do_something_is_said_by_its_grants(client, administrator, anna):
    grant = grant_role(
        account=anna,
        role=Role.TEACHER,
        scope=Scope.PLACE,
        scope_key="centre",
        by=unattended(),
        at=MOMENT,
    )
    open_to = openings(anna, on=MOMENT.date())
    assert [one.grant for one in open_to[Act.MARK_ATTENDANCE]] == [grant]
    assert open_to[Act.SEAL] == []
    assert openings(anna, on=date(2001, 1, 1))[Act.MARK_ATTENDANCE] == []
    text = page(client, f"{ROLES}accounts/{anna.pk}/")
    assert "Teacher: centre" in text
    assert "Mark who came" in text
    assert "Seal the facts and compute the figures" in text


def test_an_account_is_closed_by_a_page_that_asks_and_never_ones_own(client, administrator, anna):
    grant_role(account=anna, role=Role.TEACHER, by=unattended(), at=MOMENT)
    address = f"{ROLES}accounts/{anna.pk}/close/"
    assert "This cannot be undone" in page(client, address)
    assert client.post(address, {"because": ""}).status_code == 200
    anna.refresh_from_db()
    assert anna.is_active
    client.post(address, {"because": "Left the city"})
    anna.refresh_from_db()
    assert not anna.is_active
    assert "A closed account" in page(client, f"{ROLES}accounts/{anna.pk}/")
    client.post(f"{ROLES}accounts/{administrator.pk}/close/", {"because": "x"})
    administrator.refresh_from_db()
    assert administrator.is_active
