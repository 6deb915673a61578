"""The opening minute on two phones without a script: one parent has the place, the other stands in line."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as site_settings
from django.test import Client
from django.utils import timezone

from kurss.learning.models import Enrolment, Policy, Turn
from kurss.learning.planning import Ages
from kurss.learning.rounds.planning import Places, open_round, plan_round
from kurss.learning.seasons import open_season
from kurss.learning.tests.city import found_city
from kurss.learning.tests.rounds import pool_of
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from tests.stories.test_parent_first_visit import is_well

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OPENS = datetime(2022, 9, 1, 6, tzinfo=UTC)
PAGE = "/en/courses/robots/enrol/"


@pytest.fixture
def opening(monkeypatch):
    """A group with one place, in a round that opens at nine in the city; and the clock of the pages."""
    city, before = found_city(), OPENS - timedelta(days=20)
    season = open_season(
        key="next", title="Rudens", title_en="Autumn", starts_on=date(2022, 9, 12),
        ends_on=date(2022, 12, 20), by=city.administrator, at=before,
    )  # fmt: skip
    ages = Ages(7, 12, date(2022, 9, 1))
    group = city.group("robots", season=season, capacity=1, ages=ages, at=before)
    round = plan_round(
        key="opening", season=season, title="Rudens kārta", title_en="Autumn round",
        policy=Policy.FIRST_COME, places=[Places(pool_of(group))], opens_at=OPENS,
        closes_at=OPENS + timedelta(days=9), by=city.administrator, at=before,
    )  # fmt: skip
    open_round(planned=round, by=city.administrator, at=before)

    def at(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    at(OPENS - timedelta(minutes=4))
    return city, round, at


@pytest.fixture
def phone(browser, live_server):
    """A phone on which somebody has signed in, with scripts switched off."""
    contexts = []

    def take(account):
        context = browser.new_context(
            viewport={"width": 320, "height": 720}, base_url=live_server.url, java_script_enabled=False
        )
        contexts.append(context)
        client = Client()
        client.force_login(account)
        name = site_settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        return page

    yield take
    for context in contexts:
        context.close()


def family(city, name: str, child: str):
    parent = city.person(name.title(), born=date(1985, 1, 1), language="en")
    own = city.person(child, born=date(2013, 5, 1))
    add_guardian(child=own, guardian=parent, holds_from=date(2020, 1, 1), by=city.administrator, at=OPENS)
    return city.account(f"{name}@home.example", Role.GUARDIAN, person=parent)


def press(page, name: str) -> str:
    """Press the button of this name; the words of the page that answers."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()
    return page.inner_text("main")


def test_one_parent_has_the_place_and_the_other_stands_in_line_until_it_is_given_up(opening, phone):
    city, _round, at = opening
    her, him = phone(family(city, "ilze", "Anna")), phone(family(city, "janis", "Pēteris"))

    her.goto(PAGE)
    waiting = her.inner_text("main").replace("\N{NO-BREAK SPACE}", " ")
    assert "Places are given from 09:00:00 on 1 September 2022" in waiting
    assert "4 min are left" in waiting
    her.click("text=Choose Anna Zariņa")
    assert "one press is enough" in her.inner_text("main")

    at(OPENS)
    for page in (her, him):
        page.goto(page.url if page is her else PAGE)
        assert "1 of 1 places were free" in page.inner_text("main")
    assert "The place is yours." in press(her, "Enrol")
    her.goto("/en/courses/mine/")
    assert "Autumn round" in her.inner_text("section:has(h2:text-is('Anna'))")

    # He opened the form while the place was free, and it went during his click.
    assert "The last place in group robots has just gone." in press(him, "Enrol")
    assert "In line at place 1." in press(him, "Join the waiting list")

    her.click("text=Autumn round")
    her.click("text=Give up this place")
    assert "given up and goes to the next in line" in press(her, "Give it up")
    him.reload()
    assert "A place is kept" in him.inner_text("main")
    assert "The place is yours." in press(him, "Confirm the place")
    assert [one.person.identity.given_name for one in Enrolment.objects.filter(left_on=None)] == ["Pēteris"]


def test_in_a_crush_a_parent_reads_the_moment_of_their_turn_and_comes_in_at_it(opening, phone, settings):
    city, round, at = opening
    at(OPENS)
    account = family(city, "ilze", "Anna")
    now = timezone.now()
    turn = Turn.objects.create(
        round=round, holder=account.pk, asked_at=now, comes_at=now + timedelta(minutes=9)
    )
    her = phone(account)
    her.goto(f"{PAGE}?still=yes")
    shown = her.inner_text("main")
    assert f"Your turn comes at {timezone.localtime(turn.comes_at):%H:%M:%S}." in shown
    assert "1 of 1" in shown
    her.reload()
    assert f"{timezone.localtime(turn.comes_at):%H:%M:%S}" in her.inner_text("main")
    Turn.objects.filter(pk=turn.pk).update(comes_at=now)
    with her.expect_navigation():
        her.get_by_role("link", name="Look again", exact=True).click()
    assert "The place is yours." in press(her, "Enrol")


def test_every_page_of_the_opening_is_well_on_a_narrow_phone(opening, browser, live_server, phone):
    city, _round, at = opening
    account = family(city, "ilze", "Anna")
    signed_in = phone(account).context.cookies()
    context = browser.new_context(viewport={"width": 320, "height": 720}, base_url=live_server.url)
    context.add_cookies(signed_in)
    page = context.new_page()
    page.complaints = []
    page.goto(PAGE)
    is_well(page)
    at(OPENS)
    page.goto(PAGE)
    is_well(page)
    other = context.new_page()
    other.complaints = []
    other.goto(PAGE)
    press(page, "Keep a place")
    is_well(page)
    Turn.objects.update(comes_at=timezone.now() + timedelta(minutes=9))
    page.goto(f"{PAGE}?still=yes")
    is_well(page)
    Turn.objects.all().delete()
    context.clear_cookies()
    context.add_cookies(phone(family(city, "janis", "Pēteris")).context.cookies())
    other.goto(PAGE)
    is_well(other)
    assert "Join the waiting list" in other.inner_text("main")
    context.close()
