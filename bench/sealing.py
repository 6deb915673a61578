"""Sealing: attendances out of PostgreSQL into a snapshot, beside a bare COPY of the same rows into Parquet.

    python -m bench.sealing                  2 million attendances of 33,000 people over five years
    python -m bench.sealing --rows 500000    fewer

A bare COPY goes through a pipe into one Parquet file, in the order in which rows come. A seal sorts them, cuts
them into months, replaces keys by numbers and names each file by its content. Both take turns, and the best round
of each counts. Then everything is sealed again with nothing changed, and no file may be written.

Besides the clock the processor time of this process is printed, which a busy machine does not stretch; what
PostgreSQL spends is the same for both.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 3
AS_OF = date(2023, 1, 1)
WORDS = ("gender", "age_band", "place", "topic", "status")

FILL = """
CREATE TABLE bench_visit (id bigint PRIMARY KEY, person uuid NOT NULL, happened_on date NOT NULL,
    gender text, age_band text, place text, topic text, status text, minutes integer, synthetic boolean);
INSERT INTO bench_visit SELECT i, md5((i * 7919 % {people})::text)::uuid,
    date '2018-01-01' + (i * 1826 / {rows})::int,
    (array['female', 'male', 'other', NULL])[1 + i % 4], (array['7-12', '13-17', '18-24', '25+'])[1 + i / 7 % 4],
    'place-' || i % 20, 'topic-' || i % 9, (array['present', 'late', 'excused', 'absent'])[1 + i / 3 % 4],
    (30 + i % 90)::int, true FROM generate_series(1::bigint, {rows}) AS i;
ANALYZE bench_visit
"""


def fact():
    from django.db import models

    from kurss.evidence.facts import Dimension, Event, Fact, Quantity

    class Visit(models.Model):
        person = models.UUIDField()
        happened_on = models.DateField()
        gender, age_band, place, topic, status = (models.TextField(null=True) for _ in WORDS)
        minutes = models.IntegerField()
        synthetic = models.BooleanField()

        class Meta:
            app_label, managed = "bench", False

        def __str__(self) -> str:
            return str(self.pk)

    return Fact(
        key="bench.visit", title="", title_en="", explains="", explains_en="", rows=Visit.objects.all,
        record="id", subject="person", subject_kind="person", time=Event("happened_on"), synthetic="synthetic",
        record_page="", act="", dimensions=tuple(Dimension(word, word, "", "") for word in WORDS),
        quantities=(Quantity("minutes", "minutes", "min", "", ""),),
    )  # fmt: skip


Spent = tuple[float, float]
"""Seconds by the clock, and of this process's processor time."""


def timed(work) -> Spent:
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def bare(own, target: Path) -> None:
    """The same rows by COPY into one Parquet file, with as many threads as a seal has."""
    import duckdb

    from kurss.evidence.export import NULL, _rows, _send, columns

    given, taken = os.pipe()
    types = ", ".join(f"'{column.name}': '{column.type}'" for column in columns(own))
    statement = (
        f"COPY (SELECT * FROM read_csv('/dev/fd/{given}', header = false, columns = {{{types}}}, "
        f"nullstr = '{NULL}', allow_quoted_nulls = false, delim = ',', quote = '\"', escape = '\"', "
        f"auto_detect = false, parallel = false)) TO '{target}' (FORMAT parquet, COMPRESSION zstd)"
    )
    with duckdb.connect(config={"threads": 1}) as duck:
        reader = threading.Thread(target=duck.execute, args=(statement,))
        reader.start()
        _send(_rows(own), taken)
        reader.join()
    os.close(given)


def seal(folder: Path, day: int) -> None:
    """Seal everything into a folder of its own, as of a day of its own."""
    from django.conf import settings

    from kurss.evidence import snapshots

    settings.SNAPSHOTS = folder / "snapshots"
    snapshots.seal(as_of=AS_OF + timedelta(days=day), by_key="", at=datetime.now(UTC))


def measure(own, folder: Path) -> None:
    first = timed(lambda: seal(folder / "first", 0))
    spent: dict[str, list[Spent]] = {"a bare COPY": [], "a seal": [], "a seal with nothing changed": []}
    for number in range(1, ROUNDS + 1):
        place = folder / str(number)
        place.mkdir()
        work = (partial(bare, own, place / "bare.parquet"), partial(seal, place, number))
        for name, one in zip(spent, (*work, work[1]), strict=True):
            before = state(place)
            spent[name].append(timed(one))
            assert name != "a seal with nothing changed" or state(place) == before, "a file was written"
    print(f"load {os.getloadavg()[0]:.1f}")
    best = {}
    for name, runs in spent.items():
        best[name] = [min(own) for own in zip(*runs, strict=True)]
        each = " ".join(f"{clock:.2f}/{used:.2f}" for clock, used in runs)
        print(
            f"    {name:28} {best[name][0]:7.2f} s by the clock {best[name][1]:7.2f} s of processor ({each})"
        )
    print(
        f"    the very first seal, which numbers the people: {first[0]:.2f} s, {first[1]:.2f} s of processor"
    )
    clock, used = (a / b for a, b in zip(best["a bare COPY"], best["a seal"], strict=True))
    print(
        f"    sealing at {clock:.2f} of the speed of a bare COPY, by the processor {used:.2f}; must be over 0.5"
    )


def state(folder: Path) -> dict[Path, tuple[int, int]]:
    found = [folder, *folder.rglob("*")]
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in found}


@contextmanager
def city():
    """A home of its own with an empty city in it, removed afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kurss-bench-"))
    os.environ |= {
        "KURSS_HOME": str(folder / "home"),
        "DJANGO_SETTINGS_MODULE": "kurss.portal.settings.demo",
    }
    os.environ.pop("DATABASE_URL", None)
    try:
        from kurss.portal import site

        with site.ready(lambda sentence: None):
            yield folder
    finally:
        stop = [sys.executable, "-m", "kurss.portal.embedded", "stop"]
        subprocess.run(stop, cwd=ROOT, check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=2_000_000)
    asked.add_argument("--people", type=int, default=33_000)
    chosen = asked.parse_args()
    with city() as folder:
        from django.db import connection

        from kurss.evidence import facts, snapshots

        with connection.cursor() as cursor:
            cursor.execute(FILL.format(rows=chosen.rows, people=chosen.people))
        own = fact()
        snapshots.declared = facts.declared = lambda: {own.key: own}
        print(f"{chosen.rows:,} attendances of {chosen.people:,} people; ", end="")
        measure(own, folder)
        connection.close()


if __name__ == "__main__":
    main()
