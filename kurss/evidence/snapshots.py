"""Sealing: every declared fact, read in one moment and written to files that are never rewritten.

Rows are streamed out of PostgreSQL by COPY inside one repeatable-read transaction, so that all facts are of
the same moment, and written to Parquet sorted by record id. Everything is exported at every seal: what has
changed is known by content hash, never guessed from time stamps.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from kurss.evidence import bag
from kurss.evidence.facts import Fact, State, declared
from kurss.evidence.models import SealedFile, Snapshot

NULL = r"\N"
DRAFT = "sealing-"
SEALING = 0x5EA1
"""The advisory lock under which a snapshot is sealed."""

NOTHING = "nothing"
"""The partition of a fact that has no rows."""
_ROW_GROUP = 122_880


class NothingKept(ValueError):
    """Retention must keep a snapshot."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sealed fact: its name, the path of its value in the rows, and its DuckDB type."""

    name: str
    path: str
    type: str


def columns(fact: Fact) -> tuple[Column, ...]:
    """The columns of a sealed fact, in the order they are written."""
    time = fact.time
    days = (
        (Column("holds_from", time.holds_from, "DATE"), Column("holds_until", time.holds_until, "DATE"))
        if isinstance(time, State)
        else (Column("happened_on", time.on, "DATE"),)
    )
    return (
        Column("record", fact.record, "VARCHAR"),
        *((Column("subject", fact.subject, "VARCHAR"),) if fact.subject else ()),
        *days,
        Column("synthetic", fact.synthetic, "BOOLEAN"),
        *(
            Column(f"d_{dimension.key}", dimension.path, "BIGINT" if dimension.whole_number else "VARCHAR")
            for dimension in fact.dimensions
        ),
        *(
            Column(f"q_{quantity.key}", quantity.path, f"DECIMAL(38,{quantity.decimals})")
            for quantity in fact.quantities
        ),
    )


def home() -> Path:
    """Where snapshots of this site stand."""
    return Path(settings.SNAPSHOTS)


def folder(snapshot: Snapshot) -> Path:
    return home() / snapshot.digest


def seal(*, as_of: date, by_key: str, at: datetime) -> Snapshot:
    """Seal every declared fact and return the snapshot; nothing changed since the last seal returns that one.

    Must not be called within a transaction. Two seals at once come one after the other. An interrupted seal
    leaves no snapshot, at most a folder that no row names and that the next seal of the same facts replaces.
    A snapshot whose folder was lost gets it back when the same facts are sealed again.
    """
    home().mkdir(parents=True, exist_ok=True)
    with one_at_a_time(), tempfile.TemporaryDirectory(prefix=DRAFT, dir=home()) as temporary:
        draft = Path(temporary)
        sealed: list[SealedFile] = []
        with _one_moment(), duckdb.connect(config={"threads": 1}) as duck:
            for fact in declared().values():
                sealed += _write(fact, duck, draft)
        files = {file.path: file.sha256 for file in sealed}
        digest = bag.snapshot_digest(files, as_of)
        existing = Snapshot.objects.filter(digest=digest).first()
        if existing is None or not folder(existing).is_dir():
            _share_with_earlier(draft, sealed)
            bag.close(draft, files=files, as_of=as_of, octets=sum(file.size for file in sealed))
            _put_in_place(draft, home() / digest)
        return existing or _keep(digest, as_of, sealed, by_key=by_key, at=at)


def _put_in_place(draft: Path, final: Path) -> None:
    shutil.rmtree(final, ignore_errors=True)
    draft.chmod(0o755)
    draft.rename(final)
    draft.mkdir()  # the temporary folder removes itself, and expects to be there


@transaction.atomic
def _keep(digest: str, as_of: date, sealed: list[SealedFile], *, by_key: str, at: datetime) -> Snapshot:
    snapshot = Snapshot.objects.create(digest=digest, as_of=as_of, sealed_at=at, sealed_by_key=by_key)
    for file in sealed:
        file.snapshot = snapshot
    SealedFile.objects.bulk_create(sealed)
    return snapshot


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """One seal or computation of a site at a time; the next waits, and clears what an earlier one left behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SEALING])
        try:
            for left in home().glob(f"{DRAFT}*"):
                shutil.rmtree(left, ignore_errors=True)
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SEALING])


@contextmanager
def _one_moment() -> Iterator[None]:
    """A transaction in which every export sees the records as they stood at its beginning.

    Durable: asked for inside another transaction, Django refuses, since that one has a moment of its own.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic(durable=True):
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write(fact: Fact, duck: duckdb.DuckDBPyConnection, draft: Path) -> list[SealedFile]:
    """Export one fact: COPY to a file, then one Parquet file per partition, sorted by record."""
    exported = draft / "export.csv"
    _copy_out(fact, exported)
    wanted = columns(fact)
    types = ", ".join(f"'{column.name}': '{column.type}'" for column in wanted)
    duck.execute("DROP TABLE IF EXISTS sealed")
    duck.execute(
        f"CREATE TABLE sealed AS SELECT * FROM read_csv($path, header = false, columns = {{{types}}}, "  # noqa: S608
        "nullstr = $null, allow_quoted_nulls = false, delim = ',', quote = '\"', escape = '\"', "
        "auto_detect = false, parallel = false)",
        {"path": str(exported), "null": NULL},
    )
    exported.unlink()
    # An event falls into the month it happened in; states are few, and one partition holds them all.
    partition = "'all'" if fact.is_state else "strftime(happened_on, '%Y-%m')"
    names = duck.execute(f"SELECT DISTINCT {partition} AS p FROM sealed ORDER BY p").fetchall()  # noqa: S608
    # A fact without rows is sealed too, as one empty file: that nothing was recorded is knowledge.
    return [_write_partition(fact, duck, draft, name) for (name,) in names or [(NOTHING,)]]


def _rows_of(fact: Fact, name: str) -> str:
    """The condition of a partition's rows: a span of days, so that row groups outside of it are not read."""
    if fact.is_state or name == NOTHING:
        return "true"
    month = f"DATE '{name}-01'"
    return f"happened_on >= {month} AND happened_on < {month} + INTERVAL 1 MONTH"


def _write_partition(fact: Fact, duck: duckdb.DuckDBPyConnection, draft: Path, name: str) -> SealedFile:
    unnamed = draft / "unnamed.parquet"
    (rows,) = duck.execute(
        f"COPY (SELECT * FROM sealed WHERE {_rows_of(fact, name)} ORDER BY record) TO '{unnamed}' "  # noqa: S608
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"
    ).fetchone() or (0,)
    file = SealedFile(
        fact=fact.key, partition=name, sha256=bag.file_digest(unnamed), rows=rows, size=unnamed.stat().st_size
    )
    target = draft / file.path
    target.parent.mkdir(parents=True)
    unnamed.rename(target)
    return file


def _copy_out(fact: Fact, target: Path) -> None:
    """Stream the fact's rows out of PostgreSQL as CSV. An empty text is no value, like NULL."""
    wanted = columns(fact)
    rows = fact.rows().order_by().values_list(*(column.path for column in wanted))
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        bound = cursor.cursor.mogrify(statement, parameters)
        names = sql.SQL(", ").join(
            sql.SQL("NULLIF({0}, '')").format(sql.Identifier(f"c{index}"))
            if column.type == "VARCHAR"
            else sql.Identifier(f"c{index}")
            for index, column in enumerate(wanted)
        )
        given = sql.SQL(", ").join(
            sql.SQL("{0}::text AS {0}" if column.type == "VARCHAR" else "{0}").format(
                sql.Identifier(f"c{index}")
            )
            for index, column in enumerate(wanted)
        )
        aliases = sql.SQL(", ").join(sql.Identifier(f"c{index}") for index in range(len(wanted)))
        copy = sql.SQL(
            "COPY (SELECT {names} FROM (SELECT {given} FROM ({rows}) AS r ({aliases})) AS t) "
            "TO STDOUT (FORMAT csv, NULL {null})"
        ).format(names=names, given=given, rows=sql.SQL(bound), aliases=aliases, null=NULL)
        with target.open("wb") as file, cursor.cursor.copy(copy) as stream:
            for block in stream:
                file.write(block)


def _share_with_earlier(draft: Path, sealed: list[SealedFile]) -> None:
    """Replace every file that an earlier snapshot has too by that very file."""
    hashes = [file.sha256 for file in sealed]
    for earlier in SealedFile.objects.filter(sha256__in=hashes).select_related("snapshot"):
        source = home() / earlier.snapshot_id / earlier.path
        target = draft / earlier.path
        # A damaged file of an earlier snapshot must not be handed on: what was read now is whole.
        if source.is_file() and target.is_file() and bag.file_digest(source) == earlier.sha256:
            target.unlink()
            bag.share(source, target)


def prune(*, keep: int) -> list[Snapshot]:
    """Remove the files of all but the newest `keep` snapshots; returns those whose files are gone.

    A snapshot that a release names is kept whatever its age: what was published can always be computed again.
    Rows, figures and digests stay; a file that a kept snapshot shares stays with it. A pruned snapshot gets its
    files back when the same facts are sealed again. Raises NothingKept where `keep` is less than one.
    """
    if keep < 1:
        raise NothingKept("At least the newest snapshot is kept: ask for one or more.")
    with one_at_a_time():
        newest = list(Snapshot.objects.order_by("-as_of", "-sealed_at").values_list("pk", flat=True)[:keep])
        removable = Snapshot.objects.exclude(pk__in=newest).filter(releases__isnull=True)
        gone = [snapshot for snapshot in removable if folder(snapshot).is_dir()]
        for snapshot in gone:
            # Renamed first: a folder half removed is never read as a snapshot.
            left = home() / f"{DRAFT}{snapshot.digest[:12]}"
            folder(snapshot).rename(left)
            shutil.rmtree(left)
    return gone


def check(snapshot: Snapshot) -> None:
    """Raise BagBroken unless the snapshot's rows, manifest and files are together what was sealed."""
    files = {file.path: file.sha256 for file in snapshot.files.all()}
    if bag.snapshot_digest(files, snapshot.as_of) != snapshot.digest:
        raise bag.BagBroken(
            f"The rows of snapshot {snapshot.digest[:12]} are not those that were sealed: "
            "restore the database from a backup."
        )
    bag.check(folder(snapshot), files)
    bag.check_whole(folder(snapshot), files)
