from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kurss.programme.timeline import Span, axis, index_of, next_month, planned_span, yearly_spans

MONTHS = axis([date(2021, 9, 1), date(2022, 6, 18)])


def test_the_axis_runs_from_the_earliest_month_to_the_latest_without_a_gap():
    assert MONTHS[0] == date(2021, 9, 1)
    assert MONTHS[-1] == date(2022, 6, 1)
    assert len(MONTHS) == 10
    assert axis([]) == ()


def test_an_activity_of_which_only_the_end_is_stated_is_open_at_its_start():
    assert planned_span(None, date(2021, 12, 1), MONTHS) == (Span(0, 3, opens=False, closes=True),)
    assert planned_span(date(2021, 10, 1), None, MONTHS) == (Span(1, 9, opens=True, closes=False),)


def test_an_activity_without_any_month_has_no_place_on_the_strip():
    assert planned_span(None, None, MONTHS) == ()


def test_lessons_of_every_school_year_run_september_to_may_across_new_year():
    two_years = axis([date(2021, 1, 1), date(2022, 12, 1)])
    assert list(yearly_spans(9, 5, two_years)) == [
        Span(0, 4, opens=False, closes=True),
        Span(8, 16, opens=True, closes=True),
        Span(20, 23, opens=True, closes=False),
    ]


def test_an_activity_of_all_twelve_months_begins_anew_each_year():
    two_years = axis([date(2021, 1, 1), date(2022, 12, 1)])
    assert [(span.first, span.last) for span in yearly_spans(1, 12, two_years)] == [(0, 11), (12, 23)]


@given(st.integers(1, 12), st.integers(1, 12), st.integers(0, 40))
def test_yearly_spans_hold_exactly_the_months_of_the_activity_once_each(first, last, length):
    months = axis([date(2020, 7, 1)])
    for _ in range(length):
        months = (*months, next_month(months[-1]))
    running = {(first - 1 + step) % 12 + 1 for step in range((last - first) % 12 + 1)}
    held = [index for span in yearly_spans(first, last, months) for index in range(span.first, span.last + 1)]
    assert held == [index for index, month in enumerate(months) if month.month in running]


def test_a_day_stands_in_its_month_and_a_day_outside_the_axis_nowhere():
    assert index_of(date(2022, 6, 18), MONTHS) == 9
    assert index_of(date(2023, 1, 1), MONTHS) is None
    assert index_of(None, MONTHS) is None
