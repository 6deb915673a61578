from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence.scoring import Better, LeftOut, Score, Total, points_of, score, total

AMOUNTS = st.decimals(0, 10_000, places=2)


def points(value, benchmark, better=Better.MORE):
    return score(Decimal(value), Decimal(benchmark), better).points


@pytest.mark.parametrize(
    ("value", "given"),
    [
        ("0", 1),
        ("32.99", 1),
        ("33", 2),
        ("65.99", 2),
        ("66", 3),
        ("94.99", 3),
        ("95", 4),
        ("100", 4),
        ("300", 4),
    ],
)
def test_thirds_and_ninety_five_per_cent_of_the_benchmark_give_one_to_four_points(value, given):
    assert points(value, "100") == given


@pytest.mark.parametrize(
    ("value", "given"), [("100", 4), ("105", 4), ("106", 3), ("151", 3), ("152", 2), ("304", 1)]
)
def test_what_is_to_be_small_is_scored_by_how_far_it_stands_above_its_benchmark(value, given):
    assert points(value, "100", Better.LESS) == given


def test_what_is_to_be_none_at_all_is_reached_fully_or_not_at_all():
    assert points("0", "0", Better.LESS) == 4
    assert points("1", "0", Better.LESS) == 1


def test_what_is_to_be_exact_is_scored_by_how_near_it_is():
    assert [points(value, "100", Better.EXACT) for value in ("100", "95", "105", "90", "150", "201")] == [
        4, 4, 4, 3, 2, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "benchmark", "better", "why"),
    [
        (None, Decimal(1), Better.MORE, LeftOut.NOT_REPORTED),
        (Decimal(1), None, Better.MORE, LeftOut.NO_BENCHMARK),
        (Decimal(1), Decimal(0), Better.MORE, LeftOut.ZERO_BENCHMARK),
        (Decimal(1), Decimal(0), Better.EXACT, LeftOut.ZERO_BENCHMARK),
        (Decimal(-1), Decimal(5), Better.MORE, LeftOut.NEGATIVE),
        (Decimal(1), Decimal(-5), Better.LESS, LeftOut.NEGATIVE),
        (Decimal(1), Decimal(5), Better.NEITHER, LeftOut.NEITHER_WAY),
    ],
)
def test_what_cannot_be_scored_is_left_out_and_says_why(value, benchmark, better, why):
    assert score(value, benchmark, better) == Score(None, None, why)


@pytest.mark.parametrize(("given", "percent", "band"), [((1, 3, 4, 1), "56.25", 2), ((3, 4, 2), "75", 3)])
def test_the_two_examples_of_the_published_reports_come_out_as_published(given, percent, band):
    whole = total([*(Score(one, Decimal(0)) for one in given), Score(None, None, LeftOut.NOT_REPORTED)])
    assert (whole.percent, whole.band, whole.left_out) == (Decimal(percent), band, 1)


def test_a_set_in_which_nothing_was_reported_has_no_score():
    assert total([Score(None, None, LeftOut.NOT_REPORTED)]) == Total(0, 0, 0, 1)
    assert total([]).percent is None


@given(AMOUNTS, AMOUNTS, st.sampled_from([Better.MORE, Better.LESS]))
def test_more_of_what_is_wanted_never_loses_a_point(value, benchmark, better):
    here = score(value, benchmark, better).points
    further = score(
        value + 1 if better is Better.MORE else max(value - 1, Decimal(0)), benchmark, better
    ).points
    assert here is None or (further is not None and further >= here)


@given(AMOUNTS)
def test_points_are_one_to_four(reached):
    assert 1 <= points_of(reached) <= 4
