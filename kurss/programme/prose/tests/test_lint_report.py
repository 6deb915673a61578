import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kurss.programme.prose.finding import RULES
from kurss.programme.prose.lint import all_rules, lint_report
from kurss.programme.prose.tests.paper import as_docx, as_pdf
from kurss.programme.prose.tests.quotes import QUOTES

REPORTS = Path(__file__).parent / "reports"
WHOLE = [path for path in os.environ.get("KURSS_REPORT", "").split(os.pathsep) if path]
"""Whole reports to read too, by their path: the published deliverable, where somebody has it."""

NORTHAVEN = {
    "list-count-differs": 1,
    "stage-length-differs": 1,
    "stage-dates-differ": 1,
    "stages-overlap": 1,
    "share-does-not-fit": 1,
    "count-over-whole": 1,
    "promise-two-values": 1,
    "output-as-outcome": 1,
    "universal-taken-back": 1,
    "success-without-figure": 1,
    "parts-do-not-add-up": 2,
    "kpi-without-number": 1,
    "baseline-missing": 1,
    "result-in-the-future": 1,
    "target-without-number": 1,
    "challenge-not-measured": 1,
    "prompt-left-in": 1,
}
"""What was put into the made-up report on purpose."""

OF_TABLES = {
    "stage-length-differs", "stage-dates-differ", "stages-overlap", "share-does-not-fit", "count-over-whole",
    "kpi-without-number", "baseline-missing", "result-in-the-future", "target-without-number",
    "challenge-not-measured", "parts-do-not-add-up",
}  # fmt: skip
"""Kinds that need a table, which a PDF does not keep as one."""


def text_of(name: str) -> str:
    return (REPORTS / f"{name}.txt").read_text(encoding="utf-8")


def kinds(data: bytes) -> Counter:
    return Counter(finding.rule.key for finding in lint_report(data))


@pytest.mark.parametrize("quote", QUOTES, ids=lambda quote: quote.rule)
def test_a_printed_contradiction_is_found_with_its_words(quote):
    found = [finding for finding in lint_report(quote.text.encode()) if finding.rule.key == quote.rule]
    assert found, quote.place
    assert any(quote.names in place.quote for finding in found for place in finding.places)


def test_every_rule_of_prose_finds_something_and_explains_itself():
    found = {quote.rule for quote in QUOTES} | set(NORTHAVEN)
    assert {rule.key for rule in RULES} == found
    assert len({rule.key for rule in RULES}) == len(all_rules())
    assert all(rule.title and rule.why and rule.remedy for rule in RULES)


def test_a_report_of_another_city_shows_what_was_put_into_it_and_nothing_else():
    assert kinds(text_of("northaven").encode()) == NORTHAVEN


def test_the_same_report_is_read_from_a_document_of_an_office_program():
    assert kinds(as_docx(text_of("northaven"))) == NORTHAVEN


def test_a_pdf_is_read_with_its_headings_and_its_pages():
    found = lint_report(as_pdf(text_of("northaven")))
    wanted = {key: n for key, n in NORTHAVEN.items() if key not in OF_TABLES}
    got = Counter(finding.rule.key for finding in found)
    # Without its tables the second stage is told once, and what is on page 48 leads nowhere.
    assert {key: got[key] for key in wanted} == wanted
    assert set(got) - set(wanted) <= {
        "parts-do-not-add-up",
        "reference-leads-nowhere",
        "challenge-not-measured",
    }
    assert all(place.spot.page for finding in found for place in finding.places)


@pytest.mark.parametrize("name", ["clean_marsk", "clean_prose", "clean_lv"])
@pytest.mark.parametrize("paper", [str.encode, as_docx, as_pdf], ids=["text", "docx", "pdf"])
def test_a_sound_report_is_let_alone(name, paper):
    assert kinds(paper(text_of(name))) == {}


def test_a_place_names_section_and_line():
    text = text_of("northaven")
    (found,) = [one for one in lint_report(text.encode()) if one.rule.key == "promise-two-values"]
    first, second = found.places
    lines = text.split("\n")
    assert "1,200 households" in lines[first.spot.line - 1]
    assert first.spot.section == "Outputs"
    assert "1,500 households" in lines[second.spot.line - 1]


def test_a_sentence_in_the_middle_of_a_paragraph_is_found_on_its_own_line():
    text = "Results\n\nThe town was busy and\nnobody was idle. 700 hundred children\nlearned to swim.\n"
    (found,) = [one for one in lint_report(text.encode()) if one.rule.key == "doubled-magnitude"]
    assert found.places[0].spot.line == 4


@pytest.mark.parametrize("path", WHOLE)
def test_a_whole_report_shows_at_least_ten_contradictions_and_every_one_that_is_quoted_from_it(path):
    found = lint_report(Path(path).read_bytes())
    keys = {finding.rule.key for finding in found}
    assert {quote.rule for quote in QUOTES} <= keys
    assert sum(finding.rule.severity == "error" for finding in found) >= 10
    assert all(place.quote and place.spot.line for finding in found for place in finding.places)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.sampled_from("KPI 12%.,:;–-\n\t★<p>#*()«»aābcdMay2021toallsome"), min_size=1))
def test_any_text_is_read_without_falling_over(text):
    if text.strip():
        lint_report(("Targets\n\n" + text).encode())
