"""Loading what a case tells of its programme, through the verbs of the programme office."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kurss.demo.case_asked import load_proposal
from kurss.demo.case_file import Case
from kurss.demo.case_told import CharterEntry, Said, StageEntry
from kurss.demo.case_toml import text_lines
from kurss.partners.models import Partner
from kurss.people.models import Account
from kurss.programme.beginning.stages import deliver_artefact, state_period
from kurss.programme.charters import (
    CharterContent,
    CharterText,
    FundingSource,
    RiskSeen,
    report_charter,
)
from kurss.programme.initiatives import add_initiative
from kurss.programme.ledger.budget import take_over_charter
from kurss.programme.models import (
    AmbitionStatement,
    Artefact,
    CharterPartner,
    Document,
    Initiative,
    Programme,
    Vision,
)
from kurss.programme.money import Money
from kurss.programme.opening import (
    OwedArtefact,
    StageOfTemplate,
    define_template,
    open_programme,
    open_stage,
    record_document,
    tell,
)
from kurss.programme.replanning import fix_baseline
from kurss.programme.review import aim_for, commit, note_review, promise_later, record_lesson
from kurss.programme.roadmap import (
    draw_roadmap,
    plan_activity,
    plan_milestone,
    reach_milestone,
    set_overarching_milestone,
)
from kurss.programme.strategy import (
    add_guiding_thought,
    justify,
    name_stakeholder,
    name_success_factor,
    note_ecosystem,
    note_finding,
    state_ambition,
    state_vision,
)
from kurss.programme.words import Box, Words


@dataclass
class Numbering:
    """The next number in each list: rows stand in the order in which the file has them."""

    last: dict[object, int] = field(default_factory=dict)

    def next(self, *of: object) -> int:
        self.last[of] = self.last.get(of, 0) + 1
        return self.last[of]


def words(entry: Said) -> Words:
    return Words(entry.text, entry.text_en, entry.place)


def box(text: str, text_en: str) -> Box:
    """A box with one item a line, without blank lines or indents of the file."""
    return Box("\n".join(text_lines(text)), "\n".join(text_lines(text_en)))


def load_programme(case: Case, *, by: Account, at: datetime) -> Programme:
    """The programme with its template, document, stages, assessment, strategy and review."""
    told = case.programme
    template = define_template(
        key=told.template.key,
        title=told.template.title,
        title_en=told.template.title_en,
        stages=[
            StageOfTemplate(
                key=stage.key,
                title=stage.title,
                title_en=stage.title_en,
                owes=tuple(OwedArtefact(owed.key, owed.title, owed.title_en) for owed in stage.owes),
            )
            for stage in told.template.stages
        ],
        by=by,
        at=at,
    )
    document = record_document(
        key=told.document.key,
        title=told.document.title,
        title_en=told.document.title_en,
        author=told.document.author,
        issued_on=told.document.issued_on,
        covers=told.document.covers,
        covers_en=told.document.covers_en,
        disclaimer=told.document.disclaimer,
        disclaimer_en=told.document.disclaimer_en,
        by=by,
        at=at,
    )
    programme = open_programme(
        key=told.programme.key,
        template=template,
        document=document,
        title=told.programme.title,
        title_en=told.programme.title_en,
        goal=told.programme.goal,
        goal_en=told.programme.goal_en,
        priority=told.programme.priority,
        priority_en=told.programme.priority_en,
        starts_on=told.programme.starts_on,
        ends_on=told.programme.ends_on,
        by=by,
        at=at,
    )
    number = Numbering()
    for passage in told.passages:
        order = number.next(passage.section)
        section = passage.section
        tell(programme=programme, section=section, order=order, words=words(passage), by=by, at=at)
    for stage in told.stages:
        _load_stage(programme, stage, by=by, at=at)
    _load_strategy(case, programme, by=by, at=at)
    _load_review(case, programme, by=by, at=at)
    return programme


def _load_stage(programme: Programme, entry: StageEntry, *, by: Account, at: datetime) -> None:
    narrative = Words(entry.narrative, entry.narrative_en, entry.place)
    stage = open_stage(programme=programme, stage_key=entry.key, narrative=narrative, by=by, at=at)
    for period in entry.periods:
        state_period(
            stage=stage,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            months=period.months,
            place=period.place,
            quote=period.quote,
            by=by,
            at=at,
        )
    for artefact in entry.artefacts:
        if artefact.state == Artefact.State.OWED:
            continue
        deliver_artefact(
            stage=stage,
            artefact_key=artefact.key,
            place=artefact.place,
            heading_only=artefact.state == Artefact.State.HEADING_ONLY,
            by=by,
            at=at,
        )


def _load_strategy(case: Case, programme: Programme, *, by: Account, at: datetime) -> None:
    told, number = case.programme, Numbering()
    for finding in told.findings:
        note_finding(
            programme=programme,
            performance=finding.performance,
            rank=number.next("finding", finding.performance),
            words=words(finding),
            by=by,
            at=at,
        )
    for entry in told.ecosystem:
        order = number.next("ecosystem", entry.side)
        note_ecosystem(programme=programme, side=entry.side, order=order, words=words(entry), by=by, at=at)
    for order, vision in enumerate(told.visions, start=1):
        state_vision(programme=programme, order=order, words=words(vision), by=by, at=at)
    ambitions: dict[str, AmbitionStatement] = {}
    for order, ambition in enumerate(told.ambitions, start=1):
        ambitions[ambition.key] = state_ambition(
            programme=programme,
            key=ambition.key,
            order=order,
            words=words(ambition),
            explanation=ambition.explanation,
            explanation_en=ambition.explanation_en,
            by=by,
            at=at,
        )
    for order, justification in enumerate(told.justifications, start=1):
        justify(
            programme=programme,
            order=order,
            heading=justification.heading,
            heading_en=justification.heading_en,
            words=words(justification),
            ambition=ambitions[justification.ambition] if justification.ambition else None,
            by=by,
            at=at,
        )
    for order, thought in enumerate(told.guiding_thoughts, start=1):
        add_guiding_thought(programme=programme, order=order, words=words(thought), by=by, at=at)
    for order, factor in enumerate(told.success_factors, start=1):
        name_success_factor(programme=programme, order=order, words=words(factor), by=by, at=at)
    partners = {partner.key: partner for partner in Partner.objects.all()}
    for order, stakeholder in enumerate(told.stakeholders, start=1):
        name_stakeholder(
            programme=programme,
            partner=partners[stakeholder.partner],
            order=order,
            words=words(stakeholder),
            by=by,
            at=at,
        )


def _load_review(case: Case, programme: Programme, *, by: Account, at: datetime) -> None:
    told, number = case.programme, Numbering()
    for entry in told.review:
        order = number.next("review", entry.kind)
        note_review(programme=programme, kind=entry.kind, order=order, words=words(entry), by=by, at=at)
    for order, lesson in enumerate(told.lessons, start=1):
        record_lesson(
            programme=programme,
            order=order,
            title=lesson.title,
            title_en=lesson.title_en,
            words=words(lesson),
            by=by,
            at=at,
        )
    for commitment in told.commitments:
        order = number.next("commitment", commitment.kind)
        kind = commitment.kind
        commit(programme=programme, kind=kind, order=order, words=words(commitment), by=by, at=at)
    for asked in told.proposals:
        load_proposal(programme, asked, by=by, at=at)
    for order, ambition in enumerate(told.future_ambitions, start=1):
        field_of_work = aim_for(
            programme=programme,
            key=ambition.key,
            order=order,
            title=ambition.title,
            title_en=ambition.title_en,
            words=words(ambition),
            by=by,
            at=at,
        )
        for place, target in enumerate(ambition.targets, start=1):
            promise_later(ambition=field_of_work, order=place, words=words(target), by=by, at=at)


def load_initiatives(case: Case, *, by: Account, at: datetime) -> None:
    """The initiatives, each with the charter that the report prints."""
    programme = Programme.objects.get(pk=case.programme.programme.key)
    document = Document.objects.get(pk=case.programme.document.key)
    for order, entry in enumerate(case.initiatives.initiatives, start=1):
        initiative = add_initiative(
            programme=programme,
            key=entry.key,
            order=order,
            title=entry.title,
            title_en=entry.title_en,
            short=entry.short,
            short_en=entry.short_en,
            aim=entry.aim,
            aim_en=entry.aim_en,
            place=entry.place,
            by=by,
            at=at,
        )
        report_charter(
            initiative=initiative,
            content=_charter(programme, entry.charter),
            source=document,
            place=entry.charter.place,
            by=by,
            at=at,
        )
        if entry.charter.funding:
            take_over_charter(initiative=initiative, by=by, at=at)


def _charter(programme: Programme, entry: CharterEntry) -> CharterContent:
    partners = {partner.key: partner for partner in Partner.objects.all()}
    visions = list(Vision.objects.filter(programme=programme))
    ambitions = {row.key: row for row in AmbitionStatement.objects.filter(programme=programme)}
    role = CharterPartner.Role
    return CharterContent(
        text=CharterText(
            what=box(entry.what, entry.what_en),
            why=box(entry.why, entry.why_en),
            how=box(entry.how, entry.how_en),
            link_to_vision=box(entry.link_to_vision, entry.link_to_vision_en),
            link_to_ambition=box(entry.link_to_ambition, entry.link_to_ambition_en),
            impact_and_timing=box(entry.impact_and_timing, entry.impact_and_timing_en),
            outputs=box(entry.outputs, entry.outputs_en),
            outcomes=box(entry.outcomes, entry.outcomes_en),
        ),
        cost=Money(entry.cost_cents, entry.cost_currency) if entry.cost_cents is not None else None,
        cost_quote=entry.cost_quote,
        partners=(
            (role.LEAD, partners[entry.lead]),
            *((role.TEAM, partners[key]) for key in entry.team),
            *((role.CONTRIBUTOR, partners[key]) for key in entry.contributors),
        ),
        funding=tuple(
            FundingSource(
                kind=source.kind,
                source=source.source,
                source_en=source.source_en,
                amount=(
                    Money(source.amount_cents, source.currency) if source.amount_cents is not None else None
                ),
                partner=partners[source.partner] if source.partner else None,
            )
            for source in entry.funding
        ),
        risks=tuple(
            RiskSeen(Box(risk.text, risk.text_en), Box(risk.mitigation, risk.mitigation_en))
            for risk in entry.risks
        ),
        visions=tuple((visions[link.row - 1], link.basis) for link in entry.visions),
        ambitions=tuple((ambitions[link.key], link.basis) for link in entry.ambitions),
    )


def load_roadmap(case: Case, *, by: Account, at: datetime) -> None:
    """The roadmap as far as the report dates it, and milestones that public sources say were reached."""
    initiatives = {row.pk: row for row in Initiative.objects.filter(programme=case.programme.programme.key)}
    plan, number = case.roadmap, Numbering()
    for picture in plan.pictures:
        draw_roadmap(
            initiative=initiatives[picture.initiative],
            note_words=Words(picture.note, picture.note_en, picture.place),
            drawn_from=picture.drawn_from,
            drawn_until=picture.drawn_until,
            unnamed_milestones=picture.unnamed_milestones,
            by=by,
            at=at,
        )
    for activity in plan.activities:
        first, last = activity.yearly_from_month, activity.yearly_until_month
        plan_activity(
            initiative=initiatives[activity.initiative],
            order=number.next("activity", activity.initiative),
            title=activity.title,
            title_en=activity.title_en,
            place=activity.place,
            planned_from=activity.planned_from,
            planned_until=activity.planned_until,
            yearly_months=(first, last) if first and last else None,
            timing=activity.timing,
            timing_en=activity.timing_en,
            by=by,
            at=at,
        )
    for entry in plan.milestones:
        milestone = plan_milestone(
            initiative=initiatives[entry.initiative],
            order=number.next("milestone", entry.initiative),
            title=entry.title,
            title_en=entry.title_en,
            place=entry.place,
            planned_month=entry.planned_month,
            timing=entry.timing,
            timing_en=entry.timing_en,
            reading=entry.reading,
            reading_en=entry.reading_en,
            by=by,
            at=at,
        )
        if entry.reached_on:
            reach_milestone(
                milestone=milestone, on=entry.reached_on, source=entry.reached_source, by=by, at=at
            )
    for overarching in plan.overarching:
        set_overarching_milestone(
            initiative=initiatives[overarching.initiative],
            order=number.next("overarching", overarching.initiative),
            words=words(overarching),
            by=by,
            at=at,
        )
    for initiative in initiatives.values():
        if initiative.activities.exists():
            fix_baseline(initiative=initiative, by=by, at=at)
