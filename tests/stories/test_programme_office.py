"""An officer writes a charter, two colleagues approve it, and the roadmap slips with its cause: no script used."""

from io import BytesIO

import pytest
from pypdf import PdfReader

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


def months_after(month: str, by: int) -> str:
    year, number = (int(part) for part in month.split("-"))
    return f"{year + (number - 1 + by) // 12}-{(number - 1 + by) % 12 + 1:02}"


def test_a_bar_that_is_dragged_opens_the_re_plan_with_its_new_months_and_writes_nothing_without_a_cause(
    browser, own_site
):
    page = window(browser)
    sign_in(page, own_site, "programme_officer")
    page.goto(f"{own_site}/en/programme/digital-skills/roadmap/add/activity/")
    said = {"title": "Vilktais", "title_en": "Dragged", "planned_from": "2021-03", "planned_until": "2021-06"}
    for name, text in said.items():
        page.locator(f"#{name}").fill(text)
    with page.expect_navigation():
        page.locator("form.questions button[type=submit]").click()
    page.goto(f"{own_site}/en/programme/roadmap/")
    strip = page.locator("tr", has=page.get_by_text("Dragged")).locator("svg[data-replan]")
    first, last = strip.get_attribute("data-first"), strip.get_attribute("data-last")
    month = strip.bounding_box()["width"] / int(strip.get_attribute("data-months"))
    bar = strip.locator(".movable")
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2 + 2 * month, box["y"] + box["height"] / 2, steps=4)
    with page.expect_navigation():
        page.mouse.up()
    moved = months_after(first, 2), months_after(last, 2)
    assert (page.input_value("#planned_from"), page.input_value("#planned_until")) == moved
    press(page, "Re-plan")
    assert "says why" in page.locator(".errors").inner_text()
    page.locator("#cause").select_option("supply")
    page.locator("#text").fill("Nav eksponātu.")
    page.locator("#text_en").fill("The exhibits are not there.")
    press(page, "Re-plan")
    page.goto(f"{own_site}/en/programme/roadmap/")
    assert (strip.get_attribute("data-first"), strip.get_attribute("data-last")) == moved
    page.context.close()


@pytest.mark.parametrize("language", ["lv", "en"])
def test_each_charter_prints_on_one_page(browser, own_site, language):
    page, long = window(browser), []
    sign_in(page, own_site, "programme_officer")
    for initiative in ("vizium", "infrastructure", "digital-skills"):
        for path in (f"initiatives/{initiative}/charter/", f"programme/{initiative}/charter/versions/1/"):
            assert page.goto(f"{own_site}/{language}/{path}").status == 200
            printed = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
            if len(printed.pages) != 1:
                long.append(f"{path}: {len(printed.pages)} pages")
    page.context.close()
    assert long == []


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
