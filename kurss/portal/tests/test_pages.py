"""The shell of every page: language, look, navigation, ruler, and the pages that say something is wrong."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import DatabaseError
from django.test import Client

from kurss.people.models import Account, RoleGrant
from kurss.people.permissions import Role
from kurss.portal import shell

pytestmark = pytest.mark.usefixtures("guided")

GUIDE = "/en/style-guide/"


@pytest.fixture
def programme(monkeypatch):
    """A city whose programme runs from September 2020 to September 2025, on 14 October 2022."""
    found = SimpleNamespace(starts_on=date(2020, 9, 1), ends_on=date(2025, 9, 30))
    monkeypatch.setattr(shell, "current_programme", lambda: found)
    monkeypatch.setattr(shell, "today", lambda: date(2022, 10, 14))


@pytest.mark.django_db
def test_the_shell_costs_two_queries(client, django_assert_num_queries):
    # The programme of the ruler, and the release whose digest stands at the foot.
    with django_assert_num_queries(2):
        assert client.get(GUIDE).status_code == 200


@pytest.mark.django_db
def test_a_city_without_a_programme_has_an_empty_ruler(client):
    html = client.get(GUIDE).content.decode()
    assert '<svg class="ruler" aria-hidden="true" focusable="false"></svg>' in html
    assert "The ruler at the top" not in html


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_the_ruler_says_in_words_what_it_measures(client):
    assert (
        "The ruler at the top of each page is the programme, "
        "September 2020 to September 2025: month 26 of 61." in client.get(GUIDE).content.decode()
    )
    assert (
        "Mērjosla katras lapas augšā ir programma no 2020. gada septembra līdz 2025. gada septembrim: "
        "26.\u00a0mēnesis no 61." in client.get("/lv/style-guide/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_the_language_switch_keeps_the_page_and_its_question(client):
    html = client.get(f"{GUIDE}?place=VIZIUM").content.decode()
    assert '<html lang="en">' in html
    assert '<a href="/lv/style-guide/?place=VIZIUM" lang="lv" hreflang="lv">' in html
    assert 'hreflang="lv" href="http://testserver/lv/style-guide/?place=VIZIUM"' in html


@pytest.mark.parametrize(
    ("wish", "start"), [("en-GB,en;q=0.9", "/en/"), ("lv", "/lv/"), ("ru", "/lv/"), ("", "/lv/")]
)
def test_the_bare_address_leads_to_the_readers_language(client, wish, start):
    answer = client.get("/", headers={"accept-language": wish})
    assert (answer.status_code, answer["location"]) == (302, start)
    assert "Accept-Language" in answer["vary"]


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_no_page_carries_a_script_or_a_style_of_its_own_or_anything_from_elsewhere(client):
    answer = client.get(GUIDE)
    html = answer.content.decode()
    assert not re.search(r"<style|<script(?! src=)|\sstyle=|\son\w+=|javascript:", html)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!testserver/)', html)
    policy = answer["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_the_look_follows_the_device_until_the_reader_chooses(client):
    def dark_links() -> list[str]:
        html = client.get(GUIDE).content.decode()
        return re.findall(r'href="[^"]*portal/(?:vendor/bootstrap-)?dark\.css" media="([^"]*)"', html)

    assert dark_links() == ["screen and (prefers-color-scheme: dark)"] * 2
    chosen = client.post("/appearance", {"appearance": "dark", "next": GUIDE})
    assert (chosen.status_code, chosen["location"]) == (302, GUIDE)
    assert dark_links() == ["screen"] * 2
    client.post("/appearance", {"appearance": "light", "next": GUIDE})
    assert dark_links() == []
    client.post("/appearance", {"appearance": "device", "next": GUIDE})
    assert dark_links() == ["screen and (prefers-color-scheme: dark)"] * 2


def test_choosing_a_look_never_leads_to_another_site(client):
    for elsewhere in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        assert client.post("/appearance", {"appearance": "dark", "next": elsewhere})["location"] == "/"
    assert client.get("/appearance").status_code == 405


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_a_cookie_with_another_word_counts_as_none(client):
    client.cookies["appearance"] = '"><script>'
    html = client.get(GUIDE).content.decode()
    assert "<script>" not in html
    assert "prefers-color-scheme" in html


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_an_address_without_a_page_says_so_in_the_readers_language(client):
    english = client.get("/en/nowhere/")
    assert english.status_code == 404
    assert "There is no page at this address" in english.content.decode()
    latvian = client.get("/lv/nowhere/")
    assert "Šajā adresē lapas nav" in latvian.content.decode()
    assert 'href="/en/nowhere/"' in latvian.content.decode()


@pytest.mark.parametrize(
    ("address", "sentence"),
    [("/lv/broken/", "Vietnē ir kļūme"), ("/en/broken/", "The site has a fault")],
)
def test_a_fault_is_said_without_asking_the_database(address, sentence):
    """No access to the database is granted to this test, so a query would fail it."""
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == 500
    assert sentence in answer.content.decode()


def test_a_request_that_is_not_understood_is_said_without_the_database(settings):
    answer = Client(headers={"host": "not-this-site.example"}).get("/en/")
    assert answer.status_code == 400
    assert "This request cannot be answered" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.usefixtures("programme")
def test_a_form_from_elsewhere_is_refused_in_plain_words():
    answer = Client(enforce_csrf_checks=True).post("/en/sign-in/", {"email": "a@example.lv", "password": "x"})
    assert answer.status_code == 403
    assert "The form was not accepted, and nothing has changed" in answer.content.decode()


@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_what_a_role_may_not_do_is_said_and_nothing_breaks(client):
    answer = client.get("/en/refused/")
    assert answer.status_code == 403
    assert "This page is for people who have signed in" in answer.content.decode()
    assert "/en/sign-in/?next=/en/refused/" in answer.content.decode()

    client.force_login(Account.objects.create(email="ilze@ventspils.example", name="Ilze Ozola"))
    answer = client.get("/en/refused/")
    assert answer.status_code == 403
    assert "Your account may not open this page" in answer.content.decode()
    assert "it takes the role Programme officer." in answer.content.decode()


@pytest.mark.usefixtures("programme")
@pytest.mark.django_db
def test_whoever_has_signed_in_sees_in_which_role(client):
    officer = Account.objects.create(email="ilze@ventspils.example", name="Ilze Ozola")
    for role in (Role.APPROVER, Role.PROGRAMME_OFFICER):
        RoleGrant.objects.create(
            account=officer, role=role, holds_from=date(2020, 9, 1), given_by_key="the city"
        )
    client.force_login(officer)
    assert "Ilze Ozola · Programme officer, Approver" in client.get(GUIDE).content.decode()
    assert (
        "Ilze Ozola · Programmas vadītājs, Apstiprinātājs" in client.get("/lv/style-guide/").content.decode()
    )


@pytest.mark.django_db
def test_the_site_says_whether_it_is_well(client, monkeypatch):
    assert client.get("/healthz").content == b"ok\n"

    def silent(*_args: object, **_more: object) -> None:
        raise DatabaseError

    monkeypatch.setattr("django.db.connection.cursor", silent)
    assert client.get("/healthz").status_code == 503


def test_a_demonstration_stays_out_of_search_engines(client, settings):
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow: /\n"
    settings.KURSS_DEMO = False
    assert client.get("/robots.txt").content == b"User-agent: *\nDisallow:\n"
