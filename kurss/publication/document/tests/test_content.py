"""What the deliverable says, read from its tree: before any typesetting, and for every rendering alike."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurss.evidence.models import Figure
from kurss.programme.beginning.stages import deliver_artefact, state_period
from kurss.programme.models import Finding, Passage
from kurss.programme.opening import open_stage, tell
from kurss.programme.strategy import note_finding
from kurss.programme.tests.office import NOW, another_initiative, found_office
from kurss.programme.words import Words
from kurss.publication.document import tree
from kurss.publication.document.content import build
from kurss.publication.document.refusals import LanguageUnknown, NoProgramme, NothingSealed
from kurss.publication.document.tests.specimen import SIGNS
from kurss.publication.document.walking import as_data, numbers, parts
from kurss.publication.tests.city import seal

SITE = "https://city.example"


def ledger(document: tree.Document) -> tree.Ledger:
    return next(part for part in parts(document) if isinstance(part, tree.Ledger))


def said(document: tree.Document) -> list[str]:
    return [part.text for part in parts(document) if isinstance(part, tree.Text)]


def every_text(node) -> list[str]:
    """Every string of a tree, wherever it stands."""
    if isinstance(node, dict):
        return [text for value in node.values() for text in every_text(value)]
    if isinstance(node, list):
        return [text for value in node for text in every_text(value)]
    return [node] if isinstance(node, str) else []


def test_the_sections_stand_in_the_order_of_the_report(city):
    titles = [section.title for section in build(language="en", site=SITE).sections]
    assert titles == [
        "How to read this document",
        "Executive summary",
        "Overview of the journey",
        "Preparation and assessment",
        "Ambition and roadmap",
        "Impact",
        "Where the deliverable and the records differ",
        "Annex: every figure in this document",
    ]


@pytest.mark.parametrize("language", ["lv", "en"])
def test_every_figure_shown_stands_in_the_annex_with_its_digest(city, language):
    document = build(language=language, site=SITE)
    shown = numbers(document.sections[:-1])
    assert shown
    listed = {entry.number.address: entry.digest for entry in ledger(document).entries}
    assert listed == dict(
        Figure.objects.filter(address__in=[number.address for number in shown]).values_list(
            "address", "digest"
        )
    )
    assert set(listed) == {number.address for number in shown}


def test_a_figure_opens_at_its_address_on_the_site_and_nowhere_without_one(city):
    for number in numbers(build(language="en", site=f"{SITE}/")):
        assert number.url == f"{SITE}/figures/{number.address}"
    assert {number.url for number in numbers(build(language="en", site=""))} == {""}


def test_a_figure_from_made_up_records_says_so_wherever_it_is_shown(city):
    synthetic = set(Figure.objects.filter(synthetic=True).values_list("address", flat=True))
    marked = {number.address for number in numbers(build(language="en", site=SITE)) if number.marks}
    assert marked
    assert marked == {number.address for number in numbers(build(language="en", site=SITE))} & synthetic


def test_a_promise_without_records_has_no_number_and_says_why(city):
    document = build(language="en", site=SITE)
    assert not any(number.code == "C-01" for number in numbers(document))
    assert any("Rooms are not recorded yet." in text for text in said(document))


def test_months_that_two_places_state_differently_are_both_told(city):
    office = city.office
    by = {"by": office.officer, "at": NOW}
    words = Words("Stāsts", "A story", "Overview, stage 1")
    stage = open_stage(programme=office.programme, stage_key="first", narrative=words, **by)
    stated = ((date(2021, 4, 30), "Overview"), (date(2021, 5, 31), "Title page"))
    for until, place in stated:
        state_period(
            stage=stage,
            starts_on=date(2021, 2, 1),
            ends_on=until,
            place=place,
            quote="as printed",
            **by,
        )
    journey = build(language="en", site=SITE).sections[2]
    texts = [part.text for part in parts(journey) if isinstance(part, tree.Text | tree.Quote)]
    assert "February – April 2021" in texts
    assert "February – May 2021" in texts
    assert {"Overview", "Title page"} <= set(texts)
    assert any(isinstance(block, tree.Aside) for block in journey.blocks)


def test_what_the_report_only_names_is_said_to_be_only_named(city):
    office = city.office
    by = {"by": office.officer, "at": NOW}
    stage = open_stage(
        programme=office.programme,
        stage_key="first",
        narrative=Words("Stāsts", "A story", "Overview"),
        **by,
    )
    deliver_artefact(stage=stage, artefact_key="map", heading_only=True, place="Section 2", **by)
    texts = said(build(language="en", site=SITE).sections[2])
    assert "Only a heading or a picture in the report: " in texts
    assert "Roadmap" in texts


def test_what_nobody_wrote_leaves_no_empty_heading(city):
    for section in build(language="en", site=SITE).sections:
        for block, following in zip(section.blocks, (*section.blocks[1:], None), strict=True):
            if isinstance(block, tree.Heading):
                assert following is not None
                assert not (isinstance(following, tree.Heading) and following.level <= block.level)
    assert not any(
        isinstance(part, tree.Heading) and part.text == "Lessons"
        for part in parts(build(language="en", site=SITE))
    )


def test_signs_of_markup_in_the_citys_words_stay_what_they_are(city):
    office = city.office
    tell(
        programme=office.programme,
        section=Passage.Section.SUMMARY,
        order=1,
        words=Words(SIGNS, SIGNS, "Section 1"),
        by=office.officer,
        at=NOW,
    )
    data = json.loads(json.dumps(as_data(build(language="lv", site=SITE))))
    assert SIGNS in every_text(data)


def test_the_data_a_rendering_gets_holds_every_figures_address(city):
    document = build(language="en", site=SITE)
    texts = set(every_text(as_data(document)))
    assert {number.address for number in numbers(document)} <= texts


def test_each_language_tells_its_own_words(city):
    office = city.office
    note_finding(
        programme=office.programme,
        performance=Finding.Performance.HIGHER,
        rank=1,
        words=Words("Bērni mācās", "Children learn", "Section 1"),
        by=office.officer,
        at=NOW,
    )
    assert "Bērni mācās" in said(build(language="lv", site=SITE))
    assert "Children learn" in said(build(language="en", site=SITE))
    assert "Children learn" not in said(build(language="lv", site=SITE))


def test_more_initiatives_need_no_more_queries(city, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        build(language="en", site=SITE)
    for order in range(3, 6):
        another_initiative(city.office.officer, city.office.programme, f"more-{order}", order)
    with django_assert_num_queries(len(before)):
        build(language="en", site=SITE)


def test_a_later_seal_gives_a_document_of_that_seal(city):
    first = build(language="en", site=SITE)
    assert first.sealed_at == city.snapshot.sealed_at
    assert seal(hours_later=1) == city.snapshot
    assert build(language="en", site=SITE) == first


@pytest.mark.django_db
def test_without_a_programme_there_is_no_deliverable():
    with pytest.raises(NoProgramme, match="load one"):
        build(language="lv", site="")


@pytest.mark.django_db
def test_without_a_seal_there_is_no_deliverable():
    found_office()
    with pytest.raises(NothingSealed, match="approve a release"):
        build(language="lv", site="")


def test_a_language_the_city_does_not_speak_is_refused():
    with pytest.raises(LanguageUnknown, match=r"'fr'.*lv or en"):
        build(language="fr", site="")
