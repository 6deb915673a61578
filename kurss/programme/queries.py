"""Reads shared by pages, exports and the document. Each takes a fixed number of queries, however long the
programme; tests hold the number."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Prefetch, QuerySet

from kurss.programme.models import (
    Activity,
    AmbitionLink,
    AmbitionStatement,
    Artefact,
    Charter,
    CharterPartner,
    Commitment,
    EcosystemNote,
    Finding,
    Funding,
    FutureAmbition,
    GuidingThought,
    Initiative,
    Justification,
    Lesson,
    Measure,
    Passage,
    Programme,
    ReviewNote,
    Risk,
    Stage,
    Stakeholder,
    StatedPeriod,
    SuccessFactor,
    Vision,
    VisionLink,
)
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.sheets import (
    CharterSheet,
    MeasureColumns,
    ProgrammeOverview,
    Review,
    StageSheet,
    Strategy,
)


def current_programme(key: str = "") -> Programme | None:
    """The programme of this key, or the one that the public sees; None where there is none."""
    programmes = Programme.objects.select_related("document", "template")
    shown = programmes.order_by("-is_shown", "-starts_on", "key")
    return (programmes.filter(pk=key) if key else shown).first()


def programme_overview(key: str = "") -> ProgrammeOverview | None:
    """The programme at a glance: stages with the periods stated for them, vision, ambitions, initiatives."""
    programme = current_programme(key)
    if programme is None:
        return None
    passages = _passages(programme, Passage.Section.SUMMARY, Passage.Section.DIRECTION)
    return ProgrammeOverview(
        programme=programme,
        document=programme.document,
        stages=stages_of(programme),
        vision=Vision.objects.filter(programme=programme).first(),
        ambitions=tuple(AmbitionStatement.objects.filter(programme=programme)),
        initiatives=initiatives(programme),
        summary=passages[Passage.Section.SUMMARY],
        directions=passages[Passage.Section.DIRECTION],
    )


def strategy(programme: Programme) -> Strategy:
    """The assessment of the city and the strategy drawn from it."""
    section = Passage.Section
    passages = _passages(
        programme, section.INTRODUCTION, section.STATE_OF_CITY, section.MUNICIPAL_GOAL, section.SHARED_VIEW
    )
    findings = tuple(Finding.objects.filter(programme=programme))
    ecosystem = tuple(EcosystemNote.objects.filter(programme=programme))
    return Strategy(
        introduction=passages[section.INTRODUCTION],
        state_of_city=passages[section.STATE_OF_CITY],
        municipal_goals=passages[section.MUNICIPAL_GOAL],
        shared=passages[section.SHARED_VIEW],
        higher=tuple(row for row in findings if row.performance == Finding.Performance.HIGHER),
        lower=tuple(row for row in findings if row.performance == Finding.Performance.LOWER),
        pros=tuple(row for row in ecosystem if row.side == EcosystemNote.Side.PRO),
        cons=tuple(row for row in ecosystem if row.side == EcosystemNote.Side.CON),
        stakeholders=tuple(Stakeholder.objects.filter(programme=programme).select_related("partner")),
        vision=Vision.objects.filter(programme=programme).first(),
        ambitions=tuple(AmbitionStatement.objects.filter(programme=programme)),
        justifications=tuple(Justification.objects.filter(programme=programme).select_related("ambition")),
        guiding_thoughts=tuple(GuidingThought.objects.filter(programme=programme)),
        success_factors=tuple(SuccessFactor.objects.filter(programme=programme)),
    )


def review(programme: Programme) -> Review:
    """What came of it, what was learned, and what the city commits to. Each field of the coming years carries
    its targets as `targets_in_order`."""
    passages = _passages(programme, Passage.Section.IMPACT, Passage.Section.ASSESSMENT)
    notes = tuple(ReviewNote.objects.filter(programme=programme))

    def of(kind: ReviewNote.Kind) -> tuple[ReviewNote, ...]:
        return tuple(row for row in notes if row.kind == kind)

    return Review(
        summary=passages[Passage.Section.IMPACT],
        assessment=passages[Passage.Section.ASSESSMENT],
        successes=of(ReviewNote.Kind.SUCCESS),
        obstacles=of(ReviewNote.Kind.OBSTACLE),
        observations=of(ReviewNote.Kind.OBSERVATION),
        reactions=of(ReviewNote.Kind.REACTION),
        plans=of(ReviewNote.Kind.PLAN),
        lessons=tuple(Lesson.objects.filter(programme=programme)),
        commitments=tuple(Commitment.objects.filter(programme=programme)),
        ambitions=tuple(FutureAmbition.objects.filter(programme=programme).prefetch_related("targets")),
    )


def initiatives(programme: Programme) -> tuple[Initiative, ...]:
    """The initiatives of a programme in their order."""
    return tuple(Initiative.objects.filter(programme=programme))


def initiative(key: str) -> Initiative | None:
    """The initiative of this key with its programme, or None."""
    return Initiative.objects.select_related("programme").filter(pk=key).first()


def charter(initiative: Initiative) -> CharterSheet | None:
    """The charter in force for an initiative, box by box; None before one is reported or approved."""
    return next(iter(_sheets(Charter.objects.filter(initiative=initiative, state__in=IN_FORCE))), None)


def charters(programme: Programme) -> tuple[CharterSheet, ...]:
    """The charters in force of all initiatives, in order; no more queries than for one."""
    in_force = Charter.objects.filter(initiative__programme=programme, state__in=IN_FORCE)
    return _sheets(in_force.order_by("initiative__order"))


def sheet_of(charter: Charter) -> CharterSheet:
    """One version of a charter, box by box, whatever its state."""
    return _sheets(Charter.objects.filter(pk=charter.pk))[0]


def charter_versions(initiative: Initiative) -> tuple[Charter, ...]:
    """Every version of an initiative's charter, the newest first."""
    return tuple(Charter.objects.filter(initiative=initiative).order_by("-version"))


def measures(initiative: Initiative) -> tuple[Measure, ...]:
    """The measures of an initiative, outputs before outcomes, each with its indicator."""
    return tuple(_measures().filter(initiative=initiative))


def cross_cutting(programme: Programme) -> tuple[Measure, ...]:
    """The measures that cut across all initiatives, each with its indicator and reported progress."""
    return tuple(_measures().filter(programme=programme, initiative=None))


def measure_columns(
    programme: Programme, only: Sequence[Initiative] | None = None
) -> tuple[MeasureColumns, ...]:
    """The overview in three columns, of all initiatives or of some: activities, outputs and outcomes
    (two queries, and one for all initiatives)."""
    chosen = initiatives(programme) if only is None else only
    activities: dict[str, list[Activity]] = defaultdict(list)
    for activity in Activity.objects.filter(initiative__in=chosen):
        activities[activity.initiative_id].append(activity)
    rows: dict[tuple[str | None, str], list[Measure]] = defaultdict(list)
    for row in _measures().filter(programme=programme, initiative__in=chosen):
        rows[row.initiative_id, row.column].append(row)
    return tuple(
        MeasureColumns(
            initiative=initiative,
            activities=tuple(activities[initiative.pk]),
            outputs=tuple(rows[initiative.pk, Measure.Column.OUTPUT]),
            outcomes=tuple(rows[initiative.pk, Measure.Column.OUTCOME]),
        )
        for initiative in chosen
    )


def measures_of(indicator_keys: Iterable[str]) -> dict[str, tuple[Measure, ...]]:
    """Where each indicator is used, by its key; an indicator that measures nothing is absent."""
    found: dict[str, tuple[Measure, ...]] = {}
    for row in _measures().filter(indicator__in=list(indicator_keys)):
        found[row.indicator_id] = (*found.get(row.indicator_id, ()), row)
    return found


def _measures() -> QuerySet[Measure]:
    return Measure.objects.select_related("indicator", "initiative", "progress")


def _passages(programme: Programme, *sections: Passage.Section) -> dict[Passage.Section, tuple[Passage, ...]]:
    rows = tuple(Passage.objects.filter(programme=programme, section__in=sections))
    return {section: tuple(row for row in rows if row.section == section) for section in sections}


def stages_of(programme: Programme) -> tuple[StageSheet, ...]:
    """The stages of a programme with what is stated of each and what each owes (three queries)."""
    artefacts = Artefact.objects.select_related("template_artefact", "owner")
    stages = Stage.objects.filter(programme=programme).prefetch_related(
        Prefetch("periods", StatedPeriod.objects.all(), to_attr="periods_in_order"),
        Prefetch("artefacts", artefacts, to_attr="artefacts_in_order"),
    )
    return tuple(
        StageSheet(stage, tuple(stage.periods_in_order), tuple(stage.artefacts_in_order)) for stage in stages
    )


def _sheets(charters: QuerySet[Charter]) -> tuple[CharterSheet, ...]:
    complete = charters.select_related("initiative", "source").prefetch_related(
        Prefetch("partners", CharterPartner.objects.select_related("partner")),
        Prefetch("vision_links", VisionLink.objects.select_related("vision")),
        Prefetch("ambition_links", AmbitionLink.objects.select_related("ambition")),
        Prefetch("funding", Funding.objects.select_related("partner")),
        Prefetch("risks", Risk.objects.all()),
    )
    return tuple(_sheet(row) for row in complete)


def _sheet(charter: Charter) -> CharterSheet:
    def in_role(role: CharterPartner.Role) -> tuple:
        return tuple(row.partner for row in charter.partners.all() if row.role == role)

    return CharterSheet(
        charter=charter,
        initiative=charter.initiative,
        lead=next(iter(in_role(CharterPartner.Role.LEAD)), None),
        team=in_role(CharterPartner.Role.TEAM),
        contributors=in_role(CharterPartner.Role.CONTRIBUTOR),
        visions=tuple(charter.vision_links.all()),
        ambitions=tuple(charter.ambition_links.all()),
        funding=tuple(charter.funding.all()),
        risks=tuple(charter.risks.all()),
    )


def initiative_choices(language: str | None) -> list[tuple[str, str]]:
    """Every initiative's key and short name, for whoever limits a role to one."""
    column = "short" if language == "lv" else "short_en"
    return list(Initiative.objects.order_by("programme", "order").values_list("key", column))
