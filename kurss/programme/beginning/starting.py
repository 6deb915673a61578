"""Starting a programme of some kind: the programme, its document and all its stages with their dates, at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.beginning.kinds import Kind, shipped
from kurss.programme.beginning.stages import state_period
from kurss.programme.definition_words import in_language
from kurss.programme.models import Document, Programme, Template
from kurss.programme.opening import (
    OwedArtefact,
    StageOfTemplate,
    define_template,
    open_programme,
    open_stage,
    record_document,
)
from kurss.programme.refusals import (
    ProgrammeEndsBeforeItStarts,
    StageEndsBeforeItStarts,
    StageOutsideItsProgramme,
)


@dataclass(frozen=True, slots=True)
class Begun:
    """What one says of a programme at its start."""

    title: str
    title_en: str
    goal: str
    goal_en: str
    starts_on: date
    ends_on: date
    report: str
    """The title of the document that the programme answers with."""
    report_en: str
    author: str
    place: str
    """Where the dates of the stages are written."""
    priority: str = ""
    priority_en: str = ""


Days = tuple[date, date]


@transaction.atomic
def start_programme(
    *, kind: Kind, begun: Begun, stages: Mapping[str, Days], by: Account, at: datetime
) -> Programme:
    """Start a programme: every stage of its kind is opened and owes what the kind says; `stages` gives the first
    and last day of each that has them.

    Raises ProgrammeEndsBeforeItStarts, StageEndsBeforeItStarts and StageOutsideItsProgramme, naming the stage.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    _sound(kind, begun, stages)
    template = Template.objects.filter(pk=kind.key).first() or keep_kind(kind=kind, by=by, at=at)
    key = _free_key(begun.title_en)
    document = record_document(
        key=f"{key}-report", title=begun.report, title_en=begun.report_en, author=begun.author, by=by, at=at
    )
    programme = open_programme(
        key=key,
        template=template,
        document=document,
        title=begun.title,
        title_en=begun.title_en,
        goal=begun.goal,
        goal_en=begun.goal_en,
        priority=begun.priority,
        priority_en=begun.priority_en,
        starts_on=begun.starts_on,
        ends_on=begun.ends_on,
        by=by,
        at=at,
    )
    for stage in kind.stages:
        opened = open_stage(programme=programme, stage_key=stage.key, by=by, at=at)
        if stage.key in stages:
            first, last = stages[stage.key]
            state_period(
                stage=opened,
                starts_on=first,
                ends_on=last,
                place=begun.place,
                quote=f"{first} – {last}",
                by=by,
                at=at,
            )
    return programme


def keep_kind(*, kind: Kind, by: Account, at: datetime) -> Template:
    """Keep a kind of programme. Raises AlreadyEntered where one of its key is kept: programmes rest on it."""
    return define_template(
        key=kind.key,
        title=kind.title,
        title_en=kind.title_en,
        stages=kind.stages,
        rules_left_out=kind.rules_left_out,
        by=by,
        at=at,
    )


def kinds() -> dict[str, Kind]:
    """Every kind a programme can be started from: those that were used here, and those that ship."""
    used = Template.objects.prefetch_related("stages__artefacts").order_by("title_en")
    return {**shipped(), **{template.pk: _kind_of(template) for template in used}}


def _kind_of(template: Template) -> Kind:
    return Kind(
        template.pk,
        template.title,
        template.title_en,
        tuple(
            StageOfTemplate(
                stage.key,
                stage.title,
                stage.title_en,
                tuple(OwedArtefact(owed.key, owed.title, owed.title_en) for owed in stage.artefacts.all()),
            )
            for stage in template.stages.all()
        ),
        tuple(template.rules_left_out),
    )


def _sound(kind: Kind, begun: Begun, stages: Mapping[str, Days]) -> None:
    if begun.ends_on < begun.starts_on:
        raise ProgrammeEndsBeforeItStarts(
            _("The programme ends ({last}) before it starts ({first}): change one of the days.").format(
                last=begun.ends_on, first=begun.starts_on
            )
        )
    for stage in kind.stages:
        first, last = stages.get(stage.key, (begun.starts_on, begun.ends_on))
        if last < first:
            raise StageEndsBeforeItStarts(
                _(
                    "The stage “{stage}” ends ({last}) before it starts ({first}): change one of the days."
                ).format(stage=in_language(stage.title, stage.title_en), last=last, first=first)
            )
        if first < begun.starts_on or last > begun.ends_on:
            raise StageOutsideItsProgramme(
                _(
                    "The stage “{stage}” runs from {first} to {last}, and the programme from {begins} to {ends}: "
                    "change one of them."
                ).format(
                    stage=in_language(stage.title, stage.title_en),
                    first=first,
                    last=last,
                    begins=begun.starts_on,
                    ends=begun.ends_on,
                )
            )


def _free_key(english: str) -> str:
    first = slugify(english)[:60].strip("-") or "programme"
    taken = set(Programme.objects.filter(pk__startswith=first).values_list("pk", flat=True))
    taken |= {key.removesuffix("-report") for key in Document.objects.values_list("pk", flat=True)}
    number, key = 1, first
    while key in taken:
        number += 1
        key = f"{first}-{number}"
    return key
