"""An officer writes a charter, two colleagues approve it, and the roadmap slips with its cause: no script used."""

import pytest

from tests.stories.usable import faults, press, sign_in, window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHARTER = "programme/vizium/charter/"


@pytest.fixture
def as_role(browser, own_site):
    """Opens a page as somebody of a role; each has a browser of their own."""
    contexts = []

    def opened(role):
        context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        sign_in(page, own_site, role)
        return page

    yield opened
    for context in contexts:
        context.close()


def follow(page, name):
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def test_an_officer_writes_a_charter_a_colleague_approves_it_and_the_roadmap_slips_with_its_cause(
    as_role, own_site
):
    officer = as_role("programme_officer")
    officer.goto(f"{own_site}/en/{CHARTER}")
    press(officer, "Write the next version")
    follow(officer, "Change : Why")
    officer.locator("#text").fill("Jo prasmes vajadzīgas visiem.\nArī pieaugušajiem.")
    officer.locator("#text_en").fill("Because everybody needs skills.")
    press(officer, "Keep and go to the next box")
    assert "make them pair up" in officer.locator(".errors").inner_text()
    officer.locator("#text_en").fill("Because everybody needs skills.\nAdults too.")
    press(officer, "Keep")
    press(officer, "Submit for approval")
    for role in ("approver", "approver_2"):
        colleague = as_role(role)
        colleague.goto(f"{own_site}/en/{CHARTER}compare/")
        assert "Adults too." in colleague.locator("ins").all_inner_texts()
        colleague.goto(f"{own_site}/en/{CHARTER}")
        press(colleague, "Approve")
    officer.goto(f"{own_site}/en/initiatives/vizium/charter/")
    assert "Adults too." in officer.locator("main").inner_text()
    assert "second approver" in officer.locator("main").inner_text()

    officer.goto(f"{own_site}/en/programme/roadmap/")
    follow(officer, officer.locator(".plan-road .c1 a").first.inner_text())
    follow(officer, "Re-plan")
    officer.locator("#planned_from").fill("2021-09")
    officer.locator("#planned_until").fill("2022-12")
    press(officer, "Re-plan")
    assert "says why" in officer.locator(".errors").inner_text()
    officer.locator("#cause").select_option("supply")
    officer.locator("#text").fill("Nav eksponātu.")
    officer.locator("#text_en").fill("The exhibits are not there.")
    press(officer, "Re-plan")
    public = as_role("resident")
    public.goto(f"{own_site}/en/roadmap/")
    assert "Supply or construction: The exhibits are not there." in public.locator("main").inner_text()


PAGES = (
    "programme/",
    CHARTER,
    f"{CHARTER}versions/1/",
    "programme/roadmap/",
    "programme/roadmap/import/",
    "programme/digital-skills/roadmap/add/activity/",
    "programme/digital-skills/roadmap/add/milestone/",
)


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_pages_of_the_programme_office_have_no_fault_that_axe_can_find_and_fit_a_phone(
    browser, own_site, language
):
    page, troubles = window(browser), []
    sign_in(page, own_site, "programme_officer")
    page.goto(f"{own_site}/{language}/programme/roadmap/")
    row = page.locator(".plan-road .c1 a").first.get_attribute("href").split(f"/{language}/")[1]
    page.goto(f"{own_site}/{language}/programme/digital-skills/charter/")
    if page.locator("form[action$='/begin/']").count():
        with page.expect_navigation():
            page.locator("form[action$='/begin/'] button").click()
    boxes = [
        f"programme/digital-skills/charter/boxes/{box}/" for box in ("link_to_vision", "team", "funding")
    ]
    steps = [f"{row}{step}/" for step in ("replan", "waits", "actual", "change")]
    for path in (*PAGES, *boxes, row, *steps):
        troubles += faults(page, f"{own_site}/{language}/{path}")
    page.context.close()
    assert troubles == []
