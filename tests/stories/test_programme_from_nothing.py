"""From a city without a programme to the whole of Ventspils': pages alone, no script, and away as a file."""

import re

import pytest

from tests.conftest import bare_city, served
from tests.stories.office import Desk
from tests.stories.usable import press

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ORGANISATIONS = {
    "Ventspils Digital Centre": ("Ventspils Digitālais centrs", "Municipal enterprise or institution"),
    "Ventspils Municipality": ("Ventspils pašvaldība", "Municipality"),
    "Haskovo Municipality": ("Haskovas pašvaldība", "Partner abroad"),
}
STRATEGY = {
    "summary": ("Iedzīvotāju skaits Ventspilī sarūk.", "Depopulation remains a key challenge for Ventspils."),
    "direction": ("Izglītības kvalitāte.", "Increase quality of formal education."),
    "higher": ("Pilsētas optiskais tīkls.", "City-wide optical network connects all education institutions."),
    "lower": ("Zemas digitālās prasmes.", "Low digital skills acceptance within some social groups."),
    "pro": ("Labvēlīga sadarbība.", "Favorable conditions of cooperation."),
    "con": ("Vajadzīga koordinācija.", "Better coordination of activities is necessary."),
    "vision": ("Talantu stratēģija.", "To unleash the potential of Ventspils digital economy."),
    "ambition": ("Jaunas pamatprasmes.", "To provide new foundational skills of the digital economy."),
    "justification": ("Prasmes ir pieprasītas.", "There is a strong demand for 21st century skills."),
    "guiding-thought": (
        "Sacensības audzē talantus.",
        "International ICT competitions nurture young talents.",
    ),
    "success-factor": ("Iniciatīvas papildina cita citu.", "The initiatives complement each other."),
}
INITIATIVES = {
    "VIZIUM": ("Zinātnes un inovāciju centrs", "Science and Innovation Centre", "26000000"),
    "Infrastructure": (
        "Digitālā infrastruktūra skolām",
        "State-of-the-art digital infrastructure",
        "4000000",
    ),
}
REVIEW = {
    "success": ("Stiprāka sadarbība.", "Collaboration strengthened between involved stakeholders."),
    "obstacle": ("Pandēmija aizkavēja.", "Covid-19 delayed many activities."),
    "resources": ("Cilvēki un nauda.", "The city goes on giving people and money."),
}


def test_the_programme_of_ventspils_is_built_from_nothing_through_pages_and_goes_to_another_city(
    browser, loaded, tmp_path
):
    with bare_city(loaded, tmp_path / "here") as city, served(city) as site:
        officer, *colleagues = (
            Desk(browser, site, role) for role in ("programme_officer", "approver", "approver_2")
        )
        begin(officer)
        tell_the_strategy(officer)
        meet_and_decide(officer)
        for short, (_title, title_en, _cost) in INITIATIVES.items():
            write_a_charter(officer, short)
            for colleague in colleagues:
                approve(colleague, short)
            public = officer.page.request.get(f"{site}/en/initiatives/{short.lower()}/charter/").text()
            assert (title_en in public, "second approver" in public) == (True, True)
        plan(officer)
        spend(officer)
        count(officer)
        draw_the_logic(officer)
        look_back(officer)
        apply_with_haskovo(officer)
        read_it_like_an_auditor(officer)
        officer.go("programme/")
        officer.follow("/programme/carry/$")
        (file,) = officer.links(r"\.json$")
        away = tmp_path / "away.json"
        away.write_bytes(officer.page.request.get(file).body())
        assert "COVID-19 restrictions." in officer.page.request.get(f"{site}/en/roadmap/").text()
        for desk in (officer, *colleagues):
            desk.context.close()
    with bare_city(loaded, tmp_path / "there") as other:
        other.kurss("import", "programme", str(away), "--by", "programme_officer@demo.example")
        other.kurss("export", "programme", str(tmp_path / "back.json"))
    assert (tmp_path / "back.json").read_bytes() == away.read_bytes()


def begin(officer):
    """The programme with its kind, its particulars and its stages; a mistake is a sentence and costs nothing."""
    officer.go("programme/")
    officer.follow("/programme/start/$")
    officer.follow("/start/icc-2020-22/$")
    told = officer.refused(
        title="Ventspils pārveide", title_en="Ventspils change", goal="Dzīves kvalitāte",
        goal_en="To increase quality of life", starts_on="2020-09-01", ends_on="2022-09-30",
        report="Noslēguma ziņojums", report_en="ICC Final Deliverable", author="Ventspils",
        **{"first-0": "2021-01-31", "last-0": "2020-09-01"},
    )  # fmt: skip
    assert "ends (2020-09-01) before it starts (2021-01-31)" in told
    days = [("2020-09-01", "2021-01-31"), ("2021-02-01", "2021-04-30"), ("2021-05-01", "2022-07-31")]
    officer.fill(
        **{f"{end}-{n}": pair[at] for n, pair in enumerate(days) for at, end in enumerate(("first", "last"))}
    )
    assert "still owe 16 of 16" in officer.send()
    officer.follow("/stages/artefacts/")
    officer.send(due_on="2021-01-15", state="heading_only", place="Slide 4")
    officer.go("programme/")
    officer.follow("/programme/particulars/$")
    officer.follow("/particulars/correct/$")
    assert "before it starts" in officer.refused(title_en="Ventspils transformation", ends_on="2019-01-01")
    shown = officer.send(ends_on="2022-12-31")
    assert "Ventspils change" in shown, "the history says what stood"
    for name_en, (name, kind) in ORGANISATIONS.items():
        officer.go("programme/partners/")
        officer.follow("/partners/add/$")
        officer.send(name=name, name_en=name_en, kind=kind)


def enter(officer, chapter, part, text, text_en, place="Section 1", **more):
    """A statement from the page of its chapter."""
    if not officer.page.url.split("#")[0].endswith(f"/programme/{chapter}/"):
        officer.go(f"programme/{chapter}/")
    officer.follow(f"/{chapter}/{part}/add/")
    if officer.page.locator("main #heading").count():
        more |= {"heading": "Pamatojums", "heading_en": "Why it is right"}
    if officer.page.locator("main #text").count():
        more |= {"text": text, "text_en": text_en}
    assert text_en in officer.send(place=place, **more) or text_en in more.values()


def tell_the_strategy(officer):
    for part, (text, text_en) in STRATEGY.items():
        enter(officer, "strategy", part, text, text_en)
    for short, (title, title_en, _cost) in INITIATIVES.items():
        enter(officer, "initiatives", "initiative", title, title_en, "Section 2", title=title, title_en=title_en,
              short=short, short_en=short)  # fmt: skip


def meet_and_decide(officer):
    """Who is involved, what was suggested and what became of it, who decides, and what was decided."""
    officer.go("programme/stakeholders/")
    officer.follow("/stakeholders/add/$")
    officer.send(
        partner="Ventspils Digital Centre",
        interest="5",
        influence="4",
        text="Vada.",
        text_en="Leads.",
        place="Slide 9",
    )
    officer.go("programme/meetings/")
    officer.follow("/meetings/add/$")
    officer.send(title="Ar iesaistītajiem", title_en="With the stakeholders", held_on="2020-11-05")
    officer.follow(r"/meetings/[0-9]+/$")
    officer.follow("/suggest/$")
    officer.send(text="Vairāk vietu.", text_en="More places.", by_whom="A teacher")
    officer.go("programme/suggestions/")
    officer.follow("/answer/$")
    officer.send(
        state="Adopted", initiative="Science and Innovation Centre", answer="Jaunas grupas.",
        answer_en="New groups.", decided_by="The board", decided_on="2020-12-01",
    )  # fmt: skip
    officer.go("programme/governance/")
    officer.follow("/governance/add/$")
    officer.page.locator("main #kind").select_option(index=1)
    officer.send(title="Vadības grupa", title_en="Steering group")
    officer.go("programme/governance/")
    officer.follow(r"/governance/[0-9]+/$")
    body = officer.page.url
    officer.follow("/seat/$")
    officer.send(role="Vadītāja", role_en="Chair", holder="The mayor")
    officer.page.goto(body)
    officer.follow("/decide/$")
    officer.send(number="1", taken_on="2020-12-15", text="Sākt.", text_en="Begin the three initiatives.")
    assert "Begin the three initiatives." in officer.go("programme/governance/")


def write_a_charter(officer, short):
    """Every box of the form, whatever fields it has; then it is submitted."""
    title, title_en, cost = INITIATIVES[short]
    officer.go(f"programme/{short.lower()}/charter/")
    officer.follow("/charter/begin/$")
    officer.send(text=title, text_en=title_en)
    officer.go(f"programme/{short.lower()}/charter/")
    boxes = officer.links(f"/{short.lower()}/charter/boxes/")
    assert len(boxes) == 11
    officer.page.goto(boxes[0])
    for _box in boxes:  # each leads on to the next
        there = set(officer.page.locator("main form [id]").evaluate_all("all => all.map(one => one.id)"))
        for tick in officer.page.locator("main [name=serves]").all():
            tick.check()
        said = {
            "text": f"{title}.", "text_en": f"{title_en}.", "lead": "Ventspils Digital Centre", "cost": cost,
            "source-0": "Pašvaldība", "source_en-0": "Municipality", "amount-0": cost, "currency-0": "EUR",
            "text-0": "Kavējumi.", "text_en-0": "Delays, for example by COVID-19.", "mitigation-0": "Rezerve.",
            "mitigation_en-0": "A reserve of months.",
        }  # fmt: skip
        officer.send(**{name: value for name, value in said.items() if name in there})
    officer.go(f"programme/{short.lower()}/charter/")
    officer.press("main form[action$='/submit/'] button")


def approve(colleague, short):
    colleague.go(f"programme/{short.lower()}/charter/")
    colleague.press("main form[action$='/approve/'] button")


def plan(officer):
    """Activities with a milestone and a dependency, the baseline, and a re-plan that says why."""
    for title, first, last in (("Build", "2021-01", "2021-12"), ("Equip", "2022-01", "2022-04")):
        officer.go("programme/roadmap/")
        officer.follow("/vizium/roadmap/add/activity/")
        officer.send(title=f"{title} lv", title_en=title, planned_from=first, planned_until=last)
    officer.go("programme/roadmap/")
    officer.follow("/vizium/roadmap/add/milestone/")
    told = officer.refused(title="Atvērts", title_en="Open", planned_month="2022-06", activity="Equip")
    assert "is outside “Equip”" in told
    officer.send(planned_month="2022-04")
    officer.go("programme/roadmap/")
    built, equipped = officer.links(r"/roadmap/activities/[0-9]+/$")
    officer.page.goto(equipped)
    officer.follow("/waits/$")
    officer.page.get_by_label("Build").check()
    officer.send()
    officer.go("programme/roadmap/")
    officer.press("main form[action$='/vizium/roadmap/baseline/'] button")
    officer.page.goto(built)
    officer.follow("/replan/$")
    assert "says why" in officer.refused(planned_from="2021-01", planned_until="2022-02")
    officer.send(cause="Epidemic", text="Pandēmija.", text_en="COVID-19 restrictions.")
    assert "COVID-19 restrictions." in officer.text()
    officer.go("programme/risks/")
    officer.press("main form[action$='/take-in/'] button")
    officer.follow(r"/risks/[0-9]+/$")
    officer.follow("/change/$")
    officer.send(likelihood="3", effect="4", owner="Project lead", due_on="2022-01-31")


def spend(officer):
    officer.go("programme/money/")
    officer.follow("/money/sources/add/$")
    officer.page.locator("main #kind").select_option(index=1)
    officer.send(key="own-1", title="Pašvaldības budžets", title_en="Municipal budget")
    officer.go("programme/money/")
    officer.follow("/vizium/money/$")
    officer.follow("/money/add/$")
    officer.send(source="Municipal budget", year="2021", amount_cents="10 000", currency="EUR")
    officer.follow("/money/lines/[0-9]+/contract/$")
    officer.send(document="L-1", supplier="SIA Būve", on="2021-02-01", amount_cents="8 000")
    officer.follow(r"/money/contracts/[0-9]+/$")
    officer.follow("/pay/$")
    assert "is left" in officer.refused(document="M-1", on="2021-03-01", amount_cents="9 000")
    assert re.search(r"2[ ,]500(\.00)? of 8[ ,]000(\.00)? EUR is paid", officer.send(amount_cents="2 500"))


def count(officer):
    """An indicator of the city's own records, and its place among the outputs."""
    page = officer.page
    officer.go("indicators/")
    press(page, "New indicator")
    page.locator("[name=subject][value='learning.attendance']").check()
    press(page, "Keep and continue")
    page.locator("[name=counts][value=distinct]").check()
    press(page, "Keep and continue")
    press(page, "Keep and continue")
    page.locator("[name=grain][value=school_year]").check()
    page.locator("[name=absent][value=between]").check()
    press(page, "Keep and continue")
    officer.fill(name="Bērni programmās", name_en="Children in programmes", unit="bērni", unit_en="children",
                 code="L-01", key="learning.children")  # fmt: skip
    page.locator("[name=level][value=output]").check()
    page.locator("[name=direction][value=up]").check()
    press(page, "Keep and continue")
    officer.fill(definition="Bērni, kas bija nodarbībā.", definition_en="Children who came to a session.")
    press(page, "Keep and continue")
    press(page, "Save this version")
    enter(officer, "measures", "output", "500 bērni", "At least 500 children", "Section 2", initiative="VIZIUM",
          indicator="Children in programmes")  # fmt: skip
    officer.follow("/progress/$")
    officer.send(started="Nav", started_en="None", midway="Daži", midway_en="Some", final="700 bērni",
                 final_en="700 children", place="Section 3+4")  # fmt: skip


def draw_the_logic(officer):
    officer.go("programme/logic/")
    officer.follow("/logic/add/$")
    boxes = officer.page.locator("main input[type=checkbox]")
    for kind in ("activity", "measure", "vision"):
        officer.page.locator(f"main input[type=checkbox][value^='{kind}-']").first.check()
    assert boxes.count() >= 3
    officer.send()
    officer.go("programme/logic/")
    officer.follow("/logic/arrows/add/$")
    officer.page.locator("main #before").select_option(index=1)
    officer.page.locator("main #after").select_option(index=2)
    officer.send(assumption="Pedagogi piedalās.", assumption_en="Teachers take part.")
    assert "Teachers take part" in officer.go("programme/logic/framework/")


def look_back(officer):
    for part, (text, text_en) in REVIEW.items():
        enter(officer, "review", part, text, text_en, "Section 3+4")


def apply_with_haskovo(officer):
    """A call, a proposal with a partner city, and what it would pay for."""
    officer.go("programme/pipeline/")
    officer.follow("/pipeline/calls/add/$")
    officer.send(
        title="Uzsaukums", title_en="A call", funder="Interreg", deadline="2022-12-31", rate_percent="80",
        ceiling_cents="500 000", currency="EUR", partners_needed="1",
    )  # fmt: skip
    officer.go("programme/pipeline/")
    officer.follow("/pipeline/proposals/add/$")
    officer.send(title="Kopā ar Haskovu", title_en="Together with Haskovo", call="A call", currency="EUR")
    officer.go("programme/pipeline/")
    officer.follow(r"/pipeline/proposals/[0-9]+/$")
    proposal = officer.page.url
    officer.follow("/partner/$")
    officer.send(name="Haskova", name_en="Haskovo", kind="Municipality", country="Bulgārija",
                 country_en="Bulgaria", partner="Haskovo Municipality")  # fmt: skip
    officer.page.goto(proposal)
    officer.follow("/cost/$")
    officer.send(initiative="VIZIUM", what="Programmas", what_en="Programmes", year="2023", asked_cents="80 000",
                 cost_cents="100 000")  # fmt: skip
    assert "Haskovo" in officer.go("programme/pipeline/")


def read_it_like_an_auditor(officer):
    """The lint and the health page speak of this programme, and of what an officer left out of it."""
    assert "The charter repeats an output as an outcome" in officer.go("lint/")
    assert "What was to be done about risks" in officer.go("programme/health/")
    assert "Collaborations" in officer.go("programme/roll-up/")
