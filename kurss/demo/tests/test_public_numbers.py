"""What others published of the city: shown with its source, and never taken for a figure."""

import pytest

from kurss.demo import public_numbers

pytestmark = pytest.mark.django_db


def test_every_public_number_of_the_case_has_a_day_and_a_source():
    for language in ("lv", "en"):
        found = public_numbers.numbers(language)
        assert len(found) > 40
        assert all(one.name and one.said and one.as_of and one.source for one in found)


def test_a_blank_of_the_source_stays_blank_and_is_no_zero():
    years = public_numbers.vital_years("en")
    assert any("" in one.numbers for one in years)
    assert any(one.doubt for one in years)


@pytest.mark.parametrize(("language", "heading"), [("en", "The city in public numbers"), ("lv", "publiskos")])
def test_the_page_says_that_none_of_it_is_a_figure(client, language, heading):
    page = client.get(f"/{language}/demo/public-numbers/").content.decode()
    assert heading in page
    assert "372" in page
    assert ("no figure is made of it" in page) == (language == "en")
