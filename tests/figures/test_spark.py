"""Spark on a real master with two workers says the same canonical records as a count by hand."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kurss.evidence import engine
from kurss.evidence.engine import spark
from kurss.evidence.tests import oracle
from kurss.evidence.tests.generated import AS_OF, ENROLLED, PLACES, VISITED, definitions, exact, records, rows
from kurss.evidence.tests.sealed import write
from tests.figures.spark_cluster import cluster

pytestmark = pytest.mark.slow

SMALL = {
    "spark.driver.memory": "600m",
    "spark.executor.memory": "500m",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory):
    pytest.importorskip("pyspark", reason="the optional part `spark` is not installed")
    with cluster(tmp_path_factory.mktemp("spark")) as address, spark.session(address, **SMALL) as made:
        yield made


@settings(deadline=None, max_examples=3, suppress_health_check=list(HealthCheck), database=None)
@given(rows(), st.lists(definitions(), min_size=2, max_size=3))
def test_spark_agrees_with_a_count_by_hand(session, tmp_path, drawn, wanted):
    asked = {str(i): own for i, own in enumerate(wanted)}
    facts = {fact.key: fact for fact in (VISITED, ENROLLED, PLACES)}
    files = engine.Sealed(AS_OF, {key: [write(tmp_path, facts[key], own)] for key, own in drawn.items()})
    values = spark.compute(session, files, asked)
    for key, (definition, counted) in asked.items():
        by_hand = oracle.count(definition, counted, exact(drawn), AS_OF)
        assert [own.text() for own in records(values[key])] == [own.text() for own in by_hand]
