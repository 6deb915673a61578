"""Every engine and plan says the same canonical records as a count by hand, whatever the rows."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.evidence import engine
from kurss.evidence.engine.plans import Plan
from kurss.evidence.tests import oracle
from kurss.evidence.tests.generated import AS_OF, ENROLLED, PLACES, VISITED, definitions, exact, records, rows
from kurss.evidence.tests.sealed import write

quick = settings(deadline=None, max_examples=12, suppress_health_check=list(HealthCheck))


def sealed(folder, drawn):
    facts = {fact.key: fact for fact in (VISITED, ENROLLED, PLACES)}
    return engine.Sealed(AS_OF, {key: [write(folder, facts[key], own)] for key, own in drawn.items()})


def texts(found):
    return [record.text() for record in found]


@quick
@given(rows(), st.lists(definitions(), min_size=1, max_size=4), st.randoms())
def test_both_plans_and_their_shards_agree_with_a_count_by_hand(tmp_path, drawn, wanted, shuffler):
    asked = {str(i): own for i, own in enumerate(wanted)}
    by_hand = {
        key: texts(oracle.count(definition, facts, exact(drawn), AS_OF))
        for key, (definition, facts) in asked.items()
    }
    for own in drawn.values():
        shuffler.shuffle(own)
    files = sealed(tmp_path, drawn)
    for plan, shards in (
        (None, 0),
        (Plan.BITMAPS, 1),
        (Plan.BITMAPS, 3),
        (Plan.DISTINCT, 1),
        (Plan.DISTINCT, 3),
    ):
        values = engine.compute(files, asked, plan=plan, shards=shards)
        assert {key: texts(records(own)) for key, own in values.items()} == by_hand, (plan, shards)
