"""Whose number it is: the keys behind the numbers under which subjects are sealed.

Snapshots sealed before subjects had numbers hold the keys themselves, and are read as they are.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from kurss.evidence.models import SubjectNumber

_BATCH = 10_000


def keys(kind: str, subjects: Iterable[int | str | None]) -> dict[int | str, str]:
    """The key of every subject as it was sealed, a number or a key."""
    wanted = {subject for subject in subjects if subject is not None}
    numbers = sorted(subject for subject in wanted if isinstance(subject, int))
    found: dict[int | str, str] = {subject: subject for subject in wanted if isinstance(subject, str)}
    for first in range(0, len(numbers), _BATCH):
        rows = SubjectNumber.objects.filter(kind=kind, number__in=numbers[first : first + _BATCH])
        found.update(rows.values_list("number", "key"))
    return found


def told_alike(duck: duckdb.DuckDBPyConnection, kind: str, tables: tuple[str, str]) -> None:
    """Where one of two tables has numbers in its column `subject` and the other keys, write keys into both."""
    for table in tables:
        (number,) = duck.execute(
            f"SELECT count(*) FROM {table} WHERE typeof(subject) = 'INTEGER'"  # noqa: S608
        ).fetchone() or (0,)
        if not number:
            continue
        own = [row[0] for row in duck.execute(f"SELECT DISTINCT subject FROM {table}").fetchall()]  # noqa: S608
        duck.execute("CREATE OR REPLACE TEMP TABLE subject_keys (number INTEGER, key VARCHAR)")
        duck.executemany("INSERT INTO subject_keys VALUES (?, ?)", list(keys(kind, own).items()))
        duck.execute(
            f"CREATE OR REPLACE TABLE {table} AS SELECT t.* REPLACE (k.key AS subject) FROM {table} t "  # noqa: S608
            "LEFT JOIN subject_keys k ON k.number = t.subject"
        )
