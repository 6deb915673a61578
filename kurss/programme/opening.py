"""Verbs that open a programme: its template, its document, its stages and what is told of each."""

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
    Template,
    TemplateArtefact,
    TemplateStage,
)
from kurss.programme.refusals import NoSuchTemplateStage
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
    """Open a programme that follows a template. Its stages are opened one by one.

    The first programme of a city is shown to the public at once, a later one by `show_programme`.
    """
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
        is_shown=not Programme.objects.exists(),
    )
    return entered(programme, by=by, at=at, act="programme.open_programme")


@transaction.atomic
def show_programme(*, programme: Programme, by: Account, at: datetime) -> Programme:
    """Show a programme on the public pages from now on; the one shown before is no longer there."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    Programme.objects.select_for_update().get(pk=programme.pk)
    Programme.objects.filter(is_shown=True).update(is_shown=False)
    programme.is_shown = True
    programme.save(update_fields=("is_shown",))
    note(by=by, at=at, act="programme.show_programme", about=programme, label=str(programme)[:200])
    return programme


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
    narrative: Words | None = None,
    by: Account,
    at: datetime,
) -> Stage:
    """Open the stage of the template that bears `stage_key`, owing every artefact the template names; without a
    `narrative` nothing is told of it yet.

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
            narrative=narrative.text if narrative else "",
            narrative_en=narrative.text_en if narrative else "",
            place=narrative.place if narrative else "",
        ),
        by=by,
        at=at,
        act="programme.open_stage",
    )
    Artefact.objects.bulk_create(
        Artefact(stage=stage, template_artefact=owed) for owed in template_stage.artefacts.all()
    )
    return stage
