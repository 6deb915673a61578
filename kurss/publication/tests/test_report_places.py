"""Places of the report in the reader's language, and its own words with our translation beside them."""

import pytest

from kurss.evidence.models import Target
from kurss.publication.quotations import translation
from kurss.publication.report_places import place_in


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


def test_a_quotation_keeps_its_words_and_its_translation_is_ours():
    said = Target(quote="At least 500 children.", translation="Vismaz 500 bērnu.")
    assert translation(said, "lv") == "Vismaz 500 bērnu."
    assert translation(said, "en") == ""
