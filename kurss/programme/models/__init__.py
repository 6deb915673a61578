from kurss.programme.models.accepted import AcceptedFinding
from kurss.programme.models.benchmark import Benchmark, BenchmarkSet
from kurss.programme.models.charter import AmbitionLink, Basis, Charter, CharterPartner, VisionLink
from kurss.programme.models.citation import Citation
from kurss.programme.models.decision import Decision
from kurss.programme.models.document import Document
from kurss.programme.models.finding import EcosystemNote, Finding
from kurss.programme.models.funding import Funding
from kurss.programme.models.governance import Body, BodyKind, Seat
from kurss.programme.models.indicator_draft import IndicatorDraft
from kurss.programme.models.initiative import Initiative, OperationLink
from kurss.programme.models.ledger import BudgetLine, Contract, MoneySource, Payment, SourceKind
from kurss.programme.models.logic import LogicArrow, LogicNode
from kurss.programme.models.measure import Measure, ReportedProgress
from kurss.programme.models.meeting import (
    Meeting,
    MeetingBody,
    MeetingStakeholder,
    Suggestion,
    SuggestionState,
)
from kurss.programme.models.pipeline import Call, Proposal, ProposalCost, ProposalDecision, ProposalPartner
from kurss.programme.models.plan import Baseline, Cause, Dependency, Replan
from kurss.programme.models.programme import Passage, Programme
from kurss.programme.models.register import RegisteredRisk, RiskChange, RiskState
from kurss.programme.models.review import Commitment, FutureAmbition, FutureTarget, Lesson, ReviewNote
from kurss.programme.models.risk import Risk
from kurss.programme.models.roadmap import Activity, Milestone, OverarchingMilestone, RoadmapPicture
from kurss.programme.models.stage import Artefact, Stage, StatedPeriod
from kurss.programme.models.stakeholder import Stakeholder
from kurss.programme.models.template import Template, TemplateArtefact, TemplateStage
from kurss.programme.models.vision import (
    AmbitionStatement,
    GuidingThought,
    Justification,
    SuccessFactor,
    Vision,
)

__all__ = [
    "AcceptedFinding",
    "Activity",
    "AmbitionLink",
    "AmbitionStatement",
    "Artefact",
    "Baseline",
    "Basis",
    "Benchmark",
    "BenchmarkSet",
    "Body",
    "BodyKind",
    "BudgetLine",
    "Call",
    "Cause",
    "Charter",
    "CharterPartner",
    "Citation",
    "Commitment",
    "Contract",
    "Decision",
    "Dependency",
    "Document",
    "EcosystemNote",
    "Finding",
    "Funding",
    "FutureAmbition",
    "FutureTarget",
    "GuidingThought",
    "IndicatorDraft",
    "Initiative",
    "Justification",
    "Lesson",
    "LogicArrow",
    "LogicNode",
    "Measure",
    "Meeting",
    "MeetingBody",
    "MeetingStakeholder",
    "Milestone",
    "MoneySource",
    "OperationLink",
    "OverarchingMilestone",
    "Passage",
    "Payment",
    "Programme",
    "Proposal",
    "ProposalCost",
    "ProposalDecision",
    "ProposalPartner",
    "RegisteredRisk",
    "Replan",
    "ReportedProgress",
    "ReviewNote",
    "Risk",
    "RiskChange",
    "RiskState",
    "RoadmapPicture",
    "Seat",
    "SourceKind",
    "Stage",
    "Stakeholder",
    "StatedPeriod",
    "SuccessFactor",
    "Suggestion",
    "SuggestionState",
    "Template",
    "TemplateArtefact",
    "TemplateStage",
    "Vision",
    "VisionLink",
]
