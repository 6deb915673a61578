"""Places of a report in the reader's language, on every page of the office."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils.translation import override

from kurss.programme.report_places import place_in

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
FAULTS = {"exchange.html"}
"""Whose places are lines of a file that was sent in, not headings of a report."""


@pytest.mark.parametrize(
    ("place", "latvian"),
    [
        ("Section 2, charter 1, outputs", "2. sadaļa, 1. iniciatīvas pase, iznākumi"),
        ("Section 3+4, progress against KPIs, KPI 2", "3+4. sadaļa, virzība pēc rādītājiem, 2. rādītājs"),
        ("Section 1, City strategy: justification (1)", "1. sadaļa, Pilsētas stratēģija: pamatojums (1)"),
        ("", ""),
    ],
)
def test_a_place_of_the_report_is_said_in_the_readers_language(place, latvian):
    assert place_in(place, "lv").text == latvian
    assert place_in(place, "en").text == place


def test_a_place_with_an_unknown_heading_stays_whole_in_its_own_language():
    told = place_in("Section 2, charter 1, appendix", "lv")
    assert (told.text, told.language) == ("Section 2, charter 1, appendix", "en")


def test_a_page_marks_a_place_that_had_to_stay_in_the_language_of_the_report():
    page = Template("{{ known|report_place }} / {{ other|report_place }}")
    said = Context({"known": "Section 2, charter 1", "other": "Section 2, <annex>"})
    with override("lv"):
        assert page.render(said) == (
            '2. sadaļa, 1. iniciatīvas pase / <span lang="en">Section 2, &lt;annex&gt;</span>'
        )
    with override("en"):
        assert page.render(said) == "Section 2, charter 1 / Section 2, &lt;annex&gt;"


def test_no_page_of_the_office_shows_a_place_past_the_readers_language():
    bare = re.compile(r"\{\{ (?:\w+\.)*place \}\}")
    pages = [path for path in TEMPLATES.rglob("*.html") if path.name not in FAULTS]
    assert len(pages) > 80
    assert [path.name for path in pages if bare.search(path.read_text())] == []
