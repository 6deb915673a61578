"""A parent in the draw: from the first visit to the place, with letters and a calendar, and once more later."""

from __future__ import annotations

import re
import urllib.request
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from kurss.curriculum.timetable import Weekly
from kurss.learning.cityday import zone
from kurss.learning.models import Application, Audience, Enrolment, Mode, Policy
from kurss.learning.planning import Ages, plan_group
from kurss.learning.rounds.drawing import close_round, draw_round
from kurss.learning.rounds.planning import Places, open_round, plan_round
from kurss.learning.seasons import open_season
from kurss.learning.sessions import cancel_session
from kurss.learning.tests.city import found_city
from kurss.notices.models import Notice
from kurss.people import clock
from tests.stories.hands import Hands
from tests.stories.test_parent_first_visit import PASSWORD, is_well, letter_to

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

EMAIL, BACK = "ilze.draw@home.example", "ilze.back@home.example"


@pytest.fixture
def now(monkeypatch, settings):
    """The clock of the pages; the story moves it on, signing in stays in the present."""
    del settings.DEMO_DATE
    at = {"now": timezone.now()}
    monkeypatch.setattr(clock, "now", lambda: at["now"])

    def move(to: datetime) -> None:
        at["now"] = to

    return move


@pytest.fixture
def autumn(db):
    """Two groups of one course in a season that begins in a month, and a draw that is open for two more days."""
    city, today = found_city(), timezone.localdate()
    season = open_season(
        key="next", title="Nākamā", title_en="Next", starts_on=today + timedelta(days=30),
        ends_on=today + timedelta(days=90), by=city.administrator, at=timezone.now(),
    )  # fmt: skip
    groups = [
        plan_group(
            key=key, season=season, version=city.robots, provider=city.provider, place=city.place,
            audience=Audience.CHILD, mode=Mode.ON_SITE, times=[Weekly(weekday, time(16), time(17, 30))],
            capacity=8, ages=Ages(7, 12, today), by=city.administrator, at=timezone.now(),
        )
        for key, weekday in (("robots-tuesday", 2), ("robots-thursday", 4))
    ]  # fmt: skip
    return city, season, groups


def a_round(city, season, groups, key: str):
    opens = timezone.now() - timedelta(days=1)
    planned = plan_round(
        key=key, season=season, title="Rudens kārta", title_en="Autumn round", policy=Policy.DRAW,
        places=[Places(group.pools.select_related("pool", "group__place").get()) for group in groups],
        opens_at=opens, closes_at=opens + timedelta(days=3), public_value_name="A lottery of the day after",
        by=city.administrator, at=opens,
    )  # fmt: skip
    return open_round(planned=planned, by=city.administrator, at=opens)


def phone(browser, live_server):
    context = browser.new_context(viewport={"width": 390, "height": 780}, base_url=live_server.url)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    return page


def events(letter):
    return Calendar.from_ical(bytes(letter.enclosures.get().content)).walk("VEVENT")


def born() -> date:
    today = timezone.localdate()
    return date(today.year - 9, 1, 15)


def first_visit(hands: Hands) -> None:
    """From the catalogue to an application that is in: sign-up, child and wishes."""
    page, day = hands.page, born()
    page.goto("/en/courses/?age=9&day=2")
    hands.click(".course h3 a")
    hands.click("a.btn-primary")
    hands.click("text=You have no account yet")
    hands.type("[name=email]", EMAIL)
    hands.type("[name=given_name]", "Ilze")
    hands.type("[name=family_name]", "Bērziņa")
    hands.type("[name=password1]", PASSWORD)
    if page.locator("[name=password2]").count():
        hands.type("[name=password2]", PASSWORD)
    hands.click("main button[type=submit]")
    page.goto(letter_to(EMAIL, "/confirm-address/"))
    hands.click("main button[type=submit]")
    page.wait_for_url(re.compile("/autumn/apply/.*group=robots-tuesday"))
    hands.type("[name=given_name]", "Anna")
    hands.type("[name=family_name]", "Bērziņa")
    for part, value in enumerate((day.day, day.month, day.year)):
        hands.type(f"[name=birth_date_{part}]", str(value))
    hands.choose("[name=wish2]", "robots-thursday/on_site")
    hands.click("[name=resident][value=yes]")
    is_well(page)
    hands.click("text=Send the application")


def test_from_a_first_visit_to_the_place_with_letters_and_a_calendar(
    browser, live_server, autumn, now, monkeypatch
):
    city, season, groups = autumn
    round = a_round(city, season, groups, "autumn")
    page = phone(browser, live_server)
    hands = Hands(page)
    first_visit(hands)
    page.wait_for_url(re.compile("/applications/"))
    assert hands.seconds < 180, f"{hands.seconds:.0f} s by the keystroke-level model"
    made = Application.objects.get()
    assert made.came_by == "web"
    assert [wish.pool.group.key for wish in made.wishes.all()] == ["robots-tuesday", "robots-thursday"]
    receipt = Notice.objects.get(to=EMAIL, subject="Your application is in: Autumn round")
    assert made.ticket in receipt.body
    assert events(receipt)[0]["dtstart"].dt == round.closes_at.replace(microsecond=0)
    is_well(page)

    subscribe_and_be_drawn(page, city, round, now)
    accept_and_see_it_in_the_calendar(page, city, groups[0])


def subscribe_and_be_drawn(page, city, round, now) -> None:
    page.goto("/en/courses/mine/")
    is_well(page)
    page.click("text=Calendar of Anna")
    page.click("text=Make a secret address")
    page.wait_for_selector("#address")
    is_well(page)
    page.address = page.input_value("#address")
    assert feed(page) == []
    now(round.closes_at)
    closed = close_round(opened=round, by=city.administrator, at=round.closes_at)
    now(round.closes_at + timedelta(days=1))
    draw_round(closed=closed, public_value="4 8 15", by=city.administrator, at=clock.now())
    now(clock.now() + timedelta(hours=1))


def accept_and_see_it_in_the_calendar(page, city, group) -> None:
    offered = Notice.objects.get(to=EMAIL, subject="A place in “Robots”")
    assert "Accept or decline it on the page of your application" in offered.body
    [deadline] = events(offered)
    page.goto("/en/courses/mine/")
    assert "Anna has a place in “Robots”" in page.inner_text("main")
    is_well(page)
    assert [str(event["uid"]) for event in feed(page)] == [str(deadline["uid"])]
    page.click("text=Confirm the place")
    page.wait_for_selector("text=The place is yours")
    assert Enrolment.objects.get().group == group
    place = Notice.objects.get(to=EMAIL, subject="The place is yours: “Robots”")
    told = events(place)
    assert len(told) == group.sessions.count()
    assert {event["dtstart"].dt.astimezone(zone()).time() for event in told} == {time(16)}
    first = group.sessions.order_by("starts_at").first()
    cancel_session(session=first, reason="ill", by=city.administrator, at=clock.now())
    states = {str(event["uid"]): str(event["status"]) for event in feed(page)}
    assert set(states) == {str(event["uid"]) for event in told}
    assert sorted(states.values()).count("CANCELLED") == 1


def feed(page):
    """What a calendar program gets: no cookie, no session, only the address."""
    with urllib.request.urlopen(page.address, timeout=10) as answer:
        text = answer.read()
    assert b"Anna" not in text
    return Calendar.from_ical(text).walk("VEVENT")


def test_a_parent_who_comes_back_applies_in_under_a_minute(browser, live_server, autumn, now):
    city, season, groups = autumn
    a_round(city, season, groups[:1], "autumn")
    page = phone(browser, live_server)
    first_visit_of_one_group(page)
    a_round(city, season, groups[1:], "spring")
    hands = Hands(page)
    page.goto("/en/courses/?age=9&day=4")
    hands.pages.clear()
    hands.click(".course h3 a")
    hands.click("a.btn-primary")
    assert page.locator("[name=person]:checked").count() == 1, "the only child is chosen"
    assert page.locator("[name=resident][value=yes]:checked").count() == 1, "as it was said last time"
    assert page.input_value("[name=wish1]") == "robots-thursday/on_site", "the group one came from"
    hands.click("text=Send the application")
    page.wait_for_url(re.compile("/applications/"))
    assert hands.seconds < 60, (
        f"{hands.keys} keys, {hands.clicks} clicks, {hands.seconds:.0f} s, {len(hands.pages)} pages"
    )
    assert len(hands.pages) <= 5
    assert Application.objects.count() == 2


def first_visit_of_one_group(page) -> None:
    # Letters to one address are limited, so each visit has an address of its own.
    page.goto("/en/sign-up/")
    page.fill("[name=email]", BACK)
    page.fill("[name=given_name]", "Ilze")
    page.fill("[name=family_name]", "Bērziņa")
    for field in ("password1", "password2"):
        if page.locator(f"[name={field}]").count():
            page.fill(f"[name={field}]", PASSWORD)
    page.click("main button[type=submit]")
    page.goto(letter_to(BACK, "/confirm-address/"))
    page.click("main button[type=submit]")
    day = born()
    page.goto("/en/courses/rounds/autumn/apply/?group=robots-tuesday")
    page.fill("[name=given_name]", "Anna")
    page.fill("[name=family_name]", "Bērziņa")
    for part, value in enumerate((day.day, day.month, day.year)):
        page.fill(f"[name=birth_date_{part}]", str(value))
    page.check("[name=resident][value=yes]")
    page.click("text=Send the application")
    page.wait_for_url(re.compile("/applications/"))
