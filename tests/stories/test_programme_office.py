"""The pages of the programme office: a bar that is dragged, paper, and what every page owes its reader."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.stories.usable import faults, press, sign_in, window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHARTER = "programme/vizium/charter/"


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
    "programme/start/",
    "programme/start/eea-grants/",
    "programme/stages/",
    "programme/strategy/",
    "programme/strategy/justification/add/",
    "programme/initiatives/",
    "programme/measures/",
    "programme/measures/outcome/add/",
    "programme/review/",
    "programme/review/three-year-target/add/",
    "programme/particulars/",
    "programme/particulars/correct/",
    "programme/partners/",
    "programme/partners/add/",
    "operations/add/",
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
    linked = []
    for chapter, part in (
        ("stages", "a[href*='/artefacts/']"),
        ("stages", "a[href*='/periods/']"),
        ("stages", "a[href*='/narrative/']"),
        ("strategy", ".statement-acts a"),
        ("measures", "a[href$='/progress/']"),
        ("review", "a[href$='/cite/']"),
    ):
        page.goto(f"{own_site}/{language}/programme/{chapter}/")
        linked.append(page.locator(part).first.get_attribute("href").split(f"/{language}/")[1])
    for path in (*PAGES, *boxes, row, *steps, *linked):
        troubles += faults(page, f"{own_site}/{language}/{path}")
    page.context.close()
    assert troubles == []
