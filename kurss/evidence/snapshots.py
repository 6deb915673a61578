"""Sealing: every declared fact, read in one moment and written to files that are never rewritten.

Rows are streamed out of PostgreSQL inside one repeatable-read transaction, so that all facts are of the same
moment (`export`), and packed as Parquet sorted by record id (`partitions`). Everything is read at every seal: what
has changed is known by content hash, never guessed from time stamps. What has not changed is not written again.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from uuid import uuid4

import duckdb
from django.conf import settings
from django.db import connection, transaction

from kurss.evidence import bag, partitions
from kurss.evidence.export import Export
from kurss.evidence.facts import declared
from kurss.evidence.models import SealedFile, Snapshot
from kurss.evidence.partitions import Draft

DRAFT = "sealing-"
SPILL = "spill"
SEALING = 0x5EA1
"""The advisory lock under which a snapshot is sealed."""

MEMORY = "2GB"
"""What sealing keeps in memory; the rest of the rows lies beside the snapshots until they are sealed."""


class NothingKept(ValueError):
    """Retention must keep a snapshot."""


def home() -> Path:
    """Where snapshots of this site stand."""
    return Path(settings.SNAPSHOTS)


def folder(snapshot: Snapshot) -> Path:
    return home() / snapshot.digest


def seal(*, as_of: date, by_key: str, at: datetime) -> Snapshot:
    """Seal every declared fact and return the snapshot; nothing changed since the last seal returns that one, and
    then no file is written.

    Must not be called within a transaction. Two seals at once come one after the other. An interrupted seal
    leaves no snapshot, at most a folder that no row names and that the next seal of the same facts replaces.
    A snapshot whose folder was lost or damaged gets it back when the same facts are sealed again.
    """
    home().mkdir(parents=True, exist_ok=True)
    with one_at_a_time(), _draft() as draft, _in_memory() as duck:
        export = Export(duck)
        with _one_moment():
            for fact in declared().values():
                export.read(fact)
                partitions.write(fact, duck, draft)
        files = {file.path: file.sha256 for file in draft.files}
        digest = bag.snapshot_digest(files, as_of)
        existing = Snapshot.objects.filter(digest=digest).first()
        if existing is None or draft.is_new or not folder(existing).is_dir():
            draft.share()
            bag.close(draft.folder, files=files, as_of=as_of, octets=sum(file.size for file in draft.files))
            _put_in_place(draft.folder, home() / digest)
        return existing or _keep(digest, as_of, draft, export, by_key=by_key, at=at)


def _put_in_place(draft: Path, final: Path) -> None:
    shutil.rmtree(final, ignore_errors=True)
    draft.chmod(0o755)
    draft.rename(final)


@transaction.atomic
def _keep(digest: str, as_of: date, draft: Draft, export: Export, *, by_key: str, at: datetime) -> Snapshot:
    snapshot = Snapshot.objects.create(digest=digest, as_of=as_of, sealed_at=at, sealed_by_key=by_key)
    for file in draft.files:
        file.snapshot = snapshot
    SealedFile.objects.bulk_create(draft.files)
    export.keep()
    return snapshot


@contextmanager
def _draft() -> Iterator[Draft]:
    draft = Draft(home(), DRAFT)
    try:
        yield draft
    finally:
        draft.close()


@contextmanager
def _in_memory() -> Iterator[duckdb.DuckDBPyConnection]:
    """One thread, so that the same rows are packed to the same octets on every machine.

    What does not fit into memory names people by their keys: it lies beside the snapshots in a folder that only
    we read, made when the first row has to go there, and the next seal clears what a killed one left.
    """
    spill = home() / SPILL
    spill.mkdir(mode=0o700, parents=True, exist_ok=True)
    rows = str(spill / uuid4().hex)
    with duckdb.connect(config={"threads": 1, "memory_limit": MEMORY, "temp_directory": rows}) as duck:
        yield duck


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """One seal or computation of a site at a time; the next waits, and clears what an earlier one left behind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [SEALING])
        try:
            for left in [*home().glob(f"{DRAFT}*"), *home().glob(f"{SPILL}/*")]:
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


def need_files(snapshot: Snapshot) -> None:
    """Raise FilesRemoved where a snapshot's folder is gone that no release needs and that is not the newest."""
    if folder(snapshot).is_dir() or snapshot.releases.exists():
        return
    if Snapshot.objects.values_list("pk", flat=True).first() != snapshot.pk:
        raise bag.FilesRemoved(
            f"The files of the snapshot as of {snapshot.as_of} were removed: it is older than those that are "
            "kept, and no release needs it. Its figures stand."
        )


def check(snapshot: Snapshot) -> None:
    """Raise BagBroken unless the snapshot's rows, manifest and files are together what was sealed."""
    need_files(snapshot)
    files = {file.path: file.sha256 for file in snapshot.files.all()}
    if bag.snapshot_digest(files, snapshot.as_of) != snapshot.digest:
        raise bag.BagBroken(
            f"The rows of snapshot {snapshot.digest[:12]} are not those that were sealed: "
            "restore the database from a backup."
        )
    bag.check(folder(snapshot), files)
    bag.check_whole(folder(snapshot), files)
