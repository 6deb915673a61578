"""How many different subjects there are in every cell: exact plans, chosen by how many subjects and leaves.

**Bitmaps.** One bitmap of subjects per leaf, combined upwards by OR. Up to BLOCK_ALONE subjects it is one bitmap
a leaf; beyond, the subjects are cut into blocks of BLOCK, so that a leaf has bitmaps only where it has subjects,
and counts over disjoint blocks add.

**Distinct rows first.** Where leaves are so many that their bitmaps would be nearly empty, each subject is kept
once a leaf, and once again in each coarser set of cells.

Both go through shards of subjects one after the other when the whole would not fit: subjects of different
shards are different, so their counts add. A set of cells is combined from the smallest finer one at hand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import duckdb

from kurss.evidence.engine.asked import CellSet
from kurss.evidence.engine.sql import flagged, unique_name

BLOCK_ALONE = 1 << 16
BLOCK_BITS = 12
ROOM = 1 << 29
"""Octets that the bitmaps or distinct rows of one shard may take. While they are made up to three times as much is
in memory, by several threads and as their result: the engine's own limit is six times this."""

_OCTETS_A_DISTINCT_ROW = 96
_OCTETS_BESIDE_BITS = 96
"""What a bitmap takes beside its bits: the columns of its leaf, and its place in a table."""
_SPARSE = 256
"""A bitmap plan is too sparse when it would take more octets than this for each row."""


class Plan(StrEnum):
    BITMAPS = "bitmaps"
    DISTINCT = "distinct"


@dataclass(frozen=True, slots=True)
class Subjects:
    """Persons are numbered from 0; the rows in which they stand, and the leaves: cells, each as often as there
    are sets of conditions met in it. Whoever counts on counts in every later period again."""

    persons: int
    rows: int
    leaves: int

    def bitmap_octets(self) -> int:
        """At most a bitmap of every subject for every leaf; at most one block for every row."""
        if self.persons <= BLOCK_ALONE:
            return min(self.leaves, self.rows) * (self.persons // 8 + _OCTETS_BESIDE_BITS)
        blocks = -(-self.persons >> BLOCK_BITS)
        return min(self.leaves * blocks, self.rows) * ((1 << BLOCK_BITS >> 3) + _OCTETS_BESIDE_BITS)

    def plan(self) -> Plan:
        sparse = self.bitmap_octets() > _SPARSE * self.rows
        return Plan.DISTINCT if sparse and self.persons > BLOCK_ALONE else Plan.BITMAPS

    def shards(self, plan: Plan) -> int:
        octets = self.bitmap_octets() if plan is Plan.BITMAPS else self.rows * _OCTETS_A_DISTINCT_ROW
        return max(1, -(-octets // ROOM))


Counted = dict[tuple[Any, ...], dict[str, int]]


def bits_beside(duck: duckdb.DuckDBPyConnection, columns: tuple[str, ...], persons: int) -> str:
    """What is added to the tally of leaves so that each has its bitmap after one pass over the rows: for at most
    BLOCK_ALONE subjects, whose bitmaps fit into one shard. Empty otherwise: then `unique` passes again.

    How many leaves there are is not known before, and is estimated (HyperLogLog, within some tenths): a wrong
    estimate costs memory or time, and never changes a count.
    """
    if not 0 < persons <= BLOCK_ALONE:
        return ""
    leaf = ", ".join(("n", *columns, "m"))
    (about,) = duck.execute(f"SELECT approx_count_distinct(hash({leaf})) FROM kept").fetchone() or (0,)  # noqa: S608
    fits = Subjects(persons, about, about).bitmap_octets() <= ROOM
    return f", 0 AS block, bitstring_agg(person, 0, {persons - 1}) AS bits" if fits else ""


def unique(
    duck: duckdb.DuckDBPyConnection,
    *,
    columns: tuple[str, ...],
    sets: Mapping[CellSet, Iterable[int]],
    subjects: Subjects,
    running: bool = False,
    flags: int = 1,
    plan: Plan | None = None,
    shards: int = 0,
    at_hand: bool = False,
) -> dict[CellSet, Counted]:
    """For each set of cells and flag: the different subjects, by period and cell.

    Reads the view `kept` (n, the columns, m, person), or where their bitmaps are at hand the table `came` (n, the
    columns, m, and what `bits_beside` added) and fit into one shard. `running` counts a subject from the period it
    came in, in every later one of the table `calendar`. Plan and shards are chosen unless they are given.
    """
    chosen = plan or subjects.plan()
    pieces = shards or subjects.shards(chosen)
    at_hand = at_hand and chosen is Plan.BITMAPS and pieces == 1
    found: dict[CellSet, Counted] = {cells: defaultdict(lambda: defaultdict(int)) for cells in sets}
    block = BLOCK_BITS if subjects.persons > BLOCK_ALONE else 0
    width = -(-max(subjects.persons, 1) // pieces)
    width = -(-width >> block << block) if chosen is Plan.BITMAPS and pieces > 1 else width
    low = 0
    while low < max(subjects.persons, 1):
        only = f"AND person >= {low} AND person < {low + width}" if pieces > 1 else ""
        shard = _Shard(duck, columns, chosen, (block, subjects.persons), many=flags > 1)
        shard.begin(only, running=running, at_hand=at_hand)
        for cells in sorted(sets, key=lambda cells: -len(cells.columns)):
            for row, names in shard.count(cells, sorted(sets[cells])):
                at = 1 + len(cells.dimensions)
                for name, value in zip(names, row[at:], strict=True):
                    found[cells][row[:at]][name] += int(value or 0)
        shard.end()
        low += width
    return found


class _Shard:
    """The tables of one shard of subjects: the leaves, and each coarser set made from the smallest finer one."""

    def __init__(
        self,
        duck: duckdb.DuckDBPyConnection,
        columns: tuple[str, ...],
        plan: Plan,
        blocks: tuple[int, int],
        *,
        many: bool,
    ) -> None:
        self.duck, self.columns, self.plan, self.blocks, self.many = duck, columns, plan, blocks, many
        self.made: dict[tuple[str, ...], tuple[str, int]] = {}

    def begin(self, only: str, *, running: bool, at_hand: bool) -> None:
        if at_hand:
            self._make(self.columns, "FROM came WHERE bits IS NOT NULL")
        else:
            self._make(self.columns, f"FROM kept WHERE person IS NOT NULL {only}", first=True)
        if running:
            came = self.made[self.columns][0]
            self._make(self.columns, f"FROM {came} JOIN calendar c ON c.n >= {came}.n", period="c.n")
            self.duck.execute(f"DROP TABLE {came}")

    def _make(self, columns: tuple[str, ...], source: str, *, first: bool = False, period: str = "n") -> None:
        name = f"made_{len(self.made)}_{period[0]}"
        whom = "person" if self.plan is Plan.DISTINCT else "block"
        by = [f"{period} AS n", *columns, whom]
        kept = ""
        if self.plan is Plan.DISTINCT:
            kept = ", bit_or(m) AS m" if self.many else ", any_value(1) AS m"
        else:
            by += ["m"] if self.many else []
            if first:
                block, persons = self.blocks
                last = (1 << block) - 1 if block else max(persons - 1, 0)
                by[-2 if self.many else -1] = f"person >> {block} AS block" if block else "0 AS block"
                place = f"CAST(person & {last} AS INTEGER)" if block else "person"
                kept = f", bitstring_agg({place}, 0, {last}) AS bits"
            else:
                kept = ", bit_or(bits) AS bits"
        (rows,) = self.duck.execute(
            f"CREATE TEMP TABLE {name} AS SELECT {', '.join(by)}{kept} {source} GROUP BY ALL"
        ).fetchone() or (0,)
        self.made[columns] = name, rows

    def count(self, cells: CellSet, flags: list[int]) -> list[tuple[tuple, list[str]]]:
        columns = cells.columns
        if columns not in self.made:
            finer = [own for own in self.made if set(columns) <= set(own)]
            source = self.made[min(finer, key=lambda own: self.made[own][1])][0]
            self._make(columns, f"FROM {source}")
        table = self.made[columns][0]
        by = ", ".join(("n", *(f"d_{name}" for name in cells.dimensions)))
        names = [unique_name(cells, i) for i in flags]
        if self.plan is Plan.DISTINCT:
            counts = ", ".join(f"count(*){flagged(i, self.many)}" for i in flags)
            statement = f"SELECT {by}, {counts} FROM {table} GROUP BY {by}"  # noqa: S608
        elif not self.many:
            statement = f"SELECT {by}, sum(bit_count(bits)) FROM {table} GROUP BY {by}"  # noqa: S608
        else:
            each = ", ".join(("n", *columns, "block"))
            ored = ", ".join(f"bit_count(bit_or(bits){flagged(i, True)}) AS u{i}" for i in flags)
            sums = ", ".join(f"sum(u{i})" for i in flags)
            statement = (
                f"SELECT {by}, {sums} FROM (SELECT {each}, {ored} FROM {table} GROUP BY {each}) GROUP BY {by}"  # noqa: S608
            )
        return [(row, names) for row in self.duck.execute(statement).fetchall()]

    def end(self) -> None:
        for name, _ in self.made.values():
            self.duck.execute(f"DROP TABLE {name}")
