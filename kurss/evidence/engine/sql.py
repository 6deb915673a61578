"""The questions as SQL that DuckDB and Spark both read; what differs between them stands in a Dialect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kurss.evidence.definition import Condition
from kurss.evidence.engine.asked import ONCE_A_YEAR, Asked, CellSet, Flag
from kurss.evidence.facts import Fact
from kurss.evidence.periods import Grain, Period


@dataclass(frozen=True, slots=True)
class Dialect:
    """How an engine writes a text, and digests the ids of a group: whether they all are whole numbers is told."""

    text: Callable[[str], str]
    type_of_text: str
    digest: Callable[[bool], str]


def plain_text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _digest(numbers: bool) -> str:
    """The digest of a leaf: ids that are whole numbers all through are put in order as numbers, which is fast."""
    ids = (
        "list_sort(list(CAST(record AS BIGINT)))"
        if numbers
        else "list(record ORDER BY length(record), record)"
    )
    return f"sha256(array_to_string({ids}, chr(10)))"


DUCKDB = Dialect(text=plain_text, type_of_text="VARCHAR", digest=_digest)

_NUMBER = {
    Grain.YEAR: "year({0})",
    Grain.SCHOOL_YEAR: "(year({0}) - CASE WHEN month({0}) >= 9 THEN 0 ELSE 1 END)",
    Grain.QUARTER: "(year({0}) * 4 + quarter({0}) - 1)",
    Grain.MONTH: "(year({0}) * 12 + month({0}) - 1)",
}


def number(period: Period) -> int:
    """The place of a period among those of its grain: each follows the one before it by one."""
    first = period.starts_on
    per_year = {Grain.QUARTER: 4, Grain.MONTH: 12}.get(period.grain, 1)
    return first.year * per_year + (first.month - 1) * per_year // 12 * (per_year > 1)


def numbered(place: int, grain: Grain) -> Period:
    """The period of that place."""
    per_year = {Grain.QUARTER: 4, Grain.MONTH: 12}.get(grain, 1)
    month = (
        place % per_year * 12 // per_year + 1 if per_year > 1 else (9 if grain is Grain.SCHOOL_YEAR else 1)
    )
    return Period.containing(date(place // per_year, month, 1), grain)


def where(conditions: Iterable[Condition], dialect: Dialect = DUCKDB) -> str:
    """The conditions as SQL over the sealed columns; no conditions keep every row."""
    return " AND ".join(_condition(condition, dialect) for condition in conditions) or "true"


def _condition(condition: Condition, dialect: Dialect) -> str:
    column = f"d_{condition.dimension}"
    as_text = f"CAST({column} AS {dialect.type_of_text})"
    if condition.one_of:
        return f"coalesce({as_text} IN ({_listed(condition.one_of, dialect)}), false)"
    if condition.none_of:
        return f"coalesce({as_text} NOT IN ({_listed(condition.none_of, dialect)}), true)"
    tests = []
    if condition.at_least is not None:
        tests.append(f"{column} >= {int(condition.at_least)}")
    if condition.below is not None:
        tests.append(f"{column} < {int(condition.below)}")
    return f"coalesce({' AND '.join(tests)}, false)"


def _listed(values: Iterable[str], dialect: Dialect) -> str:
    return ", ".join(dialect.text(value) for value in values)


def _met(flag: Flag, dialect: Dialect) -> str:
    carried = f" AND q_{flag.carries} IS NOT NULL" if flag.carries else ""
    return f"({where(flag.conditions, dialect)}{carried})"


def day(value: date) -> str:
    return f"DATE '{value.isoformat()}'"


def kept(asked: Asked, at: int, source: str, person: str, as_of: date, dialect: Dialect) -> str:
    """The rows of one fact that count for anything: their period, their columns, and a bit per flag in `m`.

    An event counts in the period it happened in; a state in every period whose end it saw. For a running count
    the period is the one in which a row came in. `source` calls the rows `r`; `person` is its expression; `day` is
    that of an event, by which sealed files can be passed over.
    """
    fact = asked.facts[at]
    place, when, join = _time(asked, fact, as_of)
    bits = [f"CASE WHEN {_met(flag, dialect)} THEN {1 << i} ELSE 0 END" for i, flag in enumerate(asked.flags)]
    met = " OR ".join(_met(flag, dialect) for flag in asked.flags)
    text = dialect.type_of_text
    columns = [
        f"{place} AS n",
        f"{'CAST(NULL AS DATE)' if fact.is_state else 'happened_on'} AS day",
        f"{at} AS fact",
        *(
            f"year(happened_on) AS {name}" if name == ONCE_A_YEAR else f"CAST({name} AS {text}) AS {name}"
            for name in asked.columns
        ),
        f"CAST({' + '.join(bits)} AS BIGINT) AS m",
        f"{person} AS person",
        "record",
        "synthetic",
        *(f"q_{name}" for name in asked.quantities),
    ]
    return f"SELECT {', '.join(columns)} FROM {source} {join} WHERE {when} AND ({met})"  # noqa: S608


def _time(asked: Asked, fact: Fact, as_of: date) -> tuple[str, str, str]:
    """The expression of the period's place, the rows that have one, and what must be joined for it."""
    if not fact.is_state:
        since = f" AND happened_on >= {day(asked.since)}" if asked.since else ""
        return (
            _NUMBER[asked.grain].format("happened_on"),
            f"happened_on <= {day(as_of)}{since}",
            "",
        )
    if asked.running:
        came = f"greatest(holds_from, {day(asked.since)})" if asked.since else "holds_from"
        held = f"(holds_until IS NULL OR holds_until > {came})"
        return _NUMBER[asked.grain].format(came), f"{came} <= {day(as_of)} AND {held}", ""
    on = "holds_from <= c.moment AND (holds_until IS NULL OR holds_until > c.moment)"
    return "c.n", "true", f"JOIN calendar c ON {on}"


def flagged(i: int, many: bool) -> str:
    """The filter of an aggregate that keeps the rows of a flag; none where there is one flag alone."""
    return f" FILTER (WHERE (m & {1 << i}) <> 0)" if many else ""


def tally(asked: Asked, beside: str = "") -> str:
    """What adds up, by leaf: rows, rows with a subject, sums of quantities, and whether any row is made up.

    `beside` is what else is told of a leaf: more columns, each with a comma before it.
    """
    by = ", ".join(("n", *asked.columns, "m"))
    sums = "".join(f", sum(q_{name}) AS s_{name}, count(q_{name}) AS c_{name}" for name in asked.quantities)
    return (
        "SELECT " + by + ", count(*) AS held, count(person) AS told, "  # noqa: S608
        f"max(CASE WHEN synthetic THEN 1 ELSE 0 END) AS made_up{sums}{beside} FROM kept GROUP BY {by}"
    )


def additive(asked: Asked, cell: Sequence[str]) -> str:
    """The counts that add up, of every flag, in one set of cells."""
    many = len(asked.flags) > 1
    by = ", ".join(("n", *(f"d_{name}" for name in cell)))
    found = []
    for i in range(len(asked.flags)):
        only = flagged(i, many)
        found += [
            f"sum(held){only} AS rows_{i}",
            f"sum(told){only} AS told_{i}",
            f"max(made_up){only} AS synthetic_{i}",
        ]
        for name in asked.quantities:
            found += [f"sum(s_{name}){only} AS sum_{i}_{name}", f"sum(c_{name}){only} AS carry_{i}_{name}"]
    return f"SELECT {by}, {', '.join(found)} FROM tally GROUP BY {by}"  # noqa: S608


def middles(cell: Sequence[str], i: int, quantity: str) -> str:
    """The two middle values of a quantity among the rows of a flag, in one set of cells."""
    by = ", ".join(("n", *(f"d_{name}" for name in cell)))
    value = f"q_{quantity}"
    return (
        f"WITH h AS (SELECT {by}, {value} AS q, count(*) AS held FROM kept "  # noqa: S608
        f"WHERE (m & {1 << i}) <> 0 GROUP BY {by}, {value}), "
        f"w AS (SELECT {by}, q, sum(held) OVER (PARTITION BY {by} ORDER BY q) AS upto, "
        f"sum(held) OVER (PARTITION BY {by}) AS whole FROM h) "
        f"SELECT {by}, min(q) FILTER (WHERE 2 * upto >= whole) AS low_{i}_{quantity}, "
        f"min(q) FILTER (WHERE 2 * upto > whole) AS high_{i}_{quantity} FROM w GROUP BY {by}"
    )


def ends(i: int, quantity: str, shards: int) -> str:
    """About where the values of a quantity part into so many shards; DuckDB's alone."""
    parts = ", ".join(f"{part / shards:.6f}" for part in range(1, shards))
    return (
        f"SELECT approx_quantile(CAST(q_{quantity} AS DOUBLE), [{parts}]) FROM kept "  # noqa: S608
        f"WHERE (m & {1 << i}) <> 0"
    )


def _shard(quantity: str, at: Sequence[float]) -> str:
    """The shard of a value. Made a double it may be rounded, yet never past another: shards stay in order."""
    value = f"CAST(q_{quantity} AS DOUBLE)"
    return "(0" + "".join(f" + CASE WHEN {value} >= {end!r} THEN 1 ELSE 0 END" for end in at) + ")"


def held(cell: Sequence[str], i: int, quantity: str, at: Sequence[float]) -> str:
    """How many values of each cell are in each shard, how many stand before it, and how many there are in all."""
    by = ", ".join(("n", *(f"d_{name}" for name in cell)))
    return (
        f"WITH h AS (SELECT {by}, {_shard(quantity, at)} AS shard, count(*) AS own FROM kept "  # noqa: S608
        f"WHERE (m & {1 << i}) <> 0 GROUP BY ALL) "
        f"SELECT {by}, shard, own, sum(own) OVER (PARTITION BY {by} ORDER BY shard) - own AS before, "
        f"sum(own) OVER (PARTITION BY {by}) AS whole FROM h"
    )


def middles_of(cell: Sequence[str], i: int, quantity: str, at: Sequence[float], shard: int) -> str:
    """The middle values that fall in one shard, for the cells that have one there; reads the table `held`."""
    columns = ("n", *(f"d_{name}" for name in cell))
    by = ", ".join(f"k.{name} AS {name}" for name in columns)
    same = " AND ".join(f"k.{name} IS NOT DISTINCT FROM s.{name}" for name in columns)
    value, part = f"q_{quantity}", ", ".join(columns)
    # The places of the middle values, from one: half of all rounded up, and the one after the half rounded down.
    lower, upper = "(whole + 1) // 2", "whole // 2 + 1"
    return (
        f"WITH s AS (SELECT * FROM held WHERE shard = {shard} AND before + own >= {lower} "  # noqa: S608
        f"AND before < {upper}), "
        f"h AS (SELECT {by}, before, own, whole, {value} AS q, count(*) AS times FROM kept k JOIN s ON {same} "
        f"WHERE (m & {1 << i}) <> 0 AND {_shard(quantity, at)} = {shard} GROUP BY ALL), "
        f"w AS (SELECT *, before + sum(times) OVER (PARTITION BY {part} ORDER BY q) AS upto FROM h) "
        f"SELECT {part}, min(q) FILTER (WHERE before < {lower} AND upto >= {lower}) AS low_{i}_{quantity}, "
        f"min(q) FILTER (WHERE before < {upper} AND upto >= {upper}) AS high_{i}_{quantity} "
        f"FROM w GROUP BY {part}"
    )


@dataclass(frozen=True, slots=True)
class Part:
    """Periods that follow each other, by their places, and of their leaves those of one shard of so many."""

    first: int
    last: int
    shard: int = 0
    shards: int = 1


def parts(counts: Sequence[tuple[int, int]], most: int) -> list[Part]:
    """Parts of no more rows than `most` as far as the periods allow, of the rows of each period in their order; a
    period of more rows is shared out by its leaves, which keeps to `most` about."""
    found: list[Part] = []
    rows = 0
    for n, own in counts:
        if own > most:
            shards = -(-own // most)
            found += [Part(n, n, shard, shards) for shard in range(shards)]
            rows = most
        elif not found or rows + own > most:
            found.append(Part(n, n))
            rows = own
        else:
            found[-1] = Part(found[-1].first, n)
            rows += own
    return found


def leaves(
    i: int, breakdowns: Sequence[str], at: int, digest: str, part: Part | None = None, days: str = ""
) -> str:
    """The digest of every leaf of a flag in one fact, or of those of one part, whose days are told as SQL."""
    by = ", ".join(("n", *(f"d_{name}" for name in breakdowns)))
    only = days
    if part is not None:
        only += f" AND n BETWEEN {part.first} AND {part.last}"
        only += f" AND hash({by}) % {part.shards} = {part.shard}" if part.shards > 1 else ""
    return f"SELECT {by}, {digest} FROM kept WHERE fact = {at} AND (m & {1 << i}) <> 0{only} GROUP BY {by}"  # noqa: S608


def days_of(part: Part, grain: Grain) -> str:
    """That an event happened in the periods of a part: what was sealed of other periods is not read."""
    low, high = numbered(part.first, grain), numbered(part.last, grain)
    return f" AND day >= {day(low.starts_on)} AND day < {day(high.day_after)}"


def unique_name(cells: CellSet, i: int) -> str:
    """What the count of subjects of a flag is called, once or once in each value of a column."""
    return f"unique_{i}_{cells.once}"
