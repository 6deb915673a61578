"""Opening a figure: exactly the records it counted, as they were sealed, and those that still live."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from kurss.evidence import bag, export, snapshots
from kurss.evidence.definition import OF_FIGURES, Condition, Counts, Definition
from kurss.evidence.engine.sql import day, where
from kurss.evidence.engine.stopping import connected
from kurss.evidence.facts import Dimension, Fact, Quantity, fact
from kurss.evidence.models import Figure, IndicatorVersion
from kurss.evidence.subjects import keys

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
    if version.counts not in OF_FIGURES:
        return [version]
    return [part for part in (version.numerator_version, version.denominator_version) if part is not None]


def open_figure(
    figure: Figure,
    *,
    part: IndicatorVersion | None = None,
    of: str = "",
    offset: int = 0,
    limit: int = PAGE,
) -> Opened:
    """The counted rows, by day and record id. Raises LookupError where the figure rests on no rows at all.

    `of` names one of the facts of an indicator that counts several; empty: its first.
    """
    version = part or next(iter(parts(figure)), None)
    if version is None or not version.fact:
        raise LookupError(f"{figure.address} rests on no records of its own.")
    counted = fact(of or version.fact)
    files = _files(figure, counted.key)
    kept = _kept(figure, version, counted)
    wanted = export.columns(counted)
    with connected() as duck:
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
        first = "holds_from" if counted.is_state else "happened_on"
        found = duck.execute(
            f"SELECT {names} {source} ORDER BY {first}, record LIMIT {int(limit)} OFFSET {int(offset)}",
            {"paths": files},
        ).fetchall()
    named = [dict(zip((column.name for column in wanted), row, strict=True)) for row in found]
    alive = living(counted, [row["record"] for row in named])
    whose = keys(counted.subject_kind, [row.get("subject") for row in named])
    return Opened(
        fact=counted,
        rows=[_row(counted, row, whose, row["record"] in alive) for row in named],
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
    """Every record id a counted figure rests on; where it counts several facts, each after its fact's key."""
    version = figure.version
    if not version.fact:
        raise LookupError(f"{figure.address} is made of figures: open those.")
    facts = version.as_definition().facts
    ids: set[str] = set()
    with duckdb.connect() as duck:
        for key in facts:
            paths, kept = source(figure, version, of=key)
            found = duck.execute(
                f"SELECT record FROM read_parquet($paths) WHERE {kept}",  # noqa: S608
                {"paths": paths},
            ).fetchall()
            ids |= {f"{key} {record}" if len(facts) > 1 else record for (record,) in found}
    return ids


def source(figure: Figure, version: IndicatorVersion, of: str = "") -> tuple[list[str], str]:
    """Where the counted rows of one part of a figure are: its sealed files, and the condition on their rows.

    `of` names one of the facts of an indicator that counts several; empty: its first.
    """
    counted = fact(of or version.fact)
    return _files(figure, counted.key), _kept(figure, version, counted)


def _files(figure: Figure, fact_key: str) -> list[str]:
    """The fact's sealed files, each checked to be what was sealed. Raises BagBroken, FilesRemoved."""
    folder: Path = snapshots.folder(figure.snapshot)
    snapshots.need_files(figure.snapshot)
    files = {file.path: file.sha256 for file in figure.snapshot.files.all() if file.fact == fact_key}
    bag.check(folder, files)
    return [str(folder / path) for path in files]


def _kept(figure: Figure, version: IndicatorVersion, counted: Fact) -> str:
    """The rows of the figure's own cell and period, as SQL over the sealed columns."""
    definition = version.as_definition()
    clauses = [where(definition.rests_on), _time(figure, definition, counted)]
    if definition.counts in (Counts.MEAN, Counts.MEDIAN):
        clauses.append(f"q_{definition.quantity} IS NOT NULL")
    compared = figure.version.as_definition()
    if compared.counts is Counts.GAP:
        clauses.append(where([Condition(compared.dimension, one_of=(compared.group, compared.reference))]))
    for dimension, value in figure.cell_parts.parts:
        own = counted.dimension(dimension)
        clauses.append(
            f"d_{own.key} IS NULL" if value is None else where([Condition(own.key, one_of=(value,))])
        )
    return " AND ".join(f"({clause})" for clause in clauses)


def _time(figure: Figure, definition: Definition, counted: Fact) -> str:
    """Which rows count in the figure's period: `engine` says the same over all periods at once."""
    period, as_of = figure.period, figure.snapshot.as_of
    last = min(period.ends_on, as_of)
    if definition.counts is Counts.CUMULATIVE:
        since = definition.since or date.min
        if not counted.is_state:
            return f"happened_on BETWEEN {day(since)} AND {day(last)}"
        came = f"greatest(holds_from, {day(since)})"
        return f"{came} <= {day(last)} AND (holds_until IS NULL OR holds_until > {came})"
    if counted.is_state:
        moment = day(min(period.day_after, as_of + timedelta(days=1)))
        return f"holds_from <= {moment} AND (holds_until IS NULL OR holds_until > {moment})"
    return f"happened_on BETWEEN {day(period.starts_on)} AND {day(last)}"


def living(counted: Fact, records: Sequence[str]) -> set[str]:
    return {
        str(value)
        for value in counted.rows()
        .filter(**{f"{counted.record}__in": records})
        .values_list(counted.record, flat=True)
    }


def _row(counted: Fact, row: dict, whose: dict, lives: bool) -> Row:
    days = ("holds_from", "holds_until") if counted.is_state else ("happened_on",)
    return Row(
        record=row["record"],
        subject=whose.get(row.get("subject"), ""),
        days=tuple(row[day] for day in days),
        values=tuple(
            None if row[f"d_{dimension.key}"] is None else str(row[f"d_{dimension.key}"])
            for dimension in counted.dimensions
        ),
        quantities=tuple(Decimal(row[f"q_{quantity.key}"] or 0) for quantity in counted.quantities),
        synthetic=row["synthetic"],
        lives=lives,
    )
