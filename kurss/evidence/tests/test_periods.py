from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence.periods import Grain, NoSuchPeriod, Period, covering

CALENDARS = [grain for grain in Grain if grain is not Grain.SPAN]
days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(days, st.sampled_from(CALENDARS))
def test_a_day_lies_in_its_period_and_the_key_names_the_same_period(day, grain):
    period = Period.containing(day, grain)
    assert period.starts_on <= day <= period.ends_on
    assert Period.parse(period.key) == period


@given(days, st.integers(0, 900), st.sampled_from(CALENDARS))
def test_consecutive_periods_leave_no_day_out_and_count_none_twice(first, length, grain):
    last = first + timedelta(days=length)
    periods = list(covering(first, last, grain))
    assert periods[0].starts_on <= first
    assert periods[-1].ends_on >= last
    for earlier, later in pairwise(periods):
        assert later.starts_on == earlier.day_after


def test_the_school_year_runs_from_september_to_august():
    assert Period.containing(date(2022, 8, 31), Grain.SCHOOL_YEAR).key == "SY2021"
    assert Period.containing(date(2022, 9, 1), Grain.SCHOOL_YEAR).key == "SY2022"
    assert Period.parse("SY2021").label("lv") == "2021/22"


@pytest.mark.parametrize(
    "key", ["", "2021", "SY21", "M2021-13", "Q2021-5", "A2021-02-01/2021-01-01", "A2021-02-30/2021-03-01"]
)
def test_a_text_that_is_no_period_is_refused_in_a_sentence(key):
    with pytest.raises(NoSuchPeriod, match="is not a period"):
        Period.parse(key)
