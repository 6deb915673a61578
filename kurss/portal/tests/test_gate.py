"""The gate: nobody has a page that the table does not give them, and an address without an entry is closed."""

import pytest
from django.test import Client

from kurss.people import clock
from kurss.people.models import Account
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account
from kurss.people.roles import grant_role
from kurss.portal import gate
from kurss.portal.checks import every_address_says_who_may_ask_for_it

pytestmark = pytest.mark.django_db

RECORDS = "/en/figures/L-01.2021-22.abc/records/"


def account(role: Role | None = None) -> Account:
    opened = open_account(email="one@city.example", name="One", by=unattended(), at=clock.now())
    if role is not None:
        grant_role(account=opened, role=role, by=unattended(), at=clock.now())
    return opened


def test_an_address_without_an_entry_is_closed_to_everybody_and_named(settings):
    settings.ROOT_URLCONF = "kurss.portal.tests.addresses"
    answer = Client().get("/en/forgotten/")
    assert answer.status_code == 403
    assert [error.id for error in every_address_says_who_may_ask_for_it()] == ["kurss.E003"]
    assert "forgotten" in every_address_says_who_may_ask_for_it()[0].msg


def test_every_address_of_the_site_has_an_entry_and_no_entry_is_left_over():
    assert set(gate.table()) == set(gate.names())


def test_who_has_not_signed_in_is_led_to_the_sign_in_page_and_back(client):
    answer = client.get(RECORDS)
    assert answer.status_code == 302
    assert answer["location"] == f"/en/sign-in/?next={RECORDS}"
    assert client.post(RECORDS).status_code == 403


def test_an_account_without_the_role_is_told_which_role_it_takes(client):
    client.force_login(account(Role.TEACHER))
    answer = client.get(RECORDS)
    assert answer.status_code == 403
    assert "This page takes the role Programme officer or Auditor." in answer.content.decode()


def test_an_account_with_the_role_meets_the_page_itself(client):
    client.force_login(account(Role.PROGRAMME_OFFICER))
    assert client.get(RECORDS).status_code == 404


def test_what_somebody_sees_signed_in_is_kept_by_no_browser_and_no_proxy(client):
    assert not client.get("/en/").has_header("Cache-Control")
    client.force_login(account(Role.PROGRAMME_OFFICER))
    for address in ("/en/", "/en/courses/", "/en/indicators/", "/en/figures.csv", "/en/nothing/", RECORDS):
        answer = client.get(address)
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", ")), address
