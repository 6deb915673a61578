"""Two officers at one moment, each on a connection of their own: the first holds its act open until the second
waits for it or has gone past, so that what is tested is the lock and not the luck of a race."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread

from django.db import connection, transaction

LONGEST = 30
"""Seconds until a second officer who neither waits nor is done counts as lost."""

Errand = Callable[[], object]


def both_at_once(first: Errand, second: Errand) -> tuple[object, object]:
    """What each gave or was refused with: the second begins while the first is done and not yet committed."""
    begun, answers = Event(), {}

    def later() -> None:
        begun.wait(LONGEST)
        answers["second"] = _told(second)
        connection.close()

    officer = Thread(target=later)
    officer.start()
    with transaction.atomic():
        answers["first"] = _told(first)
        begun.set()
        _until_waiting(officer)
    officer.join(LONGEST)
    assert not officer.is_alive(), "the second officer never came back"
    return answers["first"], answers["second"]


def _told(errand: Errand) -> object:
    try:
        with transaction.atomic():
            return errand()
    except ValueError as refused:
        return refused


def _until_waiting(officer: Thread) -> None:
    until = time.monotonic() + LONGEST
    while officer.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            # Within a transaction PostgreSQL goes on telling what it told first.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
