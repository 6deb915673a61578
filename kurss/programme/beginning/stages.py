"""Verbs of a stage: when it runs, what is told of it, and what it owes: who owes it, by when, and where it is."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.meanwhile import sign
from kurss.programme.models import Artefact, Stage, StatedPeriod
from kurss.programme.refusals import (
    ChangedMeanwhile,
    GoneMeanwhile,
    NoSuchArtefact,
    PeriodAlreadyStated,
    PlaceMissing,
    StageEndsBeforeItStarts,
)
from kurss.programme.words import Words


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
    """When the stage runs as one place of the document states it; a second place may state otherwise.

    Raises StageEndsBeforeItStarts, and PeriodAlreadyStated where the place states one already.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    Stage.objects.select_for_update().get(pk=stage.pk)
    _sound(stage, None, starts_on, ends_on, place)
    last = stage.periods.aggregate(last=Max("order"))["last"] or 0
    period = StatedPeriod(
        stage=stage,
        order=last + 1,
        starts_on=starts_on,
        ends_on=ends_on,
        months=months,
        place=place,
        quote=quote,
    )
    return entered(period, by=by, at=at, act="programme.state_period")


def period_mark(period: StatedPeriod) -> str:
    """The sign of what a stated period says."""
    return sign((period.starts_on, period.ends_on, period.months, period.place, period.quote))


@transaction.atomic
def correct_period(
    *,
    period: StatedPeriod,
    starts_on: date,
    ends_on: date,
    place: str,
    quote: str,
    months: int | None,
    seen: str,
    by: Account,
    at: datetime,
) -> StatedPeriod:
    """Write down what the place states in truth; the journal keeps what stood before.

    Raises what `state_period` raises, and ChangedMeanwhile where it says something else than `seen`, its mark.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    row = StatedPeriod.objects.select_for_update().select_related("stage").filter(pk=period.pk).first()
    if row is None:
        raise GoneMeanwhile(_("Somebody took this period out while you were writing: state it anew."))
    before = (row.starts_on, row.ends_on)
    wanted = {
        "starts_on": starts_on,
        "ends_on": ends_on,
        "months": months,
        "place": place,
        "quote": quote,
    }
    if sign(tuple(wanted.values())) == period_mark(row):
        return row
    if period_mark(row) != seen:
        raise ChangedMeanwhile(
            _("This period was changed while you were writing: {first} to {last}, {place}.").format(
                first=row.starts_on, last=row.ends_on, place=row.place
            )
        )
    _sound(row.stage, row, starts_on, ends_on, place)
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=tuple(wanted))
    note(
        by=by,
        at=at,
        act="programme.correct_period",
        about=row,
        label=str(row)[:200],
        was_from=before[0],
        was_until=before[1],
    )
    return row


@transaction.atomic
def take_out_period(*, period: StatedPeriod, by: Account, at: datetime) -> None:
    """The place states no such period after all."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    note(
        by=by,
        at=at,
        act="programme.take_out_period",
        about=period,
        label=str(period)[:200],
        was_from=period.starts_on,
        was_until=period.ends_on,
    )
    period.delete()


def _sound(stage: Stage, own: StatedPeriod | None, starts_on: date, ends_on: date, place: str) -> None:
    if ends_on < starts_on:
        raise StageEndsBeforeItStarts(
            _("The last day ({last}) is before the first ({first}): change one of them.").format(
                last=ends_on, first=starts_on
            )
        )
    others = stage.periods.filter(place=place)
    if (others.exclude(pk=own.pk) if own else others).exists():
        raise PeriodAlreadyStated(
            _(
                "“{place}” states a period of this stage already: correct that one, or name another place."
            ).format(place=place)
        )


def narrative_mark(stage: Stage) -> str:
    """The sign of what is told of a stage."""
    return sign((stage.narrative, stage.narrative_en, stage.place))


@transaction.atomic
def tell_stage(*, stage: Stage, words: Words, seen: str, by: Account, at: datetime) -> Stage:
    """What is told of a stage. Raises ChangedMeanwhile where it says something else than `seen`, its mark."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    row = Stage.objects.select_for_update().get(pk=stage.pk)
    if sign((words.text, words.text_en, words.place)) == narrative_mark(row):
        return row
    if narrative_mark(row) != seen:
        raise ChangedMeanwhile(
            _("This entry was changed while you were writing. Look at both texts below, and keep one.")
        )
    row.narrative, row.narrative_en, row.place = words.text, words.text_en, words.place
    row.save(update_fields=("narrative", "narrative_en", "place"))
    note(by=by, at=at, act="programme.tell_stage", about=row, label=str(row))
    return row


def artefact_mark(artefact: Artefact) -> str:
    """The sign of what is known of an artefact."""
    return sign((artefact.owner_id, artefact.due_on, artefact.state, artefact.place))


@transaction.atomic
def settle_artefact(
    *,
    artefact: Artefact,
    owner: Account | None,
    due_on: date | None,
    state: Artefact.State,
    place: str,
    seen: str,
    by: Account,
    at: datetime,
) -> Artefact:
    """Say who owes an artefact, by when, and whether it is there: owed, its heading only, or delivered.

    Raises PlaceMissing where it is said to be there and not where, ChangedMeanwhile where somebody else settled it
    otherwise than `seen`, its mark.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    # The owner and the kind stand in rows of their own, which nobody changes here.
    row = Artefact.objects.select_for_update(of=("self",)).get(pk=artefact.pk)
    wanted: dict[str, Any] = {"owner": owner, "due_on": due_on, "state": state, "place": place}
    if sign((owner.pk if owner else None, due_on, str(state), place)) == artefact_mark(row):
        return row
    if artefact_mark(row) != seen:
        raise ChangedMeanwhile(
            _(
                "Somebody else settled this artefact while you were writing: it is “{state}” now, "
                "owed by {owner}."
            ).format(state=row.get_state_display(), owner=row.owner.name if row.owner else _("nobody"))
        )
    if state != Artefact.State.OWED and not place.strip():
        raise PlaceMissing(_("Say where it is found, such as a section of the report or an address."))
    for name, value in wanted.items():
        setattr(row, name, value)
    row.save(update_fields=tuple(wanted))
    note(
        by=by,
        at=at,
        act="programme.settle_artefact",
        about=row,
        label=str(row)[:200],
        owner=owner.pk if owner else None,
        due_on=due_on,
        state=str(state),
        place=place or None,
    )
    return row


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
