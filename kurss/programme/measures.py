"""Verbs that say which indicators measure a programme, and what was reported about each."""

from datetime import datetime

from django.utils.translation import gettext as _

from kurss.evidence.models import Indicator
from kurss.people.models import Account
from kurss.programme.entry import entered
from kurss.programme.models import Initiative, Measure, Programme, ReportedProgress
from kurss.programme.refusals import NotOfThisProgramme
from kurss.programme.words import Words


def measure(
    *,
    programme: Programme,
    indicator: Indicator,
    column: Measure.Column,
    order: int,
    words: Words,
    initiative: Initiative | None = None,
    by: Account,
    at: datetime,
) -> Measure:
    """Put an indicator into a column of the overview, under an initiative or across all of them.

    Raises NotOfThisProgramme for an initiative of another programme.
    """
    if initiative is not None and initiative.programme_id != programme.pk:
        raise NotOfThisProgramme(
            _("The initiative {initiative} is not of {programme}: choose one of its own initiatives.").format(
                initiative=initiative.pk, programme=programme.pk
            )
        )
    row = Measure(
        programme=programme,
        initiative=initiative,
        indicator=indicator,
        column=column,
        order=order,
        text=words.text,
        text_en=words.text_en,
        place=words.place,
    )
    return entered(row, by=by, at=at, act="programme.measure", initiative=initiative.pk if initiative else "")


def report_progress(
    *, measure: Measure, started: Words, midway: Words, final: Words, by: Account, at: datetime
) -> ReportedProgress:
    """What the document says of a measure: where it started, midway, and the final result."""
    progress = ReportedProgress(
        measure=measure,
        started=started.text,
        started_en=started.text_en,
        midway=midway.text,
        midway_en=midway.text_en,
        final=final.text,
        final_en=final.text_en,
        place=final.place,
    )
    return entered(
        progress, by=by, at=at, act="programme.report_progress", initiative=measure.initiative_id or ""
    )
