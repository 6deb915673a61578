from dataclasses import replace
from datetime import date

import pytest

from kurss.evidence import facts
from kurss.evidence.definition import Condition, Counts, Definition, UnsoundDefinition
from kurss.evidence.facts import Dimension, Fact, UnknownDimension, UnknownFact
from kurss.evidence.periods import Grain
from kurss.evidence.soundness import check, check_division
from kurss.evidence.tests.sealed import STOCK, VISIT


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setattr(facts, "declared", lambda: {VISIT.key: VISIT, STOCK.key: STOCK})


def test_a_sound_definition_is_accepted():
    check(
        Definition(
            fact="test.visit",
            conditions=(Condition("kind", one_of=("child",)), Condition("age", below=18)),
            breakdowns=("kind",),
        )
    )


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ({"fact": "test.visit", "grain": "span"}, "needs a calendar"),
        ({"fact": "test.visit", "conditions": (Condition("kind", one_of=("dog",)),)}, "never dog"),
        ({"fact": "test.visit", "conditions": (Condition("kind", at_least=3),)}, "is not a number"),
        ({"fact": "test.visit", "conditions": (Condition("kind"),)}, "must say one thing"),
        ({"fact": "test.visit", "breakdowns": ("kind", "kind")}, "named twice"),
        ({"fact": "test.visit", "counts": "sum"}, "names the quantity"),
        ({"fact": "test.visit", "counts": "rows", "once_per": "kind"}, "choose `distinct`"),
        ({"fact": "test.visit", "among": (Condition("kind", one_of=("child",)),)}, "choose `share`"),
        ({"counts": "ratio", "numerator": "a"}, "a numerator and a denominator"),
        (
            {"counts": "ratio", "numerator": "a", "denominator": "b", "fact": "test.visit"},
            "no rows of its own",
        ),
    ],
)
def test_a_definition_that_could_not_be_computed_is_refused_in_a_sentence(definition, sentence):
    with pytest.raises(UnsoundDefinition, match=sentence):
        check(Definition(**definition))


def test_an_unknown_unit_of_count_is_refused():
    with pytest.raises(UnsoundDefinition, match="'guess' is not a valid Counts"):
        Definition(counts="guess")


def test_a_fact_or_dimension_nobody_declared_is_named_with_those_there_are():
    with pytest.raises(UnknownFact, match=r"Declared facts: test\.stock, test\.visit"):
        check(Definition(fact="test.nothing"))
    with pytest.raises(UnknownDimension, match="It has: age, kind, place"):
        check(Definition(fact="test.visit", breakdowns=("shoe",)))


def other(**more) -> Fact:
    """Tests of skills: another fact about persons."""
    return replace(VISIT, **({"key": "test.exam", "quantities": ()} | more))


@pytest.mark.parametrize(
    ("definition", "sentence"),
    [
        ({"fact": "test.visit", "counts": "mean"}, "names the quantity"),
        ({"fact": "test.visit", "quantity": "minutes"}, "names the quantity"),
        ({"fact": "test.visit", "counts": "state_share"}, "holds at no moment"),
        ({"fact": "test.visit", "since": date(2020, 9, 1)}, "choose `cumulative`"),
        ({"fact": "test.visit", "once_per": "programme"}, "is a running count"),
        ({"fact": "test.stock", "counts": "cumulative", "once_per": "event"}, "is about nobody"),
        ({"fact": "test.visit", "dimension": "kind"}, "choose `ratio` or `gap`"),
        ({"counts": "gap", "numerator": "a"}, "the dimension, the group and the reference"),
        (
            {"counts": "gap", "numerator": "a", "dimension": "kind", "group": "child", "reference": "child"},
            "both are child",
        ),
        (
            {"counts": "ratio", "numerator": "a", "denominator": "b", "dimension": "kind"},
            "Only a gap compares two groups",
        ),
        ({"fact": "test.visit", "also": ("test.visit",)}, "named twice"),
        ({"fact": "test.visit", "also": ("test.stock",)}, "about person and test.stock about no subject"),
        ({"fact": "test.visit", "also": ("test.stock",), "counts": "rows"}, "share a kind of subject"),
    ],
)
def test_a_kind_of_count_whose_parts_do_not_fit_is_refused(definition, sentence):
    with pytest.raises(UnsoundDefinition, match=sentence):
        check(Definition(**definition))


def test_facts_that_share_a_subject_are_counted_together_when_each_has_what_is_asked(monkeypatch):
    exam = other()
    monkeypatch.setattr(facts, "declared", lambda: {VISIT.key: VISIT, exam.key: exam})
    check(Definition(fact="test.visit", also=("test.exam",), breakdowns=("kind",), once_per="place"))
    with pytest.raises(UnknownDimension, match=r"test\.exam has no quantity 'minutes'"):
        check(Definition(fact="test.visit", also=("test.exam",), counts="sum", quantity="minutes"))
    short = other(dimensions=VISIT.dimensions[:1])
    monkeypatch.setattr(facts, "declared", lambda: {VISIT.key: VISIT, exam.key: short})
    with pytest.raises(UnknownDimension, match=r"test\.exam has no dimension 'place'"):
        check(Definition(fact="test.visit", also=("test.exam",), breakdowns=("place",)))


def test_series_that_are_never_mixed_are_not_counted_in_one_figure(monkeypatch):
    series = Dimension(
        "series", "series", "", "", {"census": ("", ""), "register": ("", "")}, never_mixed=True
    )
    counted = replace(STOCK, dimensions=(series,))
    monkeypatch.setattr(facts, "declared", lambda: {STOCK.key: counted})
    residents = Definition(fact="test.stock", counts="sum", quantity="amount")
    for conditions in (
        (),
        (Condition("series", one_of=("census", "register")),),
        (Condition("series", none_of=("register",)),),
    ):
        with pytest.raises(UnsoundDefinition, match="series is one of census, register, and only one"):
            check(replace(residents, conditions=conditions))
    of_census = replace(residents, conditions=(Condition("series", one_of=("census",)),))
    of_register = replace(residents, conditions=(Condition("series", one_of=("register",)),))
    check(of_census)
    ratio = Definition(counts="ratio", numerator="young", denominator="all")
    check_division(ratio, {"young": of_census, "all": of_census})
    with pytest.raises(UnsoundDefinition, match="young is of series census and all of register"):
        check_division(ratio, {"young": of_census, "all": of_register})


def test_indicators_of_another_calendar_or_scope_are_not_divided():
    ratio = Definition(counts="ratio", numerator="a", denominator="b")
    people, places = Definition(fact="test.visit"), Definition(fact="test.visit", once_per="place")
    check_division(ratio, {"a": people, "b": people})
    check_division(ratio, {"a": places})
    with pytest.raises(UnsoundDefinition, match="b is counted per month and this one per calendar year"):
        check_division(ratio, {"a": people, "b": replace(people, grain=Grain.MONTH)})
    with pytest.raises(
        UnsoundDefinition, match="a counts a subject once per place, b once per calendar year"
    ):
        check_division(ratio, {"a": places, "b": people})
    running = replace(people, counts=Counts.CUMULATIVE)
    with pytest.raises(UnsoundDefinition, match="once per programme, b once per calendar year"):
        check_division(ratio, {"a": running, "b": people})


def test_a_gap_compares_two_cells_that_its_indicators_have():
    gap = Definition(counts="gap", numerator="a", dimension="kind", group="child", reference="adult")
    check(gap)
    broken_down = Definition(fact="test.visit", breakdowns=("kind",))
    check_division(gap, {"a": broken_down})
    with pytest.raises(UnsoundDefinition, match="a is not broken down by kind but by place"):
        check_division(gap, {"a": replace(broken_down, breakdowns=("place",))})
    with pytest.raises(UnsoundDefinition, match="kind is never dog"):
        check_division(replace(gap, group="dog"), {"a": broken_down})


def test_a_fact_names_what_kind_of_subject_it_has_and_calls_no_dimension_by_a_scope():
    with pytest.raises(ValueError, match="what kind of subject"):
        replace(VISIT, subject_kind="")
    with pytest.raises(ValueError, match="calls a dimension 'year'"):
        replace(VISIT, dimensions=(Dimension("year", "year", "", ""),))
