"""Verbs of the register of risks: entered, taken from a charter, changed with its history."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit, signature
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.around.keeping import both, both_or_neither, next_of, rewritten, told_of
from kurss.programme.entry import entered
from kurss.programme.models import (
    Initiative,
    Milestone,
    Programme,
    RegisteredRisk,
    Risk,
    RiskChange,
    RiskState,
)
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.models.stakeholder import SCALE
from kurss.programme.refusals import NotOfThisProgramme, NotOnTheScale, ReasonMissing, TwoHolders

EXPLAINED = (RiskState.ACCEPTED, RiskState.CLOSED, RiskState.HAPPENED)
"""States that nobody enters without a word why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskTold:
    """All that is said of a risk. Both ratings are given, or neither; the owner is a partner or in words."""

    text: str
    text_en: str
    likelihood: int | None = None
    effect: int | None = None
    mitigation: str = ""
    mitigation_en: str = ""
    state: str = RiskState.OPEN
    partner: Partner | None = None
    owner: str = ""
    due_on: date | None = None
    initiative: Initiative | None = None
    milestone: Milestone | None = None

    def __post_init__(self) -> None:
        both(self.text, self.text_en, _("The risk"))
        both_or_neither(self.mitigation, self.mitigation_en, _("What is done about it"))
        if (self.likelihood is None) != (self.effect is None):
            raise NotOnTheScale(
                _("Rate both how likely it is and its effect, or neither: the map needs two.")
            )
        low, high = SCALE
        if any(one is not None and not low <= one <= high for one in (self.likelihood, self.effect)):
            raise NotOnTheScale(_("Likelihood and effect are whole numbers from 1 to 5."))
        if self.partner is not None and self.owner.strip():
            raise TwoHolders(_("A risk has one owner: choose the partner, or name somebody in words."))
        if self.milestone is not None and (
            self.initiative is None or self.milestone.initiative_id != self.initiative.pk
        ):
            raise NotOfThisProgramme(_("That milestone is of another initiative: choose one of the same."))


def told(risk: RegisteredRisk) -> RiskTold:
    return told_of(risk, RiskTold)


@transaction.atomic
def register_risk(
    *, programme: Programme, said: RiskTold, source: Risk | None = None, by: Account, at: datetime
) -> RegisteredRisk:
    """Enter a risk under the next number. Raises NotOfThisProgramme for an initiative of another programme."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=_scope(said.initiative))
    _own(programme, said)
    number = next_of(programme, RegisteredRisk.objects.filter(programme=programme), "number")
    columns = {one.name: getattr(said, one.name) for one in fields(RiskTold)}
    row = RegisteredRisk(programme=programme, number=number, source=source, **columns)
    scope = _scope(said.initiative)
    return entered(row, by=by, at=at, act="programme.register_risk", initiative=scope)


@transaction.atomic
def take_from_charters(*, programme: Programme, by: Account, at: datetime) -> tuple[RegisteredRisk, ...]:
    """Enter every risk that a charter in force states and the register does not have, in the words of the charter.

    A risk that a new version of a charter repeats word for word is the one that is registered already.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    Programme.objects.select_for_update().get(pk=programme.pk)
    return tuple(
        register_risk(
            programme=programme,
            said=RiskTold(
                text=one.text,
                text_en=one.text_en,
                mitigation=one.mitigation,
                mitigation_en=one.mitigation_en,
                initiative=one.charter.initiative,
            ),
            source=one,
            by=by,
            at=at,
        )
        for one in missing_from_register(programme)
    )


def missing_from_register(programme: Programme) -> list[Risk]:
    """The risks that charters in force state and the register does not have (one query)."""
    return list(missing(programme))


def missing(programme: Programme) -> models.QuerySet[Risk]:
    """The same, to be counted without being fetched."""
    stated = Risk.objects.filter(charter__initiative__programme=programme, charter__state__in=IN_FORCE)
    known = RegisteredRisk.objects.filter(
        programme=programme,
        initiative=models.OuterRef("charter__initiative"),
        source__text=models.OuterRef("text"),
        source__text_en=models.OuterRef("text_en"),
    )
    found = stated.filter(~models.Exists(known)).select_related("charter__initiative")
    return found.order_by("charter__initiative__order", "order")


@transaction.atomic
def change_risk(
    *, risk: RegisteredRisk, said: RiskTold, seen: str, why: str = "", by: Account, at: datetime
) -> RegisteredRisk:
    """Say something else of a risk; each thing that changes becomes a row of its history.

    Raises ReasonMissing where it becomes accepted, closed or happened without a word why, ChangedMeanwhile where
    another officer changed it first, NotAllowed where `by` may not write the initiative it leaves or comes to.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=_scope(risk.initiative))
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=_scope(said.initiative))
    _own(risk.programme, said)
    before = told(RegisteredRisk.objects.select_related("initiative", "milestone", "partner").get(pk=risk.pk))
    found, changed = rewritten(risk, said, of=told, seen=seen)
    if "state" in changed and said.state in EXPLAINED and not why.strip():
        raise ReasonMissing(_("Say why: a risk is accepted, closed or said to have happened for a reason."))
    if not changed:
        return found
    found.save()
    RiskChange.objects.bulk_create(
        RiskChange(
            risk=found,
            field=name,
            was=_text(getattr(before, name)),
            became=_text(getattr(said, name)),
            why=why.strip(),
            by_key=str(by.pk),
            by_label=signature(by, at=at),
            at=at,
        )
        for name in changed
        if _text(getattr(before, name)) != _text(getattr(said, name))
    )
    what = ", ".join(changed)
    note(by=by, at=at, act="programme.change_risk", about=found, label=str(found)[:200], changed=what)
    return found


def _text(value: Any) -> str:
    """A value as the history keeps it, readable when the record it names is gone: words, a day in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, (Initiative, Milestone)):
        return value.title_en
    if isinstance(value, models.Model):
        return str(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _scope(initiative: Initiative | None) -> str:
    return initiative.pk if initiative else ""


def _own(programme: Programme, said: RiskTold) -> None:
    if said.initiative is not None and said.initiative.programme_id != programme.pk:
        raise NotOfThisProgramme(_("That initiative is of another programme: choose one of this one."))
