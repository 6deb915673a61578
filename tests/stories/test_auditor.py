"""An auditor follows a printed number to the records behind it; somebody without the role cannot."""

import json
import re

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def sign_in(page, site, role):
    page.goto(f"{site}/en/demo/")
    page.locator(f"button[name=role][value={role}]").click()


@pytest.fixture
def children(city):
    listed = json.loads(city.kurss("figures", "--json").stdout)["figures"]
    return next(
        f for f in listed if (f["indicator"], f["period"], f["cell"]) == ("learning.children", "SY2021", "")
    )


def test_a_reader_sees_how_the_number_was_counted_and_not_whose_records(page, site, children):
    page.goto(f"{site}/en/")
    page.locator("a.code", has_text="L-01").first.click()
    assert page.url == f"{site}/en/figures/{children['address']}/"
    assert children["value"] in page.locator("h1").inner_text()
    assert children["digest"] in page.locator("main").inner_text()
    page.get_by_role("link", name="See the rows").click()
    assert "/sign-in/" in page.url


def test_an_auditor_opens_the_number_to_its_records_and_one_record_to_its_session(page, site, city, children):
    sign_in(page, site, "auditor")
    page.goto(f"{site}/en/figures/{children['address']}/records/")
    rows = page.locator("table.records tbody tr")
    text = page.locator("main").inner_text()
    assert f"{children['records']:,}".replace(",", "\u202f") in re.sub(r"[\s\u00a0]", "\u202f", text)
    record = rows.first.locator("th a")
    number = int(record.inner_text())
    record.click()
    with city.connect() as connection:
        day, person, group = connection.execute(
            "SELECT to_char(happened_on, 'FMDD FMMonth YYYY'), person_id, group_key "
            "FROM learning_attendance WHERE id = %s",
            [number],
        ).fetchone()
    main = page.locator("main").inner_text()
    assert day in main.replace("\u00a0", " ")
    assert str(person) in main
    assert group in main


def test_a_teacher_may_not_open_the_records_behind_a_figure(page, site, children):
    sign_in(page, site, "teacher")
    answer = page.goto(f"{site}/en/figures/{children['address']}/records/")
    assert answer.status == 403
    assert page.locator("h1").count() == 1
