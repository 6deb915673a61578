"""Programmes for the rules, as the view has them: a sound one, and how each rule is broken. No database."""

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from kurss.programme.lint import view as v
from kurss.programme.lint import view_around as a
from kurss.programme.lint.view_money import (
    ArrowRow,
    BudgetRow,
    CallRow,
    NodeRow,
    ProposalRow,
    SourceRow,
    SumRow,
)

ON = date(2022, 6, 15)
WRITTEN = datetime(2021, 3, 1, tzinfo=UTC)
PLACE = "Section 2"

PROGRAMME = v.ProgrammeRow(
    "icc",
    "Programma",
    "Programme",
    date(2020, 9, 1),
    date(2022, 9, 30),
    "icc",
    "report",
    date(2022, 10, 1),
    [],
)
CHARTER = v.CharterRow(
    1, "skills", "approved", WRITTEN, "Because", "So", "Vision", "Ambition", "By June 2022", "20 courses",
    "Mācās 500 bērnu", "500 children learn", 100_000, "EUR",
)  # fmt: skip
MEASURES = (
    v.MeasureRow(
        1, "skills", "courses", "output", "Kursi", "Courses given", "10", "10 courses", "20", "20 courses"
    ),
    v.MeasureRow(2, "skills", "children", "outcome", "Bērni", "Children who learn", None, None, None, None),
)
INDICATORS = (
    v.IndicatorRow("courses", "L-01", "Kursi", "Courses", "output", "courses", "up"),
    v.IndicatorRow("children", "L-02", "Bērni", "Children", "outcome", "children", "up"),
)


SOURCES = (SourceRow(1, "ES fonds", "EU fund"), SourceRow(2, "Pilsēta", "City"))
BUDGET = (
    BudgetRow(1, "skills", 1, 2021, 60_000, "EUR"),
    BudgetRow(2, "skills", 2, 2022, 40_000, "EUR"),
)


CALLS = (CallRow(1, "Uzsaukums", "Call", date(2022, 9, 1), 50_000, "EUR"),)
PROPOSALS = (ProposalRow(1, "Pieteikums", "Proposal", 1, "writing", None, "EUR", 40_000),)
NODES = (
    NodeRow(1, "activity", "Kursi", "Courses"),
    NodeRow(2, "output", "Kursi notika", "Courses given"),
    NodeRow(3, "outcome", "Bērni mācās", "Children learn"),
)


def replace(one: Any, **more: Any) -> Any:
    """A row, or the whole view, with something changed."""
    return one._replace(**more) if isinstance(one, tuple) else dataclasses.replace(one, **more)


def version(indicator: str) -> v.VersionRow:
    return v.VersionRow(indicator, 1, "distinct", False, "What", "Records", "Counted", "Yearly", "Office")


def target(indicator: str, kind: str, value: int | None, **more: Any) -> v.TargetRow:
    row = v.TargetRow(
        indicator, kind, "at_least", None if value is None else Decimal(value), "", None, "", PLACE
    )
    return replace(row, **more)


def promised(indicator: str) -> tuple[v.TargetRow, ...]:
    return (
        target(indicator, "baseline", 10, due_on=date(2020, 12, 31)),
        target(indicator, "final", 20, due_on=date(2022, 9, 30)),
    )


def said(pk: int, kind: str, text: str) -> v.SaidRow:
    return v.SaidRow(pk, kind, text, text, PLACE)


SOUND = v.ProgrammeView(
    on=ON,
    programme=PROGRAMME,
    stages=(
        v.StageRow(1, "prepare", 1, "Sagatavošana", "Preparation"),
        v.StageRow(2, "do", 2, "Darbs", "Work"),
    ),
    periods=(
        v.PeriodRow(1, date(2020, 9, 1), date(2021, 1, 31), 5, PLACE, "September 2020 – January 2021"),
        v.PeriodRow(2, date(2021, 2, 1), date(2022, 9, 30), 20, PLACE, "February 2021 – September 2022"),
    ),
    artefacts=(v.ArtefactRow(1, "delivered", "Izvērtējums", "Assessment"),),
    visions=(said(1, "", "A city that learns"),),
    ambitions=(v.AmbitionRow(1, "Mācīt", "Teach", "Courses for everybody"),),
    findings=(said(1, "higher", "Networks"), said(2, "lower", "Skills")),
    ecosystem=(said(1, "pro", "Will"), said(2, "con", "Money")),
    stakeholders=(v.StakeholderRow(1, 7),),
    initiatives=(v.InitiativeRow("skills", "Prasmes", "Skills"),),
    charters=(CHARTER,),
    roles=(v.RoleRow(1, 7, "Centrs", "Centre", "lead"), v.RoleRow(1, 8, "Augstskola", "University", "team")),
    vision_links=(v.LinkRow(1, 1, "stated"),),
    ambition_links=(v.LinkRow(1, 1, "stated"),),
    funding=(
        v.FundingRow(1, "foreign", "ES", "EU", 9, 60_000, "EUR"),
        v.FundingRow(1, "municipal", "Pilsēta", "City", 10, 40_000, "EUR"),
    ),
    risks=(v.RiskRow(1, 1, "Slimība", "Illness", "Lessons at home"),),
    activities=(v.ActivityRow(1, "skills", "Kursi", "Courses", date(2021, 3, 1), date(2022, 6, 1), None),),
    milestones=(
        v.MilestoneRow(1, "skills", "Sākts", "Begun", date(2021, 3, 1), date(2021, 3, 20)),
        v.MilestoneRow(2, "skills", "Pabeigts", "Done", date(2022, 6, 1), None),
    ),
    pictures=(v.PictureRow("skills", date(2021, 1, 1), date(2022, 9, 1), 0),),
    operations=(("skills", "eea-1"),),
    measures=MEASURES,
    indicators=INDICATORS,
    versions=(version("courses"), version("children")),
    targets=(*promised("courses"), *promised("children")),
    statements=(),
    released=(v.ReleasedRow("courses", "Y2021"), v.ReleasedRow("children", "Y2021")),
    review_notes=(said(1, "success", "20 courses were given"), said(2, "obstacle", "The pandemic")),
    lessons=(said(1, "", "Begin earlier"),),
    commitments=(said(1, "kpi", "600 children by 2025"), said(2, "resources", "EUR 50 000 a year")),
    future_ambitions=(said(1, "", "Skills"),),
    meetings=(a.MeetingRow(1, "Sanāksme", "Meeting", date(2022, 1, 10), "Runāja", ""),),
    suggestions=(a.SuggestionRow(1, "adopted", "Vairāk", "More"),),
    bodies=(a.BodyRow(1, "Dome", "Council", "Decides"),),
    register=(a.RegisteredRiskRow(1, "skills", "open", 3, "Office", date(2022, 12, 1)),),
    future_targets=(v.FutureTargetRow(1, "600 bērnu līdz 2025", "600 children by 2025"),),
    money_sources=SOURCES,
    budget=BUDGET,
    committed=(SumRow(1, 50_000),),
    paid=(SumRow(1, 30_000),),
    calls=CALLS,
    proposals=PROPOSALS,
    nodes=NODES,
    arrows=(ArrowRow(1, 2, "Teachers stay"), ArrowRow(2, 3, "Families come")),
)
"""A programme in which no rule finds anything."""

OVER = date(2022, 12, 1)


def programme(**more: Any) -> v.ProgrammeView:
    return replace(SOUND, programme=replace(PROGRAMME, **more))


def charter(**more: Any) -> v.ProgrammeView:
    return replace(SOUND, charters=(replace(CHARTER, **more),))


def budget(**more: Any) -> v.ProgrammeView:
    return replace(SOUND, budget=(replace(BUDGET[0], **more), BUDGET[1]))


def first_period(**more: Any) -> v.ProgrammeView:
    return replace(SOUND, periods=(replace(SOUND.periods[0], **more), SOUND.periods[1]))


def milestones(*rows: tuple[date | None, date | None]) -> v.ProgrammeView:
    made = (
        v.MilestoneRow(n, "skills", "Punkts", "Point", planned, reached)
        for n, (planned, reached) in enumerate(rows)
    )
    return replace(SOUND, milestones=tuple(made))


def targets(*rows: v.TargetRow) -> v.ProgrammeView:
    return replace(SOUND, targets=(*rows, *promised("children")))


BASE = target("courses", "baseline", 10, due_on=date(2020, 12, 31))
FINAL = target("courses", "final", 20, due_on=date(2022, 9, 30))

BROKEN: dict[str, v.ProgrammeView] = {
    "stage-dates-contradict": replace(
        SOUND,
        periods=(
            *SOUND.periods,
            v.PeriodRow(2, date(2021, 2, 1), date(2022, 8, 31), None, "Section 3", "to August"),
        ),
    ),
    "stage-without-dates": replace(SOUND, periods=SOUND.periods[:1]),
    "stage-outside-programme": programme(starts_on=date(2020, 10, 1)),
    "artefact-owed": replace(SOUND, artefacts=(v.ArtefactRow(1, "owed", "Karte", "Map"),)),
    "artefact-late": replace(
        SOUND, artefacts=(v.ArtefactRow(1, "owed", "Karte", "Map", date(2021, 1, 1), UUID(int=1)),)
    ),
    "artefact-unowned": replace(SOUND, artefacts=(v.ArtefactRow(1, "owed", "Karte", "Map"),)),
    "artefact-heading-only": replace(SOUND, artefacts=(v.ArtefactRow(1, "heading_only", "Karte", "Map"),)),
    "stage-length-differs": first_period(months=4),
    "stages-overlap": first_period(ends_on=date(2021, 2, 28), months=None),
    "stages-leave-a-gap": first_period(ends_on=date(2020, 12, 31), months=None),
    "document-undated": programme(document_issued_on=None),
    "programme-without-vision": replace(SOUND, visions=()),
    "programme-without-initiatives": replace(SOUND, initiatives=(), charters=()),
    "ambition-served-by-none": replace(SOUND, ambition_links=()),
    "ambition-unexplained": replace(SOUND, ambitions=(v.AmbitionRow(1, "Mācīt", "Teach", " "),)),
    "assessment-one-sided": replace(SOUND, findings=SOUND.findings[:1]),
    "ecosystem-one-sided": replace(SOUND, ecosystem=SOUND.ecosystem[:1]),
    "assessment-missing": replace(SOUND, findings=()),
    "stakeholders-missing": replace(SOUND, stakeholders=()),
    "lead-is-no-stakeholder": replace(SOUND, stakeholders=(v.StakeholderRow(1, 8),)),
    "charter-missing": replace(SOUND, charters=()),
    "charter-outcome-repeats-output": charter(
        outcomes_en="Better\n20 robotics courses are given!", outputs_en="20 robotics courses given"
    ),
    "charter-without-lead": replace(SOUND, roles=SOUND.roles[1:]),
    "initiative-without-ambition": replace(SOUND, ambition_links=()),
    "initiative-without-vision": replace(SOUND, vision_links=()),
    "links-only-read": replace(SOUND, ambition_links=(v.LinkRow(1, 1, "read"),)),
    "charter-box-empty": charter(why_en=""),
    "charter-timing-without-date": charter(impact_and_timing_en="Soon enough"),
    "charter-waits": replace(SOUND, charters=(CHARTER, replace(CHARTER, pk=2, state="submitted"))),
    "charter-without-team": replace(SOUND, roles=SOUND.roles[:1]),
    "risks-missing": replace(SOUND, risks=()),
    "risk-without-mitigation": replace(SOUND, risks=(v.RiskRow(1, 1, "Slimība", "Illness", ""),)),
    "risk-twice": replace(SOUND, risks=(*SOUND.risks, v.RiskRow(2, 1, "Slimība", "illness.", "Rest"))),
    "funding-does-not-add-up": charter(cost_cents=110_000),
    "funding-over-cost": replace(
        charter(cost_cents=50_000),
        funding=(SOUND.funding[0], replace(SOUND.funding[1], amount_cents=None, currency="")),
    ),
    "currencies-mixed": replace(SOUND, funding=(replace(SOUND.funding[0], currency="NOK"), SOUND.funding[1])),
    "cost-missing": charter(cost_cents=None, cost_currency=""),
    "funding-missing": replace(SOUND, funding=()),
    "funding-not-split": replace(
        SOUND, funding=tuple(replace(row, amount_cents=None, currency="") for row in SOUND.funding)
    ),
    "operation-missing": replace(SOUND, operations=()),
    "funder-unnamed": replace(SOUND, funding=(replace(SOUND.funding[0], partner=None), SOUND.funding[1])),
    "committed-over-budget": replace(SOUND, committed=(SumRow(1, 70_000),)),
    "budget-differs-from-charter": budget(amount_cents=60_001),
    "budget-in-two-currencies": budget(currency="NOK"),
    "money-ahead-of-work": replace(SOUND, paid=(SumRow(1, 60_000),)),
    "budget-missing": replace(SOUND, budget=()),
    "budget-amount-unstated": budget(amount_cents=None),
    "budget-without-year": budget(year=None),
    "source-pays-nothing": replace(SOUND, budget=BUDGET[:1]),
    "output-leads-nowhere": replace(SOUND, arrows=(ArrowRow(1, 3, "Families come"),)),
    "outcome-from-nothing": replace(SOUND, arrows=SOUND.arrows[:1]),
    "arrow-without-assumption": replace(SOUND, arrows=(ArrowRow(1, 2, " "), SOUND.arrows[1])),
    "deadline-missed": replace(SOUND, calls=(replace(CALLS[0], deadline=date(2022, 6, 14)),)),
    "deadline-near": replace(SOUND, calls=(replace(CALLS[0], deadline=date(2022, 7, 1)),)),
    "proposal-over-ceiling": replace(SOUND, calls=(replace(CALLS[0], ceiling_cents=39_999),)),
    "grant-not-in-budget": replace(SOUND, proposals=(replace(PROPOSALS[0], state="granted"),)),
    "proposal-without-call": replace(SOUND, proposals=(replace(PROPOSALS[0], call=None),)),
    "proposal-without-amount": replace(SOUND, proposals=(replace(PROPOSALS[0], asked_cents=None),)),
    "activities-missing": replace(SOUND, activities=()),
    "milestone-overdue": milestones((date(2022, 5, 1), None)),
    "milestone-reached-ahead": milestones((date(2022, 6, 1), date(2022, 7, 1))),
    "activity-outside-programme": replace(
        SOUND, activities=(replace(SOUND.activities[0], planned_until=date(2022, 10, 1)),)
    ),
    "milestone-outside-programme": milestones((date(2023, 1, 1), None)),
    "milestone-outside-activities": milestones((date(2022, 8, 1), None)),
    "milestones-missing": replace(SOUND, milestones=()),
    "milestone-without-month": milestones((None, None)),
    "activity-without-months": replace(
        SOUND, activities=(replace(SOUND.activities[0], planned_from=None, planned_until=None),)
    ),
    "milestones-unnamed": replace(SOUND, pictures=(replace(SOUND.pictures[0], unnamed_milestones=5),)),
    "drawing-shorter-than-plan": replace(
        SOUND, pictures=(replace(SOUND.pictures[0], drawn_until=date(2022, 2, 1)),)
    ),
    "milestone-slipped": milestones((date(2021, 3, 1), date(2021, 4, 2))),
    "indicator-undefined": replace(SOUND, versions=SOUND.versions[:1]),
    "outcome-is-output": replace(SOUND, measures=(*MEASURES, replace(MEASURES[0], pk=3, column="outcome"))),
    "share-without-whole": replace(
        SOUND, indicators=(replace(INDICATORS[0], unit_en="% of pupils"), INDICATORS[1])
    ),
    "statements-contradict": replace(
        SOUND,
        statements=(
            v.StatementRow("courses", Decimal(5), "Y2021", "", "page 1"),
            v.StatementRow("courses", Decimal(6), "Y2021", "", "page 2"),
        ),
    ),
    "outputs-missing": replace(SOUND, measures=MEASURES[1:], indicators=INDICATORS[1:]),
    "outcomes-missing": replace(SOUND, measures=MEASURES[:1], indicators=INDICATORS[:1]),
    "progress-without-number": replace(
        SOUND, measures=(replace(MEASURES[0], final_en="Well liked"), MEASURES[1])
    ),
    "start-without-number": replace(SOUND, measures=(replace(MEASURES[0], started_en="Few"), MEASURES[1])),
    "result-in-the-future": replace(
        SOUND, measures=(replace(MEASURES[0], final_en="20 courses will be given"), MEASURES[1])
    ),
    "level-differs-from-column": replace(
        SOUND, indicators=(replace(INDICATORS[0], level="outcome"), INDICATORS[1])
    ),
    "sheet-incomplete": replace(
        SOUND, versions=(replace(version("courses"), owner_en=""), version("children"))
    ),
    "never-released": replace(SOUND, on=OVER, released=SOUND.released[:1], milestones=()),
    "programme-without-indicators": replace(SOUND, measures=(), indicators=()),
    "promise-two-values": targets(BASE, FINAL, replace(FINAL, value=Decimal(25), place="Section 3")),
    "promise-two-dates": targets(BASE, FINAL, replace(FINAL, due_on=None, place="Section 3")),
    "target-missing": targets(BASE),
    "target-without-date": targets(BASE, replace(FINAL, due_on=None)),
    "baseline-missing": targets(FINAL),
    "target-before-baseline": targets(BASE, replace(FINAL, due_on=date(2020, 6, 30))),
    "target-in-the-wrong-direction": targets(BASE, replace(FINAL, value=Decimal(5))),
    "target-over-unproven": replace(SOUND, on=OVER, released=SOUND.released[1:], milestones=()),
    "review-missing": replace(SOUND, on=OVER, review_notes=(), milestones=()),
    "success-without-figure": replace(
        SOUND, review_notes=(said(1, "success", "All went well"), said(2, "obstacle", "No"))
    ),
    "obstacles-missing": replace(SOUND, review_notes=SOUND.review_notes[:1]),
    "lessons-missing": replace(SOUND, on=OVER, lessons=(), milestones=()),
    "commitment-kpi-without-number": replace(SOUND, commitments=(said(1, "kpi", "To go on"),)),
    "commitment-resources-without-amount": replace(
        SOUND, commitments=(said(1, "resources", "To look for money"),)
    ),
    "future-ambition-without-target": replace(SOUND, future_targets=()),
    "future-target-without-number": replace(
        SOUND, future_targets=(v.FutureTargetRow(1, "Labāk", "Better by 2025"),)
    ),
    "future-target-without-date": replace(
        SOUND, future_targets=(v.FutureTargetRow(1, "600", "600 children"),)
    ),
    "suggestion-unanswered": replace(SOUND, suggestions=(replace(SOUND.suggestions[0], state="open"),)),
    "meeting-without-minutes": replace(SOUND, meetings=(replace(SOUND.meetings[0], minutes=" "),)),
    "meeting-without-day": replace(SOUND, meetings=(replace(SOUND.meetings[0], held_on=None),)),
    "governance-missing": replace(SOUND, bodies=()),
    "body-without-mandate": replace(SOUND, bodies=(replace(SOUND.bodies[0], mandate_en=""),)),
    "registered-risk-overdue": replace(
        SOUND, register=(replace(SOUND.register[0], due_on=date(2022, 6, 14)),)
    ),
    "registered-risk-unowned": replace(SOUND, register=(replace(SOUND.register[0], owner=""),)),
    "registered-risk-unrated": replace(SOUND, register=(replace(SOUND.register[0], likelihood=None),)),
}
"""For each rule a programme that breaks it."""
