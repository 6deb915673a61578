"""One server per home, shared by whoever needs it and gone when nobody does."""

import contextlib
import signal
import sys
import time
from pathlib import Path

import psycopg
import pytest

from kurss.portal.embedded import address, cluster, server
from kurss.portal.embedded.tests.conftest import ask, postmaster

pytestmark = pytest.mark.slow

HANDLED = """
import signal, sys
from pathlib import Path
from kurss.portal.embedded import server
def answer(number, frame):
    print("the handler that was there", flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, answer)
server.ensure(Path(sys.argv[1]))
print("started", flush=True)
sys.stdin.read()
"""

ANNOUNCED = """
import sys
from pathlib import Path
from kurss.portal.embedded import server
print("begins", flush=True)
server.ensure(Path(sys.argv[1]))
print("started", flush=True)
sys.stdin.read()
"""

FORKED = """
import os, sys
from pathlib import Path
from kurss.portal.embedded import server
running = server.ensure(Path(sys.argv[1]))
child = os.fork()
if child == 0:
    sys.exit(0)
os.waitpid(child, 0)
print(server.status(running.home).running, flush=True)
sys.stdin.read()
"""


def test_a_fresh_home_gets_a_server_with_its_own_database(home):
    with server.ensure(home) as running:
        assert running.started_here
        assert running.conninfo == address.conninfo(home)
        assert ask(running.conninfo, "SELECT current_database()") == "kurss"
        assert ask(running.conninfo, "SHOW server_encoding") == "UTF8"
        assert ask(running.conninfo, "SELECT upper('āžī')") == "ĀŽĪ"
        assert ask(running.conninfo, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        ask(running.conninfo, "CREATE EXTENSION btree_gist")
        ask(running.conninfo, "CREATE DATABASE another")
        assert server.status(home).running
    assert not server.status(home).running


def test_nothing_that_makes_data_durable_is_switched_off(home):
    with server.ensure(home) as running:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert ask(running.conninfo, f"SHOW {setting}") == "on"


def test_the_server_opens_no_port_and_asks_for_the_password(home):
    with server.ensure(home) as running:
        assert ask(running.conninfo, "SHOW listen_addresses") == ""
        assert ask(running.conninfo, "SHOW password_encryption") == "scram-sha-256"
        assert cluster.existing(home).passwords.stat().st_mode & 0o777 == 0o600
        assert address.socket_folder(home).stat().st_mode & 0o777 == 0o700
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(running.conninfo, password="wrong")


def test_an_address_read_before_the_first_start_leads_to_the_server(home):
    before = address.conninfo(home)
    with server.ensure(home):
        assert ask(before, "SELECT 1") == 1
        assert ask(address.url(home), "SELECT 1") == 1


def test_asking_again_shares_the_server_and_the_last_release_stops_it(home):
    first = server.ensure(home)
    second = server.ensure(home)
    assert (first.started_here, second.started_here) == (True, False)
    first.release()
    first.release()
    assert server.status(home).running
    second.release()
    assert not server.status(home).running


def test_a_second_process_shares_the_server_and_keeps_it_when_the_first_leaves(home, neighbour):
    first = neighbour()
    assert first.says() == "started"
    second = neighbour()
    assert second.says() == "shared"
    number = postmaster(home)
    assert first.leaves() == 0
    assert server.status(home).running
    assert postmaster(home) == number
    assert second.leaves() == 0
    assert not server.status(home).running


def test_of_many_processes_at_once_one_starts_the_server(home, neighbour):
    assert sorted(one.says() for one in [neighbour() for _ in range(4)]) == ["shared"] * 3 + ["started"]


def test_data_are_there_at_the_next_start(home):
    with server.ensure(home) as running:
        ask(running.conninfo, "CREATE TABLE kept AS SELECT 7 AS seven")
    with server.ensure(home) as running:
        assert running.started_here
        assert ask(running.conninfo, "SELECT seven FROM kept") == 7


def test_sigterm_of_the_process_that_started_it_stops_the_server(home, neighbour):
    owner = neighbour()
    assert owner.says() == "started"
    assert owner.told(signal.SIGTERM) == -signal.SIGTERM
    assert not server.status(home).running


def test_sigterm_during_the_first_start_leaves_no_server_and_a_home_that_starts(home, neighbour):
    owner = neighbour(ANNOUNCED)
    assert owner.says() == "begins"
    time.sleep(0.2)
    assert owner.told(signal.SIGTERM) == -signal.SIGTERM
    assert not server.status(home).running
    with server.ensure(home) as running:
        assert ask(running.conninfo, "SELECT 1") == 1


def test_ctrl_c_stops_the_server(home, neighbour):
    owner = neighbour()
    assert owner.says() == "started"
    owner.told(signal.SIGINT)
    assert not server.status(home).running


def test_a_handler_that_was_there_is_kept(home, neighbour):
    owner = neighbour(HANDLED)
    assert owner.says() == "started"
    owner.process.send_signal(signal.SIGTERM)
    assert owner.says() == "the handler that was there"
    assert owner.leaves() == 7
    assert not server.status(home).running


def test_the_end_of_a_forked_child_leaves_the_server_to_its_parent(home, neighbour):
    parent = neighbour(FORKED)
    assert parent.says() == "True"
    assert parent.leaves() == 0
    assert not server.status(home).running


def test_a_server_whose_users_were_killed_is_shared_and_then_stopped_by_the_next(home, neighbour):
    owner = neighbour()
    assert owner.says() == "started"
    owner.told(signal.SIGKILL)
    assert server.status(home).running
    with server.ensure(home) as running:
        assert not running.started_here
    assert not server.status(home).running


def test_a_server_started_to_stay_stays_until_it_is_stopped(home, neighbour):
    server.ensure(home, stays=True).release()
    assert server.status(home).running
    passer_by = neighbour()
    assert passer_by.says() == "shared"
    assert passer_by.leaves() == 0
    assert server.status(home).running
    assert server.stop(home)
    assert not server.status(home).running
    assert not server.stop(home)


def test_a_full_server_counts_as_running(home):
    with server.ensure(home) as running:
        connections = []
        most = int(ask(running.conninfo, "SHOW max_connections"))
        with contextlib.suppress(psycopg.OperationalError):
            connections.extend(psycopg.connect(running.conninfo) for _ in range(most))
        assert len(connections) < most
        with server.ensure(home) as again:
            assert not again.started_here
        for connection in connections:
            connection.close()


def test_a_throw_away_server_leaves_nothing_behind():
    with server.throw_away() as running:
        assert ask(running.conninfo, "SHOW fsync") == "off"
        place = address.place(running.home)
        assert place.exists()
    assert not place.exists()
    assert not running.home.exists()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at the process by /proc")
def test_the_server_is_told_nothing_of_the_environment(home, monkeypatch):
    monkeypatch.setenv("KURSS_SECRET_KEY", "not for the server")
    with server.ensure(home):
        environ = Path(f"/proc/{postmaster(home)}/environ").read_bytes()
    assert b"PATH=" in environ
    assert b"KURSS_SECRET_KEY" not in environ
