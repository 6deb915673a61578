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

CONNECTIONS = 8
"""As many as two web servers of four threads have."""


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
    from kurss.learning.rounds import first_come, place

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
    enrolment = _ENROLMENT | {"group_key": wanted.group, "group_id": group, "person_id": child}
    values = {f"enrolment_{name}": value for name, value in enrolment.items()} | {
        "enrolment_enrolled_on": at.date(),
        "pool": pool,
        "holders": [child],
        "state": "taken",
        "at": at,
        "until": None,
        "once": wanted.once,
        "by": hand,
        "offer": uuid4(),
        "application": application,
        "group_pool": group_pool,
        "kept_until": at + timedelta(minutes=10),
        "entry_by_key": str(hand),
        "entry_label": wanted.group,
        "notice_key": uuid4(),
    }
    connection.execute(place._TOLD, values | _WORDS).fetchone()


_ENROLMENT = {
    "audience": "child",
    "gender": "not_recorded",
    "age": 12,
    "age_band": "10-12",
    "resident": "yes",
    "topic": "robots",
    "place_key": "centre",
    "operation_key": None,
    "synthetic": True,
    "mode": "on_site",
    "state": "enrolled",
    "left_on": None,
    "continues_id": None,
}
_WORDS = {
    "entry_act": "learning.enrol",
    "entry_by_label": "",
    "entry_kind": "learning.enrolment",
    "entry_digest": "0" * 64,
    "notice_to": "parent@home.example",
    "notice_subject": "Vieta",
    "notice_body": "x" * 250,
    "notice_language": "lv",
    "notice_about": "",
    "file_name": "kurss.ics",
    "file_type": "text/calendar",
    "file_content": b"x" * 4_000,
}
