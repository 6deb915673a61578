"""How sealed entries hang together, byte by byte. Pure: no database here.

Every entry has one canonical line, a JSON array in UTF-8 without spaces, ended by a line feed:

    [id, act, by_key, by_label, at, recorded_at, kind, key, label, digest of its details]

with times in UTC as 2021-09-01T06:00:00.000000+00:00. Its leaf is the SHA-256 of that line. A batch has a header
line of the same kind, [number, sealed_at, count], and

    hash = SHA-256(hash of the batch before ‖ header line ‖ leaf₁ ‖ leaf₂ ‖ …)

over raw bytes, the entries in the order of their ids; before the first batch stand 32 zero bytes. So the hash of
the newest batch, the *head*, stands for every entry sealed until then; and one entry can be proved by its own line
and the leaves of its batch, without showing what the others say.
"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

BEGINNING = "0" * 64
"""What the first batch follows."""


class Written(NamedTuple):
    """The fields of an entry that its line holds, in the line's order."""

    id: int
    act: str
    by_key: str
    by_label: str
    at: datetime
    recorded_at: datetime
    kind: str
    key: str
    label: str
    digest: str


FIELDS = Written._fields


def leaf_of(entry: Written) -> str:
    """SHA-256 of the entry's canonical line, in hexadecimal."""
    return hashlib.sha256(_line(entry)).hexdigest()


def hash_of(*, previous: str, number: int, sealed_at: datetime, leaves: Iterable[str]) -> str:
    """The hash of a batch over the one before, its own header and its leaves."""
    raw = [bytes.fromhex(leaf) for leaf in leaves]
    whole = hashlib.sha256(bytes.fromhex(previous))
    whole.update(_line((number, sealed_at, len(raw))))
    for leaf in raw:
        whole.update(leaf)
    return whole.hexdigest()


def _line(fields: Iterable[object]) -> bytes:
    values = [_moment(field) if isinstance(field, datetime) else field for field in fields]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
