"""An officer starts a programme from the ICC template and enters strategy, measures and review: pages alone."""

import pytest

from tests.stories.usable import faults, press, sign_in, window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GOAL = "To increase the quality of life in Ventspils"

STRATEGY = {
    "summary": ("Iedzīvotāju skaits Ventspilī sarūk.", "The population of Ventspils is shrinking."),
    "direction": ("Izglītības kvalitāte.", "The quality of formal education."),
    "higher": ("Augsta digitālo pakalpojumu pieejamība.", "Digital services are widely available."),
    "lower": ("Maz augsti kvalificētu speciālistu.", "Few highly qualified specialists."),
    "pro": ("Spēcīga augstskola.", "A strong university."),
    "con": ("Jaunieši aizbrauc.", "Young people leave."),
    "vision": ("Gudra un cilvēcīga pilsēta.", "An intelligent and humane city."),
    "ambition": ("Digitālās pamatprasmes visiem.", "New foundational skills of the digital economy for all."),
    "justification": ("Tirgus to prasa.", "The market asks for it."),
    "guiding-thought": ("Neviens nepaliek ārpusē.", "Nobody is left outside."),
    "success-factor": ("Skolotāju gatavība iesaistīties.", "Willingness of teachers to participate."),
}


@pytest.fixture
def officer(browser, own_site):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(60_000)
    sign_in(page, own_site, "programme_officer")
    yield page
    context.close()


def follow(within, name):
    """Follow the link of this name in a part of the page, whatever is said to screen readers behind it."""
    with within.page.expect_navigation() if hasattr(within, "page") else within.expect_navigation():
        within.get_by_role("link", name=name).first.click()


def fill(page, **given):
    for name, value in given.items():
        page.locator(f"#{name}").fill(value)


def part(page, key):
    return page.locator(f"#{key}.statement-list")


def add(page, key, text, text_en, place="Section 1, slide 7"):
    """Add a statement from the page of its chapter, and come back to it."""
    follow(part(page, key), "Add")
    fill(page, text=text, text_en=text_en, place=place)
    if page.locator("#heading").count():
        fill(page, heading="Pamatojums", heading_en="Why it is right")
        page.locator("#ambition").select_option(label=STRATEGY["ambition"][1])
    press(page, "Keep")


def start(page, own_site):
    page.goto(f"{own_site}/en/programme/")
    follow(page, "Start a programme")
    icc = page.locator("section", has=page.locator("h2", has_text="Intelligent Cities Challenge"))
    follow(icc.first, "Start one of this kind")
    fill(
        page, title="Ventspils pārveide", title_en="Ventspils transformation", goal="Dzīves kvalitāte",
        goal_en=GOAL, starts_on="2020-09-01", ends_on="2022-09-30", report="Noslēguma ziņojums",
        report_en="Final report", author="Ventspils",
    )  # fmt: skip
    fill(page, **{"first-0": "2021-01-31", "last-0": "2020-09-01"})
    press(page, "Start the programme")
    assert "ends (2020-09-01) before it starts (2021-01-31)" in page.locator(".errors").inner_text()
    assert page.locator("#goal_en").input_value() == GOAL
    fill(page, **{"first-0": "2020-09-01", "last-0": "2021-01-31"})
    press(page, "Start the programme")
    assert page.locator("h1").inner_text() == "The stages still owe 16 of 16"


def settle(page):
    follow(page, "State and needs of the city")
    page.locator("#owner").select_option(index=1)
    fill(page, due_on="2021-01-15")
    page.locator("[name=state][value=heading_only]").check()
    press(page, "Keep")
    assert "Say where it is found" in page.locator(".errors").inner_text()
    fill(page, place="Slide 4")
    press(page, "Keep")
    row = page.locator("tr", has_text="State and needs of the city")
    assert "Slide 4" in row.inner_text()
    assert "15 Jan 2021" in row.inner_text()


def test_an_officer_starts_a_programme_and_enters_the_strategy_of_ventspils_through_pages(officer, own_site):
    page = officer
    start(page, own_site)
    settle(page)
    public = page.request.get(f"{own_site}/en/").text()
    assert "Ventspils transformation" not in public, "the public goes on seeing the programme it saw"

    page.goto(f"{own_site}/en/programme/strategy/")
    for key, (text, text_en) in STRATEGY.items():
        add(page, key, text, text_en)
        assert text_en in part(page, key).inner_text()
    add(page, "higher", "Laba drošība.", "A safe city.")
    press(page, "Up : Higher performance, 2")
    shown = part(page, "higher").locator("li").all_inner_texts()
    assert ["A safe city." in shown[0], "widely available" in shown[1]] == [True, True]
    follow(part(page, "higher"), "Change")
    fill(page, text_en="A safe and quiet city.")
    press(page, "Keep")
    follow(part(page, "higher"), "Change")
    follow(page, "Take it out of the list")
    press(page, "Take it out")
    assert "quiet city" not in part(page, "higher").inner_text()
    page.goto(f"{own_site}/lv/programme/strategy/")
    assert STRATEGY["vision"][0] in page.locator("main").inner_text()

    page.goto(f"{own_site}/en/programme/initiatives/")
    follow(part(page, "initiative"), "Add")
    fill(
        page, title="Zinātnes centrs", title_en="Science Centre", short="Centrs", short_en="Centre",
        place="Slide 10",
    )  # fmt: skip
    press(page, "Keep")
    page.goto(f"{own_site}/en/programme/measures/")
    follow(page.locator("section.statement-group").first, "Add")
    page.locator("#indicator").select_option(index=1)
    fill(page, text="20 programmas", text_en="20 programmes developed", place="Slide 26")
    press(page, "Keep")
    follow(page, "Report progress")
    for name in ("started", "midway", "final"):
        fill(page, **{name: "Vārdi", f"{name}_en": f"{name} in words"})
    fill(page, place="Slide 26")
    press(page, "Keep")
    assert "final in words" in page.locator("main").inner_text()

    page.goto(f"{own_site}/en/programme/review/")
    add(page, "success", "Vairāk bērnu mācās.", "More children learn.", "Section 3+4")
    follow(part(page, "success"), "Cite a figure")
    page.locator("#figure").select_option(index=1)
    press(page, "Cite it")
    cited = part(page, "success").locator(".cited")
    with page.expect_navigation():
        cited.get_by_role("link").click()
    assert "/figures/" in page.url or "/figure/" in page.url
    assert page.locator("h1").count() == 1


PAGES = (
    "programme/",
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
)


@pytest.mark.parametrize("language", ["lv", "en"])
def test_the_pages_of_a_programmes_beginning_have_no_fault_that_axe_can_find_and_fit_a_phone(
    browser, own_site, language
):
    page, troubles = window(browser), []
    sign_in(page, own_site, "programme_officer")
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
    for path in (*PAGES, *linked):
        troubles += faults(page, f"{own_site}/{language}/{path}")
    page.context.close()
    assert troubles == []
