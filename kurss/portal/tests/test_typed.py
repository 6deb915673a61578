"""A form refused because a role or a session went meanwhile gives back what was typed, and nothing else."""

import re
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from kurss.people.models import RoleGrant
from kurss.people.permissions import Role
from kurss.people.tests.city import MOMENT, account

pytestmark = pytest.mark.django_db

FORM = "/en/programme/partners/add/"
LONG = "Pirmā rinda\n<b>otrā</b> & trešā " + "vārds " * 400
SAID = {"name": LONG, "name_en": "", "kind": "other", "csrfmiddlewaretoken": "t0ken", "seen": "a-mark"}
HERE = {"HTTP_ORIGIN": "http://testserver", "HTTP_REFERER": f"http://testserver{FORM}?programme=icc"}


def shown(answer) -> dict[str, str]:
    html = answer.content.decode()
    return dict(re.findall(r'<dt lang="en">(.*?)</dt><dd>(.*?)</dd>', html, re.DOTALL))


@pytest.fixture
def officer(client):
    made = account("officer", Role.PROGRAMME_OFFICER)
    client.force_login(made)
    assert client.get(FORM).status_code in (200, 404)
    return made


def test_whose_role_was_taken_away_while_they_typed_gets_every_word_back(client, officer):
    RoleGrant.objects.filter(account=officer).update(holds_until=MOMENT.date())
    answer = client.post(FORM, SAID, **HERE)
    assert answer.status_code == 403
    assert shown(answer) == {"name": escape(LONG.strip()), "kind": "other"}
    assert "Nothing of it was kept." in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


def test_whose_session_ended_while_they_typed_gets_every_word_back_and_the_way_to_the_form(client, officer):
    client.logout()
    answer = client.post(FORM, SAID, **HERE)
    assert answer.status_code == 403
    assert shown(answer)["name"] == escape(LONG.strip())
    assert f'href="/en/sign-in/?next={quote(FORM + "?programme=icc", safe="/")}"' in answer.content.decode()


def test_who_signed_in_anew_elsewhere_and_sends_the_old_form_gets_every_word_back():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(account("officer", Role.PROGRAMME_OFFICER))
    answer = strict.post(FORM, SAID, **HERE)
    assert answer.status_code == 403
    assert "The form was not accepted" in answer.content.decode()
    assert shown(answer)["name"] == escape(LONG.strip())
    assert "no-store" in answer["Cache-Control"]


def test_of_a_file_its_name_is_said_and_of_a_secret_nothing(client, officer):
    client.logout()
    secrets = {
        "password1": "0nly-mine",
        "api_token": "0nly-mine",
        "code": "0nly-mine",
        "personal-code": "0nly-mine",
    }
    file = SimpleUploadedFile("list.csv", b"0nly-mine")
    answer = client.post(FORM, {"file": file, "encoding": "utf-8"} | secrets, **HERE)
    assert shown(answer) == {"encoding": "utf-8", "file": "list.csv"}
    assert "0nly-mine" not in answer.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"HTTP_ORIGIN": "https://elsewhere.example"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_REFERER": "https://elsewhere.example/x"},
    ],
)
def test_words_that_another_site_sent_never_stand_on_a_page(client, sent):
    answer = client.post(FORM, SAID, **sent)
    assert answer.status_code == 403
    assert shown(answer) == {}
    assert "elsewhere.example" not in answer.content.decode()


def test_the_forms_of_signing_in_give_nothing_back():
    answer = Client(enforce_csrf_checks=True).post(
        "/en/sign-in/", {"login": "a@b.example", "password": "0nly-mine"}, **HERE
    )
    assert (answer.status_code, shown(answer)) == (403, {})


def test_a_page_that_is_only_looked_at_gives_nothing_back(client):
    client.force_login(account("t", Role.TEACHER))
    answer = client.get(FORM + "?name=typed")
    assert (answer.status_code, shown(answer)) == (403, {})
