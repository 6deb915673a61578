"""The engine: every figure of a snapshot, computed by DuckDB over its sealed files. Reads no database.

For each fact and period grain one query answers every indicator and every breakdown at once: rows are given
their period and one flag per indicator, and grouped by GROUPING SETS. Periods in which an indicator has no
record are zero between its first and its last one; before and after, nothing is claimed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from kurss.evidence.canonical import Cell, cell_digest, combined_digest, leaf_digest, quotient
from kurss.evidence.definition import Condition, Counts, Definition
from kurss.evidence.facts import Fact
from kurss.evidence.periods import Grain, Period

NAME = f"duckdb {duckdb.__version__}"


@dataclass(frozen=True, slots=True)
class Value:
    """What the engine says of one cell: a value or a reason, what it rests on, whether any row is made up."""

    period: Period
    cell: Cell
    value: Decimal | None
    reason: str
    numerator: Decimal | None
    denominator: Decimal | None
    records: int
    digest: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed files of a snapshot, by fact, and the day it stands for."""

    as_of: date
    files: Mapping[str, Sequence[Path]]


def compute(sealed: Sealed, wanted: Mapping[str, tuple[Definition, Fact | None]]) -> dict[str, list[Value]]:
    """Every value of every wanted indicator, totals first, by indicator key. Ratios divide totals."""
    values: dict[str, list[Value]] = {}
    groups: dict[tuple[str, Grain], dict[str, Definition]] = defaultdict(dict)
    facts: dict[str, Fact] = {}
    for key, (definition, fact) in wanted.items():
        if fact is not None:
            groups[fact.key, definition.grain][key] = definition
            facts[fact.key] = fact
    with duckdb.connect() as duck:
        for fact_key, fact in facts.items():
            _open(duck, sealed, fact)
            for (own, grain), definitions in groups.items():
                if own == fact_key:
                    values |= _counted(duck, sealed, fact, grain, definitions)
    for key, (definition, fact) in wanted.items():
        if fact is None:
            values[key] = list(_ratios(definition, values))
    return values


def _open(duck: duckdb.DuckDBPyConnection, sealed: Sealed, fact: Fact) -> None:
    """Read one fact's files into memory, with a small whole number in place of each subject's key."""
    paths = [str(path) for path in sealed.files.get(fact.key, ())]
    duck.execute("DROP TABLE IF EXISTS rows_of_fact")
    if not paths:
        raise LookupError(f"The snapshot holds no file of {fact.key}: seal again.")
    subject = ", dense_rank() OVER (ORDER BY subject) AS person" if fact.subject else ", NULL AS person"
    duck.execute(
        f"CREATE TABLE rows_of_fact AS SELECT *{subject} FROM read_parquet($paths)",  # noqa: S608
        {"paths": paths},
    )


def _counted(
    duck: duckdb.DuckDBPyConnection,
    sealed: Sealed,
    fact: Fact,
    grain: Grain,
    definitions: Mapping[str, Definition],
) -> dict[str, list[Value]]:
    """The values of every indicator on one fact and grain."""
    keys = list(definitions)
    _keep(duck, sealed, fact, grain, definitions)
    numbers = _numbers(duck, fact, definitions)
    return {
        key: list(_values(duck, sealed, fact, index, definitions[key], numbers[key]))
        for index, key in enumerate(keys)
    }


def _keep(
    duck: duckdb.DuckDBPyConnection,
    sealed: Sealed,
    fact: Fact,
    grain: Grain,
    definitions: Mapping[str, Definition],
) -> None:
    """The table `kept`: each row with the periods it counts in and a flag per indicator."""
    duck.execute("CREATE OR REPLACE TABLE calendar (period VARCHAR, first DATE, last DATE, moment DATE)")
    span = _span(duck, sealed, fact)
    if span is not None:
        periods = _periods(*span, grain)
        today = sealed.as_of + timedelta(days=1)
        duck.executemany(
            "INSERT INTO calendar VALUES ($1, $2, $3, $4)",
            [(p.key, p.starts_on, p.ends_on, min(p.day_after, today)) for p in periods],
        )
    flags = [
        f"({where(definition.conditions)}) AND ({where(definition.among)}) AS f{i}, "
        f"({where(definition.among)}) AS w{i}"
        for i, definition in enumerate(definitions.values())
    ]
    # A row of an event counts in the period it happened in; a state in every period whose end it saw.
    when = (
        "holds_from <= c.moment AND (holds_until IS NULL OR holds_until > c.moment)"
        if fact.is_state
        else f"happened_on BETWEEN c.first AND c.last AND happened_on <= DATE '{sealed.as_of.isoformat()}'"
    )
    duck.execute(
        f"CREATE OR REPLACE TABLE kept AS SELECT r.*, c.period, {', '.join(flags)} "  # noqa: S608
        f"FROM rows_of_fact r JOIN calendar c ON {when}"
    )


def _span(duck: duckdb.DuckDBPyConnection, sealed: Sealed, fact: Fact) -> tuple[date, date] | None:
    """The first and the last day on which the fact is known, no later than the snapshot's day."""
    column = "holds_from" if fact.is_state else "happened_on"
    last = "DATE '" + sealed.as_of.isoformat() + "'" if fact.is_state else f"max({column})"
    found = duck.execute(f"SELECT min({column}), {last} FROM rows_of_fact").fetchone()  # noqa: S608
    if found is None or found[0] is None or found[0] > sealed.as_of:
        return None
    return found[0], min(found[1], sealed.as_of)


def _periods(first: date, last: date, grain: Grain) -> Iterator[Period]:
    # A stock counted on 1 January is the stock at the end of the year before: begin one day earlier.
    period = Period.containing(first - timedelta(days=1), grain)
    while period.starts_on <= last:
        yield period
        period = period.next()


def where(conditions: Iterable[Condition]) -> str:
    """The conditions as SQL over the sealed columns; no conditions keep every row."""
    return " AND ".join(_condition(condition) for condition in conditions) or "true"


def _condition(condition: Condition) -> str:
    column = f'"d_{condition.dimension}"'
    if condition.one_of:
        return f"coalesce({column} IN ({_listed(condition.one_of)}), false)"
    if condition.none_of:
        return f"coalesce({column} NOT IN ({_listed(condition.none_of)}), true)"
    tests = []
    if condition.at_least is not None:
        tests.append(f"{column} >= {int(condition.at_least)}")
    if condition.below is not None:
        tests.append(f"{column} < {int(condition.below)}")
    return f"coalesce({' AND '.join(tests)}, false)"


def _listed(values: Iterable[str]) -> str:
    return ", ".join("'" + value.replace("'", "''") + "'" for value in values)


@dataclass(frozen=True, slots=True)
class _Numbers:
    """The counts of one cell: rows, what is counted of them, the whole of a share, any row made up."""

    rows: int
    counted: Decimal
    whole: Decimal
    synthetic: bool


_Cells = dict[tuple[str, Cell], _Numbers]


def _numbers(
    duck: duckdb.DuckDBPyConnection, fact: Fact, definitions: Mapping[str, Definition]
) -> dict[str, _Cells]:
    """One query for all: every period and breakdown as grouping sets, every indicator as filtered columns."""
    dimensions = sorted({name for definition in definitions.values() for name in definition.breakdowns})
    selected = "".join(f', CAST("d_{name}" AS VARCHAR), grouping("d_{name}")' for name in dimensions)
    measures = ", ".join(_measure(i, definition) for i, definition in enumerate(definitions.values()))
    sets = ", ".join(["(period)", *(f'(period, "d_{name}")' for name in dimensions)])
    found = duck.execute(
        f"SELECT period{selected}, {measures} FROM kept GROUP BY GROUPING SETS ({sets})"  # noqa: S608
    ).fetchall()
    numbers: dict[str, _Cells] = {key: {} for key in definitions}
    for row in found:
        period, rest = row[0], row[1:]
        part = _part(dimensions, rest)
        for i, (key, definition) in enumerate(definitions.items()):
            if part is not None and part[0] not in definition.breakdowns:
                continue
            at = 2 * len(dimensions) + 4 * i
            rows, counted, whole, synthetic = rest[at : at + 4]
            cell = Cell((part,)) if part else Cell()
            numbers[key][period, cell] = _Numbers(
                rows, Decimal(counted or 0), Decimal(whole or 0), bool(synthetic)
            )
    return numbers


def _part(dimensions: Sequence[str], row: Sequence[Any]) -> tuple[str, str | None] | None:
    """Which breakdown value a grouped row is of; None for a total."""
    for i, name in enumerate(dimensions):
        value, rolled_up = row[2 * i], row[2 * i + 1]
        if not rolled_up:
            return name, value
    return None


def _measure(i: int, definition: Definition) -> str:
    """Four columns: rows counted, value counted, the whole of a share, any row made up."""
    counted = {
        Counts.ROWS: f"count(*) FILTER (f{i})",
        Counts.DISTINCT: f"count(DISTINCT person) FILTER (f{i})",
        Counts.SHARE: f"count(DISTINCT person) FILTER (f{i})",
        Counts.SUM: f'coalesce(sum("q_{definition.quantity}") FILTER (f{i}), 0)',
    }[definition.counts]
    if definition.once_per:
        counted = f'count(DISTINCT (person, "d_{definition.once_per}")) FILTER (f{i})'
    # A share rests on every row of its whole: without those of the denominator it cannot be recounted.
    rests_on = f"w{i}" if definition.counts is Counts.SHARE else f"f{i}"
    return (
        f"count(*) FILTER ({rests_on}), {counted}, count(DISTINCT person) FILTER (w{i}), "
        f"bool_or(synthetic) FILTER ({rests_on})"
    )


def _values(
    duck: duckdb.DuckDBPyConnection,
    sealed: Sealed,
    fact: Fact,
    index: int,
    definition: Definition,
    numbers: _Cells,
) -> Iterator[Value]:
    """The figures of one indicator: from its first period with a record to its last, zeros between."""
    leaves = _leaves(duck, index, definition)
    known = sorted({period for (period, _), found in numbers.items() if found.rows})
    if not known:
        return
    first, last = Period.parse(known[0]), Period.parse(known[-1])
    for period in _consecutive(first, last):
        cells = [Cell()]
        for name in definition.breakdowns:
            cells += _cells_of(fact, name, period.key, numbers)
        for cell in cells:
            found = numbers.get((period.key, cell), _Numbers(0, Decimal(0), Decimal(0), False))
            own = {leaf.key: digest for leaf, digest in leaves[period.key].items() if _holds(cell, leaf)}
            yield _value(definition, fact, period, cell, found, cell_digest(own))


def _consecutive(first: Period, last: Period) -> Iterator[Period]:
    period = first
    while period.starts_on <= last.starts_on:
        yield period
        period = period.next()


def _cells_of(fact: Fact, name: str, period: str, numbers: _Cells) -> list[Cell]:
    """Every value a breakdown has by declaration or in the records; *not recorded* stands last."""
    declared: list[str | None] = list(fact.dimension(name).values or ())
    present = {
        cell.parts[0][1]
        for (own, cell), found in numbers.items()
        if own == period and cell.parts and cell.parts[0][0] == name and found.rows
    }
    extra = sorted(value for value in present if value is not None and value not in declared)
    order = [*declared, *extra, *([None] if None in present else [])]
    return [Cell(((name, value),)) for value in order]


def _holds(cell: Cell, leaf: Cell) -> bool:
    return all(part in leaf.parts for part in cell.parts)


def _leaves(
    duck: duckdb.DuckDBPyConnection, index: int, definition: Definition
) -> dict[str, dict[Cell, str]]:
    """The digest of every leaf cell, by period: one line per record id, sorted, then SHA-256."""
    names = definition.breakdowns
    selected = "".join(f', CAST("d_{name}" AS VARCHAR)' for name in names)
    flag = f"w{index}" if definition.counts is Counts.SHARE else f"f{index}"
    found = duck.execute(
        f"SELECT period{selected}, sha256(string_agg(record, chr(10) ORDER BY length(record), record)) "  # noqa: S608
        f"FROM kept WHERE {flag} GROUP BY ALL"
    ).fetchall()
    leaves: dict[str, dict[Cell, str]] = defaultdict(dict)
    for period, *values, digest in found:
        leaves[period][Cell(tuple(zip(names, values, strict=True)))] = digest
    return leaves


def _value(
    definition: Definition, fact: Fact, period: Period, cell: Cell, found: _Numbers, digest: str
) -> Value:
    if definition.counts is Counts.SUM and fact.is_state and not found.rows:
        # A stock that nobody counted is not a stock of nothing.
        return Value(period, cell, None, "missing", None, None, 0, digest, found.synthetic)
    numerator: Decimal | None = found.counted
    denominator: Decimal | None = None
    value: Decimal | None = found.counted
    reason = ""
    if definition.counts is Counts.SHARE:
        denominator = found.whole
        value = quotient(found.counted, found.whole) if found.whole else None
        reason = "" if found.whole else "undefined"
    return Value(period, cell, value, reason, numerator, denominator, found.rows, digest, found.synthetic)


def _ratios(definition: Definition, values: Mapping[str, Sequence[Value]]) -> Iterator[Value]:
    """One total divided by another, for every period the numerator has.

    No denominator for the period is *missing*; a denominator of zero is *undefined*; neither is ever zero.
    """
    below = {value.period: value for value in values.get(definition.denominator, ()) if not value.cell.parts}
    for above in values.get(definition.numerator, ()):
        if above.cell.parts:
            continue
        under = below.get(above.period)
        divisor = under.value if under is not None else None
        value = quotient(above.value, divisor) if above.value is not None and divisor else None
        reason = "" if value is not None else ("undefined" if divisor == 0 else "missing")
        yield Value(
            period=above.period,
            cell=Cell(),
            value=value,
            reason=reason,
            numerator=above.value,
            denominator=divisor,
            records=above.records + (under.records if under is not None else 0),
            digest=combined_digest(above.digest, under.digest if under is not None else leaf_digest(())),
            synthetic=above.synthetic or (under is not None and under.synthetic),
        )
