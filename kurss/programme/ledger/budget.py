"""Verbs for budget lines: what one source gives to one initiative in one year."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.ledger.refusals import ContractsRestOnIt, CurrencyStands, NothingToTakeOver
from kurss.programme.ledger.sources import add_source
from kurss.programme.models import BudgetLine, Charter, Funding, Initiative, MoneySource, SourceKind
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.refusals import NotOfThisProgramme, ReasonMissing


def plan_line(
    *,
    initiative: Initiative,
    source: MoneySource,
    year: int | None = None,
    amount_cents: int | None = None,
    currency: str,
    place: str = "",
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> BudgetLine:
    """Put a line into the budget; without a year or an amount where none is stated.

    Raises NotOfThisProgramme, and AlreadyEntered where the source has a line of this initiative and year.
    """
    if source.programme_id != initiative.programme_id:
        raise NotOfThisProgramme(_("A budget line names a source of its own programme."))
    line = BudgetLine(
        initiative=initiative,
        source=source,
        year=year,
        amount_cents=amount_cents,
        currency=currency,
        place=place,
        synthetic=synthetic,
    )
    return entered(line, by=by, at=at, act="programme.plan_budget_line", initiative=initiative.pk)


@transaction.atomic
def change_line(
    *,
    line: BudgetLine,
    amount_cents: int | None,
    currency: str,
    place: str,
    reason: str,
    by: Account,
    at: datetime,
) -> BudgetLine:
    """Change the amount of a line, for a reason; the journal keeps what it was.

    Raises ReasonMissing, and CurrencyStands where contracts bind the line in its currency. A line may fall below
    what is committed: that has happened then, and the lint says so.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=line.initiative_id)
    if not reason.strip():
        raise ReasonMissing(_("Say why the budget changes."))
    held = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if currency != held.currency and held.contracts.exists():
        raise CurrencyStands(
            _("Contracts of this line are in {currency}: its currency stays. Plan another line.").format(
                currency=held.currency
            )
        )
    before = f"{held.amount_cents} {held.currency}"
    held.amount_cents, held.currency, held.place = amount_cents, currency, place
    held.save()
    note(
        by=by, at=at, act="programme.change_budget_line", about=held, label=str(held)[:200],
        before=before, after=f"{amount_cents} {currency}", reason=reason,
    )  # fmt: skip
    return held


@transaction.atomic
def take_out_line(*, line: BudgetLine, by: Account, at: datetime) -> None:
    """Take out a line that nothing was committed against. Raises ContractsRestOnIt otherwise."""
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=line.initiative_id)
    held = BudgetLine.objects.select_for_update().get(pk=line.pk)
    if held.contracts.exists():
        raise ContractsRestOnIt(
            _("Contracts rest on this line: it stays. Change its amount to nought if it falls away.")
        )
    note(by=by, at=at, act="programme.take_out_budget_line", about=held, label=str(held)[:200])
    held.delete()


OF_CHARTER = {
    Funding.Kind.MUNICIPAL: SourceKind.OWN,
    Funding.Kind.STATE: SourceKind.STATE,
    Funding.Kind.FOREIGN: SourceKind.FOREIGN,
    Funding.Kind.PRIVATE: SourceKind.PRIVATE,
}
"""What a charter's kind of money is in the budget. Which European fund it is, a charter does not say."""


@transaction.atomic
def take_over_charter(*, initiative: Initiative, by: Account, at: datetime) -> list[BudgetLine]:
    """Open the budget with the sources and amounts of the charter in force; what is there already is left alone.

    A source of the same kind and partner is one source, whatever a charter calls it. An amount that the charter
    does not state stays unstated. Raises NothingToTakeOver.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative.pk)
    # Two officers taking over two charters could each open the same source.
    type(initiative.programme).objects.select_for_update().get(pk=initiative.programme_id)
    charter = Charter.objects.filter(initiative=initiative, state__in=IN_FORCE).first()
    rows = list(charter.funding.all()) if charter is not None else []
    place = (charter.place if charter is not None else "") or initiative.place
    known = list(MoneySource.objects.filter(programme=initiative.programme_id))
    taken = set(BudgetLine.objects.filter(initiative=initiative).values_list("source_id", flat=True))
    made = []
    for row in rows:
        source = next((one for one in known if _same(one, row)), None)
        if source is None:
            kind = OF_CHARTER[Funding.Kind(row.kind)]
            keys = {one.key for one in known}
            number = next(n for n in range(1, len(known) + 2) if f"{kind}-{n}" not in keys)
            source = add_source(
                programme=initiative.programme, key=f"{kind}-{number}", kind=kind, title=row.source,
                title_en=row.source_en, partner=row.partner, place=place, initiative=initiative.pk,
                by=by, at=at,
            )  # fmt: skip
            known.append(source)
        if source.pk not in taken:
            taken.add(source.pk)
            assert charter is not None
            made.append(
                plan_line(
                    initiative=initiative, source=source, amount_cents=row.amount_cents,
                    currency=row.currency or charter.cost_currency or "EUR", place=place, by=by, at=at,
                )
            )  # fmt: skip
    if not made:
        raise NothingToTakeOver(
            _("The charter in force names no source of money that is not in the budget already.")
        )
    return made


def _same(source: MoneySource, row: Funding) -> bool:
    if source.kind != OF_CHARTER[Funding.Kind(row.kind)] or source.partner_id != row.partner_id:
        return False
    return row.partner_id is not None or source.title == row.source
