"""Sealed files for tests of the engine: a made-up fact, and rows written as Parquet."""

from datetime import date
from pathlib import Path

import duckdb

from kurss.evidence.export import columns
from kurss.evidence.facts import Dimension, Event, Fact, Quantity, State


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


def write(
    folder: Path, fact: Fact, rows: list[tuple], name: str = "rows", numbers: dict[str, int] | None = None
) -> Path:
    """The rows as a sealed file of the fact, in the order given: subjects by their numbers, as they are sealed, or
    without any by their keys, as they once were."""
    path = folder / f"{fact.key}-{name}.parquet"
    wanted = columns(fact)
    with duckdb.connect() as duck:
        duck.execute(f"CREATE TABLE t ({', '.join(f'{c.name} {c.type}' for c in wanted)})")
        if rows:
            duck.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(wanted))})", rows)
        duck.execute("CREATE TABLE numbers (key VARCHAR, number INTEGER)")
        if numbers:
            duck.executemany("INSERT INTO numbers VALUES (?, ?)", list(numbers.items()))
        number = "(SELECT number FROM numbers WHERE key = t.subject)"
        replaced = f" REPLACE ({number} AS subject)" if numbers and fact.subject else ""
        duck.execute(f"COPY (SELECT *{replaced} FROM t) TO '{path}' (FORMAT parquet)")
    return path


def visit(record, person, day, kind="child", place=None, age=None, minutes=60, synthetic=True):
    return (str(record), person, date.fromisoformat(day), synthetic, kind, place, age, minutes)
