"""What the lint finds in a report names its places in the reader's language."""

from kurss.programme.lint.rule import placed


def test_a_finding_names_the_place_in_both_languages():
    assert placed(lambda told: f"5 ({told('Section 1')})") == {
        "detail": "5 (1. sadaļa)",
        "detail_en": "5 (Section 1)",
    }
