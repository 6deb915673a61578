"""Signing in and out through the pages."""

import re

import pytest

from kurss.people.models import Account

pytestmark = pytest.mark.django_db

SIGN_IN = "/en/sign-in/"
EMAIL, PASSWORD = "ilze@ventspils.example", "a long enough password"
TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
WRONG = "The e-mail address or the password is not right. Check both."


@pytest.fixture(autouse=True)
def account():
    made = Account(email=EMAIL, name="Ilze Ozola")
    made.set_password(PASSWORD)
    made.save()
    return made


def send(client, **fields):
    return client.post(SIGN_IN, {"email": EMAIL, "password": PASSWORD} | fields)


def signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_an_officer_signs_in_however_the_address_is_capitalised_and_out_again(client):
    answer = send(client, email="Ilze@Ventspils.example")
    assert (answer.status_code, answer["location"]) == (302, "/en/")
    assert "Ilze Ozola" in client.get(SIGN_IN).content.decode()

    assert client.get("/en/sign-out/").status_code == 405
    assert signed_in(client)
    answer = client.post("/en/sign-out/")
    assert (answer.status_code, answer["location"]) == (302, "/en/")
    assert not signed_in(client)
    assert "You have signed out." in client.get(SIGN_IN).content.decode()


def test_nobody_learns_from_a_wrong_sign_in_whether_an_address_has_an_account(client, account):
    known = send(client, password="another password")
    unknown = send(client, email="nobody@ventspils.example")
    account.is_active = False
    account.save()
    closed = send(client)
    pages = [answer.content.decode() for answer in (known, unknown, closed)]
    tried = (EMAIL, "nobody@ventspils.example", EMAIL)
    assert [page.count(WRONG) for page in pages] == [1, 1, 1]
    assert not signed_in(client)
    same = {TOKEN.sub("", page).replace(email, "") for page, email in zip(pages, tried, strict=True)}
    assert len(same) == 1


def test_what_is_missing_is_said_on_top_and_at_the_field(client):
    page = send(client, email="ilze", password="").content.decode()
    assert "<title>Error: Sign in · " in page
    assert '<a href="#id_email">Enter an e-mail address in the form name@example.lv</a>' in page
    assert '<a href="#id_password">Enter your password</a>' in page
    assert 'aria-describedby="id_email_error"' in page
    assert '<p class="wrong" id="id_email_error">' in page
    assert 'value="ilze"' in page


def test_the_errors_are_said_in_latvian_to_a_reader_of_latvian(client):
    page = client.post("/lv/sign-in/", {"email": "", "password": ""}).content.decode()
    assert "Ievadiet savu e-pasta adresi" in page
    assert "Kaut kas nav kārtībā" in page


def test_a_password_that_was_typed_is_never_sent_back(client):
    assert "another password" not in send(client, password="another password").content.decode()


def test_signing_in_leads_on_to_the_page_that_was_wanted_and_never_to_another_site(client):
    assert 'name="next" value="/en/figures/"' in client.get(f"{SIGN_IN}?next=/en/figures/").content.decode()
    assert send(client, next="/en/figures/")["location"] == "/en/figures/"
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert send(client, next=elsewhere)["location"] == "/en/"
        assert f'value="{elsewhere}"' not in client.get(SIGN_IN, {"next": elsewhere}).content.decode()


def test_a_new_session_begins_when_somebody_signs_in(client):
    client.session["before"] = "kept by an attacker"
    client.session.save()
    before = client.session.session_key
    send(client)
    assert client.session.session_key != before
