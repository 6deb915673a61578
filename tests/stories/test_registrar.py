"""A registrar brings a list in, finds who was entered twice, merges and undoes; an administrator gives a role."""

from __future__ import annotations

import re

import pytest

from tests.stories.usable import sign_in

pytestmark = pytest.mark.browser

HEAD = "Nr.;Vārds;Uzvārds;Dzimšanas datums;Dzimums\n"
WRONG = HEAD + "1;Evelīna;Grosberga-Ķere;31.02.2011;sieviete\n2;Juris;Skujiņš;07.05.2011;kaķis\n"
RIGHT = HEAD + "1;Evelīna;Grosberga-Ķere;28.02.2011;sieviete\n2;Juris;Skujiņš;07.05.2011;v\n"
AGAIN = HEAD + "77;Evelina;Grosberga-Kere;28.02.2011;sieviete\n"


@pytest.fixture
def page(browser):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(60_000)
    opened.troubles = []
    opened.on("console", lambda message: message.type == "error" and opened.troubles.append(message.text))
    yield opened
    context.close()


def upload(page, site, text: str, source: str) -> None:
    page.goto(f"{site}/en/people/lists/")
    page.fill("#id_source", source)
    page.set_input_files("#id_file", {"name": "list.csv", "mimeType": "text/csv", "buffer": text.encode()})
    page.click("text=Upload and look through")


def bring_in(page, site, text: str, source: str) -> None:
    upload(page, site, text, source)
    page.click("text=Import the list")
    assert "The list is imported" in page.inner_text("main")


def test_a_registrar_brings_a_list_in_finds_a_child_entered_twice_merges_and_undoes(page, own_site):
    sign_in(page, own_site, "registrar")
    upload(page, own_site, WRONG, "School A")
    text = page.inner_text("main")
    assert "2 things are wrong" in text
    assert "There is no such day in the calendar" in text
    assert "kaķis" in text
    with page.expect_download() as file:
        page.click("section:has(#wrong) a:has-text('CSV')")
    assert "31.02.2011" in file.value.path().read_text()
    page.click("text=Give the list up and erase the file")

    bring_in(page, own_site, RIGHT, "School A")
    bring_in(page, own_site, AGAIN, "School B")
    page.goto(f"{own_site}/en/people/duplicates/")
    page.click("text=Search the register now")
    page.fill("#name", "kere")
    page.click("text=Show")
    page.click("tbody th a")
    compared = page.inner_text("main")
    assert "same but for diacritics" in compared
    assert "Why the two were proposed" in compared
    page.click('.decisions button:has-text("Evelīna")')
    assert "Merged. From now on the two are one person" in page.inner_text("main")
    page.goto(f"{own_site}/en/people/?name=grosberga-kere")
    assert "1 person" in page.inner_text("main")
    page.go_back()
    page.click("text=Undo the merge")
    assert "Both stand for themselves again" in page.inner_text("main")
    page.goto(f"{own_site}/en/people/?name=grosberga-kere")
    assert "2 people" in page.inner_text("main")
    assert page.troubles == []


def test_an_administrator_gives_a_role_with_an_end_and_sees_it_in_the_table(page, own_site):
    sign_in(page, own_site, "administrator")
    page.goto(f"{own_site}/en/roles/give/")
    page.fill("#id_email", "network_engineer@demo")
    page.click("main button:has-text('Find')")
    page.click("text=Choose")
    page.select_option("#id_role", "teacher")
    page.fill("#id_holds_until", "31.12.2022")
    page.fill("#id_because", "Order 12")
    page.click("main button:has-text('Give the role')")
    assert "now holds the role Teacher" in page.inner_text("main")
    assert "Mark who came" in page.inner_text("main")
    page.goto(f"{own_site}/en/roles/?q=network_engineer&role=teacher")
    assert re.search(r"31[./ ]", page.inner_text("tbody"))
    page.goto(f"{own_site}/en/roles/table/")
    assert "Give roles and take them away, but never to oneself" in page.inner_text("main")
    assert page.troubles == []
