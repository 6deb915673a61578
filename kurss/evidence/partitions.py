"""Partitions of a fact, Parquet files named by their content: one that stands already is not written again."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import duckdb

from kurss.evidence import bag
from kurss.evidence.export import ROWS
from kurss.evidence.facts import Fact
from kurss.evidence.models import SealedFile
from kurss.evidence.sealed_format import IDS, IS_A_NUMBER, NUMBERS

NOTHING = "nothing"
"""The partition of a fact that has no rows."""

_ROW_GROUP = 122_880
_BLOCK = 1 << 20
_IN_MEMORY = 1 << 28
"""Octets of a partition that are held in memory while it is hashed; more of them lie in the machine's own folder
for temporary files."""


@dataclass
class Draft:
    """The files of a snapshot on their way: what is new lies in a folder of its own, what stood before is named.

    The folder is made when there is something to put into it.
    """

    home: Path
    prefix: str
    files: list[SealedFile] = field(default_factory=list)
    standing: dict[str, Path] = field(default_factory=dict)
    _folder: tempfile.TemporaryDirectory | None = None
    _last: dict[str, SealedFile] | None = None

    @property
    def is_new(self) -> bool:
        """Whether any file was written."""
        return self._folder is not None

    @property
    def folder(self) -> Path:
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix=self.prefix, dir=self.home)
        return Path(self._folder.name)

    def close(self) -> None:
        """Remove the folder, unless it was put in its place."""
        if self._folder is not None:
            Path(self._folder.name).mkdir(exist_ok=True)
            self._folder.cleanup()

    def take(self, file: SealedFile, content: IO[bytes]) -> None:
        """Take a file in: by name where the same one stands in an earlier snapshot, whole; else written."""
        self.files.append(file)
        for earlier in self._earlier(file):
            source = self.home / earlier.snapshot_id / earlier.path
            # A damaged file of an earlier snapshot must not be handed on: what was read now is whole.
            if source.is_file() and bag.file_digest(source) == file.sha256:
                self.standing[file.path] = source
                return
        _put(content, self.folder / file.path)

    def _earlier(self, file: SealedFile) -> Iterator[SealedFile]:
        """The same file in earlier snapshots: that of the last one, which is read whole, then those before it."""
        if self._last is None:
            newest = SealedFile.objects.order_by("-pk").values("snapshot")[:1]
            self._last = {own.path: own for own in SealedFile.objects.filter(snapshot__in=newest)}
        if file.path in self._last:
            yield self._last[file.path]
        yield from SealedFile.objects.filter(
            fact=file.fact, partition=file.partition, sha256=file.sha256
        ).order_by("-pk")

    def share(self) -> None:
        """Put what stands in earlier snapshots into the folder, as the very same files."""
        for path, source in self.standing.items():
            bag.share(source, self.folder / path)


def write(fact: Fact, duck: duckdb.DuckDBPyConnection, draft: Draft) -> None:
    """Take the rows of a fact into a draft, one file per partition, in the order in which ids are digested."""
    (numbers,) = duck.execute(f"SELECT bool_and({IS_A_NUMBER}) FROM {ROWS}").fetchone() or (None,)  # noqa: S608
    order = "CAST(record AS BIGINT)" if numbers is not False else "length(record), record"
    # A fact without rows is sealed too, as one empty file: that nothing was recorded is knowledge.
    for name, rows in _partitions(fact, duck) or [(NOTHING, "true")]:
        own = f"SELECT * FROM {ROWS} WHERE {rows} ORDER BY {order}"  # noqa: S608
        with _packed(duck, own, numbers is not False) as packed:
            file = SealedFile(
                fact=fact.key, partition=name, sha256=packed.sha256, rows=packed.rows, size=packed.size
            )
            draft.take(file, packed.content)


def _partitions(fact: Fact, duck: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """The name of every partition and the condition of its rows: a span of days, which skips what is outside."""
    if fact.is_state:
        # States are few, and one partition holds them all.
        (any_,) = duck.execute(f"SELECT count(*) FROM {ROWS}").fetchone() or (0,)  # noqa: S608
        return [("all", "true")] if any_ else []
    months = duck.execute(
        f"SELECT DISTINCT year(happened_on) * 100 + month(happened_on) AS m FROM {ROWS} ORDER BY m"  # noqa: S608
    ).fetchall()
    found = []
    for (month,) in months:
        name = f"{month // 100:04}-{month % 100:02}"
        first = f"DATE '{name}-01'"
        found.append((name, f"happened_on >= {first} AND happened_on < {first} + INTERVAL 1 MONTH"))
    return found


@dataclass(slots=True)
class _Packed:
    content: IO[bytes]
    sha256: str = ""
    size: int = 0
    rows: int = 0


@contextmanager
def _packed(duck: duckdb.DuckDBPyConnection, rows: str, numbers: bool) -> Iterator[_Packed]:
    """The rows as Parquet, hashed as they are packed. It says nothing of the hour or the machine."""
    told = f", KV_METADATA {{'{IDS}': '{NUMBERS}'}}" if numbers else ""
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
        packed = _Packed(content)
        given, taken = os.pipe()
        reader = threading.Thread(target=_receive, args=(given, packed), name="partition", daemon=True)
        reader.start()
        try:
            (packed.rows,) = duck.execute(
                f"COPY ({rows}) TO '/dev/fd/{taken}' (FORMAT parquet, COMPRESSION zstd, "
                f"ROW_GROUP_SIZE {_ROW_GROUP}, USE_TMP_FILE false{told})"
            ).fetchone() or (0,)
        finally:
            os.close(taken)
            reader.join()
        content.seek(0)
        yield packed


def _receive(given: int, packed: _Packed) -> None:
    state = hashlib.sha256()
    with os.fdopen(given, "rb", _BLOCK) as pipe:
        while block := pipe.read(_BLOCK):
            state.update(block)
            packed.size += len(block)
            packed.content.write(block)
    packed.sha256 = state.hexdigest()


def _put(content: IO[bytes], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as file:
        shutil.copyfileobj(content, file, _BLOCK)
