"""What every page owes its reader, in a real browser: contrast, names, keyboard, width, strict policy."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from kurss.portal.tests.conftest import TEMPLATES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = ("style-guide/", "sign-in/", "demo/", "nowhere/")
LANGUAGES = ("lv", "en")
WIDTHS = (320, 390, 768, 992, 1280)


@pytest.fixture
def address(settings, live_server) -> str:
    """The site on this machine, with the style guide among its pages."""
    settings.ROOT_URLCONF = "kurss.portal.tests.addresses"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [TEMPLATES]}]
    return live_server.url


@pytest.fixture
def opened(browser):
    """Opens a page, and notes what the browser complained about or asked of another host."""
    contexts = []

    def open_page(url: str, **options):
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        contexts.append(context)
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("requestfailed", lambda request: page.complaints.append(f"failed: {request.url}"))
        page.on("request", lambda request: page.asked.append(request.url))
        page.asked = []
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()


def violations(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_can_find(address, opened, scheme):
    for language in LANGUAGES:
        for path in PAGES:
            page = opened(f"{address}/{language}/{path}", color_scheme=scheme)
            assert violations(page) == [], f"{language} {path} {scheme}"
    page.goto(f"{address}/en/sign-in/")
    page.click("main button")
    assert page.locator(".errors").is_visible()
    assert violations(page) == []


def test_every_page_fits_every_width_and_asks_nothing_of_others(address, opened):
    for language in LANGUAGES:
        for path in PAGES:
            page = opened(f"{address}/{language}/{path}")
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{language} {path} is {wide} wide on a screen of {width}"
            allowed = "Failed to load resource: the server responded with a status of 404 (Not Found)"
            assert [one for one in page.complaints if one != allowed or path != "nowhere/"] == []
            assert [url for url in page.asked if not url.startswith(address)] == []


def test_dark_needs_no_script_and_the_choice_is_kept(address, opened):
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(255, 255, 255)", "rgb(14, 25, 31)"
    page = opened(f"{address}/en/sign-in/", java_script_enabled=False, color_scheme="dark")
    assert page.evaluate(paper) == dark
    page.click("button[value=light]")
    assert page.url == f"{address}/en/sign-in/"
    assert page.evaluate(paper) == light
    page.emulate_media(color_scheme="light")
    page.click("button[value=dark]")
    assert page.evaluate(paper) == dark
    page.emulate_media(media="print")
    assert page.evaluate(paper) == light


def test_a_page_is_read_by_keyboard_alone_on_a_phone(address, opened):
    page = opened(f"{address}/en/sign-in/", viewport={"width": 390, "height": 800})
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.focus(".menu summary")
    page.keyboard.press("Enter")
    assert page.locator(".menu a", has_text="Figures").is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Promises"


def test_a_list_answers_in_place_under_the_strict_policy(address, opened):
    page = opened(f"{address}/en/style-guide/")
    page.click("text=Answer in place")
    page.wait_for_selector("#in-place h1")
    assert page.inner_text("#in-place h1") == "Sign in"
    assert page.url == f"{address}/en/style-guide/"
    assert page.complaints == []
