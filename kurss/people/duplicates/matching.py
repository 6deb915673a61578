"""Scoring pairs with Splink on DuckDB, in memory: no name leaves this process, not even to its own disk."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker

from kurss.people.duplicates.folding import Compared
from kurss.people.duplicates.weighing import COMPARISONS, splink_settings

MEMORY = "3GB"
"""What the matching may take: less than the 4 GiB it must stay under, with what Python holds beside it."""

_LISTS = ("given_parts", "family_parts")
_SCHEMA = pa.schema(
    [
        (field.name, pa.list_(pa.string()) if field.name in _LISTS else pa.string())
        for field in fields(Compared)
    ]
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one comparison said: its level, and its bits."""

    comparison: str
    level: str
    weight: Decimal


@dataclass(frozen=True, slots=True)
class Scored:
    """Two records, the smaller id first, with their match weight in bits, prior included."""

    low: str
    high: str
    weight: Decimal
    said: tuple[Said, ...]


def score(records: Iterable[Compared], *, threshold: float, threads: int = 2) -> list[Scored]:
    """Every pair at or above the threshold, strongest first. The same records give the same pairs."""
    columns: dict[str, list[Any]] = {field.name: [] for field in fields(Compared)}
    people = 0
    for record in records:
        people += 1
        for name, values in columns.items():
            values.append(getattr(record, name))
    if people < 2:
        return []
    table = pa.table(columns, schema=_SCHEMA)
    # Without a folder for what does not fit, DuckDB fails rather than write names to disk.
    limits: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": "",
        "threads": threads,
    }
    with duckdb.connect(":memory:", config=limits) as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE records AS SELECT * FROM given")
        api = DuckDBAPI(connection)
        linker = Linker(api.register("records"), splink_settings(people), log_level=None)
        found = linker.inference.predict(threshold_match_weight=threshold, warning_mode="never")
        rows = connection.sql(f"SELECT * FROM {found.physical_name}").to_arrow_table()  # noqa: S608
    scored = [_scored(row) for row in rows.to_pylist()]
    return sorted(scored, key=lambda one: (-one.weight, one.low, one.high))


def _scored(row: dict[str, Any]) -> Scored:
    low, high = sorted((row["unique_id_l"], row["unique_id_r"]))
    said = []
    for comparison in COMPARISONS:
        gamma = row[f"gamma_{comparison.key}"]
        if gamma == -1:
            continue
        # Splink numbers levels from the last one, which is 0.
        level = comparison.levels[len(comparison.levels) - 1 - gamma]
        said.append(Said(comparison.key, level.key, _bits(_weight_of(row, comparison.key))))
    return Scored(low, high, _bits(row["match_weight"]), tuple(said))


def _weight_of(row: dict[str, Any], key: str) -> float:
    return sum(row[name] or 0.0 for name in (f"mw_{key}", f"mw_tf_adj_{key}") if name in row)


def _bits(weight: float) -> Decimal:
    return Decimal(str(round(weight, 2)))
