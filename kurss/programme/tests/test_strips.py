"""Where plans stand on the months."""

from datetime import date

from kurss.programme import strips


def test_the_scale_of_months_alternates_and_bears_years_and_the_day_of_reading():
    months = (date(2021, 11, 1), date(2021, 12, 1), date(2022, 1, 1), date(2022, 2, 1))
    scale = strips.scale(months, date(2022, 1, 31))
    assert [month.letter for month in scale.months] == ["N", "D", "J", "F"]
    assert [month.dark for month in scale.months] == [True, False, True, False]
    assert [month.year for month in scale.months] == ["2021", "", "2022", ""]
    assert scale.now == "75.00%"
    assert strips.scale(months, date(2023, 1, 1)).now == ""
    assert strips.scale((), date(2023, 1, 1)).months == ()
