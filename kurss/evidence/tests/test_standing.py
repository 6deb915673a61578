from datetime import date
from decimal import Decimal

import pytest

from kurss.evidence.standing import Due, Standing, standing

AFTER = date(2022, 9, 30)


@pytest.mark.parametrize(
    ("value", "comparison", "promised", "expected"),
    [
        (500, "at_least", 500, Standing.ON),
        (499, "at_least", 500, Standing.RISK),
        (449, "at_least", 500, Standing.OFF),
        (0, "at_least", 500, Standing.OFF),
        (15, "more_than", 15, Standing.RISK),
        ("15.1", "more_than", 15, Standing.ON),
        ("6.6", "about", 6, Standing.ON),
        ("6.7", "about", 6, Standing.RISK),
        ("7.3", "about", 6, Standing.OFF),
        (20, "exactly", 20, Standing.ON),
        (21, "exactly", 20, Standing.RISK),
        (10, "at_most", 10, Standing.ON),
        (11, "at_most", 10, Standing.RISK),
        (12, "at_most", 10, Standing.OFF),
        (0, "at_least", 0, Standing.ON),
    ],
)
def test_a_promise_whose_time_has_come_is_judged_by_its_value(value, comparison, promised, expected):
    assert standing(Decimal(str(value)), Due(comparison, Decimal(promised)), AFTER) is expected


def test_a_promise_under_way_is_judged_by_the_share_of_its_days_that_are_gone():
    year = Due("at_least", Decimal(1500), date(2022, 1, 1), date(2022, 12, 31))
    assert standing(Decimal(0), year, date(2021, 12, 1)) is Standing.ON
    assert standing(Decimal(750), year, date(2022, 6, 30)) is Standing.ON
    assert standing(Decimal(700), year, date(2022, 6, 30)) is Standing.RISK
    assert standing(Decimal(100), year, date(2022, 6, 30)) is Standing.OFF
    assert standing(Decimal(1499), year, date(2022, 12, 31)) is Standing.RISK
