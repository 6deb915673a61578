"""The opening minute is cut off: a web worker is killed in its middle, then PostgreSQL, and both come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bench import families, opening, processor
from bench.rush import Answer, rush
from kurss.portal.embedded import address, server
from tests.conftest import ROOT, free_port

pytestmark = pytest.mark.slow

FAMILIES, GROUPS, PLACES = 40, 5, 12
CONNECTIONS = 8


@pytest.fixture
def crowd(tmp_path) -> Iterator[tuple[dict[str, str], list[families.Wanted]]]:
    """A site of its own, whose database is flushed to disk as a city's is, and the requests of its families."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    env = kept | opening.environment(tmp_path)
    made = subprocess.run(
        [sys.executable, "-m", "bench.families", str(FAMILIES), str(GROUPS), str(PLACES)],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert made.returncode == 0, made.stderr
    home = tmp_path / "home"
    try:
        yield env, families.read(made.stdout)
    finally:
        server.stop(home)
        server.remove(home)


def test_what_was_acknowledged_stands_after_a_web_worker_and_postgresql_were_killed_in_the_middle(crowd):
    env, requests = crowd
    home, port, answers = Path(env["KURSS_HOME"]), free_port(), []
    families_at_it = threading.Thread(
        daemon=True,
        target=rush,
        args=(requests,),
        kwargs={"port": port, "connections": CONNECTIONS, "answers": answers, "stubborn": 120.0},
    )
    with opening.serving(port, env) as site:
        families_at_it.start()
        wait_for(answers, len(requests) // 5)
        os.kill(worker_of(site.pid), signal.SIGKILL)
        wait_for(answers, 2 * len(requests) // 5)
        os.kill(processor.postmaster(address.place(home)), signal.SIGKILL)
        cut_off_at = len(answers)
    # Whoever runs the site starts it again, as the service manager does; PostgreSQL recovers what it must.
    with opening.serving(port, env):
        families_at_it.join(120)
        assert not families_at_it.is_alive(), "families still wait"
        with server.ensure(home) as running, psycopg.connect(running.conninfo) as connection:
            stands_as_answered(connection, answers)
    assert len(answers) == len(requests)
    assert cut_off_at < len(requests) // 2


def stands_as_answered(connection: psycopg.Connection, answers: list[Answer]) -> None:
    """Every place that was acknowledged is there, once; no place is lost, doubled or left empty."""
    said = {(one.wanted.family.child, one.wanted.group) for one in answers if one.is_place}
    assert {one.status for one in answers} == {302, 409}
    rows = connection.execute("SELECT person_id::text, group_key FROM learning_enrolment").fetchall()
    assert sorted(rows) == sorted(said)
    pools = connection.execute(
        "SELECT pool.capacity, pool.taken, count(seat.id) FROM seats_pool pool "
        "LEFT JOIN seats_seat seat ON seat.pool_id = pool.id AND seat.state <> 'released' GROUP BY pool.id"
    ).fetchall()
    assert pools == [(PLACES, PLACES, PLACES)] * (GROUPS + 1)
    for table in ("learning_enrolmentevent", "learning_offer", "seats_seat", "notices_notice"):
        assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(rows),), table
    journal = "SELECT count(DISTINCT key), count(*) FROM journal_entry WHERE act = 'learning.enrol'"
    assert connection.execute(journal).fetchone() == (len(rows), len(rows))


def wait_for(answers: list[Answer], count: int) -> None:
    until = time.monotonic() + 120
    while len(answers) < count:
        assert time.monotonic() < until, f"{len(answers)} answers, waiting for {count}"
        time.sleep(0.01)


def worker_of(site: int) -> int:
    """One of the processes of a site that answer requests."""
    children = Path(f"/proc/{site}/task/{site}/children").read_text().split()
    others = (b"postgres", b"resource_tracker")
    return max(
        int(child)
        for child in children
        if not any(word in Path(f"/proc/{child}/cmdline").read_bytes() for word in others)
    )
