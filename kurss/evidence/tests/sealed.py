"""Sealed files for tests of the engine: a made-up fact, and rows written as Parquet."""

from datetime import date
from pathlib import Path

import duckdb

from kurss.evidence.facts import Dimension, Event, Fact, Quantity, State
from kurss.evidence.snapshots import columns


def nothing():
    raise AssertionError("the engine reads sealed files, never the tables")


VISIT = Fact(
    key="test.visit",
    title="Apmeklējums",
    title_en="Visit",
    explains="",
    explains_en="",
    rows=nothing,
    record="id",
    subject="person",
    subject_kind="person",
    time=Event("happened_on"),
    synthetic="synthetic",
    record_page="",
    act="",
    dimensions=(
        Dimension("kind", "kind", "Veids", "Kind", {"child": ("Bērns", "Child"), "adult": ("P", "Adult")}),
        Dimension("place", "place", "Vieta", "Place"),
        Dimension("age", "age", "Vecums", "Age", whole_number=True),
    ),
    quantities=(Quantity("minutes", "minutes", "min", "Minūtes", "Minutes"),),
)

STOCK = Fact(
    key="test.stock",
    title="Krājums",
    title_en="Stock",
    explains="",
    explains_en="",
    rows=nothing,
    record="id",
    time=State("holds_from", "holds_until"),
    synthetic="synthetic",
    record_page="",
    act="",
    quantities=(Quantity("amount", "amount", "", "Daudzums", "Amount"),),
)


def write(folder: Path, fact: Fact, rows: list[tuple], name: str = "rows") -> Path:
    """The rows as a sealed file of the fact, in the order given."""
    path = folder / f"{fact.key}-{name}.parquet"
    wanted = columns(fact)
    with duckdb.connect() as duck:
        duck.execute(f"CREATE TABLE t ({', '.join(f'{c.name} {c.type}' for c in wanted)})")
        if rows:
            duck.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(wanted))})", rows)
        duck.execute(f"COPY t TO '{path}' (FORMAT parquet)")
    return path


def visit(record, person, day, kind="child", place=None, age=None, minutes=60, synthetic=True):
    return (str(record), person, date.fromisoformat(day), synthetic, kind, place, age, minutes)
