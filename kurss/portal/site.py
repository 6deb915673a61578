"""Making a site ready: its home, its database, its tables, its languages and its static files."""

from __future__ import annotations

import fcntl
import hashlib
import ipaddress
import multiprocessing
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured

from kurss.portal.embedded import server
from kurss.portal.embedded.refusals import EmbeddedServerError
from kurss.portal.exits import Exit, Refused

Tell = Callable[[str], None]
DEMONSTRATION = "demonstration"
"""The file that marks a home as that of a demonstration, so that `kurss serve` opens it as one."""


def home() -> Path:
    """The site's home, made if it is not there. Raises Refused where it cannot be written."""
    folder = Path(os.environ.get("KURSS_HOME", ".kurss")).resolve()
    writable(folder, "home", "KURSS_HOME")
    return folder


def writable(folder: Path, what: str, variable: str) -> None:
    """Make the folder and write into it once; raise Refused, naming the variable, where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{os.getpid()}"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Refused(
            f"The {what} {folder} cannot be written ({error.strerror}): "
            f"set {variable} to a folder you own, or give yourself the right to write there."
        ) from error


def choose_settings(*, demonstration: bool = False) -> None:
    """Name the settings: those asked for, otherwise what the home is, otherwise a city's own."""
    if demonstration:
        if os.environ.get("DJANGO_SETTINGS_MODULE", "").endswith(".production"):
            raise Refused(
                "These are production settings, in which a demonstration cannot run: "
                "unset DJANGO_SETTINGS_MODULE and use a home of its own."
            )
        os.environ["DJANGO_SETTINGS_MODULE"] = "kurss.portal.settings.demo"
    elif "DJANGO_SETTINGS_MODULE" not in os.environ:
        kind = "demo" if (home() / DEMONSTRATION).exists() else "production"
        os.environ["DJANGO_SETTINGS_MODULE"] = f"kurss.portal.settings.{kind}"


@contextmanager
def ready(tell: Tell, *, demonstration: bool = False) -> Iterator[Path]:
    """The site with its database running and its tables in step, for as long as the block lasts."""
    folder = home()
    choose_settings(demonstration=demonstration)
    with _database(folder, tell):
        with _alone(folder):
            _languages()
            _set_up()
            _tables_in_step(tell)
            _static_files(folder)
        _sound()
        if demonstration:
            (folder / DEMONSTRATION).touch()
        yield folder


def words_alone() -> None:
    """The words of both languages without a site: for a command that reads a file and asks no database."""
    from django.conf import settings

    from kurss.portal.catalogue import catalogues, compile_all

    compile_all()
    if not settings.configured:
        places = [str(file.parents[2]) for file in catalogues()]
        settings.configure(USE_I18N=True, LANGUAGE_CODE="en", LOCALE_PATHS=places)
        django.setup()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Two commands that start at once would both make the tables: the second waits and finds them made."""
    with (folder / "ready.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _set_up() -> None:
    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise Refused(" ".join(str(error).split())) from error
    except ModuleNotFoundError as error:
        named = os.environ["DJANGO_SETTINGS_MODULE"]
        raise Refused(
            f"There are no settings {named} ({error}): unset DJANGO_SETTINGS_MODULE, "
            "or name kurss.portal.settings.production."
        ) from error


@contextmanager
def _database(folder: Path, tell: Tell) -> Iterator[None]:
    if not server.needed(os.environ):
        yield
        return
    try:
        running = server.ensure(folder)
    except EmbeddedServerError as error:
        raise Refused(str(error)) from error
    tell("PostgreSQL started." if running.started_here else "PostgreSQL is running already.")
    os.environ["DATABASE_URL"] = running.conninfo
    try:
        yield
    finally:
        os.environ.pop("DATABASE_URL", None)
        running.release()


def _tables_in_step(tell: Tell) -> None:
    """Apply the migrations that are missing; refuse a database that has some this Kurss does not know."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise Refused(
            f"The database does not answer ({str(error).strip().splitlines()[0]}): "
            "check DATABASE_URL and that the server runs."
        ) from error
    loader = executor.loader
    known_apps = {app for app, _ in loader.disk_migrations}
    foreign = [
        name
        for name in loader.applied_migrations
        if name[0] in known_apps and name not in loader.disk_migrations
    ]
    if foreign:
        app, migration = sorted(foreign)[-1]
        raise Refused(
            f"The database was made by a newer Kurss (it has {app} {migration}): "
            "install that version or restore a backup made with this one.",
            Exit.NEWER,
        )
    if executor.migration_plan(loader.graph.leaf_nodes()):
        tell("Making the tables.")
        call_command("migrate", verbosity=0, interactive=False)


def _languages() -> None:
    from kurss.portal.catalogue import compile_all

    compile_all()


def _static_files(folder: Path) -> None:
    """Gather static files anew when one of their sources has changed since the last time."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    state = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            found = Path(storage.path(path)).stat()
            state.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    stamp = folder / "static.stamp"
    if not (stamp.exists() and stamp.read_text() == state.hexdigest()):
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(state.hexdigest())


def _sound() -> None:
    """Refuse a site whose own checks find an error, such as a demonstration that others could reach."""
    from django.core.checks import ERROR, Tags, run_checks

    findings = [*run_checks(), *run_checks(tags=[Tags.database], databases=["default"])]
    errors = [finding for finding in findings if finding.level >= ERROR]
    if errors:
        raise Refused(" ".join(f"{error.msg} {error.hint or ''}".strip() for error in errors))


def listening(host: str) -> str:
    """The address to listen on; `localhost` is the loopback one. Raises Refused where it is none."""
    try:
        return str(ipaddress.ip_address("127.0.0.1" if host == "localhost" else host))
    except ValueError:
        raise Refused(
            f"{host!r} is not an address to listen on: write 127.0.0.1, ::1, or one of this machine.",
            Exit.USAGE,
        ) from None


def only_here_if_demonstration(host: str) -> None:
    """Raise Refused where others could reach a demonstration: anyone signs in to it as anyone."""
    from django.conf import settings

    if settings.KURSS_DEMO and not ipaddress.ip_address(host).is_loopback:
        raise Refused(
            f"A demonstration has one-click sign-in and may not listen on {host}: "
            "leave --host out, or serve a city's own site."
        )


def free_port(host: str, port: int) -> None:
    """Raise Refused, naming another, where the port is taken or may not be used."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refused(
                f"Port {port} on {host} cannot be used ({error.strerror}): "
                f"end what uses it, or choose another with --port {port + 1 if port < 65_535 else 8_000}."
            ) from error


def serve(host: str, port: int) -> None:
    """Serve until SIGINT or SIGTERM: two worker processes of four threads, for two cores.

    Workers begin anew and are not forked: a process that has loaded a case or sealed facts has threads and
    connections of libraries behind it, and a fork that clears them up ends in a crash.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "kurss.portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=4,
        # A worker that was killed is replaced; without it the whole server would end.
        respawn_failed_workers=True,
        respawn_interval=0.5,
        log_enabled=True,
        log_level=LogLevels.error,
    ).serve()
    sys.stdout.flush()
