"""Rows of a snapshot under pseudonyms made for one release alone: what an audit bag holds.

A pseudonym is the first 32 hexadecimal digits of HMAC-SHA-256 (RFC 2104) over `record <fact> <id>` or
`subject <number>`, the number as it is sealed, under a random key of that release which never leaves the city. So
one person is the same pseudonym in every fact of one bag, and another in every other bag. The release text names
the SHA-256 of the key: the city can later show, to somebody it lets look, which record stands behind a pseudonym.
"""

from __future__ import annotations

import gzip
import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import duckdb

from kurss.evidence import export
from kurss.evidence.facts import Fact

DIGITS = 32
_BLOCK = 64
"""The block of SHA-256, in octets."""


@dataclass(frozen=True, slots=True)
class Written:
    """A fact's rows as they were written: how many, and the size and digest of the plain CSV."""

    fact: str
    rows: int
    octets: int
    sha256: str


def pseudonym(key: str, message: str) -> str:
    """The pseudonym of one message; `key` in hexadecimal."""
    return hmac.new(bytes.fromhex(key), message.encode(), hashlib.sha256).hexdigest()[:DIGITS]


def in_sql(key: str, message: str) -> str:
    """The same as a DuckDB expression over a text expression; no value, no pseudonym."""
    padded = bytes.fromhex(key).ljust(_BLOCK, b"\0")
    inner, outer = (bytes(octet ^ pad for octet in padded).hex() for pad in (0x36, 0x5C))
    return f"left(sha256(unhex('{outer}') || unhex(sha256(unhex('{inner}') || encode({message})))), {DIGITS})"


def commitment(key: str) -> str:
    """What a release says of its key."""
    return hashlib.sha256(key.encode()).hexdigest()


def write(fact: Fact, sealed: list[str], key: str, folder: Path) -> Written:
    """Write `rows.parquet` and `rows.csv.gz` of a fact, sorted by pseudonym, so that their order says nothing.

    The CSV has a heading; no value is an empty cell; `true` and `false`; days as ISO 8601. Memory stays
    bounded: DuckDB sorts on disk, the compression streams.
    """
    folder.mkdir(parents=True)
    parquet, plain = folder / "rows.parquet", folder / "rows.csv"
    columns = [column.name for column in export.columns(fact)]
    replaced = {
        "record": in_sql(key, f"'record {fact.key} ' || record"),
        "subject": in_sql(key, "'subject ' || subject"),
    }
    selected = ", ".join(
        f'{replaced[name]} AS "{name}"' if name in replaced else f'"{name}"' for name in columns
    )
    with duckdb.connect(config={"temp_directory": str(folder)}) as duck:
        duck.execute(
            f"COPY (SELECT {selected} FROM read_parquet($paths) ORDER BY record) "  # noqa: S608
            f"TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)",
            {"paths": sealed},
        )
        (rows,) = duck.execute(f"SELECT count(*) FROM read_parquet('{parquet}')").fetchone() or (0,)  # noqa: S608
        duck.execute(
            f"COPY (SELECT * FROM read_parquet('{parquet}') ORDER BY record) "  # noqa: S608
            f"TO '{plain}' (FORMAT csv, HEADER true, DELIMITER ',', QUOTE '\"', ESCAPE '\"', NULLSTR '')"
        )
    octets, digest = _compress(plain, folder / "rows.csv.gz")
    plain.unlink()
    return Written(fact.key, rows, octets, digest)


def _compress(plain: Path, target: Path) -> tuple[int, str]:
    """Compress a file and return the size and digest of what it held. Says nothing of the hour."""
    digest, octets = hashlib.sha256(), 0
    with (
        plain.open("rb") as source,
        target.open("wb") as file,
        gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0, compresslevel=6) as packed,
    ):
        while block := source.read(1 << 20):
            digest.update(block)
            octets += len(block)
            packed.write(block)
    return octets, digest.hexdigest()
