import pytest

from kurss.evidence import facts
from kurss.evidence.definition import Condition, Definition, UnsoundDefinition
from kurss.evidence.facts import UnknownDimension, UnknownFact
from kurss.evidence.tests.sealed import VISIT


@pytest.fixture(autouse=True)
def declared(monkeypatch):
    monkeypatch.setattr(facts, "declared", lambda: {VISIT.key: VISIT})


def test_a_sound_definition_is_accepted():
    Definition(
        fact="test.visit",
        conditions=(Condition("kind", one_of=("child",)), Condition("age", below=18)),
        breakdowns=("kind",),
    ).check()


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
        Definition(**definition).check()


def test_an_unknown_unit_of_count_is_refused():
    with pytest.raises(UnsoundDefinition, match="'guess' is not a valid Counts"):
        Definition(counts="guess")


def test_a_fact_or_dimension_nobody_declared_is_named_with_those_there_are():
    with pytest.raises(UnknownFact, match=r"Declared facts: test\.visit"):
        Definition(fact="test.nothing").check()
    with pytest.raises(UnknownDimension, match="It has: age, kind, place"):
        Definition(fact="test.visit", breakdowns=("shoe",)).check()
