"""The catalogue, the pages of a round, and an application from the form to the place."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from lxml import html

from kurss.learning import draw
from kurss.learning.models import Application, Enrolment, Mark, Mode, Offer, Policy
from kurss.learning.planning import Ages
from kurss.learning.rounds.line import waiting_applications
from kurss.learning.rounds.planning import Places
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.tests.rounds import (
    CLOSES,
    DRAWN,
    PLANNED,
    applied,
    drawn,
    opened,
    planned,
    pool_of,
)
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role


@pytest.fixture
def moment(monkeypatch, settings):
    """The clock of the pages, set by the test."""

    def at(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    del settings.DEMO_DATE
    at(datetime(2021, 8, 12, 9, tzinfo=UTC))
    return at


@pytest.fixture
def family(city):
    """A guardian's account with one child."""
    parent = city.person("Ilze", born=date(1985, 1, 1), language="en")
    child = city.person("Anna")
    add_guardian(child=child, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=PLANNED)
    return city.account("ilze@home.example", Role.GUARDIAN, person=parent), child


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_a_course_for_a_child_of_nine_on_tuesdays_is_found_and_one_for_another_day_is_not(
    city, client, moment
):
    city.group("tuesday")
    city.group("thursday", times=[THURSDAYS])
    city.group("older", times=[THURSDAYS], room=None, ages=Ages(12, 15, date(2021, 9, 1)))
    assert "3 groups" in words(client.get("/en/courses/"))
    page = client.get("/en/courses/?age=9&day=2")
    assert "1 group" in words(page)
    assert "/en/courses/tuesday/" in page.content.decode()
    assert "/en/courses/thursday/" not in page.content.decode()
    assert "On Tuesdays 16:00–17:30" in words(page)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("q=robots", 1),
        ("q=nothing-like-it", 0),
        ("age=3", 0),
        ("age=many", 0),
        ("day=8", 0),
        ("place=digital-centre", 1),
        ("place=elsewhere", 0),
        ("mode=on_site", 1),
        ("mode=online", 0),
        ("language=lv", 1),
        ("language=en", 0),
        ("topic=robotics", 1),
        ("audience=adult", 0),
        ("free=yes", 1),
        ("page=99999", 1),
        ("page=x", 1),
        ("q=%00", 1),
    ],
)
def test_every_condition_narrows_and_an_unknown_word_finds_nothing(city, client, moment, question, found):
    city.group()
    page = words(client.get(f"/en/courses/?{question}"))
    assert f"{found} group" in page


def test_the_catalogue_takes_as_many_queries_for_twelve_groups_as_for_one(
    city, client, moment, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    city.group("g-1", room=None)
    client.get("/en/courses/")
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get("/en/courses/")
    for n in range(2, 13):
        city.group(f"g-{n}", room=None)
    with django_assert_num_queries(len(one)):
        assert "12 groups" in words(client.get("/en/courses/"))


def test_a_group_that_met_for_the_last_time_is_not_offered(city, client, moment):
    city.group()
    moment(datetime(2021, 10, 1, 9, tzinfo=UTC))
    assert "0 groups" in words(client.get("/en/courses/"))


def test_the_page_of_a_group_says_when_where_for_whom_and_tells_machines_so(city, client, moment):
    city.group()
    page = client.get("/en/courses/robots-1/")
    assert "aged 7 to 12" in words(page)
    assert "2 places free" in words(page)
    for mark in ('itemtype="https://schema.org/Course"', 'itemprop="startDate" content="2021-09-01"'):
        assert mark in page.content.decode()
    assert client.get("/en/courses/no-such-group/").status_code == 404


def microdata(element) -> dict:
    """What a machine reads of an item: its properties, and the items within it."""
    found = {}
    for each in element.iterdescendants():
        owner = next(up for up in each.iterancestors() if up.get("itemscope") is not None)
        if owner is element and (name := each.get("itemprop")):
            item = each.get("itemscope") is not None
            found[name] = microdata(each) if item else each.get("content") or each.text_content().strip()
    return found


def test_a_machine_reads_course_provider_and_instance_as_schema_org_names_them(city, client, moment):
    city.group(language="en")
    page = html.document_fromstring(client.get("/en/courses/robots-1/").content)
    [course] = [each for each in page.iter() if each.get("itemtype") == "https://schema.org/Course"]
    read = microdata(course)
    instance = read.pop("hasCourseInstance")
    assert read == {
        "name": "Robots",
        "courseCode": "robots",
        "inLanguage": "en",
        "description": "Robots: 60 hours, Children, Digital centre.",
        "provider": {"name": "Centrs"},
    }
    assert {name: instance[name] for name in ("courseMode", "startDate", "endDate", "location")} == {
        "courseMode": "onsite",
        "startDate": "2021-09-01",
        "endDate": "2021-09-30",
        "location": {"name": "Digital centre"},
    }
    assert (instance["maximumAttendeeCapacity"], instance["remainingAttendeeCapacity"]) == ("2", "2")
    assert instance["organizer"] == {"name": "Centrs"}


def test_a_house_with_an_address_is_shown_on_a_map_elsewhere(city, client, moment, settings):
    city.place.address = "Akmeņu iela 3"
    city.place.save()
    city.group()
    city.group("robots-2", mode=Mode.ONLINE)
    shown = client.get("/en/courses/robots-1/").content.decode()
    assert 'search?query=Akme%C5%86u%20iela%203%2C%20Ventspils"' in shown
    assert "Show on a map" not in client.get("/en/courses/robots-2/").content.decode()
    settings.KURSS_MAP = ""
    assert "Show on a map" not in client.get("/en/courses/robots-1/").content.decode()


def test_the_calendar_of_a_group_keeps_four_in_the_afternoon(city, client, moment):
    city.group()
    answer = client.get("/lv/courses/robots-1.ics")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    assert len(events) == 4
    assert events[0]["dtstart"].dt == datetime(2021, 9, 7, 13, tzinfo=UTC), "16:00 in Riga in summer"


def test_a_round_says_what_decides_before_anybody_applies(city, client, moment):
    opened(city, Places(pool_of(city.group()), reserve=1, mark=Mark.GIRLS), priorities=["sibling"])
    page = words(client.get("/en/courses/rounds/autumn-children/"))
    for said in (
        "Has a brother or sister with a place in the group",
        "Girls: 1",
        "The lottery of 21 August 2021",
        "the city committed to its seed",
    ):
        assert said in page
    assert client.get("/en/courses/rounds/autumn-children/draw.json").status_code == 404


def test_a_round_that_is_still_being_planned_is_nobodys_business(city, client, moment):
    planned(city, Places(pool_of(city.group())))
    assert client.get("/en/courses/rounds/autumn-children/").status_code == 404
    assert "autumn" not in client.get("/en/courses/rounds/").content.decode()


def test_a_parent_applies_sees_the_place_and_accepts_it(city, client, moment, family):
    account, child = family
    group = city.group(capacity=1)
    round = opened(city, Places(pool_of(group)))
    client.force_login(account)
    form = client.get("/en/courses/rounds/autumn-children/apply/?group=robots-1")
    assert '<option value="robots-1/on_site" selected>' in form.content.decode()
    sent = {"person": str(child.pk), "resident": "yes", "wish1": "robots-1/on_site", "once": "form-1"}
    answer = client.post("/en/courses/rounds/autumn-children/apply/", sent)
    application = Application.objects.get()
    assert answer["location"] == f"/en/courses/applications/{application.pk}/"
    assert (application.person_id, application.came_by) == (child.pk, "web")
    again = client.post("/en/courses/rounds/autumn-children/apply/", sent)
    assert again["location"] == answer["location"], "the same form sent twice is one application"
    assert "In the round" in words(client.get(answer["location"]))

    drawn(city, round)
    moment(DRAWN + timedelta(hours=1))
    page = client.get(answer["location"])
    assert "Anna has a place in “Robots”" in words(page)
    offer = Offer.objects.get()
    client.post(f"/en/courses/offers/{offer.pk}/", {"answer": "accept"})
    assert Enrolment.objects.get().person_id == child.pk
    assert "Enrolled" in words(client.get(answer["location"]))
    assert "Anna" in words(client.get("/en/courses/mine/"))


def test_a_family_withdraws_and_applies_anew_while_the_round_is_open(city, client, moment, family):
    account, child = family
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    own = applied(city, round, child, group)
    client.force_login(account)
    page = f"/en/courses/applications/{own.pk}/"
    assert "Withdraw the application" in words(client.get(page))
    asked = words(client.get(f"{page}withdraw/"))
    assert "with a new ticket and the same chance" in asked
    assert round.applications.live().count() == 1, "asking withdraws nothing"
    assert "is withdrawn" in words(client.post(f"{page}withdraw/", follow=True))
    assert round.applications.live().count() == 0
    second = applied(city, round, child, group)
    moment(CLOSES)
    answer = client.post(f"/en/courses/applications/{second.pk}/withdraw/", follow=True)
    assert "takes applications from" in words(answer)
    assert round.applications.live().count() == 1


def test_who_waits_reads_the_place_in_line_and_why(city, client, moment, family):
    account, child = family
    group = city.group(capacity=1)
    round = opened(city, Places(pool_of(group)))
    own = applied(city, round, child, group)
    for n in range(3):
        applied(city, round, city.person(f"Cits {n}"), group)
    value = next(text for text in map(str, range(99)) if _would_wait(round, own, text))
    drawn(city, round, value)
    moment(DRAWN + timedelta(hours=1))
    client.force_login(account)
    page = words(client.get(f"/en/courses/applications/{own.pk}/"))
    place = waiting_applications(pool_of(group)).index(own) + 1
    assert f"In line at place {place} ." in page
    assert "The last who got in stood in tier 1 with number 1; Anna in tier 1 with number" in page
    assert "We cannot say what the chance is" in page


def _would_wait(round, own, value) -> bool:
    final = draw.final_seed(bytes(round.seed.seed), value)
    numbers = {one.ticket: draw.number_of(one.ticket, final) for one in round.applications.all()}
    return min(numbers, key=numbers.__getitem__) != own.ticket


def test_a_foreign_application_and_a_missing_one_answer_alike(city, client, moment, family):
    account, _child = family
    group = city.group()
    other = applied(city, opened(city, Places(pool_of(group))), city.person("Cits"), group)
    client.force_login(account)
    foreign = client.get(f"/en/courses/applications/{other.pk}/")
    missing = client.get("/en/courses/applications/00000000-0000-0000-0000-000000000000/")
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert words(foreign).replace(str(other.pk), "") == words(missing).replace(
        "00000000-0000-0000-0000-000000000000", ""
    )


def test_what_cannot_be_applied_for_is_said_at_the_form_and_nothing_is_kept(city, client, moment, family):
    account, child = family
    older = city.group("older", ages=Ages(13, 15, date(2021, 9, 1)))
    opened(city, Places(pool_of(older)))
    client.force_login(account)
    sent = {"person": str(child.pk), "resident": "yes", "wish1": "older/on_site", "once": "x"}
    answer = client.post("/en/courses/rounds/autumn-children/apply/", sent)
    assert answer.status_code == 422
    assert "takes ages 13 to 15" in words(answer)
    stranger = city.person("Svešs")
    answer = client.post("/en/courses/rounds/autumn-children/apply/", {**sent, "person": str(stranger.pk)})
    assert answer.status_code == 422
    assert Application.objects.count() == 0


@pytest.mark.parametrize(
    ("address", "act"),
    [
        ("/en/courses/?q=robot", "search"),
        ("/en/courses/rounds/autumn-children/desk/?who=marta", "search"),
        ("/en/courses/robots-1.ics", "feed"),
    ],
)
def test_a_search_and_a_feed_answer_only_so_often(city, client, moment, monkeypatch, address, act):
    monkeypatch.setattr("kurss.people.signin.attempts.PAGES", {act: "1/m/ip"})
    opened(city, Places(pool_of(city.group())))
    client.force_login(city.administrator)
    assert [client.get(address).status_code for _twice in range(2)] == [200, 429]
    assert client.get("/en/courses/").status_code == 200


def test_an_administrator_runs_a_round_to_its_draw_and_anybody_can_check_it(city, client, moment):
    group = city.group()
    planned(city, Places(pool_of(group)))
    client.force_login(city.administrator)
    run = "/en/courses/rounds/autumn-children/run/"
    client.post(run, {"step": "open"})
    from kurss.learning.models import EnrolmentRound

    round = EnrolmentRound.objects.get()
    for n in range(3):
        applied(city, round, city.person(f"Bērns {n}"), group)
    early = client.post(run, {"step": "close"}, follow=True)
    assert "Families may apply until" in words(early)
    moment(CLOSES)
    client.post(run, {"step": "close"})
    moment(DRAWN)
    page = client.post(run, {"step": "draw", "public_value": "7 7 7"}, follow=True)
    assert "2 offers wait for an answer" in words(page)
    assert "At the counter 3 2" in words(page)
    document = json.loads(client.get("/en/courses/rounds/autumn-children/draw.json").content)
    assert draw.faults(document, promised=round.commitment) == []
    program = client.get("/en/courses/verify_draw.py")
    assert b"".join(program.streaming_content) == Path(draw.__file__).read_bytes()


def test_a_draw_for_named_auditors_is_not_handed_to_everybody(city, client, moment):
    group = city.group()
    round = opened(city, Places(pool_of(group)), disclosure="auditors")
    applied(city, round, city.person(), group)
    drawn(city, round)
    assert client.get("/en/courses/rounds/autumn-children/draw.json").status_code == 404
    auditor = city.account("audit@city.example")
    from kurss.people.queries import unattended
    from kurss.people.roles import grant_role

    grant_role(account=auditor, role=Role.AUDITOR, holds_until=date(2022, 1, 1), by=unattended(), at=PLANNED)
    client.force_login(auditor)
    assert client.get("/en/courses/rounds/autumn-children/draw.json").status_code == 200


def test_a_first_come_round_needs_no_draw(city, client, moment):
    opened(city, Places(pool_of(city.group())), policy=Policy.FIRST_COME, public_value_name="")
    assert "in the order of asking" in words(client.get("/en/courses/robots-1/"))


def test_a_place_left_after_the_draw_says_how_it_will_be_given(city, client, moment):
    group = city.group()
    round = opened(city, Places(pool_of(group)))
    applied(city, round, city.person(), group)
    drawn(city, round)
    moment(DRAWN + timedelta(hours=1))
    said = "A place is left after the draw"
    assert said in words(client.get("/en/courses/robots-1/"))
    city.group("full", times=[THURSDAYS], capacity=1)
    assert said not in words(client.get("/en/courses/full/"))
