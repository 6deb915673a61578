"""A programme as its rules see it: flat, typed, unchangeable rows and indexes over them. No query is made here.

Whoever adds a table to the programme adds a row kind here, a line in `loading`, and rules of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple, TypeVar
from uuid import UUID

from kurss.evidence.periods import Period
from kurss.programme.lint.view_around import BodyRow, MeetingRow, RegisteredRiskRow, SuggestionRow
from kurss.programme.lint.view_money import MoneyView
from kurss.programme.models.charter import IN_FORCE, OPEN

Key = TypeVar("Key")
Row = TypeVar("Row")


class ProgrammeRow(NamedTuple):
    key: str
    title: str
    title_en: str
    starts_on: date
    ends_on: date
    template: str
    document: str
    document_issued_on: date | None
    rules_left_out: list[str]


class StageRow(NamedTuple):
    pk: int
    key: str
    order: int
    title: str
    title_en: str


class PeriodRow(NamedTuple):
    stage: int
    starts_on: date
    ends_on: date
    months: int | None
    place: str
    quote: str

    @property
    def counted(self) -> int:
        return (self.ends_on.year - self.starts_on.year) * 12 + self.ends_on.month - self.starts_on.month + 1


class ArtefactRow(NamedTuple):
    stage: int
    state: str
    title: str
    title_en: str
    due_on: date | None = None
    owner: UUID | None = None


class SaidRow(NamedTuple):
    """Anything said in both languages: a vision, a finding, a note, a lesson. `kind` is its own table's word."""

    pk: int
    kind: str
    text: str
    text_en: str
    place: str


class AmbitionRow(NamedTuple):
    pk: int
    text: str
    text_en: str
    explanation_en: str


class StakeholderRow(NamedTuple):
    pk: int
    partner: int


class InitiativeRow(NamedTuple):
    key: str
    title: str
    title_en: str


class CharterRow(NamedTuple):
    pk: int
    initiative: str
    state: str
    written_at: datetime
    why_en: str
    how_en: str
    link_to_vision_en: str
    link_to_ambition_en: str
    impact_and_timing_en: str
    outputs_en: str
    outcomes: str
    outcomes_en: str
    cost_cents: int | None
    cost_currency: str


class RoleRow(NamedTuple):
    charter: int
    partner: int
    name: str
    name_en: str
    role: str


class LinkRow(NamedTuple):
    charter: int
    target: int
    basis: str


class FundingRow(NamedTuple):
    charter: int
    kind: str
    source: str
    source_en: str
    partner: int | None
    amount_cents: int | None
    currency: str


class RiskRow(NamedTuple):
    pk: int
    charter: int
    text: str
    text_en: str
    mitigation_en: str


class ActivityRow(NamedTuple):
    pk: int
    initiative: str
    title: str
    title_en: str
    planned_from: date | None
    planned_until: date | None
    yearly_from_month: int | None
    ended_on: date | None = None


class MilestoneRow(NamedTuple):
    pk: int
    initiative: str
    title: str
    title_en: str
    planned_month: date | None
    reached_on: date | None


class PictureRow(NamedTuple):
    initiative: str
    drawn_from: date | None
    drawn_until: date | None
    unnamed_milestones: int | None


class MeasureRow(NamedTuple):
    pk: int
    initiative: str | None
    indicator: str
    column: str
    text: str
    text_en: str
    started: str | None
    started_en: str | None
    final: str | None
    final_en: str | None


class IndicatorRow(NamedTuple):
    key: str
    code: str
    name: str
    name_en: str
    level: str
    unit_en: str
    direction: str


class VersionRow(NamedTuple):
    indicator: str
    number: int
    counts: str
    percent: bool
    definition_en: str
    source_en: str
    method_en: str
    frequency_en: str
    owner_en: str


class TargetRow(NamedTuple):
    indicator: str
    kind: str
    comparison: str
    value: Decimal | None
    period_key: str
    due_on: date | None
    cell: str
    place: str

    @property
    def day(self) -> date | None:
        """The last day on which it can still be kept."""
        return self.due_on or (Period.parse(self.period_key).ends_on if self.period_key else None)


class StatementRow(NamedTuple):
    indicator: str
    value: Decimal | None
    period_key: str
    unit: str
    place: str


class ReleasedRow(NamedTuple):
    indicator: str
    period_key: str


class FutureTargetRow(NamedTuple):
    ambition: int
    text: str
    text_en: str


@dataclass(frozen=True)
class ProgrammeView(MoneyView):
    """Everything the rules ask for, as of one day."""

    on: date
    programme: ProgrammeRow
    stages: tuple[StageRow, ...] = ()
    periods: tuple[PeriodRow, ...] = ()
    artefacts: tuple[ArtefactRow, ...] = ()
    visions: tuple[SaidRow, ...] = ()
    ambitions: tuple[AmbitionRow, ...] = ()
    findings: tuple[SaidRow, ...] = ()
    ecosystem: tuple[SaidRow, ...] = ()
    stakeholders: tuple[StakeholderRow, ...] = ()
    initiatives: tuple[InitiativeRow, ...] = ()
    charters: tuple[CharterRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    vision_links: tuple[LinkRow, ...] = ()
    ambition_links: tuple[LinkRow, ...] = ()
    funding: tuple[FundingRow, ...] = ()
    risks: tuple[RiskRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    milestones: tuple[MilestoneRow, ...] = ()
    pictures: tuple[PictureRow, ...] = ()
    operations: tuple[tuple[str, str], ...] = ()
    measures: tuple[MeasureRow, ...] = ()
    indicators: tuple[IndicatorRow, ...] = ()
    versions: tuple[VersionRow, ...] = ()
    targets: tuple[TargetRow, ...] = ()
    statements: tuple[StatementRow, ...] = ()
    released: tuple[ReleasedRow, ...] = ()
    review_notes: tuple[SaidRow, ...] = ()
    lessons: tuple[SaidRow, ...] = ()
    commitments: tuple[SaidRow, ...] = ()
    citations: tuple[tuple[int | None, int | None], ...] = ()  # by a note, or by a commitment
    future_ambitions: tuple[SaidRow, ...] = ()
    future_targets: tuple[FutureTargetRow, ...] = ()
    meetings: tuple[MeetingRow, ...] = ()
    suggestions: tuple[SuggestionRow, ...] = ()
    bodies: tuple[BodyRow, ...] = ()
    register: tuple[RegisteredRiskRow, ...] = ()
    days_to_answer: int = 60

    @property
    def is_over(self) -> bool:
        return self.programme.ends_on < self.on

    @cached_property
    def periods_of(self) -> Mapping[int, list[PeriodRow]]:
        return gathered((row.stage, row) for row in self.periods)

    @cached_property
    def in_force(self) -> Mapping[str, CharterRow]:
        """The charter in force of each initiative that has one."""
        return {row.initiative: row for row in self.charters if row.state in IN_FORCE}

    @cached_property
    def open_charters(self) -> Mapping[str, CharterRow]:
        return {row.initiative: row for row in self.charters if row.state in OPEN}

    @cached_property
    def chartered(self) -> tuple[tuple[InitiativeRow, CharterRow], ...]:
        """Each initiative with its charter in force; those without are left to the rule that says so."""
        return tuple((row, self.in_force[row.key]) for row in self.initiatives if row.key in self.in_force)

    @cached_property
    def roles_of(self) -> Mapping[int, list[RoleRow]]:
        return gathered((row.charter, row) for row in self.roles)

    @cached_property
    def funding_of(self) -> Mapping[int, list[FundingRow]]:
        return gathered((row.charter, row) for row in self.funding)

    @cached_property
    def risks_of(self) -> Mapping[int, list[RiskRow]]:
        return gathered((row.charter, row) for row in self.risks)

    @cached_property
    def visions_of(self) -> Mapping[int, list[LinkRow]]:
        return gathered((row.charter, row) for row in self.vision_links)

    @cached_property
    def ambitions_of(self) -> Mapping[int, list[LinkRow]]:
        return gathered((row.charter, row) for row in self.ambition_links)

    @cached_property
    def activities_of(self) -> Mapping[str, list[ActivityRow]]:
        return gathered((row.initiative, row) for row in self.activities)

    @cached_property
    def milestones_of(self) -> Mapping[str, list[MilestoneRow]]:
        return gathered((row.initiative, row) for row in self.milestones)

    @cached_property
    def measures_of(self) -> Mapping[str | None, list[MeasureRow]]:
        """Measures by initiative; those that cut across stand under None."""
        return gathered((row.initiative, row) for row in self.measures)

    @cached_property
    def targets_of(self) -> Mapping[str, list[TargetRow]]:
        return gathered((row.indicator, row) for row in self.targets)

    @cached_property
    def statements_of(self) -> Mapping[str, list[StatementRow]]:
        return gathered((row.indicator, row) for row in self.statements)

    @cached_property
    def version_of(self) -> Mapping[str, VersionRow]:
        """The version in force of each indicator: the latest."""
        return {row.indicator: row for row in sorted(self.versions, key=lambda row: row.number)}

    @cached_property
    def released_of(self) -> Mapping[str, list[ReleasedRow]]:
        return gathered((row.indicator, row) for row in self.released)


def gathered(pairs: Iterable[tuple[Key, Row]]) -> dict[Key, list[Row]]:
    """Rows by their key, in their order."""
    found: dict[Key, list[Row]] = {}
    for key, row in pairs:
        found.setdefault(key, []).append(row)
    return found
