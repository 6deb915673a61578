"""A programme officer, with no help, makes a new indicator in the browser; it waits for a release to be public."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT, _wait_for, empty_city, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Girls in digital skills programmes"


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """A city of this story's own, since what the officer does stays in it."""
    with empty_city(tmp_path_factory.mktemp("officer")) as made:
        loaded = made.kurss("demo", "--once", check=False)
        assert loaded.returncode == 0, loaded.stdout + loaded.stderr
        yield made


@pytest.fixture(scope="module")
def served(own):
    """The city on loopback, ended by its own process when the story is told."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kurss.portal.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=own.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(15)


@pytest.fixture
def as_role(browser, served):
    """Opens a page as somebody of a role; each has a browser of their own."""
    contexts = []

    def opened(role):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(f"{served}/en/demo/")
        page.locator(f"button[name=role][value={role}]").click()
        return page

    yield opened
    for context in contexts:
        context.close()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def compose(page, served):
    """From the list to the last look, step by step; a mistake on the way costs nothing."""
    page.goto(f"{served}/en/indicators/")
    press(page, "New indicator")
    page.locator("[name=subject][value='learning.attendance']").check()
    press(page, "Keep and continue")
    page.locator("[name=counts][value=distinct]").check()
    press(page, "Keep and continue")
    for dimension, values in {
        "audience": ["child"],
        "status": ["present", "late"],
        "gender": ["female"],
    }.items():
        page.locator("details", has=page.locator(f"#conditions-{dimension}-test")).locator("summary").click()
        page.locator(f"#conditions-{dimension}-test").select_option("one_of")
        for value in values:
            page.locator(f"[name='conditions-{dimension}-values'][value={value}]").check()
    press(page, "Keep and preview")
    assert "Records" in page.locator("#preview").inner_text()
    press(page, "Keep and continue")
    page.locator("[name=grain][value=school_year]").check()
    page.locator("[name=absent][value=between]").check()
    page.locator("[name=breakdowns][value=age_band]").check()
    press(page, "Keep and continue")
    press(page, "Keep and continue")
    assert "Write its name in Latvian." in page.locator(".errors").inner_text()
    named = {
        "name": "Meitenes digitālo prasmju programmās",
        "name_en": NAME,
        "unit": "bērni",
        "unit_en": "children",
        "code": "L-09",
        "key": "learning.girls",
    }
    for field, words in named.items():
        page.locator(f"#{field}").fill(words)
    page.locator("[name=level][value=output]").check()
    page.locator("[name=direction][value=up]").check()
    press(page, "Keep and continue")
    page.locator("#definition").fill("Meitenes, kas bija vismaz vienā nodarbībā.")
    page.locator("#definition_en").fill("Girls who came to one session or more.")
    press(page, "Keep and continue")


def promise(page, kind, value, when):
    page.goto(f"{page.url.split('/indicator/')[0]}/indicator/learning.girls/promise/")
    page.locator(f"[name=kind][value={kind}]").check()
    page.locator("#comparison").select_option("exactly" if kind == "baseline" else "at_least")
    page.locator("#value").fill(value)
    for field, given in when.items():
        page.locator(f"#{field}").fill(given)
    page.locator("#document").fill("Council decision")
    page.locator("#place").fill("Decision 12, point 3")
    press(page, "Write it down")


def test_a_new_indicator_is_made_in_an_officers_browser_and_waits_for_a_second_person(as_role, served):
    officer = as_role("programme_officer")
    compose(officer, served)
    last_look = officer.locator("main").inner_text()
    value = officer.locator(".big-preview").inner_text().split()[0]
    assert int(value) > 0
    assert "The first 10 records it counts" in last_look
    assert "Gender: Female" in last_look
    press(officer, "Save this version")
    assert "Version 1 is saved" in officer.locator(".news").inner_text()

    promise(officer, "baseline", "100", {"due_on": "2020-09-01"})
    promise(officer, "final", "200", {"period": "SY2021"})
    officer.get_by_role("link", name="Give it a place").click()
    officer.locator("#column").select_option("cross_cutting")
    officer.locator("#text").fill("Kursos nāk arī meitenes.")
    officer.locator("#text_en").fill("Girls come to the courses too.")
    officer.locator("#place").fill("Decision 12")
    press(officer, "Give it this place")
    press(officer, "Seal and compute")
    assert officer.locator(".big-preview").inner_text().split()[0] == value

    public = as_role("resident")
    public.goto(f"{served}/en/")
    assert re.search(rf"{NAME}\s+L-09", public.locator("main").inner_text()) is None or (
        f"{value} of" not in public.locator("main").inner_text()
    ), "nothing is public before a second person has approved it"

    officer.goto(f"{served}/en/release/changes/")
    assert "L-09" in officer.locator("main").inner_text()
