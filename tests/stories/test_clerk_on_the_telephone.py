"""A clerk on the telephone: the same round, the same chance, by keys alone, and fewer than the web form takes."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from kurss.learning.models import Application
from kurss.people.guardians import add_guardian
from kurss.people.models import Guardianship, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account
from kurss.people.roles import grant_role
from tests.stories.hands import Hands
from tests.stories.test_parent_in_the_draw import PASSWORD, a_round, autumn, born, is_well, now

__all__ = ["autumn", "now"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_TABS = 60


@pytest.fixture
def family(autumn):
    """A mother who signs in with a password, and her child; both are in the register."""
    city, _season, _groups = autumn
    mother = city.person(
        "Ilze", family_name="Ozola", born=date(1985, 1, 1), language="lv", phone="29 123 456"
    )
    child = city.person("Marta", family_name="Ozola", born=born())
    add_guardian(child=child, guardian=mother, by=city.administrator, at=timezone.now())
    site, at = unattended(), timezone.now()
    account = open_account(
        email="ilze.desk@home.example", name="Ilze", person=mother, password=PASSWORD, by=site, at=at
    )
    account.emailaddress_set.create(email=account.email, verified=True, primary=True)
    for role in (Role.RESIDENT, Role.GUARDIAN):
        grant_role(account=account, role=role, by=site, at=at)
    return child


def signed_in(browser, live_server, client, account):
    """A clerk at a desk with a keyboard, signed in since the morning."""
    client.force_login(account)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text))
    return page


def tab_to(hands: Hands, selector: str) -> None:
    """Go on by Tab until the cursor stands on what is meant."""
    hands.thoughts += 1
    for _n in range(MOST_TABS):
        if hands.page.locator(f"{selector}:focus").count():
            return
        hands.keys += 1
        hands.page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def by_web_form(browser, live_server) -> Hands:
    """What the mother does herself, by keys alone, from the sign-in page on."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=live_server.url)
    page = context.new_page()
    hands = Hands(page)
    page.goto("/en/sign-in/?next=/en/courses/rounds/telephone/apply/")
    page.locator("[name=login]").focus()
    hands.write("ilze.desk@home.example")
    tab_to(hands, "[name=password]")
    hands.write(PASSWORD)
    hands.press("Enter")
    page.wait_for_selector("[name=wish1]")
    assert page.locator("[name=person]:checked").count() == 1
    # As if the cursor stood in the form at once: what the reader tabs through before it is not held against it.
    page.locator("[name=person]").first.focus()
    hands.form_begins = hands.keys
    tab_to(hands, "[name=wish1]")
    hands.press("2")
    tab_to(hands, "[name=wish2]")
    hands.press("1")
    tab_to(hands, "[name=resident]")
    hands.press("Space", "Enter")
    page.wait_for_url(re.compile("/applications/"))
    context.close()
    return hands


def by_telephone(page) -> Hands:
    """What the clerk does, every key counted, Tabs too, from the desk as it stands between two calls."""
    hands = Hands(page)
    page.goto("/en/courses/rounds/telephone/desk/")
    assert page.locator("#who:focus").count() == 1
    hands.write("123456")
    hands.press("Enter")
    page.wait_for_selector("[name=groups]:focus")
    hands.write("2 1")
    tab_to(hands, "[name=resident]")
    hands.press("Space", "Enter")
    page.wait_for_selector("text=Print the slip")
    return hands


def test_a_clerk_takes_a_call_in_fewer_keys_than_the_form_and_with_the_same_chance(
    browser, live_server, client, autumn, now, family
):
    city, season, groups = autumn
    round = a_round(city, season, groups, "telephone")
    form = by_web_form(browser, live_server)
    own = Application.objects.get()
    wishes = [wish.pool.group.key for wish in own.wishes.all()]
    assert wishes == ["robots-tuesday", "robots-thursday"]
    Application.objects.all().delete()

    page = signed_in(browser, live_server, client, city.administrator)
    call = by_telephone(page)
    alone = form.keys - form.form_begins
    assert call.keys < form.keys, f"desk {call.keys}, web {form.keys}, of which the form alone {alone}"
    assert call.keys - len("123456") - 1 <= alone, "without finding the child, which the web form need not"
    made = Application.objects.get()
    assert (made.person_id, made.came_by) == (family.pk, "phone")
    assert [wish.pool.group.key for wish in made.wishes.all()] == wishes
    assert made.round == round
    is_well(page)
    page.click("text=Print the slip")
    assert "Pieteikums ir saņemts" in page.inner_text("main"), "the mother reads Latvian"
    is_well(page)


def test_a_family_nobody_knows_yet_is_entered_by_keys_alone_and_applies(
    browser, live_server, client, autumn, now
):
    city, season, groups = autumn
    a_round(city, season, groups, "telephone")
    page = signed_in(browser, live_server, client, city.administrator)
    hands = Hands(page)
    page.goto("/en/courses/rounds/telephone/desk/")
    hands.write("kalns")
    hands.press("Enter")
    page.wait_for_selector("text=Nobody in the register fits that")
    is_well(page)
    tab_to(hands, "a[href$='/desk/new/']")
    hands.press("Enter")
    page.wait_for_selector("[name=given_name]:focus")
    day = born()
    for text in ("Emīls", "Kalns", f"{day.day}.{day.month}.{day.year}", "Aija", "", "26111222"):
        hands.write(text)
        hands.press("Tab")
    hands.press("Enter")
    page.wait_for_selector("[name=groups]:focus")
    is_well(page)
    hands.write("1")
    tab_to(hands, "[name=resident]")
    hands.press("Space", "Enter")
    page.wait_for_selector("text=Print the slip")
    assert hands.keys < 100
    child = Person.objects.get(identity__given_name="Emīls")
    assert Application.objects.get().person_id == child.pk
    assert Guardianship.objects.get().guardian.identity.phone == "26111222"
    assert Application.objects.get().applied_at > timezone.now() - timedelta(minutes=5)
