"""The server's processes: whether one answers, starting it, stopping it.

"Running" is what answers on the socket with our data; "left" is what still holds `life`. The pid file is
read for one purpose, to know whom to tell to stop, and whoever it names is looked at before being told.
"""

import os
import signal
import subprocess
import time
from pathlib import Path

import psycopg

from kurss.portal.embedded import address, locks
from kurss.portal.embedded.binaries import ENVIRONMENT, Binaries
from kurss.portal.embedded.cluster import Cluster
from kurss.portal.embedded.refusals import ServerDidNotStart, ServerDidNotStop

START_PATIENCE = 300.0
STOP_PATIENCE = 60.0
ANSWER_PATIENCE = 5
LOG_LIMIT = 10_000_000
NOT_DURABLE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")

_children: list[subprocess.Popen[bytes]] = []


def answers(cluster: Cluster) -> str:
    """The version of the server that answers with the data of this cluster; empty where none does.

    Asks as the superuser, for whom the server keeps a connection free when all others are taken.
    """
    where = address.conninfo(cluster.home, dbname="postgres", role=address.SUPERUSER)
    try:
        with psycopg.connect(where, connect_timeout=ANSWER_PATIENCE, autocommit=True) as connection:
            row = connection.execute("SELECT current_setting('data_directory'), version()").fetchone()
    except psycopg.OperationalError:
        return ""
    return str(row[1]) if row and Path(row[0]) == cluster.data else ""


def start(cluster: Cluster, binaries: Binaries, life: int) -> None:
    """Start the server and wait until it answers. It inherits `life`, and no key typed here reaches it."""
    folder = str(cluster.socket_folder).replace('"', '""')
    settings = ["listen_addresses=", f'unix_socket_directories="{folder}"', "unix_socket_permissions=0700"]
    settings += [f"port={address.PORT}", "logging_collector=off", "cluster_name=kurss"]
    settings += NOT_DURABLE if cluster.throw_away.exists() else ()
    command = [binaries["postgres"], "-D", str(cluster.data)]
    for setting in settings:
        command += ["-c", setting]
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        cluster.log.rename(cluster.log.with_suffix(".log.before"))
    descriptor = os.open(cluster.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    beginning = os.fstat(descriptor).st_size
    try:
        child = subprocess.Popen(  # noqa: S603 - a program of the chosen installation; nothing comes from outside
            command,
            stdin=subprocess.DEVNULL,
            stdout=descriptor,
            stderr=descriptor,
            env=ENVIRONMENT,
            cwd="/",
            start_new_session=True,
            pass_fds=(life,),
            **cluster.owner.identity(),
        )
    finally:
        os.close(descriptor)
    _children.append(child)
    _await_answer(cluster, child, beginning)


def _await_answer(cluster: Cluster, child: subprocess.Popen[bytes], beginning: int) -> None:
    """Wait until the server just started, whose words begin there in the log, has recovered what it must."""
    deadline = time.monotonic() + START_PATIENCE
    while not answers(cluster):
        if child.poll() is not None:
            raise ServerDidNotStart(
                f"PostgreSQL did not start ({_last_words(cluster.log, beginning)}): "
                f"remove the cause, which {cluster.log} may tell more about, and start again."
            )
        if time.monotonic() > deadline:
            raise ServerDidNotStart(
                f"PostgreSQL has not answered for {START_PATIENCE:.0f} seconds: "
                f"read {cluster.log} to see what it is doing, and start again."
            )
        time.sleep(locks.PAUSE)


def stop(cluster: Cluster) -> bool:
    """Have the server end its connections, write its data and end; whether there was one to stop."""
    if not locks.held(cluster.life):
        return False
    deadline = time.monotonic() + STOP_PATIENCE
    told = False
    while locks.held(cluster.life):
        told = told or _tell_to_stop(cluster)
        if time.monotonic() > deadline:
            raise ServerDidNotStop(
                f"PostgreSQL on {cluster.data} has not ended for {STOP_PATIENCE:.0f} seconds: "
                f"read {cluster.log} to see what holds it up, and stop it again."
            )
        time.sleep(locks.PAUSE)
    _children[:] = [child for child in _children if child.poll() is None]
    return True


def _tell_to_stop(cluster: Cluster) -> bool:
    """Tell the process in the pid file, if it is the server of this data folder and no stranger."""
    try:
        pid = int((cluster.data / "postmaster.pid").read_text().splitlines()[0])
    except (FileNotFoundError, IndexError, ValueError):
        return False
    if not hasattr(os, "pidfd_open"):
        if _is_server_of(pid, cluster.data):
            os.kill(pid, signal.SIGINT)
            return True
        return False
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return False
    try:
        # The descriptor stays with the process looked at, even if its number is given to another meanwhile.
        if _is_server_of(pid, cluster.data):
            signal.pidfd_send_signal(process, signal.SIGINT)
            return True
    except ProcessLookupError:
        pass
    finally:
        os.close(process)
    return False


def _is_server_of(pid: int, data: Path) -> bool:
    """Whether this process was started as `postgres -D <data>`."""
    file = Path(f"/proc/{pid}/cmdline")
    try:
        words = file.read_bytes().split(b"\0")
    except OSError:
        if Path("/proc/self").exists():
            return False
        listed = subprocess.run(  # noqa: S603
            ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)], capture_output=True, check=False
        )
        return f"/postgres -D {data} ".encode() in listed.stdout
    return Path(os.fsdecode(words[0])).name == "postgres" and words[1:3] == [b"-D", os.fsencode(data)]


def _last_words(log: Path, beginning: int) -> str:
    with log.open("rb") as file:
        file.seek(beginning)
        lines = file.read().decode(errors="replace").splitlines()
    grave = [line[line.index(word) :] for line in lines for word in ("FATAL:", "PANIC:") if word in line]
    return (grave or lines or ["it said nothing"])[-1].strip()
