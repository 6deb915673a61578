"""Whatever ended a server or a first run, the next start finds its way, and no stranger is harmed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from kurss.portal.embedded import address, cluster, locks, server
from kurss.portal.embedded.binaries import find
from kurss.portal.embedded.refusals import DataMissing, ServerDidNotStart, StillUsed
from kurss.portal.embedded.tests.conftest import ask, postmaster

pytestmark = pytest.mark.slow


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def kill_the_server(home: Path) -> None:
    """As the kernel does when memory runs out; returns when nothing of the server is left."""
    os.kill(postmaster(home), signal.SIGKILL)
    until(lambda: not locks.held(cluster.existing(home).life))


def test_data_survive_a_kill_of_the_server(home):
    with server.ensure(home) as running:
        ask(running.conninfo, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS number")
        kill_the_server(home)
        assert not server.status(home).running
        with server.ensure(home) as again:
            assert again.started_here
            assert ask(again.conninfo, "SELECT sum(number) FROM kept") == 500500


def test_a_stale_pid_file_that_names_a_stranger_neither_hinders_nor_harms(home):
    with server.ensure(home) as running:
        ask(running.conninfo, "CREATE TABLE kept AS SELECT 7 AS seven")
        owner = cluster.existing(home).owner
        stranger = subprocess.Popen(["sleep", "60"], **owner.identity())
        try:
            kill_the_server(home)
            for file in (
                cluster.existing(home).data / "postmaster.pid",
                address.socket_folder(home) / ".s.PGSQL.5432.lock",
            ):
                lines = file.read_text().splitlines()
                file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            assert not server.stop(home)
            with server.ensure(home) as again:
                assert again.started_here
                assert ask(again.conninfo, "SELECT seven FROM kept") == 7
                assert postmaster(home) != stranger.pid
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="sees zombies by /proc")
def test_a_zombie_is_not_taken_for_a_server(home, neighbour):
    parent = neighbour()
    assert parent.says() == "started"
    number = postmaster(home)
    kill_the_server(home)
    until(lambda: Path(f"/proc/{number}/stat").read_text().split(") ")[1][0] == "Z")
    with server.ensure(home) as running:
        assert running.started_here
        assert postmaster(home) != number


@pytest.mark.skipif(sys.platform != "linux", reason="reads the list of shared memory of Linux")
def test_a_server_started_by_hand_on_the_same_data_is_left_alone(home):
    server.ensure(home).release()
    used = cluster.existing(home)
    programs = find(os.environ, used.owner)
    command = [programs["postgres"], "-D", str(used.data), "-c", "listen_addresses="]
    command += ["-c", f"unix_socket_directories={used.data}"]
    by_hand = subprocess.Popen(command, cwd="/", stderr=subprocess.PIPE, **used.owner.identity())
    try:
        file = used.data / "postmaster.pid"
        until(lambda: file.exists() and "ready" in file.read_text())
        with pytest.raises(ServerDidNotStart, match=rf"process {by_hand.pid}\): stop it, and start again\."):
            server.ensure(home)
        assert by_hand.poll() is None
    finally:
        by_hand.send_signal(signal.SIGINT)
        by_hand.communicate()


def test_a_first_run_that_was_killed_is_done_again(home, neighbour):
    first = neighbour()
    work = address.place(home) / "new" / "data"
    until(lambda: (work / "base").exists())
    first.told(signal.SIGKILL)
    assert not cluster.existing(home).initialised
    with server.ensure(home) as running:
        assert ask(running.conninfo, "SELECT current_database()") == "kurss"
    assert not work.parent.exists()


def test_a_first_run_killed_before_its_password_was_kept_is_done_again(home):
    server.ensure(home).release()
    used = cluster.existing(home)
    used.passwords.unlink()
    with server.ensure(home) as running:
        assert running.started_here
        assert ask(running.conninfo, "SELECT 1") == 1
    assert (used.place / "data-set-aside" / "PG_VERSION").exists()


def test_a_deleted_home_begins_anew_but_not_under_the_feet_of_others(home, neighbour):
    user = neighbour()
    assert user.says() == "started"
    cluster.existing(home).passwords.unlink()
    with pytest.raises(StillUsed, match="end that process, and start again"):
        server.ensure(home)
    user.told(signal.SIGKILL)
    with server.ensure(home) as running:
        assert running.started_here
        assert ask(running.conninfo, "SELECT 1") == 1


def test_a_home_whose_data_are_elsewhere_is_not_silently_begun_anew(home):
    server.ensure(home).release()
    data = cluster.existing(home).data
    data.rename(data.with_name("moved"))
    with pytest.raises(DataMissing, match=r"delete .*database-password to begin with an empty database"):
        server.ensure(home)
    data.with_name("moved").rename(data)
    server.ensure(home).release()


def test_a_server_that_cannot_start_says_why(home):
    server.ensure(home).release()
    data = cluster.existing(home).data
    with (data / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = 'a lot'\n")
    with pytest.raises(
        ServerDidNotStart, match=r"\(FATAL:  configuration file .*conf\" contains errors\): remove"
    ):
        server.ensure(home)


def test_a_forgotten_throw_away_server_is_deleted_by_the_next(home, neighbour):
    code = "from kurss.portal.embedded import server; import os\n"
    code += "print(server.throw_away().home, flush=True); os.kill(os.getpid(), 9)"
    forgotten = Path(neighbour(code).says())
    marker = cluster.existing(forgotten).throw_away
    with server.throw_away():
        assert server.status(forgotten).running
    os.utime(marker, (0, 0))
    with server.throw_away():
        assert not forgotten.exists()
        assert not marker.parent.exists()
