"""An officer keeps who stands around the programme, its risks, money, logic model and pipeline: pages alone."""

import re

import pytest

from tests.stories.usable import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def officer(browser, own_site):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(60_000)
    sign_in(page, own_site, "programme_officer")
    yield Keeper(page, own_site)
    context.close()


class Keeper:
    """Somebody at the pages of the programme office, with a keyboard and no script."""

    def __init__(self, page, site):
        self.page, self.site = page, site

    def go(self, path: str) -> str:
        answer = self.page.goto(f"{self.site}/en/programme/{path}")
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def follow(self, shape: str) -> None:
        """Follow the link whose address has this shape; of several, that to what was entered last."""
        links = self.page.locator("main a").evaluate_all("all => all.map(a => a.href)")
        found = [link for link in links if re.search(shape, link)]
        assert found, f"no link to {shape} at {self.page.url}"
        self.page.goto(
            max(found, key=lambda link: [int(number) for number in re.findall(r"/([0-9]+)/", link)])
        )

    def send(self, **said: str) -> str:
        """Fill in the form of the page, choose where a list is, and send it. Returns what the next page says."""
        for name, value in said.items():
            field = self.page.locator(f"main #{name}")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(index=int(value)) if value.isdigit() else field.select_option(label=value)
            else:
                field.fill(value)
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").first.click()
        return self.text()


def test_an_officer_keeps_people_meetings_bodies_and_risks(officer):
    officer.go("stakeholders/")
    officer.follow(r"/stakeholders/4/$")
    officer.send(interest="4", influence="2")
    assert "1 of 11" in officer.text() or "Nobody stands on the map yet" not in officer.text()

    officer.go("meetings/add/")
    officer.send(
        title="Ar skolām", title_en="With the schools", held_on="2022-03-01", people="Ilze, 2. vidusskola",
        minutes_en="More places are wanted.",
    )  # fmt: skip
    officer.follow(r"/meetings/[0-9]+/$")
    officer.follow(r"/suggest/$")
    officer.send(text="Vairāk vietu.", text_en="More places.", by_whom="Ilze")
    officer.go("suggestions/")
    officer.follow(r"/answer/$")
    officer.send(
        state="1", initiative="1", answer="Jaunas grupas.", answer_en="New groups.", decided_by="Padome",
        decided_on="2022-03-15",
    )  # fmt: skip
    assert "New groups." in officer.go("suggestions/")

    officer.go("governance/add/")
    officer.send(title="Vadības grupa", title_en="Steering group", kind="1")
    officer.go("governance/")
    officer.follow(r"/governance/[0-9]+/$")
    officer.follow(r"/seat/$")
    officer.send(role="Vadītāja", role_en="Chair", holder="Mayor")
    officer.go("governance/")
    officer.follow(r"/governance/[0-9]+/$")
    officer.follow(r"/decide/$")
    officer.send(
        number="1", taken_on="2022-03-15", text="Atvērt grupas.", text_en="Open more groups.", initiative="1"
    )
    assert "Open more groups." in officer.go("governance/")

    officer.go("risks/1/change/")
    officer.send(likelihood="4", effect="5", owner="Project lead", due_on="2022-12-01")
    assert "Project lead" in officer.go("risks/1/")
    assert "1 Dec 2022" in officer.go("risks/")


def test_an_officer_keeps_money_the_logic_model_and_the_pipeline(officer):
    officer.go("vizium/money/add/")
    officer.send(source="1", year="2022", amount_cents="10 000", currency="EUR")
    officer.follow(r"/money/lines/[0-9]+/contract/$")
    officer.send(document="L-1", supplier="SIA Būve", on="2022-02-01", amount_cents="8 000")
    officer.go("vizium/money/")
    officer.follow(r"/money/contracts/[0-9]+/$")
    officer.follow(r"/pay/$")
    officer.send(document="M-1", on="2022-03-01", amount_cents="9 000")
    assert "8 000 EUR" in officer.text()
    assert "is left" in officer.text()
    officer.send(amount_cents="2 500")
    paid = " ".join(officer.text().split())
    assert re.search(r"2[ ,]500(\.00)? of 8[ ,]000(\.00)? EUR is paid", paid), paid

    officer.go("logic/add/")
    for record in ("activity-1", "measure-1", "vision-1"):
        officer.page.locator(f"main input[value={record}]").check()
    officer.send()
    officer.go("logic/arrows/add/")
    officer.send(before="1", after="2", assumption="Pedagogi piedalās.", assumption_en="Teachers take part.")
    assert "Teachers take part" in officer.go("logic/framework/")

    officer.go("pipeline/calls/add/")
    officer.send(
        title="Uzsaukums", title_en="A call", funder="Interreg", deadline="2022-12-31", rate_percent="80",
        ceiling_cents="500 000", currency="EUR", partners_needed="2",
    )  # fmt: skip
    assert "A call" in officer.go("pipeline/")
    officer.go("pipeline/proposals/add/")
    officer.send(title="Priekšlikums", title_en="Our proposal", call="1", currency="EUR")
    assert "Our proposal" in officer.go("pipeline/")
    assert "Collaborations" in officer.go("roll-up/")
