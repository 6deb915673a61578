"""Checking the journal: everything is computed again from what stands there, and each fault is named.

What it finds: an entry, a detail, a seal or a batch that was changed, taken away or put in past the verbs, by
whoever has power over the database. What it cannot find by itself: a tail cut off whole, or a chain written anew
from some batch on. Against that stands a head noted elsewhere: give it, and the chain must hold it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kurss.journal.chain import BEGINNING, FIELDS, Written, hash_of, leaf_of
from kurss.journal.entries import ERASE, ERASE_OLD
from kurss.journal.models import Batch, Detail, Entry, Unsealed
from kurss.journal.seals import Payload, digest_of

MOST_NAMED = 200
"""Faults named one by one; beyond that they are only counted."""

TOGETHER = 5_000
"""About how many entries are held in memory at a time."""


class Fault(StrEnum):
    ENTRY_ALTERED = "entry altered"
    ENTRY_MISSING = "entry missing"
    ENTRY_INSERTED = "entry inserted"
    DETAILS_ALTERED = "details altered"
    DETAILS_MISSING = "details missing"
    SEAL_MISSING = "seal missing"
    SEAL_INSERTED = "seal inserted"
    BATCH_ALTERED = "batch altered"
    BATCH_MISSING = "batch missing"
    CHAIN_BROKEN = "chain broken"
    HEAD_UNKNOWN = "head unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: in which batch, and at which entry where it can be said."""

    fault: Fault
    batch: int | None = None
    entry: int | None = None

    def sentence(self) -> str:
        """What is wrong and where, in the reader's language."""
        return _sentences()[self.fault].format(batch=self.batch, entry=self.entry)


def _sentences() -> dict[Fault, str]:
    return {
        Fault.ENTRY_ALTERED: _("Entry {entry} in batch {batch} is not the one that was sealed."),
        Fault.ENTRY_MISSING: _("Entry {entry} is missing."),
        Fault.ENTRY_INSERTED: _(
            "Entry {entry} was put in past the journal: it is not sealed and does not wait."
        ),
        Fault.DETAILS_ALTERED: _("The details of entry {entry} in batch {batch} are not those it sealed."),
        Fault.DETAILS_MISSING: _(
            "The details of entry {entry} in batch {batch} are gone, and no act erased them."
        ),
        Fault.SEAL_MISSING: _("An entry of batch {batch} is missing together with its seal."),
        Fault.SEAL_INSERTED: _("Entry {entry} was put into batch {batch} after it was sealed."),
        Fault.BATCH_ALTERED: _("Batch {batch} is not the one that was sealed."),
        Fault.BATCH_MISSING: _("Batch {batch} is missing."),
        Fault.CHAIN_BROKEN: _("The chain is broken: batch {batch} does not follow the one before it."),
        Fault.HEAD_UNKNOWN: _("No batch has the head you gave: the chain was cut off or written anew since."),
    }


@dataclass(slots=True)
class Checked:
    """What was compared and what was wrong. `unsealed` entries have committed and wait for the sealer."""

    batches: int = 0
    entries: int = 0
    erased: int = 0
    unsealed: int = 0
    head: Batch | None = None
    faults: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        return self.faults == 0

    def add(self, fault: Fault, *, batch: int | None = None, entry: int | None = None) -> None:
        self.faults += 1
        if len(self.findings) < MOST_NAMED:
            self.findings.append(Finding(fault, batch, entry))


@dataclass(frozen=True, slots=True)
class _Sealed:
    """One seal as it stands, with the entry as it stands, or without where there is none."""

    entry_id: int
    place: int
    leaf: str
    written: Written | None


def check(*, head: str = "") -> Checked:
    """Compute the whole chain again. With `head`, the hash of a batch noted before, the chain must hold it.

    What is sealed while it runs is left for the next check. Memory does not grow with the journal.
    """
    found = Checked(head=Batch.objects.order_by("-number").first())
    if head and not Batch.objects.filter(hash=head.lower()).exists():
        found.add(Fault.HEAD_UNKNOWN)
    erasures = _Erasures()
    previous, expected = BEGINNING, 1
    for batch, sealed in _batches(found.head.number if found.head else 0):
        for gone in range(expected, batch.number):
            found.add(Fault.BATCH_MISSING, batch=gone)
        if batch.previous != previous:
            found.add(Fault.CHAIN_BROKEN, batch=batch.number)
        _check_batch(batch, sealed, found)
        _check_entries(batch, sealed, erasures, found)
        previous, expected = batch.hash, batch.number + 1
        found.batches += 1
    _check_unsealed(found)
    return found


def _check_batch(batch: Batch, sealed: Sequence[_Sealed], found: Checked) -> None:
    """The batch's own hash over the seals that stand."""
    places = {seal.place for seal in sealed}
    missing = batch.count - len(places & set(range(1, batch.count + 1)))
    inserted = [seal for seal in sealed if seal.place > batch.count]
    for _number in range(missing):
        found.add(Fault.SEAL_MISSING, batch=batch.number)
    for seal in inserted:
        found.add(Fault.SEAL_INSERTED, batch=batch.number, entry=seal.entry_id)
    leaves = [seal.leaf for seal in sealed]
    computed = hash_of(previous=batch.previous, number=batch.number, sealed_at=batch.sealed_at, leaves=leaves)
    if computed != batch.hash and not missing and not inserted:
        found.add(Fault.BATCH_ALTERED, batch=batch.number)


def _check_entries(batch: Batch, sealed: Sequence[_Sealed], erasures: "_Erasures", found: Checked) -> None:
    details = _details([seal.entry_id for seal in sealed])
    for seal in sealed:
        found.entries += 1
        if seal.written is None:
            found.add(Fault.ENTRY_MISSING, batch=batch.number, entry=seal.entry_id)
            continue
        if leaf_of(seal.written) != seal.leaf:
            found.add(Fault.ENTRY_ALTERED, batch=batch.number, entry=seal.entry_id)
        said = details.get(seal.entry_id, [])
        if digest_of(said) == seal.written.digest:
            continue
        if said:
            found.add(Fault.DETAILS_ALTERED, batch=batch.number, entry=seal.entry_id)
        elif erasures.cover(seal.written):
            found.erased += 1
        else:
            found.add(Fault.DETAILS_MISSING, batch=batch.number, entry=seal.entry_id)


def _check_unsealed(found: Checked) -> None:
    """What is neither sealed nor waits was put in past the trigger; what waits and is not there was deleted."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.id FROM journal_entry e"
            " WHERE NOT EXISTS (SELECT FROM journal_seal s WHERE s.entry_id = e.id)"
            " AND NOT EXISTS (SELECT FROM journal_unsealed u WHERE u.entry_id = e.id) ORDER BY e.id"
        )
        for (entry,) in cursor.fetchall():
            found.add(Fault.ENTRY_INSERTED, entry=entry)
        cursor.execute(
            "SELECT u.entry_id FROM journal_unsealed u LEFT JOIN journal_entry e ON e.id = u.entry_id"
            " WHERE e.id IS NULL ORDER BY u.entry_id"
        )
        for (entry,) in cursor.fetchall():
            found.add(Fault.ENTRY_MISSING, entry=entry)
    found.unsealed = Unsealed.objects.count()


class _Erasures:
    """Which details were erased by an act that says so."""

    def __init__(self) -> None:
        self._read()

    def cover(self, entry: Written) -> bool:
        """Whether an act covers it; details that went while the check ran are looked up once more."""
        if not self._covers(entry):
            self._read()
        return self._covers(entry)

    def _read(self) -> None:
        acts = Entry.objects.filter(act=ERASE).values_list("kind", "key", "id")
        self._of_record = {(kind, key): last for kind, key, last in acts.order_by("id")}
        until = Detail.objects.filter(entry__act=ERASE_OLD, name="before").values_list("value", flat=True)
        self._old = max((datetime.fromisoformat(value) for value in until), default=None)

    def _covers(self, entry: Written) -> bool:
        if self._of_record.get((entry.kind, entry.key), 0) > entry.id:
            return True
        return self._old is not None and entry.recorded_at < self._old


def _batches(last: int) -> Iterator[tuple[Batch, list[_Sealed]]]:
    """Every batch up to the last with its seals, read a few thousand entries at a time."""
    batches = Batch.objects.filter(number__lte=last).order_by("number").iterator(chunk_size=1_000)
    while together := _some(batches):
        seals = _seals(together[0].number, together[-1].number)
        for batch in together:
            yield batch, seals.get(batch.number, [])


def _some(batches: Iterator[Batch]) -> list[Batch]:
    taken, entries = [], 0
    for batch in batches:
        taken.append(batch)
        entries += batch.count
        if entries >= TOGETHER:
            break
    return taken


def _seals(first: int, last: int) -> dict[int, list[_Sealed]]:
    columns = ", ".join(f"e.{name}" for name in FIELDS)
    found: dict[int, list[_Sealed]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.batch_id, s.entry_id, s.place, s.leaf, {columns} FROM journal_seal s "  # noqa: S608
            "LEFT JOIN journal_entry e ON e.id = s.entry_id "
            "WHERE s.batch_id BETWEEN %s AND %s ORDER BY s.batch_id, s.place",
            [first, last],
        )
        for batch, entry, place, leaf, *fields in cursor.fetchall():
            written = None if fields[0] is None else Written(*fields)
            found[batch].append(_Sealed(entry, place, leaf, written))
    return found


def _details(entries: Sequence[int]) -> dict[int, list[Payload]]:
    found: dict[int, list[Payload]] = defaultdict(list)
    rows: Any = Detail.objects.filter(entry__in=entries).values_list("entry_id", "name", "value", "salt")
    for entry, name, value, salt in rows.order_by():
        found[entry].append(Payload(name, value, bytes(salt)))
    return found
