"""What slips next, and the chain that decides the end."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.programme.critical import Step, circle, month_of, number, outlook

TODAY = date(2021, 6, 15)


def step(key, first, last, **more):
    return Step(
        key, month_of(number(date(2021, 1, 1)) + first), month_of(number(date(2021, 1, 1)) + last), **more
    )


def test_what_waits_for_a_late_step_moves_along_and_keeps_its_length():
    build = step(1, 0, 3, began=date(2021, 1, 10))
    equip = step(2, 4, 6)
    open_it = step(3, 9, 9)
    seen = outlook([build, equip, open_it], {2: [1], 3: [2]}, TODAY)
    assert seen.forecasts[1].last == date(2021, 6, 1), "what has not ended ends this month at the earliest"
    assert (seen.forecasts[2].first, seen.forecasts[2].last) == (date(2021, 7, 1), date(2021, 9, 1))
    assert (seen.forecasts[2].late, seen.forecasts[2].held_by) == (2, 1)
    assert seen.forecasts[3].late == 0, "the slack before the opening takes it up"
    assert seen.chain == (1, 2, 3)


def test_slack_breaks_the_chain_and_what_ended_moves_nothing():
    done = step(1, 0, 3, began=date(2021, 1, 10), ended=date(2021, 4, 2))
    after = step(2, 7, 8)
    seen = outlook([done, after], {2: [1]}, TODAY)
    assert [one.late for one in seen.forecasts.values()] == [0, 0]
    assert seen.chain == ()


def test_steps_that_wait_in_a_circle_are_named_in_order():
    found = circle({1: [3], 2: [1], 3: [2]})
    assert found[0] == found[-1]
    assert set(found) == {1, 2, 3}
    assert circle({2: [1], 3: [1, 2]}) == ()
    with pytest.raises(ValueError, match="wait for each other"):
        outlook([step(1, 0, 1), step(2, 2, 3)], {1: [2], 2: [1]}, TODAY)


PLANS = st.lists(
    st.tuples(st.integers(0, 30), st.integers(0, 6), st.frozensets(st.integers(0, 7), max_size=2)),
    min_size=1,
    max_size=8,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS)
def test_a_month_lost_on_the_chain_is_lost_at_the_end_and_nothing_begins_before_what_it_waits_for_ends(plan):
    steps = [step(key, 6 + first, 6 + first + length) for key, (first, length, _) in enumerate(plan)]
    waits = {key: [one for one in befores if one < key] for key, (_, _, befores) in enumerate(plan)}
    seen = outlook(steps, waits, TODAY)
    for key, befores in waits.items():
        for before in befores:
            assert seen.forecasts[before].last < seen.forecasts[key].first
    end = max(number(one.last) for one in seen.forecasts.values())
    for key in seen.chain:
        longer = [Step(one.key, one.first, month_of(number(one.last) + (one.key == key))) for one in steps]
        later = outlook(longer, waits, TODAY)
        assert max(number(one.last) for one in later.forecasts.values()) == end + 1
