"""The opening minute: 3,000 families send 9,000 requests for 300 groups of 12 places and one of 20.

    python -m bench.opening                 the whole of it
    python -m bench.opening --families 300 --groups 30     a tenth

Session, CSRF and sign-in were done before. Servers, load generator and embedded PostgreSQL (fsync on) share the
machine. What was answered is then held against what stands in the database.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from bench.bare import places_a_second
from bench.families import Family, Wanted, requests_of, round_of, signed_in
from bench.processor import postmaster, spent
from bench.rush import Answer, rush

ROOT = Path(__file__).resolve().parents[1]
HOST = "city.example"
PLACES, WANTED = 12, 20
PRETIX = 7
"""Orders a second that pretix 2026.8.0 with Redis and Celery was said to create on two cores."""


def environment(folder: Path) -> dict[str, str]:
    """What a city's own site is told, with a home in this folder."""
    return {
        "KURSS_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "kurss.portal.settings.production",
        "KURSS_SECRET_KEY": "made up for a measurement, and of no use to anybody else",
        "KURSS_HOSTS": f"{HOST},127.0.0.1",
        "KURSS_CODE_KEYS": "bench:QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVowMTIzNDU=",
        "KURSS_TURNS_A_SECOND": "5000",
    }


@contextmanager
def home() -> Iterator[Path]:
    """A city's own site in a folder of its own, removed at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kurss-opening-"))
    os.environ |= environment(folder)
    os.environ.pop("DATABASE_URL", None)
    try:
        yield folder / "home"
    finally:
        from kurss.portal.embedded import server

        server.stop(folder / "home")
        server.remove(folder / "home")
        shutil.rmtree(folder, ignore_errors=True)


def prepared(*, families: int, groups: int) -> list[Family]:
    """The round and the families, in a site that is ready."""
    from django.utils import timezone

    at = timezone.now()
    round_of(groups=groups, places=PLACES, wanted=WANTED, opens_at=at - timedelta(seconds=1), at=at)
    return signed_in(families, at=at)


@contextmanager
def serving(port: int, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """`kurss serve`, as a city runs it, once it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kurss.portal.cli", "serve", "--port", str(port)],
        cwd=ROOT,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    health = urllib.request.Request(
        f"http://127.0.0.1:{port}/healthz", headers={"X-Forwarded-Proto": "https", "Host": HOST}
    )
    try:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(health, timeout=2)
                break
            except (urllib.error.URLError, OSError):
                if process.poll() is not None:
                    raise SystemExit("the site did not start") from None
                time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def processors(server: subprocess.Popen) -> dict[str, float]:
    """Seconds of processor time so far, of each who shares the machine in a rush."""
    from kurss.portal.embedded.address import place

    return {
        "web servers": spent(server.pid),
        "PostgreSQL": spent(postmaster(place(Path(os.environ["KURSS_HOME"])))),
        "load generator": time.process_time(),
    }


def held_against_the_database(answers: list[Answer]) -> dict[str, int]:
    """What was acknowledged and what stands: oversold, lost and doubled places, and places left empty."""
    from django.db.models import Count, F

    from kurss.journal.models import Entry
    from kurss.learning.models import Enrolment, EnrolmentEvent, Offer
    from kurss.notices.models import Notice
    from kurss.seats.models import Pool, Seat
    from kurss.seats.models.seat import LIVE

    standing = set(Enrolment.objects.values_list("person", "group_key"))
    said = {(answer.wanted.family.child, answer.wanted.group) for answer in answers if answer.is_place}
    live = dict(Seat.objects.filter(state__in=LIVE).values_list("pool").annotate(many=Count("pk")))
    rows = Enrolment.objects.count()
    return {
        "acknowledged": len(said),
        "enrolments": rows,
        "oversold": sum(1 for pool in Pool.objects.all() if live.get(pool.pk, 0) > pool.capacity),
        "miscounted": sum(1 for pool in Pool.objects.all() if live.get(pool.pk, 0) != pool.taken),
        "lost": len(said - {(str(person), group) for person, group in standing}),
        "duplicated": rows - len(standing),
        "left empty": sum(pool.free for pool in Pool.objects.all()),
        "without their event": rows - EnrolmentEvent.objects.count(),
        "without their journal row": rows - Entry.objects.filter(act="learning.enrol").count(),
        "without their letter": rows - Notice.objects.count(),
        "without their seat": Offer.objects.filter(enrolment__isnull=False)
        .exclude(enrolment__seat=F("seat"))
        .count(),
    }


def told(answers: list[Answer]) -> dict[str, float]:
    """How fast the answers came."""
    took = sorted(answer.took for answer in answers)
    places = sorted(answer.came for answer in answers if answer.is_place)
    whole = max(answer.came for answer in answers)
    return {
        "seconds": whole,
        "answers/s": len(answers) / whole,
        "accepted/s until nine tenths are gone": 0.9 * len(places) / places[int(0.9 * len(places)) - 1],
        "accepted/s until the last place": len(places) / places[-1],
        "p50 s": statistics.median(took),
        "p95 s": took[int(0.95 * len(took)) - 1],
        "p99 s": took[int(0.99 * len(took)) - 1],
    }


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--families", type=int, default=3_000)
    asked.add_argument("--groups", type=int, default=300)
    asked.add_argument("--connections", type=int, default=64)
    asked.add_argument("--port", type=int, default=8917)
    wanted = asked.parse_args()
    with home():
        from kurss.portal import site

        with site.ready(lambda sentence: None):
            began = time.perf_counter()
            families = prepared(families=wanted.families, groups=wanted.groups)
            requests: list[Wanted] = requests_of(families, groups=wanted.groups)
            print(f"prepared in {time.perf_counter() - began:.1f} s; {len(requests)} requests", flush=True)
            with serving(wanted.port) as server:
                before = processors(server)
                answers = rush(requests, port=wanted.port, connections=wanted.connections, host=HOST)
                after = processors(server)
            print("statuses", dict(Counter(answer.status for answer in answers)))
            for name, value in told(answers).items():
                print(f"{name:40} {value:8.3f}")
            for name, count in held_against_the_database(answers).items():
                print(f"{name:40} {count:8}")
            refused = [answer.wanted for answer in answers if answer.status == 409]
            bare = places_a_second(refused, most=8, conninfo=os.environ["DATABASE_URL"])
            print(f"{'places/s of the same statements, bare':40} {bare:8.1f}")
            print(
                f"{'ratio to them':40} {bare / told(answers)['accepted/s until nine tenths are gone']:8.2f}"
            )
            print(f"yardstick, published and not measured here: pretix, {PRETIX} orders a second")
            for name, value in after.items():
                print(
                    f"processor ms an answer, {name:18} {(value - before[name]) / len(answers) * 1000:8.2f}"
                )
            print("load of the machine", os.getloadavg())


if __name__ == "__main__":
    main()
