from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence.canonical import (
    Cell,
    FigureRecord,
    cell_digest,
    decimal_text,
    leaf_digest,
    places_shown,
    quotient,
)


def record(**changes):
    plain = {
        "indicator": "learning.children",
        "version": 1,
        "period": "SY2021",
        "cell": "",
        "snapshot": "0" * 64,
        "value": Decimal(540),
        "reason": "",
        "numerator": Decimal(540),
        "denominator": None,
        "records": 7914,
        "digest": "1" * 64,
    }
    return FigureRecord(**(plain | changes))


def test_the_canonical_text_says_the_same_however_the_number_was_stored():
    assert record(value=Decimal("540.000000000000")).text() == record(value=Decimal("5.40E+2")).text()


def test_zero_and_missing_are_different_texts():
    zero = record(value=Decimal("0E-12")).text()
    missing = record(value=None, reason="missing").text()
    assert "value 0\nreason -\n" in zero
    assert "value -\nreason missing\n" in missing


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_decimal_reads_back_as_itself(value):
    assert Decimal(decimal_text(value)) == value


@given(st.lists(st.tuples(st.sampled_from(["place", "topic"]), st.none() | st.text(min_size=1)), max_size=3))
def test_a_cell_reads_back_as_itself_whatever_stands_in_its_values(parts):
    cell = Cell(tuple(parts))
    assert Cell.parse(cell.key) == cell


def test_a_small_value_is_never_shown_as_zero():
    given = [("0", 0), ("0.52", 2), ("0.1", 2), ("0.0166", 3), ("-0.0166", 3), ("0.00042", 5), ("12", 0)]
    assert [places_shown(Decimal(value), 2 if "." in value else 0) for value, _ in given] == [
        places for _, places in given
    ]
    assert places_shown(Decimal("0.02"), 1) == 3


def test_a_quotient_is_rounded_half_to_even_at_twelve_places():
    assert quotient(Decimal(1), Decimal(3)) == Decimal("0.333333333333")
    assert quotient(Decimal("0.0000000000005"), Decimal(1)) == Decimal("0E-12")
    assert quotient(Decimal("0.0000000000015"), Decimal(1)) == Decimal("0.000000000002")


@given(st.sets(st.text(alphabet="0123456789abcdef", min_size=1, max_size=6), max_size=12))
def test_the_digest_of_a_leaf_does_not_know_the_order_of_its_records(records):
    assert leaf_digest(list(records)) == leaf_digest(sorted(records, reverse=True))


def test_a_record_that_moves_between_leaves_changes_the_digest_of_the_whole():
    here = cell_digest({"gender=female": leaf_digest(["1", "2"]), "gender=male": leaf_digest(["3"])})
    there = cell_digest({"gender=female": leaf_digest(["1"]), "gender=male": leaf_digest(["2", "3"])})
    assert here != there
