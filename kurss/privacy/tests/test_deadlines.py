from datetime import date

import pytest

from kurss.privacy.deadlines import due
from kurss.privacy.subject_requests import last_day


@pytest.mark.parametrize(
    ("came", "extended", "last"),
    [
        (date(2022, 9, 7), False, date(2022, 10, 7)),
        (date(2022, 1, 31), False, date(2022, 2, 28)),
        (date(2024, 1, 31), False, date(2024, 2, 29)),
        (date(2022, 11, 30), True, date(2023, 2, 28)),
        (date(2022, 12, 9), False, date(2023, 1, 9)),
        (date(2022, 9, 8), False, date(2022, 10, 10)),  # the eighth is a Saturday
    ],
)
def test_a_request_is_due_on_the_day_with_the_same_number_or_the_next_working_day(came, extended, last):
    assert due(came, extended=extended, free=()) == last


def test_a_public_holiday_of_the_country_moves_the_last_day():
    assert last_day(date(2022, 10, 18)) == date(
        2022, 11, 21
    )  # 18 November is the Proclamation Day, then a weekend
    assert last_day(date(2022, 11, 25)) == date(2022, 12, 27)  # Christmas and the day after
