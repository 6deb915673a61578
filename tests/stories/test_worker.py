"""The worker is killed in the middle of a letter; the next one sends it, seals the journal and ends when asked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from kurss.notices.tests.mail_server import MailServer, mail_server
from tests.conftest import ROOT, City, empty_city

pytestmark = pytest.mark.slow

POST = """
from kurss.portal import site
with site.ready(lambda sentence: None):
    from datetime import datetime, timezone
    from django.db import transaction
    from kurss.journal.entries import write
    from kurss.notices.outbox import post
    at = datetime.now(timezone.utc)
    with transaction.atomic():
        write(act="learning.offer", by_key="clerk", by_label="", at=at, kind="learning.offer", key="7")
        post(to="ilze@city.example", subject="A place", body="There is a place.", language="lv", at=at)
"""


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as started:
        yield started


@pytest.fixture
def town(tmp_path, server, monkeypatch) -> Iterator[City]:
    """A city's own site, without a demonstration, whose letters leave through the server."""
    for name, value in {
        "KURSS_SECRET_KEY": "for one test only",
        "KURSS_HOSTS": "localhost",
        "KURSS_MAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "KURSS_MAIL_FROM": "kurss@city.example",
    }.items():
        monkeypatch.setenv(name, value)
    with empty_city(tmp_path) as made:
        yield made


def worker(town: City) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "kurss.portal.cli", "worker"],
        cwd=ROOT,
        env=town.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def until(true, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.2)


def test_a_killed_worker_loses_no_letter_and_the_next_one_ends_when_asked(town, server):
    subprocess.run([sys.executable, "-c", POST], cwd=ROOT, env=town.environment, check=True)
    server.hold = threading.Event()
    killed = worker(town)
    try:
        assert server.arrived.wait(90), killed.poll()
    finally:
        os.killpg(killed.pid, signal.SIGKILL)
        killed.wait(10)
        server.hold.set()
    server.hold = None
    with town.connect() as connection:

        def one(query: str) -> object:
            return connection.execute(query).fetchone()[0]

        assert one("SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing'") > 0
        second = worker(town)
        try:
            until(lambda: one("SELECT state FROM notices_notice") == "sent")
            until(
                lambda: one("SELECT count(*) FROM journal_seal") == one("SELECT count(*) FROM journal_entry")
            )
            # What the killed worker was doing is brought back or ended; nothing is held for ever.
            own = "SELECT id FROM procrastinate_workers ORDER BY id DESC LIMIT 1"
            until(
                lambda: (
                    one(
                        "SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing' "
                        f"AND worker_id IS DISTINCT FROM ({own})"
                    )
                    == 0
                ),
                seconds=150,
            )
        finally:
            second.send_signal(signal.SIGTERM)
            assert second.wait(60) == 0
    identities = {letter["Message-ID"] for letter in server.letters}
    assert (len(server.letters), len(identities)) == (2, 1)  # the one in the air, and once more
    journal = town.kurss("journal", "check")
    assert "0 faults" in journal.stdout
