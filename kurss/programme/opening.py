"""Verbs that open a programme: its template, its document, its stages and what each stage owes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.models import (
    Artefact,
    Document,
    Passage,
    Programme,
    Stage,
    StatedPeriod,
    Template,
    TemplateArtefact,
    TemplateStage,
)
from kurss.programme.refusals import NoSuchArtefact, NoSuchTemplateStage
from kurss.programme.words import Words


@dataclass(frozen=True, slots=True)
class OwedArtefact:
    key: str
    title: str
    title_en: str


@dataclass(frozen=True, slots=True)
class StageOfTemplate:
    key: str
    title: str
    title_en: str
    owes: tuple[OwedArtefact, ...] = ()


@transaction.atomic
def define_template(
    *,
    key: str,
    title: str,
    title_en: str,
    stages: Sequence[StageOfTemplate],
    rules_left_out: Sequence[str] = (),
    by: Account,
    at: datetime,
) -> Template:
    """A kind of programme: its stages in order, what each owes, and rules of the lint that do not hold for it."""
    template = entered(
        Template(key=key, title=title, title_en=title_en, rules_left_out=list(rules_left_out)),
        by=by,
        at=at,
        act="programme.define_template",
    )
    for number, stage in enumerate(stages, start=1):
        kept = TemplateStage.objects.create(
            template=template, key=stage.key, order=number, title=stage.title, title_en=stage.title_en
        )
        TemplateArtefact.objects.bulk_create(
            TemplateArtefact(stage=kept, key=owed.key, order=place, title=owed.title, title_en=owed.title_en)
            for place, owed in enumerate(stage.owes, start=1)
        )
    return template


def record_document(
    *,
    key: str,
    title: str,
    title_en: str,
    author: str,
    issued_on: date | None = None,
    covers: str = "",
    covers_en: str = "",
    disclaimer: str = "",
    disclaimer_en: str = "",
    by: Account,
    at: datetime,
) -> Document:
    """A document that the programme answers to; `issued_on` stays empty where it bears no date."""
    document = Document(
        key=key,
        title=title,
        title_en=title_en,
        author=author,
        issued_on=issued_on,
        covers=covers,
        covers_en=covers_en,
        disclaimer=disclaimer,
        disclaimer_en=disclaimer_en,
    )
    return entered(document, by=by, at=at, act="programme.record_document")


def open_programme(
    *,
    key: str,
    template: Template,
    document: Document,
    title: str,
    title_en: str,
    goal: str,
    goal_en: str,
    priority: str,
    priority_en: str,
    starts_on: date,
    ends_on: date,
    by: Account,
    at: datetime,
) -> Programme:
    """Open a programme that follows a template. Its stages are opened one by one."""
    programme = Programme(
        key=key,
        template=template,
        document=document,
        title=title,
        title_en=title_en,
        goal=goal,
        goal_en=goal_en,
        priority=priority,
        priority_en=priority_en,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    return entered(programme, by=by, at=at, act="programme.open_programme")


def tell(
    *,
    programme: Programme,
    section: Passage.Section,
    order: int,
    words: Words,
    by: Account,
    at: datetime,
) -> Passage:
    """A paragraph of the programme's own account, at its number in a section."""
    passage = Passage(
        programme=programme,
        section=section,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(passage, by=by, at=at, act="programme.tell")


@transaction.atomic
def open_stage(
    *,
    programme: Programme,
    stage_key: str,
    narrative: Words,
    by: Account,
    at: datetime,
) -> Stage:
    """Open the stage of the template that bears `stage_key`, owing every artefact the template names.

    Raises NoSuchTemplateStage where the template has no such stage.
    """
    template_stage = TemplateStage.objects.filter(template_id=programme.template_id, key=stage_key).first()
    if template_stage is None:
        raise NoSuchTemplateStage(
            f"{programme.template_id} has no stage {stage_key}: choose a stage of the programme's template."
        )
    stage = entered(
        Stage(
            programme=programme,
            template_stage=template_stage,
            order=template_stage.order,
            title=template_stage.title,
            title_en=template_stage.title_en,
            narrative=narrative.text,
            narrative_en=narrative.text_en,
            place=narrative.place,
        ),
        by=by,
        at=at,
        act="programme.open_stage",
    )
    Artefact.objects.bulk_create(
        Artefact(stage=stage, template_artefact=owed) for owed in template_stage.artefacts.all()
    )
    return stage


@transaction.atomic
def state_period(
    *,
    stage: Stage,
    starts_on: date,
    ends_on: date,
    place: str,
    quote: str,
    months: int | None = None,
    by: Account,
    at: datetime,
) -> StatedPeriod:
    """When the stage runs as one place of the document states it; a second place may state otherwise."""
    period = StatedPeriod(
        stage=stage,
        order=stage.periods.count() + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        months=months,
        place=place,
        quote=quote,
    )
    return entered(period, by=by, at=at, act="programme.state_period")


@transaction.atomic
def deliver_artefact(
    *, stage: Stage, artefact_key: str, place: str, heading_only: bool = False, by: Account, at: datetime
) -> Artefact:
    """Say where a stage's artefact is found; `heading_only` where the document shows no more than its name.

    Raises NoSuchArtefact where the stage owes nothing of this key.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    artefact = (
        Artefact.objects.select_related("template_artefact")
        .filter(stage=stage, template_artefact__key=artefact_key)
        .first()
    )
    if artefact is None:
        raise NoSuchArtefact(
            f"{stage.title_en} owes no {artefact_key}: choose an artefact that its template names."
        )
    artefact.state = Artefact.State.HEADING_ONLY if heading_only else Artefact.State.DELIVERED
    artefact.place = place
    artefact.save(update_fields=("state", "place"))
    note(by=by, at=at, act="programme.deliver_artefact", about=artefact, label=str(artefact), place=place)
    return artefact
