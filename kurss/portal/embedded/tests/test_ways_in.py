"""The server by hand, and for a run of the tests."""

import subprocess
import sys
from pathlib import Path

import pytest

from kurss.portal.embedded import server
from kurss.portal.embedded.tests.conftest import environment

pytestmark = pytest.mark.slow

A_TEST = """
import os
import psycopg

def test_a_server_is_there():
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        print("at", os.environ["DATABASE_URL"])
        assert connection.execute("SHOW fsync").fetchone() == ({fsync!r},)
"""


def by_hand(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kurss.portal.embedded", *words]
    told = environment() | {"KURSS_HOME": str(home)}
    return subprocess.run(command, capture_output=True, text=True, env=told)


def run_tests(folder: Path, *, fsync: str, **told: str) -> str:
    (folder / "test_it.py").write_text(A_TEST.format(fsync=fsync))
    (folder / "pytest.ini").write_text("[pytest]\n")
    command = [sys.executable, "-m", "pytest", "-s", "-q", "-p", "kurss.portal.embedded.pytest_plugin"]
    command += ["-p", "no:django", "-p", "no:cacheprovider", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment() | told, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(line[3:] for line in done.stdout.splitlines() if line.startswith("at "))


def test_the_command_starts_shows_and_stops_the_server(home):
    assert by_hand(home, "status").returncode == 3
    assert by_hand(home, "start").returncode == 0
    shown = by_hand(home, "status")
    assert shown.returncode == 0
    assert shown.stdout.startswith("PostgreSQL ")
    assert by_hand(home, "stop").stdout == "The server is stopped.\n"
    assert by_hand(home, "stop").stdout == "The server was not running.\n"
    assert by_hand(home, "restart").returncode == 64


def test_a_refusal_is_one_sentence_and_its_exit_code(home):
    home.write_text("not a folder")
    refused = by_hand(home, "start")
    assert refused.returncode == 73
    assert len(refused.stderr.splitlines()) == 1
    home.unlink()


def test_the_plugin_gives_the_tests_a_server_and_takes_it_away(tmp_path):
    where = run_tests(tmp_path, fsync="off")
    folder = next(part for part in where.split("%2F") if part.startswith(server.THROW_AWAY))
    assert not list(Path("/tmp").glob(f"{folder}*"))


def test_the_plugin_leaves_a_named_server_alone(home, tmp_path):
    with server.ensure(home) as running:
        assert run_tests(tmp_path, fsync="on", DATABASE_URL=running.conninfo) == running.conninfo
