"""Verbs for the sources of a programme's money."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Operation, Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.ledger.refusals import ContractsRestOnIt
from kurss.programme.models import MoneySource, Programme, SourceKind


def add_source(
    *,
    programme: Programme,
    key: str,
    kind: SourceKind,
    title: str,
    title_en: str,
    partner: Partner | None = None,
    operation: Operation | None = None,
    place: str = "",
    synthetic: bool = False,
    initiative: str = "",
    by: Account,
    at: datetime,
) -> MoneySource:
    """Say who pays; for one initiative, by whoever edits that one. Raises AlreadyEntered where the programme has a
    source of this key."""
    source = MoneySource(
        programme=programme,
        key=key,
        kind=kind,
        title=title,
        title_en=title_en,
        partner=partner,
        operation=operation,
        place=place,
        synthetic=synthetic,
    )
    return entered(source, by=by, at=at, act="programme.add_money_source", initiative=initiative)


@transaction.atomic
def change_source(
    *,
    source: MoneySource,
    kind: SourceKind,
    title: str,
    title_en: str,
    partner: Partner | None,
    operation: Operation | None,
    place: str,
    by: Account,
    at: datetime,
) -> MoneySource:
    """Correct the name or kind of a source; its key and its lines stay."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = MoneySource.objects.select_for_update().get(pk=source.pk)
    before = held.kind
    held.kind, held.title, held.title_en = kind, title, title_en
    held.partner, held.operation, held.place = partner, operation, place
    held.save()
    note(by=by, at=at, act="programme.change_money_source", about=held, label=str(held), before=before)
    return held


@transaction.atomic
def take_out_source(*, source: MoneySource, by: Account, at: datetime) -> None:
    """Take out a source that no budget line names. Raises ContractsRestOnIt otherwise."""
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = MoneySource.objects.select_for_update().get(pk=source.pk)
    if held.lines.exists():
        raise ContractsRestOnIt(_("Budget lines name this source: take those out first."))
    note(by=by, at=at, act="programme.take_out_money_source", about=held, label=str(held))
    held.delete()
