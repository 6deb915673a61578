"""The report's own words with our translation beside them."""

from kurss.evidence.models import Target
from kurss.publication.quotations import translation


def test_a_quotation_keeps_its_words_and_its_translation_is_ours():
    said = Target(quote="At least 500 children.", translation="Vismaz 500 bērnu.")
    assert translation(said, "lv") == "Vismaz 500 bērnu."
    assert translation(said, "en") == ""
