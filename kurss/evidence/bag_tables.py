"""The rows of an audit bag stand in it twice: as CSV, which the one-file verifier counts, and as Parquet.

The digest of a release is over the CSV alone. Whoever has Kurss can see whether the Parquet says the same.
"""

from __future__ import annotations

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
            if name.endswith("/rows.parquet") and plain in names:
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
    told = (
        "read_csv($plain, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"', "
        "nullstr = '', auto_detect = false, columns = {columns})"
    )
    with duckdb.connect(config={"temp_directory": str(folder)}) as duck:
        try:
            names = [row[0] for row in duck.execute("DESCRIBE FROM read_parquet($1)", [parquet]).fetchall()]
            told = told.replace(
                "{columns}", "{" + ", ".join(f"{_text(own)}: 'VARCHAR'" for own in names) + "}"
            )
            texts = ", ".join(f"CAST({_name(own)} AS VARCHAR) AS {_name(own)}" for own in names)
            duck.execute(f"CREATE VIEW a AS SELECT {texts} FROM read_parquet({_text(parquet)})")  # noqa: S608
            duck.execute(f"CREATE TABLE b AS SELECT * FROM {told}", {"plain": plain})  # noqa: S608
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
