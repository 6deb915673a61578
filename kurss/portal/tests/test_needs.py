"""An advice on places becomes an idea of the programme office, once, and without a teacher's name."""

import re

import pytest

from kurss.journal.models import Entry
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import THURSDAYS, City, found_city
from kurss.learning.tests.rounds import DRAWN, applied, drawn, opened, pool_of
from kurss.people import clock
from kurss.people.permissions import Role
from kurss.programme.models import Proposal
from kurss.programme.tests.office import account, another_initiative, another_programme

PAGE = "/en/planning/rounds/autumn-children/advice/robots-1/nothing/"


@pytest.fixture
def city(db, monkeypatch, settings) -> City:
    """A drawn round in which three wait for robots, and a programme with an initiative."""
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: DRAWN)
    settings.KURSS_COURSE_COSTS = {"teacher_hour": "18.00", "room_hour": "7.50", "source": "Order 12"}
    city = found_city()
    robots = city.group(
        "robots-1", room=city.rooms[0], teachers=[city.person("Juris", family_name="Ozols", born=None)]
    )
    city.group("games-1", times=[THURSDAYS])
    round = opened(city, Places(pool_of(robots)), synthetic=True)
    for n in range(5):
        applied(city, round, city.person(f"Child {n}"), robots)
    drawn(city, round)
    officer = account("officer", Role.PROGRAMME_OFFICER)
    another_initiative(officer, another_programme(officer, "icc"), "skills", 1)
    return city


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_administrator_puts_an_advice_before_the_programme_office_once(city, client):
    client.force_login(city.administrator)
    advice = client.get("/en/planning/rounds/autumn-children/advice/").content.decode()
    assert PAGE in advice
    page = words(client.get(PAGE))
    assert "One more group of “Robots”" in page
    assert "It would place 2 of 3 who wait for it; 3 wait in the round" in page
    assert "Ozols" not in page
    unsaid = client.post(PAGE, {"initiative": ""})
    assert (unsaid.status_code, "Choose the initiative" in words(unsaid)) == (422, True)
    assert client.post(PAGE, {"initiative": "skills"}).status_code == 302
    idea = Proposal.objects.get()
    assert (idea.state, idea.synthetic, idea.title_en) == ("idea", True, "One more group of “Robots”")
    assert idea.title.startswith("Vēl viena")
    cost = idea.costs.get()
    assert (cost.initiative_id, cost.cost_cents, cost.asked_cents) == ("skills", 19125, None)
    assert Entry.objects.filter(act="programme.put_need").count() == 1
    again = client.post(PAGE, {"initiative": "skills"})
    assert (again.status_code, "stands before the programme office already" in words(again)) == (422, True)
    assert Proposal.objects.count() == 1


def test_an_advice_that_no_longer_holds_is_said_and_puts_nothing(city, client):
    client.force_login(city.administrator)
    gone = client.post(PAGE.replace("nothing", "room"), {"initiative": "skills"})
    assert "The advice is another by now" in words(gone)
    assert not Proposal.objects.exists()


def test_the_office_reads_the_idea_and_from_it_the_charter(city, client):
    client.force_login(city.administrator)
    client.post(PAGE, {"initiative": "skills"})
    client.force_login(city.account("office@city.example", Role.PROGRAMME_OFFICER))
    idea = Proposal.objects.get()
    page = client.get(f"/en/programme/pipeline/proposals/{idea.pk}/").content.decode()
    assert "/en/programme/skills/charter/" in page
    charter = words(client.get("/en/programme/skills/charter/"))
    assert "One more group of “Robots”" in charter
