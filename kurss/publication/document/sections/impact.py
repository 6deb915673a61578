"""Sections 3 and 4: what came of it, what was learned, and what comes next."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.utils.translation import gettext as _

from kurss.programme.models import Commitment, FutureAmbition
from kurss.publication.document.material import Material
from kurss.publication.document.sections.promises import progress_table
from kurss.publication.document.tree import (
    Block,
    Box,
    Column,
    Columns,
    Entries,
    Entry,
    Group,
    Heading,
    Note,
    Paragraph,
    Phrase,
    Points,
    Section,
    Table,
    Text,
    plain,
)


def impact(material: Material) -> Section:
    return Section(
        kicker=_("Sections 3 and 4"),
        title=_("Impact"),
        blocks=(
            *_summary(material),
            *_performance(material),
            *_progress(material),
            *_discussion(material),
            *_lessons(material),
            *_ahead(material),
        ),
    )


def _summary(material: Material) -> tuple[Block, ...]:
    review = material.review
    return (
        *(Paragraph(words) for words in material.each(review.summary[:1])),
        Heading(_("Successes and obstacles")),
        Columns(
            (
                Box(_("Major successes, as the city reports them"), _resting(material, review.successes)),
                Box(_("Major obstacles"), _resting(material, review.obstacles)),
            )
        ),
        Heading(_("Commitments for the coming years")),
        Points(_committed(material, Commitment.Kind.COMING_YEARS), ordered=True),
        *(Paragraph(words) for words in material.each(review.summary[1:])),
    )


def _performance(material: Material) -> tuple[Block, ...]:
    """The report's own progress, in its words: it gives almost no numbers here."""
    rows = tuple(
        (
            (Text(material.said(measure, "text")), Text(f" {measure.indicator.code}", "quiet")),
            material.words(measure.progress, "started"),
            material.words(measure.progress, "midway"),
            material.words(measure.progress, "final"),
        )
        for measure in material.cross_cutting
        if hasattr(measure, "progress")
    )
    return (
        Heading(_("Performance of the city")),
        *(Paragraph(words) for words in material.each(material.review.assessment)),
        Table(
            columns=(
                Column(_("Indicator"), 4),
                Column(_("Where it started"), 3),
                Column(_("Midway"), 7),
                Column(_("Final results"), 5),
            ),
            groups=(Group("", rows),),
        ),
    )


def _progress(material: Material) -> tuple[Block, ...]:
    return (
        Heading(_("Progress against the promises")),
        Paragraph(
            plain(
                _(
                    "What the report says, where things started, what was promised and what the records say. "
                    "A dash is a value nobody has; it is not a zero."
                )
            )
        ),
        progress_table(material),
        Note(plain(_("The last section explains each difference and each absence."))),
    )


def _discussion(material: Material) -> tuple[Block, ...]:
    review = material.review
    return (
        Heading(_("Ecosystem and activities")),
        Columns(
            (
                Box(_("What was observed"), _resting(material, review.observations)),
                Box(_("How the city takes it"), _resting(material, review.reactions)),
                Box(_("What the action plan shall include"), _resting(material, review.plans)),
            )
        ),
    )


def _lessons(material: Material) -> tuple[Block, ...]:
    return (
        Heading(_("Lessons")),
        Entries(
            tuple(
                Entry(material.said(one, "title"), (material.resting(one),))
                for one in material.review.lessons
            ),
            numbered=True,
        ),
    )


def _ahead(material: Material) -> tuple[Block, ...]:
    return (
        Heading(_("Commitments")),
        Columns(
            (
                Box(_("Resources"), _committed(material, Commitment.Kind.RESOURCES)),
                Box(_("Collaboration"), _committed(material, Commitment.Kind.COLLABORATION)),
                Box(_("Indicators"), _committed(material, Commitment.Kind.KPI)),
            )
        ),
        Heading(_("Plan for the coming years: ambitions and targets")),
        Entries(
            tuple(
                Entry(
                    material.said(one, "title"),
                    _alone(material, one),
                    points=_resting(material, one.targets_in_order),
                )
                for one in material.review.ambitions
            ),
            numbered=True,
        ),
    )


def _committed(material: Material, kind: Commitment.Kind) -> tuple[Phrase, ...]:
    return _resting(material, (one for one in material.review.commitments if one.kind == kind))


def _resting(material: Material, statements: Iterable[Model]) -> tuple[Phrase, ...]:
    """Statements of the review, each with the figures it cites."""
    return tuple(material.resting(one) for one in statements)


def _alone(material: Material, ambition: FutureAmbition) -> tuple[Phrase, ...]:
    """The figures that an ambition cites; its own words are its title and its targets."""
    cited = material.resting(ambition)[len(material.words(ambition)) :]
    return (cited[1:],) if cited else ()
