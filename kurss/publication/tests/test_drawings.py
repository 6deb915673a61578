"""Where marks stand on charts."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kurss.publication import charts

D = Decimal


def series(*values, joined=True):
    return charts.Series(
        counted=tuple(charts.Counted(D(i), D(v), str(v), joined=joined) for i, v in enumerate(values)),
        ticks=tuple(charts.Tick(D(i), str(i)) for i in range(len(values))),
    )


@given(st.decimals(min_value="0.01", max_value=10**9, places=2))
def test_grid_lines_are_few_and_reach_near_the_highest_value(highest):
    lines = charts.lines(highest)
    assert 1 <= len(lines) <= charts.LINES_AT_MOST
    assert lines[-1] <= highest
    assert lines[0] + lines[-1] > highest


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12))
def test_every_mark_stands_inside_its_paper(values):
    for frame in (charts.WIDE, charts.NARROW, charts.BESIDE_WIDE, charts.BESIDE_NARROW):
        drawing = charts.draw(series(*values), frame, str)
        for mark in drawing.counted:
            assert 0 <= float(mark.x) <= frame.width
            assert 0 <= float(mark.y) <= frame.height


def test_a_higher_value_stands_higher_and_zero_stands_on_the_axis():
    drawing = charts.draw(series(0, 50, 100), charts.WIDE, str)
    low, middle, high = (float(mark.y) for mark in drawing.counted)
    assert low > middle > high
    assert drawing.counted[0].y == drawing.base


def test_a_gap_is_dotted_and_neighbours_are_solid():
    counted = (
        charts.Counted(D(2000), D(10), "10"),
        charts.Counted(D(2018), D(8), "8", joined=False),
        charts.Counted(D(2019), D(7), "7"),
        charts.Counted(D(2020), D(6), "6"),
    )
    drawing = charts.draw(charts.Series(counted, ()), charts.WIDE, str)
    assert len(drawing.dotted) == 1
    assert len(drawing.solid) == 1
    assert drawing.solid[0].count("L") == 2


def test_no_line_leads_to_a_period_that_is_not_over():
    counted = (
        charts.Counted(D(2020), D(10), "10"),
        charts.Counted(D(2021), D(12), "12"),
        charts.Counted(D(2022), D(4), "4", growing=True),
    )
    drawing = charts.draw(charts.Series(counted, ()), charts.WIDE, str)
    assert drawing.dotted == ()
    assert len(drawing.solid) == 1
    assert drawing.solid[0].count("L") == 1
    assert [mark.x for mark in drawing.growing] == [drawing.counted[2].x]
