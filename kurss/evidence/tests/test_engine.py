from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.evidence import engine
from kurss.evidence.canonical import Cell, cell_digest, combined_digest, leaf_digest
from kurss.evidence.definition import Condition, Definition
from kurss.evidence.engine import plans
from kurss.evidence.engine.plans import Plan, Subjects
from kurss.evidence.periods import Grain, Period
from kurss.evidence.tests.sealed import STOCK, VISIT, visit, write

CHILDREN = Definition(
    fact="test.visit",
    grain=Grain.SCHOOL_YEAR,
    conditions=(Condition("kind", one_of=("child",)),),
    breakdowns=("kind", "place"),
)


def compute(folder, rows, definition, as_of=date(2022, 9, 30), fact=VISIT, **more):
    sealed = engine.Sealed(as_of=as_of, files={fact.key: [write(folder, fact, rows)]})
    wanted = {"it": (definition, fact)} | {key: (d, None) for key, d in more.items()}
    return engine.compute(sealed, wanted)


def totals(values):
    return {value.period.key: value.value for value in values if not value.cell.parts}


def test_a_child_who_comes_three_times_to_two_places_is_one_child(tmp_path):
    rows = [
        visit(1, "anna", "2021-09-07", place="a"),
        visit(2, "anna", "2021-09-14", place="a"),
        visit(3, "anna", "2021-09-08", place="b"),
        visit(4, "juris", "2021-09-08", place="b"),
    ]
    values = compute(tmp_path, rows, CHILDREN)["it"]
    by_cell = {value.cell.key: value for value in values}
    assert by_cell[""].value == 2
    assert by_cell[""].records == 4
    assert by_cell["place=a"].value + by_cell["place=b"].value == 3


def test_the_once_per_dimension_counts_a_person_again_in_each_of_its_values(tmp_path):
    rows = [visit(1, "anna", "2021-09-07", place="a"), visit(2, "anna", "2021-09-08", place="b")]
    definition = Definition(fact="test.visit", grain="school_year", once_per="place")
    assert totals(compute(tmp_path, rows, definition)["it"]) == {"SY2021": 2}


def test_a_period_between_records_is_zero_and_before_the_first_nothing_is_claimed(tmp_path):
    rows = [
        visit(1, "anna", "2021-09-07", kind="adult"),
        visit(2, "anna", "2021-11-07"),
        visit(3, "anna", "2022-01-07"),
    ]
    definition = Definition(
        fact="test.visit", grain="month", conditions=(Condition("kind", one_of=("child",)),)
    )
    assert totals(compute(tmp_path, rows, definition)["it"]) == {
        "M2021-11": 1,
        "M2021-12": 0,
        "M2022-01": 1,
    }


def test_records_after_the_day_of_the_snapshot_are_not_counted(tmp_path):
    rows = [visit(1, "anna", "2022-01-07"), visit(2, "juris", "2022-10-07")]
    assert totals(compute(tmp_path, rows, Definition(fact="test.visit", grain="year"))["it"]) == {"Y2022": 1}


def test_a_value_not_recorded_is_a_cell_of_its_own(tmp_path):
    rows = [visit(1, "anna", "2021-09-07", place=None), visit(2, "juris", "2021-09-07", place="a")]
    cells = {value.cell.key: value.value for value in compute(tmp_path, rows, CHILDREN)["it"]}
    assert cells == {"": 2, "kind=child": 2, "kind=adult": 0, "place=a": 1, "place=": 1}


def test_a_stock_is_read_at_the_end_of_the_period_and_a_stale_count_is_not_used(tmp_path):
    rows = [
        ("1", date(2020, 1, 1), date(2021, 1, 1), False, 33906),
        ("2", date(2022, 1, 1), date(2023, 1, 1), False, 32955),
    ]
    definition = Definition(fact="test.stock", counts="sum", quantity="amount", grain="year")
    values = compute(tmp_path, rows, definition, fact=STOCK)["it"]
    # At the end of 2020 the count of 1 January 2020 is a year old and holds no longer.
    assert [(v.period.key, v.value, v.reason, v.records) for v in values] == [
        ("Y2019", 33906, "", 1),
        ("Y2020", None, "missing", 0),
        ("Y2021", 32955, "", 1),
        ("Y2022", 32955, "", 1),
    ]


def test_a_ratio_divides_totals_and_a_missing_denominator_is_missing_not_zero(tmp_path):
    rows = [visit(1, "anna", "2021-02-01"), visit(2, "juris", "2022-02-01")]
    stock = [("1", date(2022, 1, 1), date(2022, 9, 1), False, 8)]
    sealed = engine.Sealed(
        as_of=date(2022, 9, 30),
        files={"test.visit": [write(tmp_path, VISIT, rows)], "test.stock": [write(tmp_path, STOCK, stock)]},
    )
    values = engine.compute(
        sealed,
        {
            "people": (Definition(fact="test.visit", grain="year"), VISIT),
            "residents": (
                Definition(fact="test.stock", counts="sum", quantity="amount", grain="year"),
                STOCK,
            ),
            "share": (Definition(counts="ratio", numerator="people", denominator="residents"), None),
            "of_nothing": (Definition(counts="ratio", numerator="people", denominator="unknown"), None),
        },
    )
    assert [(v.period.key, v.value, v.reason) for v in values["share"]] == [
        ("Y2021", Decimal("0.125"), ""),
        ("Y2022", None, "missing"),
    ]
    assert [(v.value, v.reason) for v in values["of_nothing"]] == [(None, "missing"), (None, "missing")]


def test_a_division_by_zero_is_undefined(tmp_path):
    rows = [visit(1, "anna", "2021-03-01", kind="adult")]
    share = Definition(
        fact="test.visit",
        counts="share",
        grain="year",
        among=(Condition("kind", one_of=("child",)),),
        conditions=(Condition("place", one_of=("a",)),),
        breakdowns=("kind",),
    )
    assert compute(tmp_path, rows, share)["it"] == []
    rows.append(visit(2, "juris", "2021-03-01", place="b"))
    cells = {v.cell.key: (v.value, v.reason) for v in compute(tmp_path, rows, share)["it"]}
    assert cells == {"": (0, ""), "kind=child": (0, ""), "kind=adult": (None, "undefined")}


def test_a_ratio_over_zero_is_undefined_and_no_zero(tmp_path):
    rows = [visit(1, "anna", "2021-03-01", kind="adult")]
    nobody = Definition(
        fact="test.visit",
        counts="share",
        grain="year",
        among=(Condition("kind", one_of=("adult",)),),
        conditions=(Condition("place", one_of=("b",)),),
    )
    sealed = engine.Sealed(as_of=date(2022, 9, 30), files={"test.visit": [write(tmp_path, VISIT, rows)]})
    asked = {
        "people": (Definition(fact="test.visit", grain="year"), VISIT),
        "nobody": (nobody, VISIT),
        "over": (Definition(counts="ratio", numerator="people", denominator="nobody"), None),
        "under": (Definition(counts="ratio", numerator="nobody", denominator="people"), None),
    }
    values = engine.compute(sealed, asked)
    assert [(value.value, value.reason) for value in values["over"]] == [(None, "undefined")]
    assert [(value.value, value.reason) for value in values["under"]] == [(0, "")]


def test_a_snapshot_without_the_fact_is_refused(tmp_path):
    with pytest.raises(LookupError, match=r"holds no file of test\.visit"):
        engine.compute(engine.Sealed(date(2022, 1, 1), {}), {"it": (CHILDREN, VISIT)})


people = st.sampled_from(["anna", "juris", "olga", "māra"])
row = st.tuples(
    people,
    st.dates(date(2021, 8, 20), date(2022, 9, 20)),
    st.sampled_from(["child", "adult"]),
    st.sampled_from(["a", "b", "c;d=e", None]),
    st.integers(1, 90) | st.none(),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(row, max_size=30), st.randoms())
def test_the_engine_agrees_with_a_recount_by_hand_in_every_cell_and_row_order(tmp_path, drawn, shuffler):
    rows = [
        visit(i, person, day.isoformat(), kind=kind, place=place, age=age)
        for i, (person, day, kind, place, age) in enumerate(drawn)
    ]
    straight = compute(tmp_path, rows, CHILDREN)["it"]
    shuffled = list(rows)
    shuffler.shuffle(shuffled)
    assert compute(tmp_path, shuffled, CHILDREN)["it"] == straight
    by_period = defaultdict(list)
    for own in rows:
        if own[4] == "child":
            by_period[Period.containing(own[2], Grain.SCHOOL_YEAR).key].append(own)
    for value in straight:
        mine = [r for r in by_period[value.period.key] if _in_cell(r, value.cell)]
        assert value.value == len({r[1] for r in mine})
        assert value.records == len(mine)
        leaves = defaultdict(list)
        for r in mine:
            leaves[Cell((("kind", r[4]), ("place", r[5]))).key].append(r[0])
        assert value.digest == cell_digest({key: leaf_digest(ids) for key, ids in leaves.items()})
    for key in by_period:
        assert any(value.period.key == key for value in straight)
    _check_bounds(straight)


def _in_cell(own, cell):
    return all({"kind": own[4], "place": own[5]}[dimension] == value for dimension, value in cell.parts)


def _check_bounds(values):
    """Law: for distinct counts the greatest cell <= the total <= the sum of the cells; rows partition."""
    for total in (value for value in values if not value.cell.parts):
        for name in ("kind", "place"):
            cells = [
                v
                for v in values
                if v.period == total.period and v.cell.parts[:1] and v.cell.parts[0][0] == name
            ]
            assert max(v.value for v in cells) <= total.value <= sum(v.value for v in cells)
            assert sum(v.records for v in cells) == total.records


def test_the_plan_follows_from_the_number_of_subjects_and_leaves():
    city = Subjects(persons=33_000, rows=20_000_000, leaves=3_200)
    assert (city.plan(), city.shards(city.plan())) == (Plan.BITMAPS, 1)
    country = Subjects(persons=2_000_000, rows=20_000_000, leaves=3_200)
    assert (country.plan(), country.shards(country.plan())) == (Plan.BITMAPS, 2)
    once_each = Subjects(persons=2_000_000, rows=2_000_000, leaves=100_000)
    assert once_each.plan() is Plan.DISTINCT
    continent = Subjects(persons=20_000_000, rows=100_000_000, leaves=3_200)
    assert continent.shards(continent.plan()) == 18


def test_few_subjects_have_their_bitmaps_after_one_pass_unless_the_leaves_are_too_many():
    def beside(leaves, persons):
        with duckdb.connect() as duck:
            duck.execute(
                f"CREATE VIEW kept AS SELECT 2021 AS n, i % {leaves} AS d_place, 1 AS m FROM range(200000) r(i)"
            )
            return plans.bits_beside(duck, ("d_place",), persons)

    assert "bitstring_agg(person, 0, 32999)" in beside(leaves=3_200, persons=33_000)
    assert beside(leaves=200_000, persons=33_000) == ""
    assert "bitstring_agg" in beside(leaves=200_000, persons=1_000)
    assert beside(leaves=10, persons=70_000) == ""
    assert beside(leaves=10, persons=0) == ""


def test_a_gap_is_the_value_of_one_group_over_that_of_another(tmp_path):
    rows = [
        visit(1, "anna", "2021-02-01", kind="child", place="a"),
        visit(2, "juris", "2021-02-01", kind="child", place="b"),
        visit(3, "olga", "2021-02-01", kind="adult", place="a"),
        visit(4, "māra", "2022-02-01", kind="child", place="a"),
    ]
    sealed = engine.Sealed(date(2022, 9, 30), {"test.visit": [write(tmp_path, VISIT, rows)]})
    at_a = {"conditions": (Condition("place", one_of=("a",)),), "breakdowns": ("kind",)}
    gap = Definition(counts="gap", numerator="share", dimension="kind", group="child", reference="adult")
    wanted = {
        "share": (Definition(fact="test.visit", counts="share", **at_a), VISIT),
        "people": (Definition(fact="test.visit", **at_a), VISIT),
        "gap": (gap, None),
        "of_people": (replace(gap, numerator="people"), None),
        "of_both": (replace(gap, numerator="people", denominator="share"), None),
        "unknown": (replace(gap, group="dog"), None),
    }
    values = engine.compute(sealed, wanted)
    # One of two children and the one adult came to a: (1 / 2) / (1 / 1). In 2022 no adult came at all.
    assert [(v.value, v.reason, v.numerator, v.denominator) for v in values["gap"]] == [
        (Decimal("0.5"), "", 1, 2),
        (None, "undefined", 0, 0),
    ]
    assert [(v.value, v.reason) for v in values["of_people"]] == [(1, ""), (None, "undefined")]
    assert [(v.value, v.reason) for v in values["of_both"]] == [(2, ""), (None, "undefined")]
    assert {(v.value, v.reason) for v in values["unknown"]} == {(None, "missing")}
    assert values["gap"][0].records == 3
    cells = {v.cell.key: v.digest for v in values["share"] if v.period.key == "Y2021"}
    assert values["gap"][0].digest == combined_digest(cells["kind=child"], cells["kind=adult"])


def test_a_gap_of_a_median_that_no_record_carries_is_undefined_and_no_zero(tmp_path):
    rows = [visit(1, "a", "2021-05-01", kind="adult", minutes=90), visit(2, "b", "2021-05-02", minutes=None)]
    files = engine.Sealed(date(2021, 12, 31), {VISIT.key: [write(tmp_path, VISIT, rows)]})
    middle = Definition(counts="median", fact=VISIT.key, quantity="minutes", breakdowns=("kind",))
    gap = Definition(counts="gap", numerator="middle", dimension="kind", group="child", reference="adult")
    (said,) = engine.compute(files, {"middle": (middle, VISIT), "gap": (gap, None)})["gap"]
    assert (said.value, said.reason) == (None, "undefined")


def test_a_running_count_grows_and_a_union_counts_a_person_of_two_facts_once(tmp_path):
    exam = replace(VISIT, key="test.exam")
    rows = [visit(1, "anna", "2020-02-01"), visit(2, "juris", "2021-02-01"), visit(3, "anna", "2021-03-01")]
    exams = [visit(1, "anna", "2021-05-01"), visit(2, "olga", "2021-05-01")]
    files = {"test.visit": [write(tmp_path, VISIT, rows)], "test.exam": [write(tmp_path, exam, exams)]}
    both = Definition(fact="test.visit", also=("test.exam",))
    values = engine.compute(
        engine.Sealed(date(2022, 9, 30), files),
        {
            "both": (both, (VISIT, exam)),
            "running": (replace(both, counts="cumulative"), (VISIT, exam)),
            "since": (replace(both, counts="cumulative", since=date(2021, 1, 1)), (VISIT, exam)),
        },
    )
    assert totals(values["both"]) == {"Y2020": 1, "Y2021": 3}
    assert totals(values["running"]) == {"Y2020": 1, "Y2021": 3, "Y2022": 3}
    assert totals(values["since"]) == {"Y2021": 3, "Y2022": 3}
    last = values["both"][-1]
    leaves = {"fact=test.visit": leaf_digest(["2", "3"]), "fact=test.exam": leaf_digest(["1", "2"])}
    assert (last.records, last.digest) == (4, cell_digest(leaves))
