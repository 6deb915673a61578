"""The dictionary of facts: what may be counted, how much of it is sealed, and which words it uses."""

from __future__ import annotations

from collections.abc import Mapping
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
    files = [file for file in snapshot.files.all() if file.fact == fact.key]
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
    paths = _paths(fact, snapshot)
    if not paths:
        return ()
    with duckdb.connect() as duck:
        found = duck.execute(
            f'SELECT CAST("d_{dimension.key}" AS VARCHAR) AS value, count(*) AS rows '  # noqa: S608
            f"FROM read_parquet($paths) GROUP BY value ORDER BY rows DESC, value LIMIT {VALUES_AT_MOST}",
            {"paths": paths},
        ).fetchall()
    return tuple(Used(value, rows) for value, rows in found)


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
    paths = [folder / file.path for file in snapshot.files.all() if file.fact == fact.key]
    return [str(path) for path in paths] if all(path.is_file() for path in paths) else []
