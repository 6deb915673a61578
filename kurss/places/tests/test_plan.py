"""The plan of a city: true distances, labels that hit nothing."""

import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurss.places.earth import Point, metres_between
from kurss.places.plan import LETTER, LINE, Wanted, draw

POINTS = st.lists(st.tuples(st.integers(0, 8_000), st.integers(0, 14_000)), min_size=2, max_size=20)
"""Points of a city, in hundred-thousandths of a degree from its south-western corner."""


def wanted(points) -> list[Wanted]:
    """Places at these points: degrees, or steps from the corner of the city."""
    at = [
        Point(57.35 + y / 100_000, 21.5 + x / 100_000) if isinstance(y, int) else Point(y, x)
        for y, x in points
    ]
    return [Wanted(str(n), one, (f"{n}. Ventspils school", str(n))) for n, one in enumerate(at)]


@given(POINTS, st.sampled_from([330, 760]))
def test_lengths_on_the_plan_are_lengths_in_the_city(points, width):
    places = wanted(points)
    plan = draw(places, width=width)
    each_metre = plan.bar / plan.metres
    for (one, mark), (other, beside) in combinations(zip(places, plan.marks, strict=True), 2):
        drawn = ((mark.x - beside.x) ** 2 + (mark.y - beside.y) ** 2) ** 0.5
        true = metres_between(one.point, other.point) * each_metre
        assert drawn == pytest.approx(true, rel=0.006, abs=0.5)


@given(POINTS, st.sampled_from([330, 760]))
def test_every_place_stands_within_the_plan_and_no_two_labels_hit(points, width):
    plan = draw(wanted(points), width=width)
    boxes = []
    for mark in plan.marks:
        assert 0 <= mark.x <= plan.width
        assert 0 <= mark.y <= plan.height
        if mark.label:
            long = len(mark.label) * LETTER
            left = mark.label_x - {"start": 0, "middle": long / 2, "end": long}[mark.anchor]
            boxes.append((left, mark.label_y - LINE + 3, left + long, mark.label_y + 3))
    for one, other in combinations(boxes, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3])


def test_north_is_up_and_east_is_right():
    south_west, north_east = draw(wanted([(57.38, 21.55), (57.40, 21.58)]), width=330).marks
    assert south_west.x < north_east.x
    assert south_west.y > north_east.y


def test_the_same_places_stand_where_they_stood_in_whatever_order_they_come():
    places = wanted([(57.38 + n / 900, 21.55 + (n * 7 % 11) / 400) for n in range(12)])
    mixed = random.Random(1).sample(places, len(places))
    assert {mark.key: mark for mark in draw(places, width=330).marks} == {
        mark.key: mark for mark in draw(mixed, width=330).marks
    }


def test_one_place_alone_is_drawn_in_the_middle_of_a_kilometre():
    plan = draw(wanted([(57.39, 21.56)]), width=330)
    assert (plan.marks[0].x, plan.metres) == (165, 200)
    with pytest.raises(ValueError, match="without a place"):
        draw([], width=330)


def test_a_place_without_room_for_its_name_bears_its_number():
    crowd = wanted([(57.390 + n / 5000, 21.560) for n in range(6)])
    labels = [mark.label for mark in draw(crowd, width=330).marks]
    assert any(label.isdecimal() for label in labels) or "" in labels
