"""Opening a figure: exactly the records it counted, as they were sealed, and those that still live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from kurss.evidence import bag, snapshots
from kurss.evidence.definition import Counts
from kurss.evidence.engine import where
from kurss.evidence.facts import Dimension, Fact, Quantity, fact
from kurss.evidence.models import Figure, IndicatorVersion

PAGE = 50
"""Rows on one page of a figure's records."""


@dataclass(frozen=True, slots=True)
class Row:
    """One counted record as it was sealed. `lives`: the record still stands in its table."""

    record: str
    subject: str
    days: tuple[date | None, ...]
    values: tuple[str | None, ...]
    quantities: tuple[Decimal, ...]
    synthetic: bool
    lives: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """A page of the records behind a figure; for a ratio, those of its numerator or of its denominator.

    `constant`: the dimensions in which every counted row, not only those of the page, says the same, and what.
    """

    fact: Fact
    rows: Sequence[Row]
    total: int
    subjects: int
    dimensions: tuple[Dimension, ...]
    quantities: tuple[Quantity, ...]
    constant: dict[str, str | None]


def parts(figure: Figure) -> list[IndicatorVersion]:
    """The versions whose rows a figure rests on: its own, or those of what it divides."""
    version = figure.version
    if version.counts != Counts.RATIO:
        return [version]
    return [part for part in (version.numerator_version, version.denominator_version) if part is not None]


def open_figure(
    figure: Figure, *, part: IndicatorVersion | None = None, offset: int = 0, limit: int = PAGE
) -> Opened:
    """The counted rows, by day and record id. Raises LookupError where the figure rests on no rows at all."""
    version = part or next(iter(parts(figure)), None)
    if version is None or not version.fact:
        raise LookupError(f"{figure.address} rests on no records of its own.")
    counted = fact(version.fact)
    files = _files(figure, version.fact)
    kept = _kept(figure, version, counted)
    wanted = snapshots.columns(counted)
    with duckdb.connect() as duck:
        source = f"FROM read_parquet($paths) WHERE {kept}"
        subjects = "count(DISTINCT subject)" if counted.subject else "0"
        told = "".join(
            f', count(DISTINCT "d_{one.key}"), count("d_{one.key}"), CAST(min("d_{one.key}") AS VARCHAR)'
            for one in counted.dimensions
        )
        total, people, *said = duck.execute(
            f"SELECT count(*), {subjects}{told} {source}", {"paths": files}
        ).fetchone() or (0, 0)
        names = ", ".join(f'"{column.name}"' for column in wanted)
        day = "holds_from" if counted.is_state else "happened_on"
        found = duck.execute(
            f"SELECT {names} {source} ORDER BY {day}, record LIMIT {int(limit)} OFFSET {int(offset)}",
            {"paths": files},
        ).fetchall()
    named = [dict(zip((column.name for column in wanted), row, strict=True)) for row in found]
    alive = living(counted, [row["record"] for row in named])
    return Opened(
        fact=counted,
        rows=[_row(counted, row, row["record"] in alive) for row in named],
        total=total,
        subjects=people,
        dimensions=counted.dimensions,
        quantities=counted.quantities,
        constant=_constant(counted, total, said),
    )


def _constant(counted: Fact, total: int, said: Sequence) -> dict[str, str | None]:
    """Where all rows carry one value, or none of them carries any; of a single row nothing is called constant."""
    found: dict[str, str | None] = {}
    if total < 2:
        return found
    for index, dimension in enumerate(counted.dimensions):
        different, carried, value = said[3 * index : 3 * index + 3]
        if carried == 0 or (different == 1 and carried == total):
            found[dimension.key] = value
    return found


def record_ids(figure: Figure) -> set[str]:
    """Every record id a counted figure rests on."""
    version = figure.version
    if not version.fact:
        raise LookupError(f"{figure.address} is made of figures: open those.")
    with duckdb.connect() as duck:
        found = duck.execute(
            f"SELECT record FROM read_parquet($paths) WHERE {_kept(figure, version, fact(version.fact))}",  # noqa: S608
            {"paths": _files(figure, version.fact)},
        ).fetchall()
    return {record for (record,) in found}


def source(figure: Figure, version: IndicatorVersion) -> tuple[list[str], str]:
    """Where the counted rows of one part of a figure are: its sealed files, and the condition on their rows."""
    return _files(figure, version.fact), _kept(figure, version, fact(version.fact))


def _files(figure: Figure, fact_key: str) -> list[str]:
    """The fact's sealed files, each checked to be what was sealed. Raises BagBroken."""
    folder: Path = snapshots.folder(figure.snapshot)
    files = {file.path: file.sha256 for file in figure.snapshot.files.all() if file.fact == fact_key}
    bag.check(folder, files)
    return [str(folder / path) for path in files]


def _kept(figure: Figure, version: IndicatorVersion, counted: Fact) -> str:
    """The rows of the figure's own cell and period, as SQL over the sealed columns."""
    definition = version.as_definition()
    period, as_of = figure.period, figure.snapshot.as_of
    conditions = (
        definition.among if definition.counts is Counts.SHARE else (*definition.conditions, *definition.among)
    )
    clauses = [where(conditions)]
    if counted.is_state:
        moment = min(period.day_after, as_of + timedelta(days=1)).isoformat()
        clauses.append(
            f"holds_from <= DATE '{moment}' AND (holds_until IS NULL OR holds_until > DATE '{moment}')"
        )
    else:
        last = min(period.ends_on, as_of).isoformat()
        clauses.append(f"happened_on BETWEEN DATE '{period.starts_on.isoformat()}' AND DATE '{last}'")
    for dimension, value in figure.cell_parts.parts:
        own = counted.dimension(dimension)
        if value is None:
            clauses.append(f'"d_{own.key}" IS NULL')
        else:
            escaped = value.replace("'", "''")
            clauses.append(f"CAST(\"d_{own.key}\" AS VARCHAR) = '{escaped}'")
    return " AND ".join(f"({clause})" for clause in clauses)


def living(counted: Fact, records: Sequence[str]) -> set[str]:
    return {
        str(value)
        for value in counted.rows()
        .filter(**{f"{counted.record}__in": records})
        .values_list(counted.record, flat=True)
    }


def _row(counted: Fact, row: dict, lives: bool) -> Row:
    days = ("holds_from", "holds_until") if counted.is_state else ("happened_on",)
    return Row(
        record=row["record"],
        subject=row.get("subject") or "",
        days=tuple(row[day] for day in days),
        values=tuple(
            None if row[f"d_{dimension.key}"] is None else str(row[f"d_{dimension.key}"])
            for dimension in counted.dimensions
        ),
        quantities=tuple(Decimal(row[f"q_{quantity.key}"] or 0) for quantity in counted.quantities),
        synthetic=row["synthetic"],
        lives=lives,
    )
