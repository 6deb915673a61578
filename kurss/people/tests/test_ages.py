from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurss.people.ages import AGE_BANDS, NotBornYet, age_band, age_band_on, age_on

BIRTHS = st.dates(date(1900, 1, 1), date(2020, 12, 31))


def test_a_year_is_complete_on_the_birthday_and_not_the_day_before():
    born = date(2010, 9, 1)
    assert [age_on(born, day) for day in (date(2021, 8, 31), date(2021, 9, 1), date(2021, 9, 2))] == [
        10,
        11,
        11,
    ]


def test_on_the_day_of_birth_somebody_is_nought():
    assert age_on(date(2010, 9, 1), date(2010, 9, 1)) == 0


def test_a_leapling_grows_older_on_the_first_of_march_in_common_years():
    born = date(2008, 2, 29)
    assert [age_on(born, day) for day in (date(2021, 2, 28), date(2021, 3, 1))] == [12, 13]
    assert [age_on(born, day) for day in (date(2024, 2, 28), date(2024, 2, 29))] == [15, 16]


def test_nobody_has_an_age_before_birth():
    with pytest.raises(NotBornYet, match="on or after the birth date"):
        age_on(date(2021, 9, 2), date(2021, 9, 1))
    with pytest.raises(NotBornYet):
        age_band(-1)


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, "0-6"),
        (6, "0-6"),
        (7, "7-9"),
        (9, "7-9"),
        (10, "10-12"),
        (12, "10-12"),
        (13, "13-15"),
        (15, "13-15"),
        (16, "16-17"),
        (17, "16-17"),
        (18, "18-24"),
        (24, "18-24"),
        (25, "25-34"),
        (35, "35-44"),
        (45, "45-54"),
        (55, "55-64"),
        (64, "55-64"),
        (65, "65+"),
        (104, "65+"),
    ],
)
def test_an_age_counts_in_its_band(age, band):
    assert age_band(age) == band


def test_bands_name_the_ages_they_hold_without_gap_and_childhood_ends_with_a_band(settings):
    for (begins, name), (following, _) in pairwise(AGE_BANDS):
        assert name == f"{begins}-{following - 1}"
    assert AGE_BANDS[-1] == (65, "65+")
    assert settings.KURSS_AGE_OF_ACTING in [begins for begins, _ in AGE_BANDS]


def test_who_has_no_birth_date_has_no_band():
    assert age_band_on(None, date(2021, 9, 1)) is None
    assert age_band_on(date(2012, 3, 1), date(2021, 9, 1)) == "7-9"


@given(BIRTHS, st.integers(0, 40_000))
def test_age_grows_by_one_once_a_year(born, days):
    day = born + timedelta(days=days)
    grown = age_on(born, day + timedelta(days=1)) - age_on(born, day)
    assert grown in (0, 1)
    assert abs((day - born).days / 365.2425 - age_on(born, day) - 0.5) <= 0.51
