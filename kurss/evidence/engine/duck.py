"""DuckDB over the sealed files. Reads no database; everything is in memory but what does not fit."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from typing import Any

import duckdb

from kurss.evidence.engine import plans, sql
from kurss.evidence.engine.asked import Asked, Wanted, batches
from kurss.evidence.engine.plans import Plan, Subjects
from kurss.evidence.engine.stopping import connected
from kurss.evidence.engine.values import Found, Sealed, Value, of_figures, values_of
from kurss.evidence.facts import Fact
from kurss.evidence.periods import Period
from kurss.evidence.sealed_format import IDS, IS_A_NUMBER, NUMBERS

NAME = f"duckdb {duckdb.__version__}"

MEMORY = "3GB"
"""What a computation keeps in memory; the rest is spilled."""

_DENSE = 1 << 27
"""Whole-number subjects that span no more than this are their own place in a bitmap: no dictionary is made."""

_NUMBERS_AT_ONCE = 16_000_000
_TEXTS_AT_ONCE = 4_000_000
"""Record ids that are put in order together, about 1.5 GiB of them."""
_VALUES_AT_ONCE = 8_000_000
"""Different values of a quantity that are counted together for a median, about 1 GiB of them."""


def compute(
    sealed: Sealed, wanted: Wanted, *, plan: Plan | None = None, shards: int = 0
) -> dict[str, list[Value]]:
    """Every value of every wanted indicator, totals first, by key; what is made of figures comes last.

    The plan and the number of shards are chosen by what the rows hold unless they are given: figures are the
    same. Raises LookupError where the snapshot does not hold a fact that is counted.
    """
    values: dict[str, list[Value]] = {}
    for asked in batches(wanted):
        with tempfile.TemporaryDirectory(prefix="kurss-engine-") as spill, connected() as duck:
            # What does not fit into memory must not be spilled into whatever folder the process stands in.
            duck.execute(f"SET temp_directory = {sql.plain_text(spill)}")
            duck.execute(f"SET memory_limit = '{MEMORY}'")
            duck.execute("SET preserve_insertion_order = false")
            values |= values_of(asked, _Run(duck, sealed, asked).found(plan, shards), sealed.as_of)
    for key, (definition, given) in wanted.items():
        if given is None:
            values[key] = of_figures(definition, wanted, values)
    return values


class _Run:
    """One pass over the rows of a set of facts."""

    def __init__(self, duck: duckdb.DuckDBPyConnection, sealed: Sealed, asked: Asked) -> None:
        self.duck, self.sealed, self.asked = duck, sealed, asked
        self.sources = [self._source(fact) for fact in asked.facts]
        self.whole_numbers: dict[int, bool] = {}

    def found(self, plan: Plan | None, shards: int) -> Found:
        found = Found()
        persons = self._keep()
        sets = self.asked.unique()
        free = sets and plan is None and not shards
        bits = plans.bits_beside(self.duck, self.asked.columns, persons) if free else ""
        self._tally(bits)
        rows, _ = self._held("came")
        for cell in self.asked.cells:
            self._put(found, cell, sql.additive(self.asked, cell))
        if sets and rows:
            unique = plans.unique(
                self.duck,
                columns=self.asked.columns,
                sets=sets,
                subjects=Subjects(persons, *self._held("tally")),
                running=self.asked.running,
                flags=len(self.asked.flags),
                plan=plan,
                shards=shards,
                at_hand=bool(bits),
            )
            for cells, counted in unique.items():
                for key, counts in counted.items():
                    found.put(list(counts), cells.dimensions, (*key, *counts.values()))
        for cell, wanted in self.asked.middles().items():
            for i, quantity in sorted(wanted):
                self._middles(found, cell, (i, quantity), shards or -(-rows // _VALUES_AT_ONCE))
        for i, breakdowns in sorted(self.asked.leaves()):
            found.leaves[i, breakdowns] = list(self._leaves(i, breakdowns))
        return found

    def _held(self, table: str) -> tuple[int, int]:
        """How many rows stand in a table of leaves, and how many leaves there are."""
        return self.duck.execute(
            f"SELECT coalesce(sum(held), 0), count(*) FROM {table}"  # noqa: S608
        ).fetchone() or (0, 0)

    def _middles(self, found: Found, cell: tuple[str, ...], wanted: tuple[int, str], shards: int) -> None:
        """The two middle values of each cell. Where there are too many values to be counted together, each cell's
        are told by the shard of values they fall in, and one shard after the other is counted."""
        ends = self._ends(wanted, shards) if shards > 1 else []
        if not ends:
            self._put(found, cell, sql.middles(cell, *wanted))
            return
        self.duck.execute(f"CREATE OR REPLACE TEMP TABLE held AS {sql.held(cell, *wanted, ends)}")
        for shard in range(len(ends) + 1):
            self._put(found, cell, sql.middles_of(cell, *wanted, ends, shard))
        self.duck.execute("DROP TABLE held")

    def _ends(self, wanted: tuple[int, str], shards: int) -> list[Any]:
        """Values that part the rows of a flag into shards of about one size; which they are changes no figure."""
        (ends,) = self.duck.execute(sql.ends(*wanted, shards)).fetchone() or ([],)
        return sorted(set(ends or ()))

    def _put(self, found: Found, cell: tuple[str, ...], statement: str) -> None:
        """What a question tells of each cell; what it tells nothing of may be told by another."""
        result = self.duck.execute(statement)
        at = 1 + len(cell)
        names = [column[0] for column in result.description][at:]
        for row in result.fetchall():
            told = [(name, own) for name, own in zip(names, row[at:], strict=True) if own is not None]
            found.put([name for name, _ in told], cell, (*row[:at], *(own for _, own in told)))

    def _leaves(self, i: int, breakdowns: tuple[str, ...]) -> Any:
        """The digests of leaves, some periods at a time: no more ids are in memory than there is room for."""
        counts = self.duck.execute(
            f"SELECT n, CAST(sum(held) AS BIGINT) FROM came WHERE (m & {1 << i}) <> 0 GROUP BY n ORDER BY n"  # noqa: S608
        ).fetchall()
        for at, fact in enumerate(self.asked.facts):
            numbers = self._ids_are_numbers(at)
            digest = sql.DUCKDB.digest(numbers)
            for part in sql.parts(counts, _NUMBERS_AT_ONCE if numbers else _TEXTS_AT_ONCE):
                days = "" if fact.is_state else sql.days_of(part, self.asked.grain)
                statement = sql.leaves(i, breakdowns, at, digest, part, days)
                for n, *values, leaf in self.duck.execute(statement).fetchall():
                    yield n, at, tuple(values), leaf

    def _ids_are_numbers(self, at: int) -> bool:
        """Whether every record id of a fact is a whole number as it is written, so that both orders are one.

        Files say so themselves since sealing looks; those of before are looked through.
        """
        if at not in self.whole_numbers:
            paths = [str(path) for path in self.sealed.files[self.asked.facts[at].key]]
            (told,) = self.duck.execute(
                "SELECT count(*) FROM parquet_kv_metadata($paths) "
                "WHERE decode(key) = $ids AND decode(value) = $numbers",
                {"paths": paths, "ids": IDS, "numbers": NUMBERS},
            ).fetchone() or (0,)
            found = told == len(paths)
            if not found:
                (found,) = self.duck.execute(
                    f"SELECT bool_and({IS_A_NUMBER}) FROM {self.sources[at]}"  # noqa: S608
                ).fetchone() or (False,)
            self.whole_numbers[at] = bool(found)
        return self.whole_numbers[at]

    def _source(self, fact: Fact) -> str:
        paths = [str(path) for path in self.sealed.files.get(fact.key, ())]
        if not paths:
            raise LookupError(f"The snapshot holds no file of {fact.key}: seal again.")
        return f"read_parquet([{', '.join(sql.plain_text(path) for path in paths)}]) r"

    def _keep(self) -> int:
        """Name the counted rows `kept`; returns how many persons there are."""
        self._calendar()
        persons, numbering = self._persons()
        parts = []
        for at, (source, (person, join)) in enumerate(zip(self.sources, numbering, strict=True)):
            parts.append(sql.kept(self.asked, at, f"{source} {join}", person, self.sealed.as_of, sql.DUCKDB))
        self.duck.execute("CREATE VIEW kept AS " + " UNION ALL ".join(parts))
        return persons

    def _tally(self, bits: str) -> None:
        self.duck.execute(f"CREATE TEMP TABLE came AS {sql.tally(self.asked, bits)}")
        if self.asked.running:
            self.duck.execute(
                "CREATE VIEW tally AS SELECT c.n AS n, came.* EXCLUDE (n) FROM came JOIN calendar c "
                "ON c.n >= came.n"
            )
        else:
            self.duck.execute("CREATE VIEW tally AS FROM came")

    def _persons(self) -> tuple[int, Numbering]:
        if not self.asked.has_subjects:
            return 0, [("CAST(NULL AS INTEGER)", "") for _ in self.sources]
        return numbered_persons(self.duck, self.sources)

    def _calendar(self) -> None:
        """The periods in which a state is read, and through which a running count runs."""
        self.duck.execute("CREATE TEMP TABLE calendar (n INTEGER, moment DATE)")
        days = [
            self._first_day(at)
            for at, fact in enumerate(self.asked.facts)
            if fact.is_state or self.asked.running
        ]
        first = min((day for day in days if day is not None), default=None)
        if first is None:
            return
        rows = list(calendar(self.asked, first, self.sealed.as_of))
        if rows:
            self.duck.executemany("INSERT INTO calendar VALUES ($1, $2)", rows)

    def _first_day(self, at: int) -> date | None:
        column = "holds_from" if self.asked.facts[at].is_state else "happened_on"
        (found,) = self.duck.execute(f"SELECT min({column}) FROM {self.sources[at]}").fetchone() or (None,)  # noqa: S608
        return found


Numbering = list[tuple[str, str]]
"""For each source of rows: the expression of a subject's number, and the join it needs."""


def numbered_persons(duck: duckdb.DuckDBPyConnection, sources: list[str]) -> tuple[int, Numbering]:
    """How many subjects there are in sources that call their rows `r`, and where each one's number is found.

    Subjects sealed as whole numbers close to each other are numbers already; others go into a dictionary.
    """
    if dense := _dense(duck, sources):
        return dense
    each = " UNION ALL ".join(f"SELECT subject FROM {source}" for source in sources)  # noqa: S608
    duck.execute(
        "CREATE TEMP TABLE people AS SELECT subject, CAST(row_number() OVER () - 1 AS INTEGER) AS id "  # noqa: S608
        f"FROM (SELECT DISTINCT subject FROM ({each}) WHERE subject IS NOT NULL)"
    )
    (persons,) = duck.execute("SELECT count(*) FROM people").fetchone() or (0,)
    return persons, [("p.id", "LEFT JOIN people p ON p.subject = r.subject") for _ in sources]


def _dense(duck: duckdb.DuckDBPyConnection, sources: list[str]) -> tuple[int, Numbering] | None:
    ends: list[int] = []
    for source in sources:
        empty = duck.execute(f"SELECT subject FROM {source} LIMIT 0")  # noqa: S608
        if str(empty.description[0][1]) not in ("INTEGER", "BIGINT"):
            return None
        found = duck.execute(f"SELECT min(subject), max(subject) FROM {source}").fetchone() or ()  # noqa: S608
        ends += [end for end in found if end is not None]
    low, high = min(ends, default=0), max(ends, default=-1)
    if high - low >= _DENSE:
        return None
    return high - low + 1, [(f"CAST(r.subject - ({low}) AS INTEGER)", "") for _ in sources]


def calendar(asked: Asked, first: date, as_of: date) -> Any:
    """The places of the periods from the first day to the snapshot's, and the moment a state is read in each."""
    # A stock counted on 1 January is the stock at the end of the year before: begin one day earlier.
    day = first if asked.running else first - timedelta(days=1)
    if asked.running and asked.since:
        day = max(day, asked.since)
    period = Period.containing(day, asked.grain)
    while period.starts_on <= as_of:
        yield sql.number(period), min(period.day_after, as_of + timedelta(days=1))
        period = period.next()
