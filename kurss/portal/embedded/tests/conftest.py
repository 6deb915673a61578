"""A home of its own for each test, and other processes that use its server."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

import kurss
from kurss.portal.embedded import cluster, server

NEIGHBOUR = """
import sys
from pathlib import Path
from kurss.portal.embedded import server
running = server.ensure(Path(sys.argv[1]))
print("started" if running.started_here else "shared", flush=True)
sys.stdin.read()
"""


class Neighbour:
    """Another process that uses the server of a home until its standard input is closed."""

    def __init__(self, home: Path, code: str = NEIGHBOUR) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, str(home)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        )

    def says(self) -> str:
        """Its next line; waits until it is ready to say one."""
        return self.process.stdout.readline().strip()

    def leaves(self) -> int:
        """Let it end as any process does."""
        return self._await_end()

    def told(self, number: int) -> int:
        """Send it a signal and wait for its end."""
        self.process.send_signal(number)
        return self._await_end()

    def _await_end(self) -> int:
        self.process.communicate(timeout=60)
        return self.process.returncode


def environment() -> dict[str, str]:
    """What a process started by a test is told: where this package is, and of no other database."""
    found = [str(Path(kurss.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
    others = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return others | {"PYTHONPATH": os.pathsep.join(filter(None, found))}


def ask(conninfo: str, question: str) -> object:
    """The first value of the answer; the question is committed if it changes anything."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        cursor = connection.execute(question)
        return cursor.fetchone()[0] if cursor.description else None


def postmaster(home: Path) -> int:
    """The process id of the running server of this home."""
    return int((cluster.existing(home).data / "postmaster.pid").read_text().splitlines()[0])


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that does not exist yet; its server and its data are removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="kurss-test-") as folder:
        home = Path(folder) / "home"
        yield home
        server.remove(home)


@pytest.fixture
def neighbour(home: Path) -> Iterator[Callable[..., Neighbour]]:
    """Starts processes that use the server of the home, and ends those a test leaves."""
    started: list[Neighbour] = []

    def start(code: str = NEIGHBOUR) -> Neighbour:
        started.append(Neighbour(home, code))
        return started[-1]

    yield start
    for one in started:
        one.process.kill()
        one.process.communicate()
