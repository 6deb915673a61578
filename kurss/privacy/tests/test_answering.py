"""From a request the officer finds whose it is, takes along what is held, erases, restricts; all of it is told."""

from datetime import date

import pytest
from django.urls import reverse

from kurss.journal.queries import history_of
from kurss.people.models import Identity, Person
from kurss.people.permissions import Role
from kurss.people.queries import identities
from kurss.people.reading import readings
from kurss.people.refusals import NotAllowed
from kurss.people.restricting import restriction_of
from kurss.people.tests.city import MOMENT, account, administrator, child, officer
from kurss.people.tests.household import add, resident
from kurss.privacy import answering, queries, subject_requests
from kurss.privacy.models import Kind, Outcome, Request
from kurss.privacy.refusals import AsksForSomethingElse, NobodyNamed, RequestIsClosed

pytestmark = pytest.mark.django_db


def asked(kind: str, person: Person | None = None) -> Request:
    return subject_requests.receive(
        kind=kind,
        way="letter",
        received_on=date(2021, 8, 30),
        name="Ilze Bērziņa",
        contact="ilze@home.example",
        words="",
        person=person,
        by=officer(),
        at=MOMENT,
    )


def said(about) -> list[str]:
    return [entry.act for entry in history_of(about)]


def test_an_erasure_has_the_request_as_its_reason_and_the_request_tells_of_it():
    anna = child()
    request = asked(Kind.ERASURE, anna)
    answering.erase_for(request=request, by=officer(), at=MOMENT)
    assert not Identity.objects.filter(person=anna).exists()
    assert said(request)[0] == "privacy.erase_for_request"
    done = history_of(anna).first()
    assert (done.act, done.details.get(name="because").value) == (
        "people.erase",
        f"request {request.pk}: erasure",
    )


def test_only_what_is_asked_for_is_done_and_only_for_whom_it_is_about():
    anna = child()
    with pytest.raises(AsksForSomethingElse, match="Take down another request"):
        answering.erase_for(request=asked(Kind.ACCESS, anna), by=officer(), at=MOMENT)
    with pytest.raises(NobodyNamed, match="whose data"):
        answering.erase_for(request=asked(Kind.ERASURE), by=officer(), at=MOMENT)
    with pytest.raises(NotAllowed):
        answering.erase_for(request=asked(Kind.ERASURE, anna), by=administrator(), at=MOMENT)
    closed = asked(Kind.ERASURE, anna)
    subject_requests.close(request=closed, outcome=Outcome.DONE, answer="", by=officer(), at=MOMENT)
    with pytest.raises(RequestIsClosed):
        answering.erase_for(request=closed, by=officer(), at=MOMENT)
    assert identities([anna.pk])


def test_a_restriction_begins_and_ends_with_its_request():
    anna = child()
    request = asked(Kind.RESTRICTION, anna)
    answering.restrict_for(request=request, ground="accuracy", by=officer(), at=MOMENT)
    assert restriction_of(anna).ground == "accuracy"
    subject_requests.close(request=request, outcome=Outcome.DONE, answer="", by=officer(), at=MOMENT)
    answering.lift_for(request=request, told="by letter", by=officer(), at=MOMENT)
    assert restriction_of(anna) is None
    assert said(request)[:3] == [
        "privacy.lift_for_request",
        "privacy.close_request",
        "privacy.restrict_for_request",
    ]


def test_what_is_held_is_opened_from_the_request_and_the_family_sees_that_it_was():
    mother = resident()
    anna = add(mother)
    request = asked(Kind.ACCESS, anna)
    chapters = answering.held_for(request=request, taken=False, by=officer(), at=MOMENT)
    assert {"identity", "requests", "restrictions"} <= {chapter.key for chapter in chapters}
    assert said(request)[0] == "privacy.open_held"
    assert "Data protection officer" in [one.office for one in readings(anna)]


def test_the_officer_walks_from_the_request_to_the_person_the_file_and_the_erasure(client):
    anna = child(given_name="Žubīte", email="anna@home.example")
    request = asked(Kind.ERASURE)
    client.force_login(officer())

    def page(address: str, method: str = "get", **fields: str):
        return getattr(client, method)(
            reverse(f"privacy:{address}", kwargs={"request_id": request.pk}), fields, follow=True
        )

    assert "Žubīte" in page("request-whose", name="zubite").content.decode()
    page("request-whose", "post", person=str(anna.pk))
    request.refresh_from_db()
    assert request.person == anna
    data = page("request-held-json").json()
    assert data["chapters"]["identity"][0]["email"] == "anna@home.example"
    assert page("request-held").status_code == 200
    page("request-erase", "post")
    assert identities([anna.pk])
    page("request-erase", "post", sure="on")
    assert not identities([anna.pk])
    assert page("request").status_code == 200
    assert page("request-held").status_code == 200


def test_the_officer_restricts_and_lifts_in_the_browser(client):
    anna = child()
    request = asked(Kind.RESTRICTION, anna)
    client.force_login(officer())
    where = {"request_id": request.pk}
    client.post(reverse("privacy:request-restrict", kwargs=where), {"ground": "claims"})
    assert restriction_of(anna).ground == "claims"
    assert client.post(reverse("privacy:request-lift", kwargs=where), {"told": ""}).status_code == 200
    client.post(reverse("privacy:request-lift", kwargs=where), {"told": "by letter"})
    assert restriction_of(anna) is None


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGISTRAR])
def test_nobody_but_the_officer_answers_requests(client, role):
    request = asked(Kind.ACCESS, child())
    client.force_login(account("other", role))
    where = {"request_id": request.pk}
    for name in ("whose", "held", "held-json", "erase", "restrict", "lift"):
        assert client.get(reverse(f"privacy:request-{name}", kwargs=where)).status_code == 403


def test_requests_are_paged(client, monkeypatch):
    monkeypatch.setattr(queries, "ON_A_PAGE", 2)
    made = [asked(Kind.ACCESS) for _n in range(3)]
    client.force_login(officer())
    first = client.get(reverse("privacy:requests"), {"kind": "access"}).content.decode()
    second = client.get(reverse("privacy:requests"), {"kind": "access", "page": "2"}).content.decode()
    assert "?kind=access&amp;page=2" in first
    links = [reverse("privacy:request", kwargs={"request_id": one.pk}) for one in made]
    assert [sum(f'href="{link}"' in text for link in links) for text in (first, second)] == [2, 1]
