"""What the dictionary of facts tells of the sealed rows."""

import pytest

from kurss.evidence import dictionary
from kurss.evidence.dictionary import Used, used, used_of
from kurss.evidence.tests.sealed import VISIT, visit, write

KIND, PLACE, AGE = VISIT.dimensions


@pytest.fixture
def sealed(tmp_path, monkeypatch):
    rows = [
        visit(1, "a", "2021-05-01", place="b", age=9),
        visit(2, "b", "2021-05-01", place="a", age=9),
        visit(3, "c", "2021-05-02", kind="adult", place="b"),
        visit(4, "c", "2021-05-02", kind="adult"),
        visit(5, "d", "2021-05-03", age=10),
    ]
    paths = [str(write(tmp_path, VISIT, rows[:2], "one")), str(write(tmp_path, VISIT, rows[2:], "other"))]
    monkeypatch.setattr(dictionary, "_paths", lambda fact, snapshot: paths)


def test_the_values_of_all_dimensions_are_counted_in_one_reading_as_each_alone(sealed):
    assert used_of(VISIT, VISIT.dimensions, None) == {
        "kind": (Used("child", 3), Used("adult", 2)),
        "place": (Used("b", 2), Used(None, 2), Used("a", 1)),
        "age": (Used("9", 2), Used(None, 2), Used("10", 1)),
    }
    for one in (KIND, PLACE, AGE):
        assert used(VISIT, one, None) == used_of(VISIT, VISIT.dimensions, None)[one.key]


def test_a_long_list_of_values_is_cut_in_each_dimension(sealed, monkeypatch):
    monkeypatch.setattr(dictionary, "VALUES_AT_MOST", 1)
    assert used_of(VISIT, [PLACE, KIND], None) == {"place": (Used("b", 2),), "kind": (Used("child", 3),)}


def test_what_was_never_sealed_has_no_values():
    assert used_of(VISIT, [KIND], None) == {"kind": ()}
