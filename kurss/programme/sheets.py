"""What the readers of a programme get: its rows, put together for one page or one section of a document."""

from dataclasses import dataclass
from datetime import date

from kurss.partners.models import Partner
from kurss.programme.models import (
    Activity,
    AmbitionLink,
    AmbitionStatement,
    Artefact,
    Baseline,
    Charter,
    Commitment,
    Document,
    EcosystemNote,
    Finding,
    Funding,
    FutureAmbition,
    GuidingThought,
    Initiative,
    Justification,
    Lesson,
    Measure,
    Milestone,
    OverarchingMilestone,
    Passage,
    Programme,
    Replan,
    ReviewNote,
    Risk,
    Stage,
    Stakeholder,
    StatedPeriod,
    SuccessFactor,
    Vision,
    VisionLink,
)
from kurss.programme.money import Money
from kurss.programme.timeline import Span
from kurss.programme.words import Line, paired


@dataclass(frozen=True, slots=True)
class StageSheet:
    stage: Stage
    periods: tuple[StatedPeriod, ...]
    artefacts: tuple[Artefact, ...]

    @property
    def contradictory(self) -> bool:
        """Whether two places of the document state different periods for this stage."""
        return len({(period.starts_on, period.ends_on) for period in self.periods}) > 1


@dataclass(frozen=True, slots=True)
class ProgrammeOverview:
    programme: Programme
    document: Document
    stages: tuple[StageSheet, ...]
    vision: Vision | None
    ambitions: tuple[AmbitionStatement, ...]
    initiatives: tuple[Initiative, ...]
    summary: tuple[Passage, ...]
    directions: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Strategy:
    introduction: tuple[Passage, ...]
    state_of_city: tuple[Passage, ...]
    municipal_goals: tuple[Passage, ...]
    shared: tuple[Passage, ...]
    higher: tuple[Finding, ...]
    lower: tuple[Finding, ...]
    pros: tuple[EcosystemNote, ...]
    cons: tuple[EcosystemNote, ...]
    stakeholders: tuple[Stakeholder, ...]
    vision: Vision | None
    ambitions: tuple[AmbitionStatement, ...]
    justifications: tuple[Justification, ...]
    guiding_thoughts: tuple[GuidingThought, ...]
    success_factors: tuple[SuccessFactor, ...]


@dataclass(frozen=True, slots=True)
class Review:
    summary: tuple[Passage, ...]
    assessment: tuple[Passage, ...]
    successes: tuple[ReviewNote, ...]
    obstacles: tuple[ReviewNote, ...]
    observations: tuple[ReviewNote, ...]
    reactions: tuple[ReviewNote, ...]
    plans: tuple[ReviewNote, ...]
    lessons: tuple[Lesson, ...]
    commitments: tuple[Commitment, ...]
    ambitions: tuple[FutureAmbition, ...]


@dataclass(frozen=True, slots=True)
class CharterSheet:
    """A charter with its boxes as lines; an empty box is an empty tuple."""

    charter: Charter
    initiative: Initiative
    lead: Partner | None
    team: tuple[Partner, ...]
    contributors: tuple[Partner, ...]
    visions: tuple[VisionLink, ...]
    ambitions: tuple[AmbitionLink, ...]
    funding: tuple[Funding, ...]
    risks: tuple[Risk, ...]

    @property
    def cost(self) -> Money | None:
        return self.charter.cost

    @property
    def what(self) -> tuple[Line, ...]:
        return paired(self.charter.what, self.charter.what_en)

    @property
    def why(self) -> tuple[Line, ...]:
        return paired(self.charter.why, self.charter.why_en)

    @property
    def how(self) -> tuple[Line, ...]:
        return paired(self.charter.how, self.charter.how_en)

    @property
    def link_to_vision(self) -> tuple[Line, ...]:
        return paired(self.charter.link_to_vision, self.charter.link_to_vision_en)

    @property
    def link_to_ambition(self) -> tuple[Line, ...]:
        return paired(self.charter.link_to_ambition, self.charter.link_to_ambition_en)

    @property
    def impact_and_timing(self) -> tuple[Line, ...]:
        return paired(self.charter.impact_and_timing, self.charter.impact_and_timing_en)

    @property
    def outputs(self) -> tuple[Line, ...]:
        return paired(self.charter.outputs, self.charter.outputs_en)

    @property
    def outcomes(self) -> tuple[Line, ...]:
        return paired(self.charter.outcomes, self.charter.outcomes_en)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity on the strip; no spans where no month is stated. `replanned` is where the last re-plan put it,
    `actual` from the month in which it began to the one in which it ended, open while it runs."""

    activity: Activity
    spans: tuple[Span, ...]
    replanned: Span | None = None
    actual: Span | None = None
    replans: tuple[Replan, ...] = ()
    waits_for: tuple[Activity, ...] = ()


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone by index of its month; None where it was not stated, or is not reached."""

    milestone: Milestone
    planned: int | None
    reached: int | None
    replanned: int | None = None
    replans: tuple[Replan, ...] = ()


@dataclass(frozen=True, slots=True)
class InitiativeRoadmap:
    initiative: Initiative
    drawn_from: date | None
    drawn_until: date | None
    unnamed_milestones: int | None
    note: str
    note_en: str
    place: str
    activities: tuple[ActivityRow, ...]
    milestones: tuple[MilestoneRow, ...]
    overarching: tuple[OverarchingMilestone, ...]
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class RoadmapSheet:
    months: tuple[date, ...]
    initiatives: tuple[InitiativeRoadmap, ...]


@dataclass(frozen=True, slots=True)
class MeasureColumns:
    """One row of the overview of indicators: what is done, what it yields, what it changes."""

    initiative: Initiative
    activities: tuple[Activity, ...]
    outputs: tuple[Measure, ...]
    outcomes: tuple[Measure, ...]
