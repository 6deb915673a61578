"""A teacher with twenty children and a phone: a few taps, no network, one that comes back, and somebody else."""

from __future__ import annotations

import time as clocks
from datetime import date, time
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as site_settings
from django.test import Client

from kurss.curriculum.timetable import Weekly
from kurss.learning.classroom.lists import Said, hand_in
from kurss.learning.models import Attendance, ClassList
from kurss.learning.tests.city import City, found_city
from kurss.learning.tests.classes import a_class, standing
from kurss.people.models import Account
from kurss.people.permissions import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TUESDAY = date(2021, 9, 7)
"""The day on which the site stands still, at noon: the session began an hour ago."""

NAMES = (
    "Agnese", "Alise", "Andris", "Anna", "Artis", "Baiba", "Dace", "Edgars", "Elza", "Emils",
    "Evija", "Gatis", "Ilze", "Inga", "Janis", "Katrina", "Laura", "Liga", "Marta", "Zane",
)  # fmt: skip


@pytest.fixture
def city(settings) -> City:
    settings.DEMO_DATE = TUESDAY
    return found_city()


@pytest.fixture
def lesson(city):
    """Twenty children at eleven on Tuesdays."""
    group, enrolments = a_class(city, *NAMES, times=[Weekly(2, time(11), time(12, 30))])
    return group.sessions.first(), dict(zip(NAMES, enrolments, strict=True))


@pytest.fixture
def phone(browser, live_server):
    """A phone with its own store; what breaks on it is noted."""
    contexts = []

    def take(**said):
        context = browser.new_context(
            viewport={"width": 390, "height": 800}, base_url=live_server.url, has_touch=True, **said
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.faults = []
        page.on("pageerror", lambda fault: page.faults.append(str(fault)))
        return page

    yield take
    for context in contexts:
        context.close()


def come_in(page, account: Account, site: str) -> None:
    """Signed in on this phone, as after the sign-in page."""
    client = Client()
    client.force_login(account)
    name = site_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site}])


def put_by(page) -> None:
    """The day's pages are on the phone, and its worker is at work."""
    page.locator("#keeping[data-ready]").wait_for(state="attached")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def mark(page, name: str, word: str) -> None:
    page.get_by_role("group", name=f"{name} Zariņa", exact=True).locator("label", has_text=word).tap()


def saved(page, says: str) -> None:
    page.get_by_role("button", name="Save", exact=True).tap()
    page.locator(f'#keeping [data-say="{says}"]').wait_for()
    if says == "offline":
        # The line stands there before the press as well; what it says of the list comes when the list is kept.
        page.locator('#keeping [data-say="offline"] [data-part="waiting"]').wait_for()


def lists_on(page) -> int:
    return page.evaluate(
        """new Promise((done) => {
            const asked = indexedDB.open("kurss-classroom");
            asked.onsuccess = () => {
                const base = asked.result;
                if (!base.objectStoreNames.contains("lists")) { base.close(); done(0); return; }
                const many = base.transaction("lists").objectStore("lists").count();
                many.onsuccess = () => { base.close(); done(many.result); };
            };
        })"""
    )


def test_twenty_children_are_marked_with_seven_taps_in_less_than_half_a_minute(
    phone, city, lesson, live_server, capsys
):
    session, _ = lesson
    page = phone()
    come_in(page, city.teacher, live_server.url)
    page.goto("/en/classroom/")
    put_by(page)
    page.context.expose_function("tapped", lambda: taps.append(clocks.monotonic()))
    page.context.add_init_script("addEventListener('pointerdown', () => tapped(), true)")
    taps: list[float] = []
    page.reload()
    begun = clocks.monotonic()
    page.get_by_role("link", name="11:00–12:30 Robots").tap()
    page.get_by_role("button", name="The rest are present").tap()
    for name, word in (("Dace", "Late"), ("Elza", "Excused"), ("Gatis", "Away"), ("Zane", "Late")):
        mark(page, name, word)
    saved(page, "sent")
    took = clocks.monotonic() - begun
    found = standing(session)
    assert (len(found), sorted(found.values()).count("present")) == (20, 16)
    assert (found["Dace"], found["Elza"], found["Gatis"], found["Zane"]) == (
        "late", "excused", "absent", "late",
    )  # fmt: skip
    assert len(taps) == 3 + 4
    assert took < 30
    assert page.faults == []
    with capsys.disabled():
        print(f"\n20 children, 4 exceptions: {len(taps)} taps; the machine took {took:.1f} s")  # noqa: T201


def test_marks_made_without_a_network_are_sent_once_and_what_somebody_else_said_stands_beside(
    phone, city, lesson, live_server
):
    session, enrolments = lesson
    page = phone()
    come_in(page, city.teacher, live_server.url)
    page.goto("/en/classroom/")
    put_by(page)

    page.context.set_offline(True)
    page.reload()
    page.locator('[data-say="offline"]').wait_for()
    page.get_by_role("link", name="11:00–12:30 Robots").tap()
    page.get_by_role("button", name="The rest are present").tap()
    mark(page, "Anna", "Away")
    saved(page, "offline")
    assert "Lists not sent yet: 1" in page.inner_text("#keeping")
    assert not Attendance.objects.exists()
    page.reload()
    page.locator('#keeping [data-say="offline"]').wait_for()
    assert page.locator(f"#m{enrolments['Anna'].pk}absent").is_checked()
    assert Axe().run(page).response["violations"] == []
    page.goto("/en/classroom/sessions/999999999/")
    assert "This page is not on this phone" in page.inner_text("main")
    page.go_back()
    page.locator('#keeping [data-say="offline"]').wait_for()

    rita = city.account("rita@city.example", Role.TEACHER)
    at = session.starts_at
    hand_in(session=session, said={enrolments["Anna"].pk: Said("excused")}, key=uuid4(), by=rita, at=at)
    sent = page.evaluate(FIRST_LIST)
    page.context.set_offline(False)
    page.get_by_role("heading", name="Two marks differ: which is right?").wait_for()
    assert lists_on(page) == 0
    assert standing(session)["Anna"] == "excused"
    assert Attendance.objects.count() == 20
    sides = page.inner_text(".sides")
    assert "rita" in sides
    assert "Excused" in sides
    assert "Absent" in sides
    assert Axe().run(page).response["violations"] == []

    again = page.evaluate(SEND_AGAIN, sent)
    assert again["again"] is True
    assert (Attendance.objects.count(), ClassList.objects.filter(by_key=city.teacher.pk).count()) == (20, 1)

    page.get_by_role("button", name="Take this").tap()
    page.get_by_text("It is decided").wait_for()
    assert standing(session)["Anna"] == "absent"
    assert "Excused" in page.inner_text("table")
    assert page.faults == []


FIRST_LIST = """new Promise((done) => {
    const asked = indexedDB.open("kurss-classroom");
    asked.onsuccess = () => {
        const all = asked.result.transaction("lists").objectStore("lists").getAll();
        all.onsuccess = () => done(all.result[0]);
    };
})"""

SEND_AGAIN = """async (list) => {
    const { csrf } = await (await fetch("/en/classroom/state.json")).json();
    const answer = await fetch(list.send, { method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf }, body: JSON.stringify(list) });
    return answer.json();
}"""


def kept_off_line(page, account: Account, site: str) -> None:
    """A list of everybody present lies on the phone, made without a network."""
    come_in(page, account, site)
    page.goto("/en/classroom/")
    put_by(page)
    page.context.set_offline(True)
    page.get_by_role("link", name="11:00–12:30 Robots").tap()
    page.get_by_role("button", name="The rest are present").tap()
    saved(page, "offline")


def test_a_session_that_ended_meanwhile_loses_nothing_and_another_account_sends_nothing(
    phone, city, lesson, live_server
):
    page = phone()
    kept_off_line(page, city.teacher, live_server.url)
    page.context.clear_cookies(name=site_settings.SESSION_COOKIE_NAME)
    page.context.set_offline(False)
    page.locator('#keeping [data-say="signed-out"]').wait_for()
    assert "Lists on this phone that are not sent: 1" in page.inner_text("#keeping")

    come_in(page, city.account("rita@city.example", Role.TEACHER), live_server.url)
    page.goto("/en/classroom/")
    page.locator('#keeping [data-say="others"]').wait_for()
    put_by(page)
    page.get_by_role("link", name="11:00–12:30 Robots").tap()
    page.locator('#keeping [data-say="others"]').wait_for()
    assert page.locator('[name^="mark-"]:checked').count() == 0
    assert not Attendance.objects.exists()

    come_in(page, city.teacher, live_server.url)
    page.goto("/en/classroom/")
    page.get_by_text("all 20 marked").wait_for()
    assert set(Attendance.objects.values_list("marked_by_key", flat=True)) == {city.teacher.pk}
    assert lists_on(page) == 0
    assert page.faults == []


def test_signing_out_says_what_is_not_sent_and_leaves_nothing_on_the_phone(phone, city, lesson, live_server):
    session, _ = lesson
    page = phone()
    come_in(page, city.teacher, live_server.url)
    page.goto("/en/classroom/")
    put_by(page)
    page.route("**/send", lambda route: route.abort())
    page.get_by_role("link", name="11:00–12:30 Robots").tap()
    page.wait_for_url(f"**/sessions/{session.pk}/")
    put_by(page)
    page.get_by_role("button", name="The rest are present").tap()
    saved(page, "offline")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Not everything on this device has been sent").wait_for()
    assert "1 list of attendance is only on this device" in page.inner_text("main")
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Sign out and delete").click()
    page.get_by_text("You have signed out").wait_for()
    kept = page.evaluate("caches.keys()")
    assert kept == []
    assert lists_on(page) == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert not Attendance.objects.filter(session=session).exists()


def test_a_class_is_marked_by_keyboard_alone(phone, city, lesson, live_server):
    session, enrolments = lesson
    page = phone()
    come_in(page, city.teacher, live_server.url)
    page.goto(f"/en/classroom/sessions/{session.pk}/")
    put_by(page)
    page.locator(f"#m{enrolments['Agnese'].pk}present").focus()
    for digit in "12" + "1" * 17 + "4":
        page.keyboard.press(digit)
    page.keyboard.press("Enter")
    page.locator('#keeping [data-say="sent"]').wait_for()
    found = standing(session)
    assert (found["Agnese"], found["Alise"], found["Zane"]) == ("present", "late", "absent")
    assert len(found) == 20


@pytest.mark.parametrize("width", [320, 390])
def test_a_class_is_marked_without_a_script_on_a_narrow_phone(phone, city, lesson, live_server, width):
    session, _ = lesson
    page = phone(java_script_enabled=False)
    page.set_viewport_size({"width": width, "height": 700})
    come_in(page, city.teacher, live_server.url)
    page.goto("/lv/classroom/")
    page.get_by_role("link", name="11.00–12.30 Roboti").tap()
    mark(page, "Anna", "Kavē")
    page.get_by_role("button", name="Pārējie ir klāt").tap()
    page.get_by_text("Saglabāts.").wait_for()
    assert sorted(standing(session).values()) == ["late", *["present"] * 19]
