"""The lower bound of an opening: the statements of a place, sent bare through psycopg, with nobody asking who."""

from __future__ import annotations

import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg

from bench.families import Wanted

CONNECTIONS = 16
"""As many as two web servers of eight threads have."""

_OFFER = """
INSERT INTO learning_offer (key, application_id, pool_id, seat_id, enrolment_id, offered_at, expires_at, answered_at, state)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'accepted')
"""  # noqa: E501
_ENTRY = """
INSERT INTO journal_entry (act, by_key, by_label, at, kind, key, label, digest)
VALUES ('learning.enrol', %s, '', %s, 'learning.enrolment', %s, %s, %s)
"""
_NOTICE = """
INSERT INTO notices_notice
    (key, "to", subject, body, language, about, once, state, posted_at, tries, next_try_at, trouble)
VALUES (%s, %s, 'Vieta', %s, 'lv', '', '', 'waiting', %s, 0, %s, '')
"""


def places_a_second(refused: Iterable[Wanted], *, most: int, conninfo: str) -> float:
    """Places taken a second, for children whom the groups had refused: so many more places each are made first."""
    by_group: dict[str, list[Wanted]] = defaultdict(list)
    for one in refused:
        if len(by_group[one.group]) < most:
            by_group[one.group].append(one)
    work = iter([one for asked in by_group.values() for one in asked])
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("UPDATE seats_pool SET capacity = capacity + %s", [most])
        known = _known(connection)
    taken, threads = [], []
    began = time.perf_counter()
    for _ in range(CONNECTIONS):
        thread = threading.Thread(target=_take_all, args=(work, known, conninfo, taken))
        thread.start()
        threads.append(thread)
    for thread in threads:
        thread.join()
    return sum(taken) / (time.perf_counter() - began)


def _known(connection: psycopg.Connection) -> dict[str, tuple[Any, ...]]:
    rows = connection.execute(
        "SELECT g.key, g.id, gp.id, gp.pool_id, rp.round_id FROM learning_group g "
        "JOIN learning_grouppool gp ON gp.group_id = g.id JOIN learning_roundpool rp ON rp.pool_id = gp.id"
    ).fetchall()
    return {row[0]: row[1:] for row in rows}


def _take_all(work: Iterator[Wanted], known: dict[str, Any], conninfo: str, taken: list[int]) -> None:
    count = 0
    with psycopg.connect(conninfo) as connection:
        for wanted in work:
            _take(connection, wanted, known[wanted.group])
            connection.commit()
            count += 1
    taken.append(count)


def _take(connection: psycopg.Connection, wanted: Wanted, where: tuple[int, int, int, int]) -> None:
    """One place: the statements of `first_come.take_place`, its reads about the people left out."""
    from kurss.learning import enrolment
    from kurss.learning.rounds import first_come
    from kurss.seats import taking

    group, group_pool, pool, round = where
    at, child, hand = datetime.now(UTC), UUID(wanted.family.child), uuid4()
    said = {
        "key": uuid4(),
        "round": round,
        "person": child,
        "ticket": secrets.token_hex(16),
        "came_by": "web",
        "wants": 3,
        "resident": "yes",
        "at": at,
        "by": hand,
        "patience": first_come.PATIENCE,
    }
    application = connection.execute(first_come._PRESENCE, said).fetchone()[0]
    connection.execute(first_come._HELD, {"application": application, "pool": group_pool}).fetchall()
    seat = {"pool": pool, "holders": [child], "state": "taken", "at": at, "until": None, "once": wanted.once}
    seat_id = connection.execute(taking._TAKE, seat).fetchone()[0]
    row = {
        "audience": "child",
        "gender": "not_recorded",
        "age": 12,
        "age_band": "10-12",
        "resident": "yes",
        "topic": "robots",
        "place_key": "centre",
        "group_key": wanted.group,
        "operation_key": None,
        "synthetic": True,
        "group_id": group,
        "person_id": child,
        "seat_id": seat_id,
        "mode": "on_site",
        "state": "enrolled",
        "enrolled_on": at.date(),
        "left_on": None,
        "continues_id": None,
    }
    values = [row[field.column] for field in enrolment._FIELDS]
    enrolled = connection.execute(enrolment._ENROL, [*values, "enrolled", at, hand]).fetchone()[0]
    connection.execute(_ENTRY, [str(hand), at, str(enrolled), wanted.group, "0" * 64])
    until = at + timedelta(minutes=10)
    connection.execute(_OFFER, [uuid4(), application, group_pool, seat_id, enrolled, at, until, at])
    connection.execute(_NOTICE, [uuid4(), "parent@home.example", "x" * 250, at, at])
