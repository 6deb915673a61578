"""What the case counts: indicators.toml, institutions.toml, population.toml and public_facts.toml.

A field without a default must be given. A field `x` with a sibling `x_en` is given in both languages or in
neither. `place` is where the city's report says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kurss.demo.case_told import Said
from kurss.demo.case_toml import Entry, listed
from kurss.evidence.definition import Absent, Counts
from kurss.evidence.models import Comparison, Direction, Level, Target
from kurss.evidence.periods import Grain
from kurss.places.models import InstitutionKind
from kurss.population.models import Series
from kurss.programme.models import Measure

# ---------------------------------------------------------------- indicators.toml


@dataclass(frozen=True, kw_only=True)
class ConditionEntry(Entry):
    dimension: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: int | None = None
    below: int | None = None


@dataclass(frozen=True, kw_only=True)
class SheetEntry(Entry):
    definition: str
    definition_en: str
    rationale: str
    rationale_en: str
    source: str
    source_en: str
    method: str
    method_en: str
    frequency: str
    frequency_en: str
    owner: str
    owner_en: str
    quality: str
    quality_en: str
    known_issues: str = ""
    known_issues_en: str = ""


@dataclass(frozen=True, kw_only=True)
class DefinitionEntry(Entry):
    counts: Counts
    grain: Grain
    sheet: SheetEntry
    fact: str = ""
    also: tuple[str, ...] = ()
    conditions: tuple[ConditionEntry, ...] = listed("condition")
    among: tuple[ConditionEntry, ...] = ()
    once_per: str = ""
    breakdowns: tuple[str, ...] = ()
    quantity: str = ""
    numerator: str = ""
    denominator: str = ""
    dimension: str = ""
    group: str = ""
    reference: str = ""
    since: date | None = None
    absent: Absent = Absent.BETWEEN
    percent: bool = False


@dataclass(frozen=True, kw_only=True)
class TargetEntry(Entry):
    kind: Target.Kind
    comparison: Comparison
    place: str
    quote: str
    translation: str = ""
    value: Decimal | None = None
    period: str = ""
    due_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class StatementEntry(Entry):
    comparison: Comparison
    place: str
    quote: str
    translation: str = ""
    value: Decimal | None = None
    period: str = ""
    reading: str = ""
    reading_en: str = ""
    unit: str = ""
    unit_en: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgressEntry(Entry):
    started: str
    started_en: str
    midway: str
    midway_en: str
    final: str
    final_en: str
    place: str


@dataclass(frozen=True, kw_only=True)
class MeasureEntry(Said):
    column: Measure.Column
    initiative: str = ""
    progress: ProgressEntry | None = None


@dataclass(frozen=True, kw_only=True)
class IndicatorEntry(Entry):
    key: str
    code: str
    name: str
    name_en: str
    level: Level
    unit: str
    unit_en: str
    direction: Direction = Direction.UP
    uncounted: str = ""
    uncounted_en: str = ""
    definition: DefinitionEntry | None = None
    targets: tuple[TargetEntry, ...] = listed("target")
    statements: tuple[StatementEntry, ...] = listed("statement")
    measures: tuple[MeasureEntry, ...] = listed("measure")


@dataclass(frozen=True, kw_only=True)
class QuotedEntry(Entry):
    """Whose word the targets and statements are, and from when."""

    document: str
    author: str
    said_on: date


@dataclass(frozen=True, kw_only=True)
class IndicatorsFile(Entry):
    quoted: QuotedEntry
    indicators: tuple[IndicatorEntry, ...] = listed("indicator")


# ---------------------------------------------------------------- registers and context


@dataclass(frozen=True, kw_only=True)
class PupilsEntry(Entry):
    pupils: int
    as_of: str
    source: str
    approximate: bool = False


@dataclass(frozen=True, kw_only=True)
class BuildingEntry(Entry):
    name: str
    source: str
    address: str = ""
    area_m2: int | None = None
    in_use_from: date | None = None


@dataclass(frozen=True, kw_only=True)
class InstitutionEntry(Entry):
    key: str
    name: str
    name_en: str
    kind: InstitutionKind
    source: str
    address: str = ""
    as_of: str = ""
    pupils: tuple[PupilsEntry, ...] = ()
    buildings: tuple[BuildingEntry, ...] = listed("building")


@dataclass(frozen=True, kw_only=True)
class InstitutionsFile(Entry):
    institutions: tuple[InstitutionEntry, ...] = listed("institution")


@dataclass(frozen=True, kw_only=True)
class CountEntry(Entry):
    """Residents on 1 January of a year."""

    year: int
    residents: int
    series: Series
    source: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class VitalEntry(Entry):
    """Births, deaths and migration of a year; None where the source leaves a blank."""

    year: int
    source: str
    births: int | None = None
    deaths: int | None = None
    natural_change: int | None = None
    in_migration: int | None = None
    out_migration: int | None = None
    net_migration: int | None = None
    doubt: str = ""


@dataclass(frozen=True, kw_only=True)
class PopulationFile(Entry):
    counts: tuple[CountEntry, ...] = listed("count")
    vital: tuple[VitalEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FactEntry(Entry):
    """A dated public fact: a number in `value`, or a word in `text`."""

    key: str
    name: str
    name_en: str
    as_of: str
    source: str
    comparison: str = "exactly"
    value: Decimal | None = None
    text: str = ""
    unit: str = ""
    unit_en: str = ""


@dataclass(frozen=True, kw_only=True)
class FactsFile(Entry):
    facts: tuple[FactEntry, ...] = listed("fact")
