"""What is asked of the rows: indicators that one pass over a set of facts can answer together. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kurss.evidence.definition import EVENT, OF_A_QUANTITY, YEAR, Condition, Counts, Definition
from kurss.evidence.facts import Fact
from kurss.evidence.periods import Grain

MOST_FLAGS = 60
"""One bit each of a 64-bit number that says which indicators a row counts for."""

ONCE_A_YEAR = "once_year"
"""The column of the calendar year where a subject counts once in each."""

Question = tuple[Definition, Fact | tuple[Fact, ...] | None]
"""An indicator with the fact or facts it counts; none for what is made of figures."""

Wanted = Mapping[str, Question]


@dataclass(frozen=True, slots=True)
class Flag:
    """Which rows: those that meet the conditions and, where a quantity is named, carry it."""

    conditions: tuple[Condition, ...]
    carries: str = ""


@dataclass(frozen=True, slots=True, order=True)
class CellSet:
    """Cells of some dimensions, in which a subject counts once in each value of `once` (empty: once)."""

    dimensions: tuple[str, ...]
    once: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*(f"d_{name}" for name in self.dimensions), *filter(None, [self.once]))))


def rests_on(definition: Definition) -> Flag:
    """The rows a figure rests on."""
    return Flag(definition.rests_on, _carries(definition))


def meets(definition: Definition) -> Flag:
    """The rows that are counted: for a share those of the numerator."""
    return Flag((*definition.conditions, *definition.among), _carries(definition))


def _carries(definition: Definition) -> str:
    # A sum of nothing recorded is zero; a mean or a median rests on the rows that say something.
    return definition.quantity if definition.counts in (Counts.MEAN, Counts.MEDIAN) else ""


def once_column(definition: Definition) -> str:
    """The column within which a subject counts once; empty for the period as a whole."""
    if definition.once_per in ("", EVENT):
        return ""
    return ONCE_A_YEAR if definition.once_per == YEAR else f"d_{definition.once_per}"


@dataclass(frozen=True)
class Asked:
    """Indicators on the same facts, grain and time rule. One pass over the rows answers all of them."""

    facts: tuple[Fact, ...]
    grain: Grain
    running: bool
    since: date | None
    definitions: Mapping[str, Definition]

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        found: dict[Flag, None] = {}
        for definition in self.definitions.values():
            found |= {rests_on(definition): None, meets(definition): None}
        return tuple(found)

    def flag(self, flag: Flag) -> int:
        return self.flags.index(flag)

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Every column by which rows are told apart."""
        names = {f"d_{name}" for own in self.definitions.values() for name in own.breakdowns}
        return tuple(sorted(names | {once_column(own) for own in self.definitions.values()} - {""}))

    @cached_property
    def quantities(self) -> tuple[str, ...]:
        return tuple(sorted({own.quantity for own in self.definitions.values() if own.quantity}))

    @cached_property
    def cells(self) -> tuple[tuple[str, ...], ...]:
        """The sets of cells that figures are given for: the total, and each breakdown by itself."""
        names = sorted({name for own in self.definitions.values() for name in own.breakdowns})
        return ((), *((name,) for name in names))

    @cached_property
    def has_subjects(self) -> bool:
        return all(fact.subject for fact in self.facts)

    def unique(self) -> dict[CellSet, set[int]]:
        """For which flags subjects are counted once, and in which cells."""
        found: dict[CellSet, set[int]] = defaultdict(set)
        for own in self.definitions.values():
            if own.counts in OF_A_QUANTITY or own.counts is Counts.ROWS or own.once_per == EVENT:
                continue
            if not self.has_subjects:
                continue
            for cell in ((), *((name,) for name in own.breakdowns)):
                found[CellSet(cell, once_column(own))] |= {self.flag(meets(own)), self.flag(rests_on(own))}
        return dict(found)

    def middles(self) -> dict[tuple[str, ...], set[tuple[int, str]]]:
        """Of which flags and quantities the middle values are wanted, and in which cells."""
        found: dict[tuple[str, ...], set[tuple[int, str]]] = defaultdict(set)
        for own in self.definitions.values():
            if own.counts is Counts.MEDIAN:
                for cell in ((), *((name,) for name in own.breakdowns)):
                    found[cell].add((self.flag(meets(own)), own.quantity))
        return dict(found)

    def leaves(self) -> set[tuple[int, tuple[str, ...]]]:
        """Which leaves are digested: those of each flag and list of breakdowns once."""
        return {(self.flag(rests_on(own)), own.breakdowns) for own in self.definitions.values()}


def batches(wanted: Wanted) -> Iterator[Asked]:
    """The counted indicators in as few passes as they need; those made of figures are left out."""
    grouped: dict[tuple, dict[str, Definition]] = defaultdict(dict)
    facts: dict[tuple[str, ...], tuple[Fact, ...]] = {}
    for key, (definition, given) in wanted.items():
        if given is None:
            continue
        own = given if isinstance(given, tuple) else (given,)
        names = tuple(fact.key for fact in own)
        facts[names] = own
        running = definition.counts is Counts.CUMULATIVE
        grouped[names, definition.grain, running, definition.since][key] = definition
    for (names, grain, running, since), definitions in grouped.items():
        part: dict[str, Definition] = {}
        for key, definition in definitions.items():
            if len(Asked((), grain, running, since, part | {key: definition}).flags) > MOST_FLAGS:
                yield Asked(facts[names], grain, running, since, part)
                part = {}
            part[key] = definition
        yield Asked(facts[names], grain, running, since, part)
