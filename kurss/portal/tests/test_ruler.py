"""The ruler under the masthead measures the programme's months."""

from datetime import date

import pytest

from kurss.portal.ruler import draw

PROGRAMME = (date(2020, 9, 1), date(2025, 9, 30))


def test_the_ruler_has_a_tick_a_month_and_a_long_one_each_january():
    ruler = draw(*PROGRAMME, date(2022, 10, 14))
    assert (ruler.months, ruler.begun, ruler.gone) == (61, 26, "42.62%")
    assert len(ruler.ticks) == 60
    assert [tick.at for tick in ruler.ticks if tick.january] == [
        "6.56%",
        "26.23%",
        "45.90%",
        "65.57%",
        "85.25%",
    ]


@pytest.mark.parametrize(
    ("today", "begun", "gone"),
    [
        (date(2020, 8, 31), 0, "0.00%"),
        (date(2020, 9, 1), 1, "1.64%"),
        (date(2025, 9, 30), 61, "100.00%"),
        (date(2031, 1, 1), 61, "100.00%"),
    ],
)
def test_the_ruler_begins_and_ends_with_the_programme(today, begun, gone):
    ruler = draw(*PROGRAMME, today)
    assert (ruler.begun, ruler.gone) == (begun, gone)


def test_a_programme_of_one_month_has_no_tick():
    assert draw(date(2022, 1, 1), date(2022, 1, 31), date(2022, 1, 5)).ticks == ()


def test_a_programme_of_decades_shows_years_only():
    ruler = draw(date(2000, 1, 1), date(2029, 12, 31), date(2022, 1, 1))
    assert len(ruler.ticks) == 29
    assert all(tick.january for tick in ruler.ticks)


def test_a_programme_that_ends_before_it_starts_is_not_drawn():
    with pytest.raises(ValueError, match="before it starts"):
        draw(date(2022, 9, 1), date(2022, 8, 31), date(2022, 9, 1))
