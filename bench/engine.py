"""The engine over millions of rows, against the same DuckDB asked plainly. Ratios of processor time in one run.

    python -m bench.engine                        20 million rows; 33,000 and 2 million subjects; three rounds
    python -m bench.engine --rows 1000000         fewer rows
    python -m bench.engine --rounds 1             fewer rounds
    python -m bench.engine --grow 1 5 20 100      a table of cost by millions of rows

Rows are made up by DuckDB itself from a fixed seed, in files as sealing writes them: subjects are numbers, and
the file says that its record ids are. Every rival reads that file. Processor time (all threads) is compared and
not the clock, because a busy machine stretches the clock and not the work. Rivals run one after the other, round
by round, and the best round of each counts, for all alike. Memory is limited to 4 GiB and the process's peak is
printed; every measurement runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path

import duckdb

ROOT = Path(__file__).resolve().parents[1]
SEED = 1_000_000_007
ROWS = 20_000_000
DIMENSIONS = ("gender", "age_band", "place")
COLUMNS = "year(happened_on) AS y, d_gender, d_age_band, d_place"


def generate(path: Path, *, rows: int, subjects: int) -> None:
    """Attendances over five years: gender and home place of a person stay, a third of visits are elsewhere."""
    from kurss.evidence.sealed_format import IDS, NUMBERS

    with duckdb.connect(config={"memory_limit": "3GB", "threads": 2}) as duck:
        duck.execute(
            f"""COPY (
            WITH drawn AS (
                SELECT i, hash(i) AS h, hash(i + {SEED}) AS g FROM range({rows}) t(i)
            ), p AS (SELECT *, h % {subjects} AS person, hash(h % {subjects} + 77) AS own FROM drawn)
            SELECT CAST(i AS VARCHAR) AS record, CAST(person AS INTEGER) AS subject,
                DATE '2018-01-01' + CAST(i * 1826 // {rows} AS INTEGER) AS happened_on, true AS synthetic,
                CASE own % 100 WHEN 0 THEN NULL WHEN 1 THEN 'other'
                    ELSE CASE own % 2 WHEN 0 THEN 'female' ELSE 'male' END END AS d_gender,
                CAST((own // 1000 % 60 + i * 5 // {rows}) // 8 AS VARCHAR) AS d_age_band,
                'place-' || (CASE WHEN g % 3 = 0 THEN g // 8 ELSE own // 100000 END) % 20 AS d_place,
                CAST(30 + g % 90 AS DECIMAL(38,0)) AS q_minutes
            FROM p) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880,
                KV_METADATA {{'{IDS}': '{NUMBERS}'}})"""
        )


def connect() -> duckdb.DuckDBPyConnection:
    duck = duckdb.connect(
        config={"memory_limit": "3500MB", "threads": 2, "temp_directory": tempfile.gettempdir()}
    )
    duck.execute("SET preserve_insertion_order = false")
    return duck


# ---------------------------------------------------------------- what is measured, each in its own process


def naive(path: Path) -> object:
    """The plain question: distinct subjects under CUBE."""
    with connect() as duck:
        return duck.execute(
            f"SELECT {COLUMNS}, count(DISTINCT subject) FROM read_parquet('{path}') GROUP BY CUBE (1, 2, 3, 4)"
        ).fetchall()


def by_hand(path: Path) -> object:
    """The fastest query found by hand: a bitmap a leaf, or beyond 65,536 subjects a leaf's block of them, ORed up,
    coarser sets from finer ones."""
    with connect() as duck:
        low, high = duck.execute(f"SELECT min(subject), max(subject) FROM read_parquet('{path}')").fetchone()
        block, bits = (
            ("0", f"bitstring_agg(subject, {low}, {high})")
            if high - low < 1 << 16
            else ("subject >> 12", "bitstring_agg(subject & 4095, 0, 4095)")
        )
        duck.execute(
            f"CREATE TABLE ygap AS SELECT {COLUMNS}, {block} AS k, {bits} AS b "
            f"FROM read_parquet('{path}') GROUP BY ALL"
        )
        names = {"y": "y", "g": "d_gender", "a": "d_age_band", "p": "d_place"}
        found, made = [], ["ygap"]
        for size in range(4, -1, -1):
            for own in combinations("ygap", size):
                table = "".join(own) or "nothing"
                by = "".join(f"{names[letter]}, " for letter in own)
                if table not in made:
                    source = min((m for m in made if set(own) <= set(m)), key=len)
                    duck.execute(
                        f"CREATE TABLE {table} AS SELECT {by} k, bit_or(b) AS b FROM {source} GROUP BY {by} k"
                    )
                    made.append(table)
                found += duck.execute(f"SELECT {by} sum(bit_count(b)) FROM {table} GROUP BY ALL").fetchall()
        return found


def ours(path: Path) -> object:
    """The engine's own plan, asked for every set of cells that CUBE gives, with the choice of the plan."""
    prepare()
    from kurss.evidence.engine import plans
    from kurss.evidence.engine.asked import CellSet
    from kurss.evidence.engine.duck import numbered_persons
    from kurss.evidence.engine.plans import Subjects

    names = ("year", *DIMENSIONS)
    columns = tuple(f"d_{name}" for name in names)
    with connect() as duck:
        source = f"read_parquet('{path}') r"
        persons, ((person, join),) = numbered_persons(duck, [source])
        duck.execute(
            "CREATE VIEW kept AS SELECT 0 AS n, year(happened_on) AS d_year, d_gender, d_age_band, d_place, "
            f"1 AS m, {person} AS person FROM {source} {join}"
        )
        by = ", ".join(("n", *columns, "m"))
        bits = plans.bits_beside(duck, columns, persons)
        duck.execute(f"CREATE TEMP TABLE came AS SELECT {by}, count(*) AS held{bits} FROM kept GROUP BY {by}")
        rows, leaves = duck.execute("SELECT sum(held), count(*) FROM came").fetchone()
        subjects = Subjects(persons, int(rows), leaves)
        sets = {CellSet(own): {0} for size in range(5) for own in combinations(names, size)}
        return plans.unique(duck, columns=columns, sets=sets, subjects=subjects, at_hand=bool(bits))


def naive_digests(path: Path) -> object:
    """One MD5 a leaf over ids sorted as text."""
    with connect() as duck:
        return duck.execute(
            f"SELECT {COLUMNS}, md5(string_agg(record, chr(10) ORDER BY record)) FROM read_parquet('{path}') "
            "GROUP BY ALL"
        ).fetchall()


def our_digests(path: Path) -> object:
    """The digest of every leaf as the engine asks for it."""
    prepare()
    from kurss.evidence.engine import sql

    with connect() as duck:
        return duck.execute(
            f"SELECT {COLUMNS}, {sql.DUCKDB.digest(True)} FROM read_parquet('{path}') GROUP BY ALL"
        ).fetchall()


def figures(path: Path) -> object:
    """Three indicators with their digests, from the file to values: people, visits, and a share."""
    prepare()
    from datetime import date

    from kurss.evidence import engine
    from kurss.evidence.definition import Condition, Definition

    fact = visits()
    first = Condition("place", one_of=("place-1",))
    own = {"fact": fact.key, "breakdowns": DIMENSIONS}
    wanted = {
        "people": (Definition(**own), fact),
        "visits": (Definition(counts="rows", **own), fact),
        "share": (Definition(counts="share", conditions=(first,), **own), fact),
    }
    return engine.compute(engine.Sealed(date(2023, 12, 31), {fact.key: [path]}), wanted)


def visits():
    from kurss.evidence.facts import Dimension, Event, Fact

    return Fact(
        key="bench.visit", title="", title_en="", explains="", explains_en="", rows=lambda: None, record="id",
        subject="person", subject_kind="person", time=Event("happened_on"), synthetic="synthetic",
        record_page="", act="", dimensions=tuple(Dimension(name, name, "", "") for name in DIMENSIONS),
    )  # fmt: skip


def prepare() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kurss.portal.settings.test")
    os.environ.setdefault("DATABASE_URL", "postgres://nobody@127.0.0.1/nothing")
    import django

    django.setup()


MEASURED = {run.__name__: run for run in (naive, by_hand, ours, naive_digests, our_digests, figures)}


def measure(name: str, path: Path) -> tuple[float, float, float]:
    """Processor seconds, clock seconds and peak memory in GiB of one measurement in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.engine", "--only", name, str(path)],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return tuple(json.loads(done.stdout))


def only(name: str, path: Path) -> None:
    if name in ("ours", "our_digests", "figures"):
        prepare()
    began, used = time.perf_counter(), time.process_time()
    MEASURED[name](path)
    spent = time.process_time() - used, time.perf_counter() - began
    print(json.dumps([*spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))


def compare(path: Path, name: str, rows: int, rounds: int) -> None:
    load = os.getloadavg()[0]
    print(f"{name}: {rows:,} rows, {path.stat().st_size / 2**20:.0f} MiB; load {load:.1f}", flush=True)
    spent: dict[str, list[tuple[float, float, float]]] = {}
    for _ in range(rounds):
        for run in MEASURED:
            spent.setdefault(run, []).append(measure(run, path))
    best = {}
    for run, runs in spent.items():
        best[run] = min(cpu for cpu, _, _ in runs)
        each = " ".join(f"{cpu:.2f}" for cpu, _, _ in runs)
        clock, memory = min(clock for _, clock, _ in runs), max(memory for _, _, memory in runs)
        print(
            f"    {run:14} {best[run]:8.2f} s of processor ({each})  {clock:8.2f} s by the clock  "
            f"{memory:5.2f} GiB",
            flush=True,
        )
    print(
        f"    unique cells: {best['naive'] / best['ours']:.1f} times faster than plain, "
        f"{best['ours'] / best['by_hand']:.2f} of the best by hand; "
        f"digests {best['naive_digests'] / best['our_digests']:.2f} times faster than plain",
        flush=True,
    )


def grow(millions: list[int], folder: Path) -> None:
    """Cost by number of rows, a tenth as many subjects."""
    print(
        "rows, million   unique cells, s a million   digests, s a million   figures, s a million   peak, GiB"
    )
    for million in millions:
        path = folder / f"{million}.parquet"
        generate(path, rows=million * 10**6, subjects=million * 10**5)
        runs = [measure(name, path) for name in ("ours", "our_digests", "figures")]
        path.unlink()
        each = "   ".join(f"{cpu / million:20.3f}" for cpu, _, _ in runs)
        print(f"{million:13}   {each}   {max(memory for _, _, memory in runs):9.2f}", flush=True)


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=ROWS)
    asked.add_argument("--rounds", type=int, default=3)
    asked.add_argument("--grow", type=int, nargs="+")
    asked.add_argument("--only", nargs=2)
    chosen = asked.parse_args()
    if chosen.only:
        return only(chosen.only[0], Path(chosen.only[1]))
    with tempfile.TemporaryDirectory(prefix="kurss-bench-") as temporary:
        folder = Path(temporary)
        if chosen.grow:
            return grow(chosen.grow, folder)
        for subjects, name in ((33_000, "33,000 subjects"), (2_000_000, "2 million subjects")):
            path = folder / "visits.parquet"
            generate(path, rows=chosen.rows, subjects=subjects)
            compare(path, name, chosen.rows, chosen.rounds)
            path.unlink()
    return None


if __name__ == "__main__":
    main()
