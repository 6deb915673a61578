"""The data of one embedded server: made, looked over before a start, set aside. Knows no running server.

The data are made in a folder aside and take their place when complete; the password file of the home
comes last. So data without passwords belong to a home that was deleted, or to a first run that was
interrupted, and passwords without data to a home that was moved.
"""

import os
import secrets
import shutil
import subprocess
from pathlib import Path

from kurss.portal.embedded.address import DATABASE, ROLE, SUPERUSER
from kurss.portal.embedded.binaries import BUILTIN_LOCALES_SINCE, ENVIRONMENT, Binaries
from kurss.portal.embedded.cluster import Cluster, folder
from kurss.portal.embedded.refusals import DataMissing, OtherVersion, ServerDidNotStart

SHARED_MEMORY = Path("/proc/sysvipc/shm")
LOCALE = "C.UTF-8"


def initialise(cluster: Cluster, binaries: Binaries, life: int) -> None:
    """Make the empty database. The programs inherit `life`: while one of them is left, nobody else begins."""
    if cluster.passwords.exists():
        raise DataMissing(
            f"The data of {cluster.home} are not at {cluster.data}: the home was moved or copied, or the "
            f"data deleted; put them there (the first line of {cluster.passwords} says where they were), "
            f"or delete {cluster.passwords} to begin with an empty database."
        )
    if cluster.data.exists():
        _set_aside(cluster)
    work = cluster.place / "new"
    shutil.rmtree(work, ignore_errors=True)
    folder(work, mode=0o700)
    cluster.owner.give(work)
    superuser_password, password = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    _run_initdb(cluster, binaries, life, work, superuser_password)
    _make_database(cluster, binaries, life, work, password)
    (work / "data").rename(cluster.data)
    _flush(cluster.place)
    _keep_passwords(cluster, {SUPERUSER: superuser_password, ROLE: password})
    shutil.rmtree(work)


def insist_on_version(cluster: Cluster, binaries: Binaries) -> None:
    """Refuse binaries of another major version than the data: PostgreSQL reads its own version only."""
    written = (cluster.data / "PG_VERSION").read_text().strip()
    if written != str(binaries.major):
        raise OtherVersion(
            f"The data in {cluster.data} are of PostgreSQL {written}, but {binaries.folder} is version "
            f"{binaries.major}: set KURSS_PG_BIN to the bin folder of version {written}, "
            "or take the data over with pg_dump and restore."
        )


def clear_traces(cluster: Cluster) -> None:
    """Put away what a server that ended without a word left behind, so that PostgreSQL starts again.

    PostgreSQL goes by the process id in these files, which may belong to a stranger by now. To be called
    only by the holder of `life`, to whom no server answered: then none of ours is left. The shared memory
    tells of a server that somebody started by hand on the same data.
    """
    file = cluster.data / "postmaster.pid"
    lines = file.read_text().splitlines() if file.exists() else []
    if len(lines) > 6 and _memory_in_use(lines[6]):
        raise ServerDidNotStart(
            f"A PostgreSQL that was not started by Kurss works on {cluster.data} (process {lines[0]}): "
            "stop it, and start again."
        )
    if lines:
        file.rename(cluster.place / "postmaster.pid.stale")
    for name in os.listdir(cluster.socket_folder):
        (cluster.socket_folder / name).unlink()


def _memory_in_use(key_and_id: str) -> bool:
    """Whether a process is attached to the shared memory that the pid file names.

    Where the system has no such list, PostgreSQL's own look at the memory of its data folder must do.
    """
    identifier = key_and_id.split()[-1:]
    if not SHARED_MEMORY.exists() or not identifier:
        return False
    heading, *segments = [line.split() for line in SHARED_MEMORY.read_text().splitlines()]
    number, attached = heading.index("shmid"), heading.index("nattch")
    return any(row[number] == identifier[0] and int(row[attached]) > 0 for row in segments)


def _set_aside(cluster: Cluster) -> None:
    """Keep data that no home opens any more, in the place of those set aside before."""
    aside = cluster.place / "data-set-aside"
    if aside.exists():
        shutil.rmtree(aside)
    cluster.data.rename(aside)


def _run_initdb(cluster: Cluster, binaries: Binaries, life: int, work: Path, password: str) -> None:
    password_file = work / "superuser"
    password_file.touch(mode=0o600)
    password_file.write_text(password)
    cluster.owner.give(password_file)
    command = [binaries["initdb"], "--pgdata", str(work / "data"), "--username", SUPERUSER]
    command += ["--pwfile", str(password_file), "--auth", "scram-sha-256", "--data-checksums"]
    command += ["--encoding", "UTF8", "--locale", LOCALE]
    if binaries.major >= BUILTIN_LOCALES_SINCE:
        command += ["--locale-provider", "builtin"]
    if cluster.throw_away.exists():
        command += ["--no-sync"]
    _run(cluster, command, life)
    password_file.unlink()


def _make_database(cluster: Cluster, binaries: Binaries, life: int, work: Path, password: str) -> None:
    """The site's own role may make databases and everything in its own, and nothing of the server's."""
    command = [
        binaries["postgres"],
        "--single",
        "-D",
        str(work / "data"),
        "-c",
        "exit_on_error=on",
        "postgres",
    ]
    lines = [
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password}'",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
    ]
    _run(cluster, command, life, words="".join(f"{line};\n" for line in lines))


def _run(cluster: Cluster, command: list[str], life: int, words: str = "") -> None:
    done = subprocess.run(  # noqa: S603 - a program of the chosen installation; nothing comes from outside
        command,
        input=words,
        capture_output=True,
        text=True,
        check=False,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
        pass_fds=(life,),
        **cluster.owner.identity(),
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if "error:" in line or "FATAL:" in line]
        why = said[-1] if said else done.stderr.strip() or f"exit code {done.returncode}"
        raise ServerDidNotStart(
            f"An empty database could not be made in {cluster.place} ({why}): "
            "remove the cause and start again."
        )


def _keep_passwords(cluster: Cluster, passwords: dict[str, str]) -> None:
    """In libpq's own format, in one step, readable by the caller only."""
    lines = [f"# {cluster.data}", *(f"*:*:*:{role}:{password}" for role, password in passwords.items())]
    draft = cluster.passwords.with_name(f"{cluster.passwords.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text("\n".join(lines) + "\n")
    _flush(draft)
    draft.rename(cluster.passwords)
    _flush(cluster.home)


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
