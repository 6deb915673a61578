"""Numbers and keys of subjects: newer snapshots beside those that were sealed with keys."""

import duckdb
import pytest

from kurss.evidence.models import SubjectNumber
from kurss.evidence.subjects import keys, told_alike

pytestmark = pytest.mark.django_db


def test_a_snapshot_sealed_with_keys_is_compared_with_one_sealed_with_numbers():
    SubjectNumber.objects.create(kind="person", key="anna", number=0)
    SubjectNumber.objects.create(kind="person", key="juris", number=1)
    with duckdb.connect() as duck:
        duck.execute(
            "CREATE TABLE then_rows AS SELECT * FROM (VALUES (1, 'anna'), (2, 'juris')) t (r, subject)"
        )
        duck.execute(
            "CREATE TABLE now_rows AS SELECT * FROM (VALUES (1, 0), (2, 0), (3, NULL)) t (r, subject)"
        )
        told_alike(duck, "person", ("then_rows", "now_rows"))
        now = duck.execute("SELECT r, subject FROM now_rows ORDER BY r").fetchall()
        then = duck.execute("SELECT subject FROM then_rows ORDER BY r").fetchall()
    assert now == [(1, "anna"), (2, "anna"), (3, None)]
    assert then == [("anna",), ("juris",)]
    assert keys("person", [1, "olga", None]) == {1: "juris", "olga": "olga"}
