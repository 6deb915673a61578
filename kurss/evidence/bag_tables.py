"""The rows of an audit bag stand in it twice: as CSV, which the one-file verifier counts, and as Parquet.

The digest of a release is over the CSV alone. Whoever has Kurss can see whether the Parquet says the same.
"""

from __future__ import annotations

import csv
import gzip
import shutil
import tempfile
import zipfile
from pathlib import Path

import duckdb

_BLOCK = 1 << 20


def differing(bag: Path) -> list[str]:
    """The Parquet files of a bag that do not hold the rows of the CSV beside them. The bag has been verified.

    Both are compared as texts, whatever their order.
    """
    found = []
    with zipfile.ZipFile(bag) as packed, tempfile.TemporaryDirectory(prefix="kurss-bag-") as folder:
        names = packed.namelist()
        for name in sorted(names):
            plain = name.removesuffix("rows.parquet") + "rows.csv.gz"
            if name.endswith("/rows.parquet"):
                parquet, rows = (_unpacked(packed, own, Path(folder)) for own in (name, plain))
                if not _same(parquet, rows, Path(folder)):
                    found.append(name.partition("/")[2])
    return found


def _unpacked(packed: zipfile.ZipFile, name: str, folder: Path) -> str:
    target = folder / name.rpartition("/")[2]
    with packed.open(name) as source, target.open("wb") as file:
        shutil.copyfileobj(source, file, _BLOCK)
    return str(target)


def _same(parquet: str, plain: str, folder: Path) -> bool:
    """Whether the columns of both, by name, hold the same rows."""
    with gzip.open(plain, "rt", encoding="utf-8", newline="") as file:
        names = next(csv.reader(file), [])
    columns = "{" + ", ".join(f"{_text(own)}: 'VARCHAR'" for own in names) + "}"
    told = (
        f"read_csv({_text(plain)}, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', "
        f"nullstr = '', auto_detect = false, columns = {columns})"
    )
    with duckdb.connect(config={"temp_directory": str(folder)}) as duck:
        try:
            given = [row[0] for row in duck.execute("DESCRIBE FROM read_parquet($1)", [parquet]).fetchall()]
            if sorted(given) != sorted(names):
                return False
            duck.execute(f"CREATE TABLE b AS SELECT * FROM {told}")  # noqa: S608
            (rows,) = duck.execute("SELECT count(*) FROM b").fetchone() or (0,)
            texts = ", ".join(f"CAST({_name(own)} AS VARCHAR) AS {_name(own)}" for own in names)
            # A small file can say rows without end: one more than there may be is enough to tell.
            few = f"read_parquet({_text(parquet)}) LIMIT {rows + 1}"
            duck.execute(f"CREATE VIEW a AS SELECT {texts} FROM {few}")  # noqa: S608
            (apart,) = duck.execute(
                "SELECT (SELECT count(*) FROM (FROM a EXCEPT ALL FROM b)) "
                "+ (SELECT count(*) FROM (FROM b EXCEPT ALL FROM a))"
            ).fetchone() or (1,)
        except duckdb.Error:
            return False
    return not apart


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _name(value: str) -> str:
    return '"' + value.replace('"', '""') + '"'
