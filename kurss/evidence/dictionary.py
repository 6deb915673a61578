"""The dictionary of facts: what may be counted, how much of it is sealed, and which words it uses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import duckdb

from kurss.evidence import snapshots
from kurss.evidence.facts import Dimension, Fact, declared
from kurss.evidence.models import Snapshot

VALUES_AT_MOST = 200
"""So many values of one dimension are listed; a longer list is cut and says so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A declared fact and what a snapshot holds of it. `first` and `last` are the days of its rows; `synthetic`:
    one of them or more is made up."""

    fact: Fact
    rows: int | None
    first: date | None = None
    last: date | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Used:
    """One value of a dimension in the sealed rows, None for *not recorded*, and in how many rows it stands."""

    value: str | None
    rows: int


def entries(snapshot: Snapshot | None) -> tuple[Entry, ...]:
    """Every declared fact by key. `rows` is None where nothing was sealed of it yet."""
    return tuple(entry(fact, snapshot) for _, fact in sorted(declared().items()))


def entry(fact: Fact, snapshot: Snapshot | None) -> Entry:
    """One fact, its sealed rows and their first and last day; a state is placed by the day it began."""
    if snapshot is None:
        return Entry(fact, None)
    files = snapshot.files.filter(fact=fact.key)
    if not files:
        return Entry(fact, None)
    rows = sum(file.rows for file in files)
    paths = _paths(fact, snapshot)
    if not rows or not paths:
        return Entry(fact, rows)
    day = "holds_from" if fact.is_state else "happened_on"
    with duckdb.connect() as duck:
        span = duck.execute(
            f"SELECT min({day}), max({day}), bool_or(synthetic) FROM read_parquet($paths)",  # noqa: S608
            {"paths": paths},
        ).fetchone()
    return Entry(fact, rows, *(span or ()))


def used(fact: Fact, dimension: Dimension, snapshot: Snapshot | None) -> tuple[Used, ...]:
    """The values the sealed rows carry, most frequent first; at most VALUES_AT_MOST of them."""
    return used_of(fact, [dimension], snapshot)[dimension.key]


def used_of(
    fact: Fact, dimensions: Sequence[Dimension], snapshot: Snapshot | None
) -> dict[str, tuple[Used, ...]]:
    """The values of several dimensions, each as in `used`, by the key of the dimension: the rows are read once."""
    found: dict[str, list[Used]] = {one.key: [] for one in dimensions}
    paths = _paths(fact, snapshot)
    if paths and dimensions:
        columns = [f'"d_{one.key}"' for one in dimensions]
        texts = ", ".join(f"CAST({column} AS VARCHAR)" for column in columns)
        # A row of the answer is of the dimension whose bit is 0: it alone is grouped by.
        which = f"GROUPING_ID({', '.join(columns)})"
        with duckdb.connect() as duck:
            rows = duck.execute(
                f"SELECT {which} AS which, coalesce({texts}) AS value, count(*) AS rows "  # noqa: S608
                f"FROM read_parquet($paths) GROUP BY GROUPING SETS ({', '.join(f'({one})' for one in columns)}) "
                f"QUALIFY row_number() OVER (PARTITION BY which ORDER BY rows DESC, value) <= {VALUES_AT_MOST} "
                "ORDER BY which, rows DESC, value",
                {"paths": paths},
            ).fetchall()
        every = 2 ** len(columns) - 1
        of = {every - 2**bit: one.key for bit, one in enumerate(reversed(dimensions))}
        for grouped, value, count in rows:
            found[of[grouped]].append(Used(value, count))
    return {key: tuple(values) for key, values in found.items()}


def by_value(fact: Fact, dimension: str, snapshot: Snapshot | None) -> Mapping[str, tuple[int, int]]:
    """Rows and different subjects for each recorded value of a dimension; nothing where nothing is sealed."""
    fact.dimension(dimension)
    paths = _paths(fact, snapshot)
    if not paths:
        return {}
    subjects = "count(DISTINCT subject)" if fact.subject else "0"
    with duckdb.connect() as duck:
        found = duck.execute(
            f'SELECT CAST("d_{dimension}" AS VARCHAR) AS value, count(*), {subjects} '  # noqa: S608
            f'FROM read_parquet($paths) WHERE "d_{dimension}" IS NOT NULL GROUP BY value',
            {"paths": paths},
        ).fetchall()
    return {value: (rows, people) for value, rows, people in found}


def _paths(fact: Fact, snapshot: Snapshot | None) -> list[str]:
    """The sealed files of a fact that stand where they were put; none where the folder was lost."""
    if snapshot is None:
        return []
    folder = snapshots.folder(snapshot)
    paths = [folder / file.path for file in snapshot.files.filter(fact=fact.key)]
    return [str(path) for path in paths] if all(path.is_file() for path in paths) else []
