"""A programme's own particulars: what it is called and for, its days, and the document it answers with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.meanwhile import sign
from kurss.programme.models import Activity, Document, Milestone, Programme, StatedPeriod
from kurss.programme.refusals import (
    ChangedMeanwhile,
    PlannedOutsideItsProgramme,
    ProgrammeEndsBeforeItStarts,
    StageOutsideItsProgramme,
    WordsMissing,
)
from kurss.programme.replanning import month_of_milestone, months_of
from kurss.programme.timeline import first_of_month

OF_PROGRAMME: Final = (
    "title",
    "title_en",
    "goal",
    "goal_en",
    "priority",
    "priority_en",
    "starts_on",
    "ends_on",
)
OF_DOCUMENT: Final = {
    "report": "title",
    "report_en": "title_en",
    "author": "author",
    "issued_on": "issued_on",
    "covers": "covers",
    "covers_en": "covers_en",
    "disclaimer": "disclaimer",
    "disclaimer_en": "disclaimer_en",
}
"""What is said of the programme's document, and the column of the document that keeps it."""

NEEDED: Final = ("title", "goal", "report")
"""What no programme is without."""

NAMED: Final = 5
"""Rows that a refusal names before it only counts the rest."""

Days = tuple[date, date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """All that a programme says of itself. The document may bear no date, cover nothing and disclaim nothing."""

    title: str
    title_en: str
    goal: str
    goal_en: str
    priority: str = ""
    priority_en: str = ""
    starts_on: date
    ends_on: date
    report: str
    report_en: str
    author: str
    issued_on: date | None = None
    covers: str = ""
    covers_en: str = ""
    disclaimer: str = ""
    disclaimer_en: str = ""


def particulars(programme: Programme) -> Particulars:
    """What the programme says of itself now."""
    own = {name: getattr(programme, name) for name in OF_PROGRAMME}
    return Particulars(
        **own, **{name: getattr(programme.document, column) for name, column in OF_DOCUMENT.items()}
    )


def mark(programme: Programme) -> str:
    """The sign of what a programme says of itself."""
    return sign(particulars(programme))


@transaction.atomic
def correct_programme(
    *, programme: Programme, said: Particulars, seen: str, by: Account, at: datetime
) -> Programme:
    """Correct what a programme says of itself; the journal keeps each value before and after.

    Raises WordsMissing, ProgrammeEndsBeforeItStarts, StageOutsideItsProgramme, PlannedOutsideItsProgramme where a
    stage, an activity or a milestone would no longer stand within its days, and ChangedMeanwhile where it says
    something else than `seen`, its mark. What stood outside before is a finding of the lint and hinders nothing.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    found = Programme.objects.select_for_update().get(pk=programme.pk)
    found.document = Document.objects.select_for_update().get(pk=found.document_id)
    current = particulars(found)
    names = [one.name for one in fields(said)]
    changed = [name for name in names if _lines(getattr(said, name)) != _lines(getattr(current, name))]
    if changed and mark(found) != seen:
        raise ChangedMeanwhile(
            _("Somebody changed this while you were writing. Look at both below, and keep one.")
        )
    if not changed:
        return found
    _sound(said)
    if {"starts_on", "ends_on"} & set(changed):
        _holds_all(found, (said.starts_on, said.ends_on))
    told: dict[str, object] = {}
    for name in changed:
        row, column = (found, name) if name in OF_PROGRAMME else (found.document, OF_DOCUMENT[name])
        told |= {f"{name}_was": getattr(current, name) or None, name: getattr(said, name) or None}
        setattr(row, column, getattr(said, name))
    found.save(update_fields=OF_PROGRAMME)
    found.document.save(update_fields=tuple(OF_DOCUMENT.values()))
    note(by=by, at=at, act="programme.correct_programme", about=found, label=str(found)[:200], **told)
    return found


def _lines(value: object) -> object:
    """A text by its lines: a browser ends them otherwise than a file does."""
    return value.splitlines() if isinstance(value, str) else value


def _sound(said: Particulars) -> None:
    named = {
        "title": _("The name of the programme"),
        "goal": _("The goal"),
        "report": _("The title of its report"),
        "priority": _("The priority"),
        "covers": _("What the report covers"),
        "disclaimer": _("The disclaimer"),
    }
    for name, word in named.items():
        own, english = bool(getattr(said, name).strip()), bool(getattr(said, f"{name}_en").strip())
        if name in NEEDED and not (own and english):
            raise WordsMissing(_("{what}: write it in both languages.").format(what=word))
        if own != english:
            raise WordsMissing(_("{what}: write it in both languages, or in neither.").format(what=word))
    if said.ends_on < said.starts_on:
        raise ProgrammeEndsBeforeItStarts(
            _("The programme ends ({last}) before it starts ({first}): change one of the days.").format(
                last=said.ends_on, first=said.starts_on
            )
        )


def _holds_all(programme: Programme, days: Days) -> None:
    """Whether all that stands within the programme's days would stand within the new ones."""
    now = (programme.starts_on, programme.ends_on)
    kinds = (
        (_stages(programme), now, days, StageOutsideItsProgramme),
        (_planned(programme), _from_month(now), _from_month(days), PlannedOutsideItsProgramme),
    )
    for rows, before, after, refusal in kinds:
        out = [name for name, span in rows if _within(span, before) and not _within(span, after)]
        if out:
            raise refusal(
                _(
                    "The programme would run from {first} to {last}, and {number} would stand outside it: {rows}. "
                    "Move what is planned there first, or choose other days."
                ).format(
                    first=days[0],
                    last=days[1],
                    number=len(out),
                    rows="; ".join([*out[:NAMED], *(["…"] if len(out) > NAMED else [])]),
                )
            )


def _from_month(days: Days) -> Days:
    """A month is written by its first day and stands in the programme where one of its days does."""
    return first_of_month(days[0]), days[1]


def _within(span: Days, days: Days) -> bool:
    return days[0] <= span[0] and span[1] <= days[1]


def _stages(programme: Programme) -> Iterator[tuple[str, Days]]:
    for one in StatedPeriod.objects.filter(stage__programme=programme).select_related("stage"):
        name = in_language(one.stage.title, one.stage.title_en)
        yield f"“{name}”, {one.starts_on} – {one.ends_on}", (one.starts_on, one.ends_on)


def _planned(programme: Programme) -> Iterator[tuple[str, Days]]:
    """Activities and milestones by the months that hold."""
    own = {"initiative__programme": programme}
    for row in Activity.objects.filter(**own).prefetch_related("replans"):
        first, last = months_of(row)
        yield from _in_months(row, first or last, last or first)
    for point in Milestone.objects.filter(**own).prefetch_related("replans"):
        month = month_of_milestone(point)
        yield from _in_months(point, month, month)


def _in_months(
    row: Activity | Milestone, first: date | None, last: date | None
) -> Iterator[tuple[str, Days]]:
    if first is None or last is None:
        return
    span = f"{first:%Y-%m}" if first == last else f"{first:%Y-%m} – {last:%Y-%m}"
    yield f"“{in_language(row.title, row.title_en)}”, {span}", (first, last)
