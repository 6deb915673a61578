from datetime import date
from decimal import Decimal

import pytest

from kurss.evidence.standing import Due, Standing, standing

AFTER = date(2022, 9, 30)


@pytest.mark.parametrize(
    ("value", "comparison", "promised", "expected"),
    [
        (500, "at_least", 500, Standing.MET),
        (499, "at_least", 500, Standing.MISSED),
        (449, "at_least", 500, Standing.MISSED),
        (0, "at_least", 500, Standing.MISSED),
        (15, "more_than", 15, Standing.MISSED),
        ("15.1", "more_than", 15, Standing.MET),
        ("6.6", "about", 6, Standing.MET),
        ("6.7", "about", 6, Standing.MISSED),
        ("7.3", "about", 6, Standing.MISSED),
        (20, "exactly", 20, Standing.MET),
        (21, "exactly", 20, Standing.MISSED),
        (10, "at_most", 10, Standing.MET),
        (11, "at_most", 10, Standing.MISSED),
        (12, "at_most", 10, Standing.MISSED),
        (0, "at_least", 0, Standing.MET),
    ],
)
def test_a_promise_whose_time_is_over_is_met_or_missed_and_nothing_between(
    value, comparison, promised, expected
):
    assert standing(Decimal(str(value)), Due(comparison, Decimal(promised)), AFTER) is expected


def test_a_promise_under_way_is_judged_by_the_share_of_its_days_that_are_gone():
    year = Due("at_least", Decimal(1500), date(2022, 1, 1), date(2022, 12, 31))
    assert standing(Decimal(0), year, date(2021, 12, 1)) is Standing.ON
    assert standing(Decimal(750), year, date(2022, 6, 30)) is Standing.ON
    assert standing(Decimal(700), year, date(2022, 6, 30)) is Standing.RISK
    assert standing(Decimal(100), year, date(2022, 6, 30)) is Standing.OFF
    assert standing(Decimal(1499), year, date(2022, 12, 30)) is Standing.ON
    assert standing(Decimal(1499), year, date(2022, 12, 31)) is Standing.MISSED
    assert standing(Decimal(1500), year, date(2022, 12, 31)) is Standing.MET
