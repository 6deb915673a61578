"""Statements with the mark are prepared once a connection, and mean what they say without it."""

from time import monotonic, sleep
from uuid import uuid4

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from kurss.portal.postgres.prepared import MARK

pytestmark = pytest.mark.django_db


def asked(statement: str, values: object = None) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def prepared(like: str) -> int:
    (row,) = asked("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [f"%{like}%"])
    return int(str(row[0]))


def test_a_marked_statement_is_prepared_once_and_an_unmarked_one_never():
    for n in range(3):
        assert asked(f"{MARK} SELECT %s + 1 AS marked_one", [n]) == [(n + 1,)]
        assert asked("SELECT %s + 1 AS unmarked_one", [n]) == [(n + 1,)]
    assert prepared("AS marked_one") == 1
    assert prepared("AS unmarked_one") == 0


def test_values_come_back_as_they_went_with_the_mark_and_without():
    at, key = timezone.now(), uuid4()
    values = {"at": at, "key": key, "text": "%s; --", "many": [key], "none": None, "file": b"\x00a"}
    statement = (
        "SELECT %(at)s::timestamptz, %(key)s::uuid, %(text)s, %(many)s::uuid[], %(none)s::text, %(file)s"
    )
    marked, plain = asked(f"{MARK} {statement}", values), asked(statement, values)
    assert marked == plain
    assert marked[0][:5] == (at, key, "%s; --", [key], None)


def test_a_marked_statement_that_the_database_refuses_leaves_the_connection_usable():
    for _turn in range(2):
        with pytest.raises(IntegrityError), transaction.atomic():
            asked(
                f"{MARK} INSERT INTO seats_pool (key, capacity, taken) VALUES (%s, 1, 2) RETURNING id", ["x"]
            )
    assert asked("SELECT 1") == [(1,)]


def test_a_connection_that_the_server_has_hung_up_on_is_not_used_again(transactional_db):
    asked("SELECT 1")
    assert connection.is_usable()
    (own,) = asked("SELECT pg_backend_pid()")
    with psycopg.connect(
        connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [own[0]])
    until = monotonic() + 5
    while connection.is_usable() and monotonic() < until:
        sleep(0.01)
    assert not connection.is_usable()
    connection.close()
    assert asked("SELECT 1") == [(1,)]
