"""Numbers, months and words, as a sentence has them."""

from datetime import date
from decimal import Decimal

import pytest

from kurss.programme.prose.periods import horizons_in, months_said, periods_in
from kurss.programme.prose.quantities import quantities_in
from kurss.programme.prose.words import content, same_words


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("September 2020 – January 2021", date(2020, 9, 1), date(2021, 1, 1)),
        ("September 2020 to January 2021", date(2020, 9, 1), date(2021, 1, 1)),
        ("February – April 2021", date(2021, 2, 1), date(2021, 4, 1)),
        ("November – February 2021", date(2020, 11, 1), date(2021, 2, 1)),
        ("Feb-Apr 2021", date(2021, 2, 1), date(2021, 4, 1)),
        ("1 March 2023 – 30 June 2023", date(2023, 3, 1), date(2023, 6, 1)),
        ("2021-02 to 2021-04", date(2021, 2, 1), date(2021, 4, 1)),
        ("03/2023–06/2023", date(2023, 3, 1), date(2023, 6, 1)),
        ("no 2022. gada janvāra līdz 2022. gada martam", date(2022, 1, 1), date(2022, 3, 1)),
    ],
)
def test_a_stretch_of_months_is_read(text, first, last):
    (period,) = periods_in(text)
    assert (period.first, period.last) == (first, last)


@pytest.mark.parametrize("text", ["May we begin to march in 2021", "from May to June", "in 2021 and 2022"])
def test_what_names_no_year_or_no_two_months_is_no_stretch(text):
    assert periods_in(text) == ()


@pytest.mark.parametrize(
    ("text", "value", "noun"),
    [
        ("At least 1,500 adults participating", 1500, "adult"),
        ("245 136 EUR", 245136, ""),
        ("26 million EUR", 26_000_000, ""),
        ("700 hundred children per year", 70_000, "children"),
        ("20 STEM educational programmes developed", 20, "program"),
        ("Number of teachers involved – 57", 57, "teacher"),
        ("about 6 % of adults", 6, "adult"),
        ("vismaz 300 pieaugušo gadā", 300, "pieaugušo"),
        ("2.5 teachers a class", Decimal("2.5"), "teacher"),
    ],
)
def test_a_number_is_read_with_what_it_counts(text, value, noun):
    (quantity,) = quantities_in(text)
    assert (quantity.value, quantity.noun) == (value, noun)


@pytest.mark.parametrize(
    "text",
    [
        "21st century skills", "a 10G network", "in 2021", "Covid-19", "see slide 26", "KPI 3", "Section 2",
        "on 30 July 2022", "the 5G network", "two rooms", "(1)", "for 3 years", "IPv6",
    ],
)  # fmt: skip
def test_a_year_an_ordinal_a_code_or_a_reference_counts_nothing(text):
    assert quantities_in(text) == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("by the end of 2021", "deadline"),
        ("till 2023", "deadline"),
        ("in next 5 years", "span"),
        ("each year", "frequency"),
        ("two days a week", "frequency"),
        ("in 2021", "year"),
        ("līdz 2023. gada beigām", "deadline"),
    ],
)
def test_when_something_is_due_is_read(text, kind):
    assert horizons_in(text)[0].kind == kind


def test_till_a_year_and_till_its_end_are_not_the_same_day():
    bare, end = horizons_in("till 2023")[0], horizons_in("by the end of 2023")[0]
    assert bare.key != end.key


def test_a_length_in_months_is_read():
    assert (months_said("15 months"), months_said("9 mēneši"), months_said("soon")) == (15, 9, None)


def test_two_spellings_of_one_sentence_are_the_same_words():
    assert same_words("Training programmes of the centre", "training programs, of the Center")
    assert content("The centres") == content("a center")
