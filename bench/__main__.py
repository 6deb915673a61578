"""What Kurss must reach, measured as ratios in one run against a lower bound or a named rival.

    python -m bench            everything
    python -m bench figures    one of: start load figures document dashboard duplicates journal lint

Medians of several runs; the machine's speed cancels out in the ratio. A home of its own, removed at the end.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS = 5
KURSS = [sys.executable, "-m", "kurss.portal.cli"]


def timed(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def median(run: Callable[[], object], runs: int = RUNS) -> float:
    return statistics.median(timed(run) for _ in range(runs))


def say(name: str, seconds: float, bound: str, against: float, must: float) -> None:
    verdict = "reached" if seconds <= must else "NOT REACHED"
    print(
        f"{name:44} {seconds:8.3f} s   {seconds / against:8.1f} x {bound} ({against:.3f} s)   "
        f"must be under {must:g} s: {verdict}"
    )


def command(*arguments: str) -> None:
    subprocess.run([*KURSS, *arguments], cwd=ROOT, check=True, capture_output=True)


def first_page() -> float:
    """Seconds from typing `kurss serve` to the first whole page."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    process = subprocess.Popen(
        [*KURSS, "serve", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while time.perf_counter() - began < 60:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/lv/", timeout=5).read()
                return time.perf_counter() - began
            except (urllib.error.URLError, OSError):
                time.sleep(0.02)
        raise SystemExit("the site did not answer")
    finally:
        process.terminate()
        process.wait(20)


def start() -> None:
    """Second start of `kurss serve` to its first page, against starting Python with Django alone."""
    bare = median(
        lambda: subprocess.run([sys.executable, "-c", "import django.core.handlers.wsgi"], check=True)
    )
    first_page()
    taken = statistics.median(first_page() for _ in range(RUNS))
    say("second start to first page", taken, "importing Django", bare, 3)


def load(home: Path) -> None:
    """Loading the case, against writing as many attendance rows with nothing around them."""
    began = time.perf_counter()
    command("demo", "--once")
    taken = time.perf_counter() - began
    with site() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bare (LIKE learning_attendance)")
        bare = timed(lambda: cursor.execute("INSERT INTO bare SELECT * FROM learning_attendance"))
        cursor.execute("SELECT count(*) FROM learning_attendance")
        rows = cursor.fetchone()[0]
    print(f"  {rows} attendance rows; the bound is one INSERT … SELECT of them")
    say("first `kurss demo --once`, everything", taken, "bare insert", bare, 60)


class site:
    """The loaded site's Django connection, its embedded server running meanwhile."""

    def __enter__(self):
        from kurss.portal import site as portal_site

        self.context = portal_site.ready(lambda sentence: None)
        self.context.__enter__()
        from django.db import connection

        return connection

    def __exit__(self, *error):
        from django.db import connection

        connection.close()
        return self.context.__exit__(*error)


def figures() -> None:
    """All figures of the case from its sealed snapshot, against PostgreSQL counting the totals alone."""
    with site() as connection:
        from kurss.evidence import engine
        from kurss.evidence import figures as of
        from kurss.evidence.indicators import in_force
        from kurss.evidence.models import Figure
        from kurss.evidence.queries import latest_snapshot

        sealed = of._sealed(latest_snapshot())
        wanted = of._wanted(in_force())
        taken = median(lambda: engine.compute(sealed, wanted))

        def rival():
            with connection.cursor() as cursor:
                for audience in ("child", "adult", "teacher"):
                    for column in ("gender", "age_band", "topic", "place_key"):
                        cursor.execute(
                            "SELECT extract(year FROM happened_on), count(DISTINCT person_id) "
                            "FROM learning_attendance WHERE is_current AND audience = %s "
                            f"GROUP BY CUBE (1, {column})",
                            [audience],
                        )
                        cursor.fetchall()

        naive = median(rival)
        print(f"  {Figure.objects.filter(snapshot=latest_snapshot()).count()} figures with their digests")
        say("all figures from the sealed snapshot", taken, "PostgreSQL CUBE, no digests", naive, 2)


def document(folder: Path) -> None:
    """The deliverable, against typesetting an empty page; each in a fresh process, since typst keeps its work."""
    with site():
        empty = folder / "empty.typ"
        empty.write_text("")
        bare = first_call("import typst", f"typst.compile({str(empty)!r})")
        taken = first_call(
            "import django; django.setup(); from pathlib import Path; "
            "from kurss.publication.document import write",
            f"write(language='lv', folder=Path({str(folder)!r}), site='http://127.0.0.1:8000')",
        )
        say("deliverable, PDF in Latvian", taken, "an empty page", bare, 5)


def first_call(prepare: str, call: str) -> float:
    """The median over fresh processes of the first call after the preparation."""
    program = f"import time; {prepare}; t = time.perf_counter(); {call}; print(time.perf_counter() - t)"
    runs = [
        subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True)
        for _ in range(RUNS)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def dashboard() -> None:
    """p95 of the public dashboard and of a figure's page at one client over the wire, against the server's own
    health answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([*KURSS, "serve", "--port", str(port)], cwd=ROOT, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").read()
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)

        def p95(path: str) -> float:
            fetch = lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}{path}").read()  # noqa: E731
            for _ in range(20):
                fetch()
            return statistics.quantiles([timed(fetch) for _ in range(200)], n=20)[-1]

        health = p95("/healthz")
        say("dashboard, p95 of 200 at one client", p95("/lv/"), "/healthz", health, 0.1)
        code = f"http://127.0.0.1:{port}/lv/figures/L-01/"
        page = urllib.parse.urlsplit(urllib.request.urlopen(code).geturl()).path
        say("page of a figure, p95 of 200 at one client", p95(page), "/healthz", health, 0.05)
    finally:
        process.terminate()
        process.wait(20)


def duplicates() -> None:
    """Searching 100,000 records for duplicates, against DuckDB joining them on the first blocking rule alone.

    In a process of its own, so that the memory it peaks at is its own. The labelled city is that of
    `kurss.people.duplicates.labelled`, with another seed than the weights were estimated on.
    """
    answer = subprocess.run(
        [*KURSS, "duplicates", "measure", "--json"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    found = json.loads(answer.stdout)
    with site():
        import duckdb
        import pyarrow

        from kurss.people.duplicates.labelled import labelled_city

        records = labelled_city(seed=found["seed"], records=found["people"]).records()
        names = pyarrow.table({"id": [r.unique_id for r in records], "name": [r.name_key for r in records]})
        with duckdb.connect() as connection:
            connection.register("names", names)
            joined = "SELECT count(*) FROM names l JOIN names r ON l.name = r.name AND l.id < r.id"
            bare = timed(lambda: connection.sql(joined).fetchall())
    print(f"  {found['true_pairs']} true pairs, {found['proposed']} proposed, {found['right']} right")
    for name, must in (("precision", 0.98), ("recall", 0.90)):
        reached = "reached" if found[name] > must else "NOT REACHED"
        print(f"  {name} {found[name]:.4f}, must be over {must}: {reached}")
    print(f"  peak memory of the process {found['peak_mib']} MiB, must be under 4096")
    say("duplicates among 100,000 records", found["seconds"], "join on one blocking rule", bare, 180)


def journal() -> None:
    """Sealing and checking the journal, against a bare chain in memory; writers without a sealer and with one."""
    with site():
        from bench.journal import ENTRIES, sealing_and_checking, writers

        alone, beside = writers()
        print(f"  journalled acts a second by four writers: {alone:.0f} alone, {beside:.0f} beside a sealer")
        sealing, checking, bare = sealing_and_checking()
        say(f"sealing {ENTRIES} entries of the journal", sealing, "hashing alone", bare, 30)
        say(f"checking {ENTRIES} entries of the journal", checking, "hashing alone", bare, 30)


def lint() -> None:
    """The lint of a large programme, against fetching its largest tables and doing nothing with them."""
    with site():
        from bench.lint import linting

        ours, bare, queries, findings = linting()
        print(f"  lint: {queries} queries, {findings} findings")
        say("lint of 50 initiatives, 5,000 risks", ours, "fetching its largest tables", bare, 1)


def main() -> None:
    wanted = sys.argv[1:] or [
        "load",
        "start",
        "figures",
        "document",
        "dashboard",
        "duplicates",
        "journal",
        "lint",
    ]
    folder = Path(tempfile.mkdtemp(prefix="kurss-bench-"))
    os.environ |= {"KURSS_HOME": str(folder / "home"), "KURSS_OUT": str(folder / "out")}
    os.environ.pop("DATABASE_URL", None)
    try:
        if "load" in wanted:
            load(folder / "home")
        else:
            command("demo", "--once")
        steps = (
            ("start", start),
            ("figures", figures),
            ("dashboard", dashboard),
            ("duplicates", duplicates),
            ("journal", journal),
            ("lint", lint),
        )
        for name, run in steps:
            if name in wanted:
                run()
        if "document" in wanted:
            document(folder)
    finally:
        subprocess.run(
            [sys.executable, "-m", "kurss.portal.embedded", "stop"],
            cwd=ROOT,
            check=False,
            capture_output=True,
        )
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
