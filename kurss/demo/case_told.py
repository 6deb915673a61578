"""What the case tells: the tables of programme.toml, initiatives.toml and roadmap.toml, one class each.

A field without a default must be given. A field `x` with a sibling `x_en` is given in both languages or in
neither. `place` is where the city's report says it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kurss.demo.case_toml import Entry, listed
from kurss.partners.models import PartnerKind
from kurss.programme.models import (
    Artefact,
    Basis,
    BodyKind,
    Commitment,
    EcosystemNote,
    Finding,
    Funding,
    Passage,
    ReviewNote,
)

# ---------------------------------------------------------------- programme.toml


@dataclass(frozen=True, kw_only=True)
class Said(Entry):
    """One statement in both languages, and its place."""

    text: str
    text_en: str
    place: str


@dataclass(frozen=True, kw_only=True)
class OwedEntry(Entry):
    key: str
    title: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class TemplateStageEntry(Entry):
    key: str
    title: str
    title_en: str
    owes: tuple[OwedEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TemplateEntry(Entry):
    key: str
    title: str
    title_en: str
    stages: tuple[TemplateStageEntry, ...] = listed("stage")


@dataclass(frozen=True, kw_only=True)
class DocumentEntry(Entry):
    key: str
    title: str
    title_en: str
    author: str
    issued_on: date | None = None
    covers: str = ""
    covers_en: str = ""
    disclaimer: str = ""
    disclaimer_en: str = ""


@dataclass(frozen=True, kw_only=True)
class ProgrammeEntry(Entry):
    key: str
    title: str
    title_en: str
    goal: str
    goal_en: str
    priority: str
    priority_en: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class PassageEntry(Said):
    section: Passage.Section


@dataclass(frozen=True, kw_only=True)
class PeriodEntry(Entry):
    starts_on: date
    ends_on: date
    place: str
    quote: str
    months: int | None = None


@dataclass(frozen=True, kw_only=True)
class ArtefactEntry(Entry):
    key: str
    state: Artefact.State
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class StageEntry(Entry):
    key: str
    narrative: str
    narrative_en: str
    place: str
    periods: tuple[PeriodEntry, ...] = listed("period")
    artefacts: tuple[ArtefactEntry, ...] = listed("artefact")


@dataclass(frozen=True, kw_only=True)
class FindingEntry(Said):
    performance: Finding.Performance


@dataclass(frozen=True, kw_only=True)
class EcosystemEntry(Said):
    side: EcosystemNote.Side


@dataclass(frozen=True, kw_only=True)
class AmbitionEntry(Said):
    key: str
    explanation: str = ""
    explanation_en: str = ""


@dataclass(frozen=True, kw_only=True)
class JustificationEntry(Said):
    heading: str
    heading_en: str
    ambition: str = ""


@dataclass(frozen=True, kw_only=True)
class PartnerEntry(Entry):
    key: str
    name: str
    name_en: str
    kind: PartnerKind


@dataclass(frozen=True, kw_only=True)
class StakeholderEntry(Said):
    partner: str


@dataclass(frozen=True, kw_only=True)
class SeatEntry(Entry):
    role: str
    role_en: str
    partner: str
    place: str


@dataclass(frozen=True, kw_only=True)
class BodyEntry(Entry):
    title: str
    title_en: str
    kind: BodyKind
    place: str
    mandate: str = ""
    mandate_en: str = ""
    seats: tuple[SeatEntry, ...] = listed("seat")


@dataclass(frozen=True, kw_only=True)
class MeetingEntry(Entry):
    title: str
    title_en: str
    minutes: str
    minutes_en: str
    place: str


@dataclass(frozen=True, kw_only=True)
class ReviewEntry(Said):
    kind: ReviewNote.Kind


@dataclass(frozen=True, kw_only=True)
class LessonEntry(Said):
    title: str
    title_en: str


@dataclass(frozen=True, kw_only=True)
class CommitmentEntry(Said):
    kind: Commitment.Kind


@dataclass(frozen=True, kw_only=True)
class ProposalEntry(Entry):
    """A proposal that is being written with a partner; who would pay, and when, is not said."""

    partner: str
    title: str
    title_en: str
    place: str


@dataclass(frozen=True, kw_only=True)
class FutureAmbitionEntry(Said):
    key: str
    title: str
    title_en: str
    targets: tuple[Said, ...] = listed("target")


@dataclass(frozen=True, kw_only=True)
class ProgrammeFile(Entry):
    template: TemplateEntry
    document: DocumentEntry
    programme: ProgrammeEntry
    passages: tuple[PassageEntry, ...] = listed("passage")
    stages: tuple[StageEntry, ...] = listed("stage")
    findings: tuple[FindingEntry, ...] = listed("finding")
    ecosystem: tuple[EcosystemEntry, ...] = listed("ecosystem")
    visions: tuple[Said, ...] = listed("vision")
    ambitions: tuple[AmbitionEntry, ...] = listed("ambition")
    justifications: tuple[JustificationEntry, ...] = listed("justification")
    guiding_thoughts: tuple[Said, ...] = listed("guiding_thought")
    success_factors: tuple[Said, ...] = listed("success_factor")
    partners: tuple[PartnerEntry, ...] = listed("partner")
    stakeholders: tuple[StakeholderEntry, ...] = listed("stakeholder")
    bodies: tuple[BodyEntry, ...] = listed("body")
    meetings: tuple[MeetingEntry, ...] = listed("meeting")
    review: tuple[ReviewEntry, ...] = listed("review")
    lessons: tuple[LessonEntry, ...] = listed("lesson")
    commitments: tuple[CommitmentEntry, ...] = listed("commitment")
    proposals: tuple[ProposalEntry, ...] = listed("proposal")
    future_ambitions: tuple[FutureAmbitionEntry, ...] = listed("future_ambition")


# ---------------------------------------------------------------- initiatives.toml


@dataclass(frozen=True, kw_only=True)
class VisionLinkEntry(Entry):
    row: int  # the vision's place in programme.toml, counted from 1
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class AmbitionLinkEntry(Entry):
    key: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class FundingEntry(Entry):
    kind: Funding.Kind
    source: str
    source_en: str
    partner: str = ""
    amount_cents: int | None = None
    currency: str = ""


@dataclass(frozen=True, kw_only=True)
class RiskEntry(Entry):
    text: str
    text_en: str
    mitigation: str = ""
    mitigation_en: str = ""


@dataclass(frozen=True, kw_only=True)
class CharterEntry(Entry):
    place: str
    what: str
    what_en: str
    lead: str
    why: str = ""
    why_en: str = ""
    how: str = ""
    how_en: str = ""
    link_to_vision: str = ""
    link_to_vision_en: str = ""
    link_to_ambition: str = ""
    link_to_ambition_en: str = ""
    impact_and_timing: str = ""
    impact_and_timing_en: str = ""
    outputs: str = ""
    outputs_en: str = ""
    outcomes: str = ""
    outcomes_en: str = ""
    cost_cents: int | None = None
    cost_currency: str = ""
    cost_quote: str = ""
    team: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    visions: tuple[VisionLinkEntry, ...] = ()
    ambitions: tuple[AmbitionLinkEntry, ...] = ()
    funding: tuple[FundingEntry, ...] = ()
    risks: tuple[RiskEntry, ...] = listed("risk")


@dataclass(frozen=True, kw_only=True)
class InitiativeEntry(Entry):
    key: str
    title: str
    title_en: str
    short: str
    short_en: str
    place: str
    charter: CharterEntry
    aim: str = ""
    aim_en: str = ""


@dataclass(frozen=True, kw_only=True)
class InitiativesFile(Entry):
    initiatives: tuple[InitiativeEntry, ...] = listed("initiative")


# ---------------------------------------------------------------- roadmap.toml


@dataclass(frozen=True, kw_only=True)
class PictureEntry(Entry):
    initiative: str
    note: str
    note_en: str
    place: str
    drawn_from: date | None = None
    drawn_until: date | None = None
    unnamed_milestones: int | None = None


@dataclass(frozen=True, kw_only=True)
class ActivityEntry(Entry):
    initiative: str
    title: str
    title_en: str
    place: str
    planned_from: date | None = None
    planned_until: date | None = None
    yearly_from_month: int | None = None
    yearly_until_month: int | None = None
    timing: str = ""
    timing_en: str = ""


@dataclass(frozen=True, kw_only=True)
class MilestoneEntry(Entry):
    initiative: str
    title: str
    title_en: str
    place: str
    planned_month: date | None = None
    timing: str = ""
    timing_en: str = ""
    reading: str = ""
    reading_en: str = ""
    reached_on: date | None = None
    reached_source: str = ""


@dataclass(frozen=True, kw_only=True)
class OverarchingEntry(Said):
    initiative: str


@dataclass(frozen=True, kw_only=True)
class RoadmapFile(Entry):
    pictures: tuple[PictureEntry, ...] = listed("picture")
    activities: tuple[ActivityEntry, ...] = listed("activity")
    milestones: tuple[MilestoneEntry, ...] = listed("milestone")
    overarching: tuple[OverarchingEntry, ...] = listed("overarching_milestone")
