"""Every engine, plan and the verifier say the same canonical records as a count by hand, whatever the rows."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.evidence import engine
from kurss.evidence.definition import OF_FIGURES, Counts, Definition
from kurss.evidence.engine import duck, sql
from kurss.evidence.engine.plans import Plan
from kurss.evidence.periods import covering
from kurss.evidence.tests import oracle, verified
from kurss.evidence.tests.generated import AS_OF, ENROLLED, PLACES, VISITED, exact, questions, records, rows
from kurss.evidence.tests.sealed import write

quick = settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))
FACTS = (VISITED, ENROLLED, PLACES)


def sealed(folder, drawn, numbers=None):
    facts = {fact.key: fact for fact in FACTS}
    files = {key: [write(folder, facts[key], own, numbers=numbers)] for key, own in drawn.items()}
    return engine.Sealed(AS_OF, files)


def numbered(drawn):
    """A number for every subject, with gaps, as a fact about few of a city's people has them."""
    keys = {row[1] for key, own in drawn.items() if key != PLACES.key for row in own} - {None}
    return {key: 3 + 2 * number for number, key in enumerate(sorted(keys))}


def texts(found):
    return [record.text() for record in found]


def counted_by_hand(asked, drawn):
    found = {}
    for key, (definition, facts) in asked.items():
        found[key] = (
            oracle.count(definition, facts, exact(drawn), AS_OF)
            if facts
            else list(oracle.made(definition, asked, found))
        )
    return found


@quick
@given(rows(), questions(), st.randoms())
def test_both_plans_and_their_shards_agree_with_a_count_by_hand(tmp_path, drawn, asked, shuffler):
    by_hand = {key: texts(own) for key, own in counted_by_hand(asked, drawn).items()}
    for own in drawn.values():
        shuffler.shuffle(own)
    for numbers in (None, numbered(drawn)):
        files = sealed(tmp_path, drawn, numbers)
        for plan, shards in (
            (None, 0),
            (Plan.BITMAPS, 1),
            (Plan.BITMAPS, 3),
            (Plan.DISTINCT, 1),
            (Plan.DISTINCT, 3),
        ):
            values = engine.compute(files, asked, plan=plan, shards=shards)
            assert {key: texts(records(own)) for key, own in values.items()} == by_hand, (plan, shards)


@settings(quick, max_examples=15)
@given(rows(), questions("median"))
def test_a_median_is_exact_however_its_values_are_parted(tmp_path, drawn, asked):
    by_hand = {key: texts(own) for key, own in counted_by_hand(asked, drawn).items()}
    files = sealed(tmp_path, drawn)
    for shards in (2, 5):
        values = engine.compute(files, asked, shards=shards)
        assert {key: texts(records(own)) for key, own in values.items()} == by_hand, shards


@settings(quick, max_examples=25)
@given(rows(), questions(), st.integers(1, 6))
def test_digests_are_exact_however_few_ids_are_put_in_order_at_once(tmp_path, drawn, asked, most):
    by_hand = {key: texts(own) for key, own in counted_by_hand(asked, drawn).items()}
    files = sealed(tmp_path, drawn, numbered(drawn))
    with pytest.MonkeyPatch.context() as fewer:
        fewer.setattr(duck, "_NUMBERS_AT_ONCE", most)
        fewer.setattr(duck, "_TEXTS_AT_ONCE", most)
        values = engine.compute(files, asked)
    assert {key: texts(records(own)) for key, own in values.items()} == by_hand


@given(st.lists(st.integers(1, 30), max_size=12), st.integers(1, 40))
def test_parts_hold_every_period_once_and_no_more_rows_than_they_may(counts, most):
    periods = list(enumerate(counts, start=2018))
    found = sql.parts(periods, most)
    held = [(n, part.shard) for part in found for n, _ in periods if part.first <= n <= part.last]
    assert sorted(held) == [(n, shard) for n, own in periods for shard in range(-(-own // most))]
    for part in found:
        rows = sum(own for n, own in periods if part.first <= n <= part.last)
        assert -(-rows // part.shards) <= most


def test_values_that_no_floating_number_tells_apart_have_an_exact_median(tmp_path):
    most, day = 10**30, date(2021, 5, 1)
    amounts = [most + 1, most + 2, most + 3, 1, 2, most + 5]
    drawn = [(str(i), "anna", day, True, "child", None, None, own, None) for i, own in enumerate(amounts)]
    asked = {"0": (Definition(fact=VISITED.key, counts="median", quantity="minutes"), (VISITED,))}
    for shards in (0, 2, 4):
        (own,) = engine.compute(sealed(tmp_path, {VISITED.key: drawn}), asked, shards=shards)["0"]
        assert (own.numerator, own.denominator) == (most + 1, most + 2), shards


@pytest.mark.parametrize("unit", [unit for unit in Counts if unit not in OF_FIGURES])
@settings(quick, max_examples=15)
@given(st.data())
def test_the_verifier_agrees_with_a_count_by_hand_and_speaks_of_the_same_periods(unit, data):
    drawn, asked, shuffler = data.draw(rows()), data.draw(questions(unit.value)), data.draw(st.randoms())
    by_hand = counted_by_hand(asked, drawn)
    for own in drawn.values():
        shuffler.shuffle(own)
    grain = next(iter(asked.values()))[0].grain
    every = [period.key for period in covering(date(2020, 1, 1), date(2023, 1, 1), grain)]
    figures = [(key, period) for key in by_hand for period in every]
    recount = verified.recounted(asked, FACTS, drawn, AS_OF, figures)
    for key, own in by_hand.items():
        assert texts(verified.again(recount, key, one) for one in own) == texts(own)
        spoken = {period for period in every if recount.speaks_of((key, 1), period)}
        assert spoken == {one.period for one in own}


def test_records_of_two_facts_that_bear_one_id_are_two_events():
    day = date(2021, 5, 1)
    rows_by_fact = {
        VISITED.key: [("1", "anna", day, True, "child", None, None, None, None)],
        ENROLLED.key: [("1", "anna", day, None, True, "child", None, None, None, None)],
        PLACES.key: [],
    }
    events = Definition(fact=VISITED.key, also=(ENROLLED.key,), once_per="event")
    asked = {"0": (events, (VISITED, ENROLLED))}
    by_hand = counted_by_hand(asked, rows_by_fact)["0"]
    recount = verified.recounted(asked, FACTS, rows_by_fact, AS_OF, [("0", one.period) for one in by_hand])
    assert by_hand[0].value == 2
    assert texts(verified.again(recount, "0", one) for one in by_hand) == texts(by_hand)
