"""A programme officer, with no help, makes a new indicator in the browser; it waits for a release to be public."""

import pytest
from pypdf import PdfReader

from tests.stories.usable import faults, press, sign_in, window

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NAME = "Girls in digital skills programmes"


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


def compose(page, own_site):
    """From the list to the last look, step by step; a mistake on the way costs nothing."""
    page.goto(f"{own_site}/en/indicators/")
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


def test_a_new_indicator_is_made_in_an_officers_browser_and_waits_for_a_second_person(
    as_role, own_city, own_site
):
    officer = as_role("programme_officer")
    compose(officer, own_site)
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
    officer.locator("#column").select_option("output")
    officer.locator("#initiative").select_option("digital-skills")
    officer.locator("#text").fill("Kursos nāk arī meitenes.")
    officer.locator("#text_en").fill("Girls come to the courses too.")
    officer.locator("#place").fill("Decision 12")
    press(officer, "Give it this place")
    press(officer, "Seal and compute")
    assert officer.locator(".big-preview").inner_text().split()[0] == value

    public = as_role("resident")
    assert value not in shown_of(public, own_site), "nothing is public before a second person has approved it"

    officer.goto(f"{own_site}/en/release/changes/")
    assert "L-09" in officer.locator("main").inner_text()
    officer.locator("details", has=officer.locator("[name=name]")).locator("summary").click()
    officer.locator("[name=name]").fill("Rudens papildinājums")
    officer.locator("[name=name_en]").fill("Autumn addition")
    press(officer, "Begin the release")
    officer.goto(f"{own_site}/en/release/")
    press(officer, "Propose for approval")
    approver = as_role("approver")
    approver.goto(f"{own_site}/en/release/")
    press(approver, "Approve and publish")

    assert value in shown_of(public, own_site)
    public.goto(f"{own_site}/en/figures/L-09/")
    assert value in public.locator("h1").inner_text()
    assert "at least 200 children" in deliverable(own_city, value)


def shown_of(page, site) -> str:
    """What the dashboard says of the new indicator."""
    page.goto(f"{site}/en/")
    row = page.locator(".proms li", has_text="L-09").inner_text()
    assert NAME in row
    return row


def deliverable(own_city, value) -> str:
    """What the English deliverable says of the new indicator, written anew and read out of the PDF."""
    own_city.kurss("report")
    written = PdfReader(own_city.documents / "ventspils-deliverable-en.pdf")
    text = " ".join(" ".join(page.extract_text() for page in written.pages).split())
    assert f"{NAME} {value} L-09" in text, "the promise stands among the findings, with its value"
    return text


PAGES = (
    "facts/",
    "facts/learning.attendance/",
    "indicators/",
    "indicators/exchange/",
    "indicators/scores/",
    "indicators/scores/benchmarks/",
    "indicator/learning.children/",
    "indicator/learning.children/versions/1/",
    "indicator/learning.children/promise/",
    "indicator/learning.children/place/",
    "operations/",
    "operations/attach/",
)


def test_the_officers_pages_have_no_fault_that_axe_can_find_and_fit_a_phone(browser, own_site):
    page, troubles = window(browser), []
    sign_in(page, own_site, "programme_officer")
    page.goto(f"{own_site}/lv/indicator/learning.adults/")
    page.locator("form[action$='/change/'] button").click()
    page.wait_for_url("**/indicators/drafts/**")
    drafted = page.url.split("/lv/")[1].rsplit("/", 2)[0]
    steps = [f"{drafted}/{step}/" for step in ("what", "unit", "conditions", "period", "sheet", "check")]
    for path in (*PAGES, *steps):
        troubles += faults(page, f"{own_site}/lv/{path}")
    page.context.close()
    assert troubles == []


def test_indicators_go_out_by_command_and_come_in_again_without_a_change(own_city, tmp_path):
    file = tmp_path / "indicators.toml"
    assert "indicators." in own_city.kurss("export", "indicators", str(file)).stdout
    before = file.read_bytes()
    officer = "programme_officer@demo.example"
    taken = own_city.kurss("import", "indicators", str(file), "--by", officer, check=False)
    assert taken.returncode == 0, taken.stderr
    assert "New: 0 indicators, 0 versions, 0 promises." in taken.stdout
    own_city.kurss("export", "indicators", str(file))
    assert file.read_bytes() == before
    broken = tmp_path / "broken.toml"
    broken.write_bytes(before.replace(b'level = "output"', b'level = "wish"', 1))
    refused = own_city.kurss("import", "indicators", str(broken), "--by", officer, check=False)
    assert refused.returncode == 4
    assert "level 'wish' is not one of" in refused.stderr
