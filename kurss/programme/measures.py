"""Verbs that say which indicators measure a programme, and what was reported about each."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.evidence.models import Indicator
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.meanwhile import sign
from kurss.programme.models import Initiative, Measure, Programme, ReportedProgress
from kurss.programme.refusals import AlreadyEntered, ChangedMeanwhile, NotOfThisProgramme
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
    """What the document says of a measure: where it started, midway, and the final result.

    Raises ChangedMeanwhile where something was reported of it already: whoever writes is shown both.
    """
    progress = ReportedProgress(measure=measure, **_columns(started, midway, final))
    try:
        return entered(
            progress, by=by, at=at, act="programme.report_progress", initiative=measure.initiative_id or ""
        )
    except AlreadyEntered as error:
        raise ChangedMeanwhile(_meanwhile()) from error


def progress_mark(progress: ReportedProgress | None) -> str:
    """The sign of what is reported of a measure."""
    names = ("started", "started_en", "midway", "midway_en", "final", "final_en", "place")
    return sign(tuple(getattr(progress, name) for name in names)) if progress is not None else ""


@transaction.atomic
def rewrite_progress(
    *,
    progress: ReportedProgress,
    started: Words,
    midway: Words,
    final: Words,
    seen: str,
    by: Account,
    at: datetime,
) -> ReportedProgress:
    """Report otherwise. Raises ChangedMeanwhile where it says something else than `seen`, its mark."""
    measure = progress.measure
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=measure.initiative_id or "")
    row = ReportedProgress.objects.select_for_update().get(pk=progress.pk)
    wanted = _columns(started, midway, final)
    if sign(tuple(wanted.values())) == progress_mark(row):
        return row
    if progress_mark(row) != seen:
        raise ChangedMeanwhile(_meanwhile())
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=tuple(wanted))
    note(by=by, at=at, act="programme.rewrite_progress", about=row, label=str(measure)[:200])
    return row


def _columns(started: Words, midway: Words, final: Words) -> dict[str, str]:
    return {
        "started": started.text,
        "started_en": started.text_en,
        "midway": midway.text,
        "midway_en": midway.text_en,
        "final": final.text,
        "final_en": final.text_en,
        "place": final.place,
    }


def _meanwhile() -> str:
    return _("This entry was changed while you were writing. Look at both texts below, and keep one.")
