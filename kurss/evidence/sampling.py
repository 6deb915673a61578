"""A seeded sample of the records behind a figure: anyone with the same seed draws the same records.

A record's place in the draw is SHA-256 over the seed, a line feed and its id; the first n by that place are the
sample. So neither the order of the rows nor the machine decides, and no record can be put in or kept out without
another seed. The seed is the auditor's: who is audited does not choose it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from kurss.evidence import export, records
from kurss.evidence.facts import Fact, fact
from kurss.evidence.models import Figure, IndicatorVersion

MOST = 500
"""Records of one sample at the most: an auditor reads each of them."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One sampled record as it was sealed. `digest`: SHA-256 over the sealed row as canonical JSON."""

    place: str
    record: str
    row: dict[str, str | None]
    digest: str
    lives: bool


@dataclass(frozen=True, slots=True)
class Sample:
    figure: Figure
    part: IndicatorVersion
    fact: Fact
    seed: str
    total: int
    drawn: Sequence[Drawn]


def place(seed: str, record: str) -> str:
    """The place of a record in the draw of a seed."""
    return hashlib.sha256(f"{seed}\n{record}".encode()).hexdigest()


def sample(figure: Figure, *, seed: str, count: int, part: IndicatorVersion | None = None) -> Sample:
    """The first `count` records by their place, of a figure or of one part of a ratio.

    Raises LookupError where the figure rests on no records, BagBroken where a sealed file is damaged.
    """
    version = part or next(iter(records.parts(figure)), None)
    if version is None or not version.fact:
        raise LookupError(f"{figure.address} rests on no records of its own.")
    counted = fact(version.fact)
    paths, kept = records.source(figure, version)
    names = [column.name for column in export.columns(counted)]
    selected = ", ".join(f'CAST("{name}" AS VARCHAR)' for name in names)
    with duckdb.connect() as duck:
        (total,) = duck.execute(
            f"SELECT count(*) FROM read_parquet($paths) WHERE {kept}",  # noqa: S608
            {"paths": paths},
        ).fetchone() or (0,)
        found = duck.execute(
            f"SELECT sha256($seed || chr(10) || record) AS place, {selected} FROM read_parquet($paths) "  # noqa: S608
            f"WHERE {kept} ORDER BY place, record LIMIT {min(max(int(count), 0), MOST)}",
            {"paths": paths, "seed": seed},
        ).fetchall()
    living = records.living(counted, [row[1 + names.index("record")] for row in found])
    return Sample(
        figure=figure,
        part=version,
        fact=counted,
        seed=seed,
        total=total,
        drawn=[
            _drawn(found_at, dict(zip(names, values, strict=True)), living) for found_at, *values in found
        ],
    )


def _drawn(found_at: str, row: dict[str, Any], living: set[str]) -> Drawn:
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Drawn(
        place=found_at,
        record=row["record"],
        row=row,
        digest=hashlib.sha256(text.encode()).hexdigest(),
        lives=row["record"] in living,
    )
