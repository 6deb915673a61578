"""Facts and indicators drawn at random: any rows, any order, with what real records have of mess."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from kurss.evidence.canonical import FigureRecord
from kurss.evidence.definition import Condition, Definition
from kurss.evidence.facts import Dimension, Quantity, State
from kurss.evidence.tests.sealed import VISIT

AS_OF = date(2022, 6, 30)

VISITED = replace(
    VISIT,
    quantities=(
        Quantity("minutes", "minutes", "min", "Minūtes", "Minutes"),
        Quantity("price", "price", "€", "Cena", "Price", decimals=2),
    ),
)
"""An event with a listed, an open and a whole-number dimension, and two quantities."""

ENROLLED = replace(
    VISITED,
    key="test.enrolled",
    time=State("holds_from", "holds_until"),
    dimensions=(
        Dimension("kind", "kind", "", "", {"child": ("", ""), "teacher": ("", "")}),
        *VISIT.dimensions[1:],
    ),
)
"""A state about the same persons."""

PLACES = replace(ENROLLED, key="test.places", subject="", subject_kind="")
"""A state about nobody."""

subjects = st.sampled_from(["anna", "juris", "olga", "māra", "Ģ;=%", "𝔘", "7", "10", None])
places = st.sampled_from(["a", "b", "c;d=e", "ā%25", "line\nfeed", "it's", "back\\slash", "𝔘", None])
# A child who comes on the eve and on the day of a birthday is of two ages: the age stands on the row.
ages = st.sampled_from([6, 7, 12, 13, 17, 18, None])
days = st.dates(date(2020, 12, 28), date(2022, 7, 3))
minutes = st.sampled_from([0, 45, 60, 90, 90, None])
prices = st.none() | st.decimals(0, 30, places=2, allow_nan=False, allow_infinity=False)
# Small ones, so that two facts have records of one id.
numbers = (st.integers(0, 20) | st.integers(0, 10**6)).map(str)
ids = st.one_of(numbers, st.uuids().map(str), st.sampled_from(["07", "-7", "x 1", "ā", "𝔘", "9", "10"]))


def record_ids(most):
    """Ids of a whole fact: plain numbers, or anything."""
    return st.lists(numbers, unique=True, max_size=most) | st.lists(ids, unique=True, max_size=most)


@st.composite
def visits(draw, most=14):
    return [
        (
            record, draw(subjects), draw(days), draw(st.booleans()),
            draw(st.sampled_from(["child", "adult", None])), draw(places), draw(ages), draw(minutes),
            draw(prices),
        )
        for record in draw(record_ids(most))
    ]  # fmt: skip


@st.composite
def states(draw, most=8, subject=True):
    return [
        (
            record, *([draw(subjects)] if subject else []), draw(days), draw(st.none() | days),
            draw(st.booleans()), draw(st.sampled_from(["child", "teacher", None])), draw(places), draw(ages),
            draw(minutes), draw(prices),
        )
        for record in draw(record_ids(most))
    ]  # fmt: skip


@st.composite
def rows(draw):
    return {
        VISITED.key: draw(visits()),
        ENROLLED.key: draw(states()),
        PLACES.key: draw(states(subject=False)),
    }


conditions = st.lists(
    st.sampled_from(
        [
            Condition("kind", one_of=("child",)),
            Condition("place", none_of=("a", "back\\slash")),
            Condition("place", one_of=("it's", "b", "ā%25", "line\nfeed")),
            Condition("age", at_least=7, below=18),
            Condition("age", one_of=("7", "12")),
        ]
    ),
    max_size=2,
    unique=True,
).map(tuple)

FACTS = st.sampled_from([(VISITED,), (ENROLLED,), (PLACES,), (VISITED, ENROLLED)])
ABOUT_SOMEBODY = st.sampled_from([(VISITED,), (ENROLLED,), (VISITED, ENROLLED)])
STATES = st.sampled_from([(ENROLLED,), (PLACES,)])


GRAINS = st.sampled_from(["school_year", "year", "quarter", "month"])


@st.composite
def definitions(draw, grains=GRAINS, only=None):
    """A sound definition with the facts it counts; `only` of this unit of count."""
    facts = draw(
        {"distinct": ABOUT_SOMEBODY, "share": ABOUT_SOMEBODY, "state_share": STATES}.get(only, FACTS)
    )
    about_somebody, states = bool(facts[0].subject), all(fact.is_state for fact in facts)
    kinds = ["rows", "sum", "mean", "median", "cumulative"]
    kinds += ["distinct", "share"] if about_somebody else []
    kinds += ["state_share"] if states else []
    kind = only or draw(st.sampled_from(kinds))
    scopes = ["", "place", "event"] + ([] if any(fact.is_state for fact in facts) else ["year"])
    own = Definition(
        counts=kind,
        grain=draw(grains),
        fact=facts[0].key,
        also=tuple(fact.key for fact in facts[1:]),
        conditions=draw(conditions),
        among=draw(conditions) if kind in ("share", "state_share") else (),
        once_per=draw(st.sampled_from(scopes))
        if about_somebody and kind in ("distinct", "cumulative")
        else "",
        breakdowns=draw(st.sampled_from([(), ("kind",), ("place", "kind"), ("age",)])),
        quantity=draw(st.sampled_from(["minutes", "price"])) if kind in ("sum", "mean", "median") else "",
        since=draw(st.none() | days) if kind == "cumulative" else None,
        absent=draw(st.sampled_from(["between", "until_now", "missing"])),
    )
    return own, facts


GROUPS = {
    "kind": ["child", "adult", "teacher"],
    "place": ["a", "b", "c;d=e", "line\nfeed"],
    "age": ["7", "12"],
}


@st.composite
def questions(draw, only=None):
    """Counted indicators of one calendar by key, the first `only` of a unit, and ratios and gaps made of them."""
    grains = st.just(draw(GRAINS))
    asked = {"0": draw(definitions(grains, only))}
    asked |= {str(i): draw(definitions(grains)) for i in range(1, draw(st.integers(1, 3)))}
    counted, made = list(asked), {}
    for key in ("ratio", "ratio of a ratio", "gap", "gap of two"):
        above, below = draw(st.sampled_from(counted)), draw(st.sampled_from(counted))
        own = asked[above][0]
        if key == "ratio of a ratio":
            above, below = draw(st.sampled_from([(above, "ratio"), ("ratio", below)]))
        told = {"numerator": above, "denominator": below, "grain": own.grain, "counts": key.partition(" ")[0]}
        if key.startswith("gap"):
            shared = [name for name in own.breakdowns if key == "gap" or name in asked[below][0].breakdowns]
            if not shared:
                continue
            told["dimension"] = draw(st.sampled_from(shared))
            told["group"], told["reference"] = draw(st.permutations(GROUPS[told["dimension"]]))[:2]
            told["denominator"] = below if key == "gap of two" else ""
        made[key] = Definition(**told), None
    return asked | made


def records(values, snapshot="0" * 64):
    """Canonical records of what an engine said."""
    return [
        FigureRecord(
            "it", 1, value.period.key, value.cell.key, snapshot, value.value, value.reason, value.numerator,
            value.denominator, value.records, value.digest,
        )
        for value in values
    ]  # fmt: skip


def whole(amount):
    return None if amount is None else Decimal(amount)


def exact(rows):
    """The same rows with every quantity as the decimal it is sealed as."""
    return {key: [(*row[:-2], whole(row[-2]), whole(row[-1])) for row in own] for key, own in rows.items()}
