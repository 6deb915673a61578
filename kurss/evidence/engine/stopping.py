"""Questions to DuckDB that can be given up: whoever waits no longer stops the query that is running."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import duckdb

_OWN = threading.local()
_EVERY = 0.02


class GivenUp(RuntimeError):
    """Nobody waits for the answer any more."""


class Stop:
    """What a thread has open, and whether it was told to give up."""

    def __init__(self) -> None:
        self._lock, self._open, self._told = threading.Lock(), set[Any](), False

    def watching(self, work: Callable[[], None]) -> None:
        """Do some work; what this thread opens meanwhile can be stopped from another."""
        _OWN.stop = self
        try:
            work()
        finally:
            _OWN.stop = None

    def now(self, thread: threading.Thread, within: float = 1.0) -> None:
        """Interrupt whatever the thread has open, until it ends or `within` seconds are over.

        An interruption between two queries is lost, so that it takes more than one.
        """
        with self._lock:
            self._told = True
        for _ in range(round(within / _EVERY)):
            with self._lock:
                for duck in self._open:
                    duck.interrupt()
            thread.join(_EVERY)
            if not thread.is_alive():
                return

    def _add(self, duck: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            if self._told:
                raise GivenUp
            self._open.add(duck)

    def _drop(self, duck: duckdb.DuckDBPyConnection) -> None:
        with self._lock:
            self._open.discard(duck)


@contextmanager
def connected() -> Iterator[duckdb.DuckDBPyConnection]:
    """DuckDB in memory, closed at the end. Raises GivenUp where nobody waits any more."""
    stop: Stop | None = getattr(_OWN, "stop", None)
    with duckdb.connect() as duck:
        if stop is None:
            yield duck
            return
        stop._add(duck)
        try:
            yield duck
        finally:
            stop._drop(duck)
