"""The journal: sealing and checking a hundred thousand entries, and what a running sealer costs the writers."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

ENTRIES = 100_000
WRITING = 8.0
"""Seconds for which journalled acts are written, without a sealer and with one."""

ROOT = Path(__file__).resolve().parents[1]
SEALER = """
from kurss.portal import site
with site.ready(lambda sentence: None):
    import time
    from datetime import UTC, datetime
    from kurss.journal.sealing import seal
    print("ready", flush=True)
    while True:
        seal(at=datetime.now(UTC))
        time.sleep(0.5)
"""
"""A sealer twenty times as eager as the schedule."""


def sealing_and_checking() -> tuple[float, float, float]:
    """Seconds to seal ENTRIES entries, to check them, and the bound: hashing as many lines in memory."""
    from kurss.journal.checking import check
    from kurss.journal.entries import Line, write_many
    from kurss.journal.sealing import seal

    at = datetime.now(UTC)
    seal(at=at)
    before = check().entries
    for part in range(20):
        write_many(
            (
                Line(act="bench.act", kind="bench.record", key=f"{part}-{number}", details={"way": "counter"})
                for number in range(ENTRIES // 20)
            ),
            by_key="bench",
            by_label="",
            at=at,
        )
    began = time.perf_counter()
    sealed = seal(at=at)
    sealing = time.perf_counter() - began
    assert sealed.entries == ENTRIES
    began = time.perf_counter()
    found = check()
    checking = (time.perf_counter() - began) * ENTRIES / found.entries
    assert found.sound
    assert found.entries == before + ENTRIES
    line = (
        b'[1,"bench.act","bench","","2026-11-29T12:00:00.000000+00:00","2026-11-29T12:00:00.000000+00:00"]\n'
    )
    began = time.perf_counter()
    whole = hashlib.sha256()
    for _number in range(ENTRIES):
        whole.update(hashlib.sha256(line).digest())
    return sealing, checking, time.perf_counter() - began


def writers() -> tuple[float, float]:
    """Journalled acts a second by four writers: nobody sealing, and with a sealer of its own process at work."""
    return _acts(), _with_a_sealer()


def _with_a_sealer() -> float:
    process = subprocess.Popen(
        [sys.executable, "-c", SEALER], cwd=ROOT, env=os.environ.copy(), stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        process.stdout.readline()
        return _acts()
    finally:
        process.terminate()
        process.wait(20)


def _acts() -> float:
    from django.db import connection, transaction

    from kurss.journal.entries import write

    done, lock = [0], threading.Lock()
    until = time.perf_counter() + WRITING

    def act(name: str) -> None:
        own = 0
        while time.perf_counter() < until:
            with transaction.atomic():
                write(
                    act="bench.act",
                    by_key="bench",
                    by_label="",
                    at=datetime.now(UTC),
                    kind="bench.record",
                    key=name,
                    details={"way": "counter"},
                )
            own += 1
        connection.close()
        with lock:
            done[0] += own

    threads = [threading.Thread(target=act, args=(f"writer {number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done[0] / WRITING
