"""Writing the journal. A verb calls it in its own transaction, so that no act stands without its entry."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kurss.journal.models import Detail, Entry
from kurss.journal.seals import Payload, digest_of, new_salt

BATCH = 2_000
ERASE, ERASE_OLD = "journal.erase", "journal.erase_old"
"""The acts that say what was erased: of one record, and of everything taken down before a moment."""


class JournalRefusal(ValueError):
    """The journal does not take this down."""


class TimeWithoutZone(JournalRefusal):
    """A time that names no zone is a different moment on every machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One act on one record, as `write_many` takes it."""

    act: str
    kind: str
    key: str
    label: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


def write(
    *,
    act: str,
    by_key: str,
    by_label: str,
    at: datetime,
    kind: str,
    key: str,
    label: str = "",
    details: Mapping[str, str] | None = None,
) -> Entry:
    """Take down one act: one INSERT, and a second one where it has details."""
    line = Line(act=act, kind=kind, key=key, label=label, details=details or {})
    entry, payloads = _prepared(line, by_key, by_label, at)
    with transaction.atomic(savepoint=False):
        entry.save(force_insert=True)
        if payloads:
            Detail.objects.bulk_create(_details(entry, payloads))
    return entry


def write_many(lines: Iterable[Line], *, by_key: str, by_label: str, at: datetime) -> list[Entry]:
    """Take down many acts of one actor at one time, in their order: two INSERTs for each 2,000 of them."""
    prepared = [_prepared(line, by_key, by_label, at) for line in lines]
    with transaction.atomic(savepoint=False):
        entries = Entry.objects.bulk_create([entry for entry, _ in prepared], batch_size=BATCH)
        details = [
            detail
            for entry, (_, payloads) in zip(entries, prepared, strict=True)
            for detail in _details(entry, payloads)
        ]
        Detail.objects.bulk_create(details, batch_size=BATCH)
    return entries


ENTRY = """
INSERT INTO journal_entry (act, by_key, by_label, at, kind, key, label, digest)
SELECT %(entry_act)s, %(entry_by_key)s, %(entry_by_label)s, %(at)s, %(entry_kind)s, record.key, %(entry_label)s,
    %(entry_digest)s
FROM record
"""
"""The row of an act without details, for a statement that writes the record itself: `record` has its key."""


def entry_values(line: Line, *, by_key: str, by_label: str, at: datetime) -> dict[str, Any]:
    """What `ENTRY` takes besides the moment `at`; the key of the line is the record's own."""
    entry, _ = _prepared(line, by_key, by_label, at)
    names = ("act", "by_key", "by_label", "kind", "label", "digest")
    return {f"entry_{name}": getattr(entry, name) for name in names}


def erase_details(*, kind: str, key: str, because: str, by_key: str, by_label: str, at: datetime) -> int:
    """Erase what the entries about one record said, and say so in the journal. The entries stay.

    Returns how many details went. The digests of the erased details remain in their entries; why something was
    erased before is kept.
    """
    with transaction.atomic():
        erased, _ = Detail.objects.filter(entry__kind=kind, entry__key=key).exclude(entry__act=ERASE).delete()
        write(
            act=ERASE,
            by_key=by_key,
            by_label=by_label,
            at=at,
            kind=kind,
            key=key,
            details={"because": because, "erased": str(erased)},
        )
    return erased


def erase_old(*, before: datetime, because: str, by_key: str, by_label: str, at: datetime) -> int:
    """Erase what every entry said that was taken down before a moment; one entry says so. The entries stay.

    Returns how many details went; where none did, nothing is written. Why something was erased is kept.
    """
    if before.tzinfo is None:
        raise TimeWithoutZone(f"The time {before} names no time zone; give an aware datetime.")
    with transaction.atomic():
        old = Detail.objects.filter(entry__recorded_at__lt=before)
        erased, _ = old.exclude(entry__act__in=(ERASE, ERASE_OLD)).delete()
        if erased:
            write(
                act=ERASE_OLD,
                by_key=by_key,
                by_label=by_label,
                at=at,
                kind="journal.detail",
                key="old",
                details={"before": before.isoformat(), "because": because, "erased": str(erased)},
            )
    return erased


def _prepared(line: Line, by_key: str, by_label: str, at: datetime) -> tuple[Entry, Sequence[Payload]]:
    if at.tzinfo is None:
        raise TimeWithoutZone(f"The time {at} of “{line.act}” names no time zone; give an aware datetime.")
    payloads = [Payload(name, value, new_salt()) for name, value in line.details.items()]
    entry = Entry(
        act=line.act,
        by_key=by_key,
        by_label=by_label[:200],
        at=at,
        kind=line.kind,
        key=line.key,
        label=line.label[:300],
        digest=digest_of(payloads),
    )
    return entry, payloads


def _details(entry: Entry, payloads: Sequence[Payload]) -> list[Detail]:
    return [Detail(entry=entry, name=name, value=value, salt=salt) for name, value, salt in payloads]
