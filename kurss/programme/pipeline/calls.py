"""Verbs for calls: who asks for proposals, until when and under which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.models import Call, Programme
from kurss.programme.refusals import EndsBeforeItStarts, RestsOnIt


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTerms:
    """What a call says; what it does not say is empty."""

    title: str
    title_en: str
    funder: str
    partner: Partner | None = None
    opens_on: date | None = None
    deadline: date | None = None
    rate_percent: Decimal | None = None
    ceiling_cents: int | None = None
    currency: str = "EUR"
    partners_needed: int | None = None
    who: str = ""
    who_en: str = ""
    address: str = ""
    place: str = ""
    synthetic: bool = False

    def __post_init__(self) -> None:
        if self.opens_on and self.deadline and self.deadline < self.opens_on:
            raise EndsBeforeItStarts(_("The call closes before it opens: change one of the days."))

    def as_columns(self) -> Mapping[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def add_call(*, programme: Programme, terms: CallTerms, by: Account, at: datetime) -> Call:
    """Write down a call. Raises EndsBeforeItStarts."""
    call = Call(programme=programme, **terms.as_columns())
    return entered(call, by=by, at=at, act="programme.add_call")


@transaction.atomic
def change_call(*, call: Call, terms: CallTerms, by: Account, at: datetime) -> Call:
    """Correct a call; the journal keeps its deadline of before."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = Call.objects.select_for_update().get(pk=call.pk)
    before = held.deadline
    for name, value in terms.as_columns().items():
        setattr(held, name, value)
    held.save()
    note(by=by, at=at, act="programme.change_call", about=held, label=str(held)[:200], deadline_was=before)
    return held


@transaction.atomic
def take_out_call(*, call: Call, by: Account, at: datetime) -> None:
    """Take out a call that no proposal answers. Raises RestsOnIt otherwise."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    if call.proposals.exists():
        raise RestsOnIt(_("Proposals answer to this call: it stays, as their history."))
    note(by=by, at=at, act="programme.take_out_call", about=call, label=str(call)[:200])
    call.delete()
