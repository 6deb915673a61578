"""Verbs of decisions: one is taken by a body on a day, and may replace an earlier one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.around.keeping import both, change, remove, told_of
from kurss.programme.around.suggestions import concerns
from kurss.programme.entry import entered
from kurss.programme.models import Body, Charter, Decision, Initiative, Meeting, Programme, Suggestion
from kurss.programme.refusals import (
    AlreadyEntered,
    NotOfThisProgramme,
    SupersededAlready,
    WordsMissing,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTold:
    """All that is said of a decision: its number, its day, its words, and what it is about."""

    number: str
    taken_on: date
    text: str
    text_en: str
    meeting: Meeting | None = None
    initiative: Initiative | None = None
    charter: Charter | None = None
    suggestion: Suggestion | None = None
    supersedes: Decision | None = None
    place: str = ""

    def __post_init__(self) -> None:
        if not self.number.strip():
            raise WordsMissing(_("A decision has a number: write the one under which the body keeps it."))
        both(self.text, self.text_en, _("The decision"))


def told(decision: Decision) -> DecisionTold:
    return told_of(decision, DecisionTold)


@transaction.atomic
def take_decision(*, body: Body, said: DecisionTold, by: Account, at: datetime) -> Decision:
    """A body decided something. Raises AlreadyEntered for a number it has used, SupersededAlready where the
    earlier decision was replaced before, CharterNotInForce and NotOfThisProgramme for what it is about."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    # Locked, so that two decisions never get one number or replace the same one.
    Programme.objects.select_for_update().get(pk=body.programme_id)
    _stands(body, said)
    columns = {one.name: getattr(said, one.name) for one in fields(DecisionTold)}
    return entered(Decision(body=body, **columns), by=by, at=at, act="programme.take_decision")


@transaction.atomic
def change_decision(
    *, decision: Decision, said: DecisionTold, seen: str, by: Account, at: datetime
) -> Decision:
    """Correct how it was written down. Raises as `take_decision`, and ChangedMeanwhile."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    Programme.objects.select_for_update().get(pk=decision.body.programme_id)
    _stands(decision.body, said, decision)
    return change(decision, said, of=told, seen=seen, by=by, at=at, act="programme.change_decision")


def remove_decision(*, decision: Decision, by: Account, at: datetime) -> None:
    """Take out what was entered by mistake. Raises RestsOnIt where a later decision replaces it."""
    why_not = _("A later decision replaces this one: it stays readable.")
    remove(decision, why_not=why_not, by=by, at=at, act="programme.remove_decision")


def _stands(body: Body, said: DecisionTold, own: Decision | None = None) -> None:
    programme = body.programme_id
    concerns(programme, said.initiative, said.charter)
    if said.meeting is not None and said.meeting.programme_id != programme:
        raise NotOfThisProgramme(_("That meeting is of another programme: choose one of this one."))
    if said.suggestion is not None and said.suggestion.meeting.programme_id != programme:
        raise NotOfThisProgramme(_("That suggestion is of another programme: choose one of this one."))
    others = Decision.objects.exclude(pk=own.pk) if own else Decision.objects.all()
    if others.filter(body=body, number=said.number).exists():
        raise AlreadyEntered(
            _("{body} has a decision {number} already: write its own number.").format(
                body=body, number=said.number
            )
        )
    earlier = said.supersedes
    if earlier is None:
        return
    if earlier.body.programme_id != programme or (own is not None and earlier.pk == own.pk):
        raise NotOfThisProgramme(
            _("A decision replaces another one of its own programme: choose such a one.")
        )
    if earlier.taken_on > said.taken_on:
        raise SupersededAlready(
            _("Decision {number} was taken later: a decision replaces an earlier one.").format(
                number=earlier.number
            )
        )
    if others.filter(supersedes=earlier).exists():
        raise SupersededAlready(
            _("Decision {number} was replaced already: name the one that replaced it.").format(
                number=earlier.number
            )
        )


def decisions_of(programme: Programme) -> QuerySet[Decision]:
    """All of a programme with what they are about, the latest first."""
    rows = Decision.objects.filter(body__programme=programme)
    return rows.select_related(
        "body", "meeting", "initiative", "charter", "suggestion__meeting", "supersedes", "superseded_by"
    )


COLUMNS = (
    "body", "number", "taken_on", "text", "text_en", "meeting", "initiative", "supersedes", "superseded_by",
    "place",
)  # fmt: skip


def rows_of(decisions: Iterable[Decision]) -> list[dict[str, str]]:
    """The list as a spreadsheet has it, in the city's own language where a record is named."""
    return [
        {
            "body": one.body.title,
            "taken_on": one.taken_on.isoformat(),
            "meeting": one.meeting.title if one.meeting else "",
            "initiative": one.initiative_id or "",
            "supersedes": one.supersedes.number if one.supersedes else "",
            "superseded_by": getattr(getattr(one, "superseded_by", None), "number", ""),
            **{name: getattr(one, name) for name in ("number", "text", "text_en", "place")},
        }
        for one in decisions
    ]
