"""One-click sign-in, in the demonstration and nowhere else."""

import pytest

from kurss.demo.accounts import email_of
from kurss.people.models import Account
from kurss.people.permissions import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher():
    return Account.objects.create(email=email_of(Role.TEACHER), name="Demonstration teacher")


def test_every_role_has_a_button_or_a_sentence_that_says_why_not(client, teacher):
    page = client.get("/en/demo/").content.decode()
    assert page.count("<h2>") == len(Role)
    assert page.count("The account of this role has not been loaded.") == len(Role) - 1
    assert '<button class="btn btn-outline-primary" type="submit" name="role" value="teacher">' in page


def test_one_click_signs_in_the_account_of_a_role(client, teacher):
    answer = client.post("/en/demo/sign-in/", {"role": "teacher"})
    assert (answer.status_code, answer["location"]) == (302, "/en/")
    assert client.session["_auth_user_id"] == str(teacher.pk)
    assert "Demonstration teacher" in client.get("/en/demo/").content.decode()


def test_one_click_leads_on_to_the_page_that_was_asked_for_and_never_to_another_site(client, teacher):
    asked = client.get("/en/classroom/?day=2")
    page = client.get(asked["location"]).content.decode()
    assert 'href="/en/demo/?next=/en/classroom/%3Fday%3D2"' in page
    assert (
        'name="next" value="/en/classroom/?day=2"'
        in client.get("/en/demo/?next=/en/classroom/%3Fday%3D2").content.decode()
    )
    said = {"role": "teacher", "next": "/en/classroom/?day=2"}
    assert client.post("/en/demo/sign-in/", said)["location"] == "/en/classroom/?day=2"
    # Whoever is somebody already and becomes somebody else begins at the start.
    assert 'href="/en/demo/"' in client.get("/en/classroom/").content.decode()
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)"):
        assert client.post("/en/demo/sign-in/", {"role": "teacher", "next": elsewhere})["location"] == "/en/"
        assert 'name="next" value="http' not in client.get("/en/demo/", {"next": elsewhere}).content.decode()


def test_a_link_alone_signs_nobody_in(client, teacher):
    assert client.get("/en/demo/sign-in/", {"role": "teacher"}).status_code == 405


def test_only_the_demonstrations_own_accounts_can_be_reached(client):
    Account.objects.create(email="mayor@ventspils.example", name="The mayor")
    assert client.post("/en/demo/sign-in/", {"role": "mayor"}).status_code == 404
    assert client.post("/en/demo/sign-in/", {"email": "mayor@ventspils.example"}).status_code == 404
    missing = client.post("/en/demo/sign-in/", {"role": "auditor"})
    assert (missing.status_code, missing["location"]) == (302, "/en/demo/")
    assert "_auth_user_id" not in client.session


def test_a_closed_account_is_not_opened_by_a_click(client, teacher):
    teacher.is_active = False
    teacher.save()
    client.post("/en/demo/sign-in/", {"role": "teacher"})
    assert "_auth_user_id" not in client.session


def test_outside_a_demonstration_even_the_pages_themselves_refuse(client, teacher, settings):
    settings.KURSS_DEMO = False
    assert client.get("/en/demo/").status_code == 404
    assert client.post("/en/demo/sign-in/", {"role": "teacher"}).status_code == 404
    assert "_auth_user_id" not in client.session
