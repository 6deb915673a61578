"""Sealing: committed entries that wait are chained in batches. No writer ever waits for it.

A trigger puts the key of each new entry into `Unsealed`. The sealer takes away the ones it can see, and it sees
an entry only once its transaction has committed. Ids are drawn before that and commit in any order; an entry with
a low id that commits late is simply sealed in a later batch, and none is ever passed over. (An upper bound on ids,
or the transaction numbers of PostgreSQL, would need care with late commits and with restored backups.)
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from kurss.journal.chain import BEGINNING, FIELDS, Written, hash_of, leaf_of
from kurss.journal.models import Batch, Entry

SEALER = 5_820_771_447
"""The key of the sealer's advisory lock: an arbitrary number that nothing else uses."""

MOST = 5_000
"""Entries in one batch: what one transaction seals in well under a second."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one call sealed, and the head after it. `busy`: another sealer is at work."""

    entries: int = 0
    batches: int = 0
    head: Batch | None = None
    busy: bool = False


def seal(*, at: datetime) -> Sealed:
    """Seal every committed entry that waits, in batches, each committed by itself.

    A sealer that is killed leaves whole batches only, and what it had not sealed still waits.
    """
    entries = batches = 0
    while True:
        batch = _one_batch(at)
        if batch is None:
            return Sealed(entries, batches, head(), busy=True)
        if batch.count:
            entries += batch.count
            batches += 1
        if batch.count < MOST:
            return Sealed(entries, batches, head())


def head() -> Batch | None:
    """The newest batch: its hash stands for everything sealed so far."""
    return Batch.objects.order_by("-number").first()


@transaction.atomic
def _one_batch(at: datetime) -> Batch | None:
    """The batch just sealed, one without entries where none waits, or None where another sealer is at work."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALER])
        if not cursor.fetchone()[0]:
            return None
        waiting = _taken(cursor)
    last = head()
    batch = Batch(
        number=last.number + 1 if last else 1,
        sealed_at=at,
        count=len(waiting),
        previous=last.hash if last else BEGINNING,
    )
    if not waiting:
        return batch
    written = Entry.objects.filter(pk__in=waiting).order_by("id").values_list(*FIELDS)
    leaves = [leaf_of(Written(*fields)) for fields in written]
    batch.hash = hash_of(previous=batch.previous, number=batch.number, sealed_at=at, leaves=leaves)
    batch.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO journal_seal (entry_id, batch_id, place, leaf) "
            "SELECT entry, %s, place, leaf FROM "
            "unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS sealed (entry, leaf, place)",
            [batch.number, waiting, leaves],
        )
    return batch


def _taken(cursor: object) -> list[int]:
    """The entries that wait, lowest id first, taken off the list of those that wait."""
    cursor.execute(  # type: ignore[attr-defined]
        "WITH taken AS (DELETE FROM journal_unsealed WHERE entry_id IN "
        "(SELECT entry_id FROM journal_unsealed ORDER BY entry_id LIMIT %s) RETURNING entry_id) "
        "SELECT entry_id FROM taken ORDER BY entry_id",
        [MOST],
    )
    return [entry for (entry,) in cursor.fetchall()]  # type: ignore[attr-defined]
