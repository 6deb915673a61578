"""A whole city for the stories: the Ventspils case loaded by the command a newcomer types, and served."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class City:
    """A loaded demonstration: its home, its documents, its database, and how to run `kurss` in it."""

    home: Path
    documents: Path
    database: str

    @property
    def environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
        return kept | {
            "KURSS_HOME": str(self.home),
            "KURSS_OUT": str(self.documents),
            "DATABASE_URL": self.database,
        }

    def kurss(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kurss.portal.cli", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=check,
            timeout=900,
        )

    def connect(self) -> psycopg.Connection:
        return psycopg.connect(self.database, autocommit=True)


@contextmanager
def empty_city(folder: Path, template: str = "template1") -> Iterator[City]:
    """A home and a database of its own, with nothing in them but the template's; both are removed afterwards."""
    name = f"story_{uuid.uuid4().hex[:8]}"
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield City(folder / "home", folder / "out", psycopg.conninfo.make_conninfo(server, dbname=name))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def loaded(tmp_path_factory) -> Iterator[City]:
    """The Ventspils case after `kurss demo --once`. Nobody works in it; stories have its copies."""
    folder = tmp_path_factory.mktemp("loaded")
    with empty_city(folder) as made:
        first = made.kurss("demo", "--once", check=False)
        assert first.returncode == 0, first.stdout + first.stderr
        (folder / "first.txt").write_text(first.stdout + first.stderr)
        yield made


@contextmanager
def copy_of(loaded: City, folder: Path) -> Iterator[City]:
    """The same home, documents and database once more, at the price of a copy; removed afterwards."""
    shutil.copytree(loaded.home.parent, folder, dirs_exist_ok=True)
    with empty_city(folder, template=psycopg.conninfo.conninfo_to_dict(loaded.database)["dbname"]) as made:
        yield made


OF_THE_CITY = (
    "programme",
    "partners",
    "evidence",
    "journal",
    "learning",
    "science",
    "curriculum",
    "places",
    "population",
)
"""What a city enters itself, by the module that keeps it; its people and their roles are not among it."""


def emptied(database: str) -> None:
    """Leave people with their roles, and nothing that a city enters: as on its first day with Kurss."""
    refusals = """
        DO $$ DECLARE found record; BEGIN
            FOR found IN SELECT tgrelid::regclass AS owner, tgname FROM pg_trigger
                         WHERE NOT tgisinternal AND tgtype & 32 <> 0
            LOOP EXECUTE format('ALTER TABLE %s {word} TRIGGER %I', found.owner, found.tgname); END LOOP;
        END $$"""
    with psycopg.connect(database) as connection:
        names = connection.execute(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = 'public' AND split_part(tablename, '_', 1) = ANY(%s)",
            (list(OF_THE_CITY),),
        ).fetchone()[0]
        connection.execute(refusals.replace("{word}", "DISABLE"))
        connection.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")
        connection.execute(refusals.replace("{word}", "ENABLE"))


@contextmanager
def bare_city(loaded: City, folder: Path) -> Iterator[City]:
    """A city with its people and roles, and without a programme, partner, indicator or course."""
    with copy_of(loaded, folder) as made:
        emptied(made.database)
        yield made


@pytest.fixture(scope="session")
def city(loaded, tmp_path_factory) -> Iterator[City]:
    """The loaded case that most stories share and leave as it is; `first.txt` beside its home is what it said."""
    with copy_of(loaded, tmp_path_factory.mktemp("city")) as made:
        yield made


@pytest.fixture(scope="module")
def own_city(loaded, tmp_path_factory) -> Iterator[City]:
    """The loaded case for the stories of one file alone, which may change it."""
    with copy_of(loaded, tmp_path_factory.mktemp("own")) as made:
        yield made


@pytest.fixture(scope="module")
def own_site(own_city) -> Iterator[str]:
    """That city served on loopback; its address without a slash at the end."""
    with served(own_city) as address:
        yield address


SITE_COMES_WITHIN = 120
"""Seconds: it is there within five on a quiet machine, and a crowded one is no fault of the site."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(city) -> Iterator[str]:
    """The loaded city served on loopback; its address without a slash at the end."""
    with served(city) as address:
        yield address


@contextmanager
def served(city: City) -> Iterator[str]:
    """A city on a port of its own, ended afterwards."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "kurss.portal.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=city.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def _wait_for(address: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + SITE_COMES_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise AssertionError(process.stderr.read().decode())
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"the site did not answer within {SITE_COMES_WITHIN} seconds")


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator:
    """Chromium, driven. Without one the story is skipped on a laptop and fails where CI is set."""
    path = chromium()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed, and CI must run the browser tests.")
        pytest.skip("Chromium is not installed: the story in the browser was not run.")
    from playwright.sync_api import sync_playwright

    # Playwright runs an event loop in this thread; Django would take the tests after it for async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"],
        )
        yield started
        started.close()
