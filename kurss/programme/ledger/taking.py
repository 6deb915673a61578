"""Taking the money of a programme in from a list (CSV, XLSX): every row, or none and every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.partners.models import Operation, Partner
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.ledger.amounts import cents_from
from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.contracts import (
    amend_contract,
    pay,
    sign_contract,
    take_back_contract,
    take_back_payment,
)
from kurss.programme.ledger.files import COLUMNS, KINDS, NEEDED, SAME, Key, in_order, key_of, rows_of
from kurss.programme.ledger.sources import add_source
from kurss.programme.lists import ListNotTaken, RowFault, numbered
from kurss.programme.models import BudgetLine, Contract, Initiative, MoneySource, Programme, SourceKind
from kurss.programme.refusals import Refused
from kurss.sheets.reading import Cell, Sheet


@transaction.atomic
def take_list(*, programme: Programme, sheet: Sheet, by: Account, at: datetime) -> int:
    """Enter every row that is not there yet, and say how many were; a row that is there already must say the same.

    Raises ListNotTaken with every fault of every row; then nothing of the list is kept.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    return _Taking(programme, by, at).take(numbered(sheet, needed=NEEDED, columns=COLUMNS))


class _Taking:
    """One list on its way in: rows are entered by their verbs, and undone together where any has a fault."""

    def __init__(self, programme: Programme, by: Account, at: datetime) -> None:
        self.programme = programme
        self.said: dict[str, Any] = {"by": by, "at": at}
        self.initiatives = {one.pk: one for one in Initiative.objects.filter(programme=programme)}
        self.there = {
            key_of(row): {name: _plain(row.get(name)) for name in COLUMNS} for row in rows_of(programme)
        }
        self.seen: set[Key] = set()
        self.faults: list[RowFault] = []
        self.new = 0
        self.enter: Mapping[str, Callable[[dict[str, str]], object]] = {
            "source": self._source,
            "line": self._line,
            "contract": self._contract,
            "amendment": self._amendment,
            "payment": self._payment,
        }

    def take(self, rows: Iterable[tuple[int, Mapping[str, Cell]]]) -> int:
        given = [(row, {name: _plain(cells.get(name)) for name in COLUMNS}) for row, cells in rows]
        # What rests on something comes after it, whatever the order of the file.
        for row, values in in_order(given, of=lambda each: each[1]):
            self._in(row, values)
        if self.faults:
            raise ListNotTaken(tuple(sorted(self.faults, key=lambda fault: fault.row)))
        return self.new

    def _in(self, row: int, values: dict[str, str]) -> None:
        try:
            with transaction.atomic():
                self._row(values)
        except Refused as refused:
            self.faults.append(RowFault(row, str(refused)))

    def _row(self, values: dict[str, str]) -> None:
        kind = values["kind"]
        if kind not in KINDS:
            raise Refused(
                _("A row is one of {kinds}, not “{kind}”.").format(kinds=", ".join(KINDS), kind=kind)
            )
        key = key_of(values)
        if key in self.seen:
            raise Refused(_("The list has this row twice: leave one of them out."))
        self.seen.add(key)
        if key in self.there:
            self._must_say_the_same(kind, self.there[key], values)
            return
        self.enter[kind](values)
        self.new += 1

    @staticmethod
    def _must_say_the_same(kind: str, there: dict[str, str], given: dict[str, str]) -> None:
        other = [name for name in SAME[kind] if _value(name, given[name]) != _value(name, there[name])]
        if other:
            raise Refused(
                _("It is there already and says something else in {names}: change it on its page.").format(
                    names=", ".join(other)
                )
            )

    def _source(self, values: dict[str, str]) -> object:
        if values["source_kind"] not in SourceKind.values:
            raise Refused(
                _("“source_kind” is one of {kinds}, not “{kind}”.").format(
                    kinds=", ".join(SourceKind.values), kind=values["source_kind"]
                )
            )
        if not values["title"] or not values["title_en"]:
            raise Refused(_("Name the source in both languages."))
        return add_source(
            programme=self.programme,
            key=values["source"],
            kind=SourceKind(values["source_kind"]),
            title=values["title"],
            title_en=values["title_en"],
            partner=_registered(Partner, values["partner"]),
            operation=_registered(Operation, values["operation"]),
            place=values["place"],
            synthetic=_flag("synthetic", values),
            **self.said,
        )

    def _line(self, values: dict[str, str]) -> object:
        initiative = self.initiatives.get(values["initiative"])
        if initiative is None:
            raise Refused(
                _("There is no initiative “{key}” in this programme.").format(key=values["initiative"])
            )
        source = MoneySource.objects.filter(programme=self.programme, key=values["source"]).first()
        if source is None:
            raise Refused(
                _("There is no source “{key}”: add a row of it first.").format(key=values["source"])
            )
        amount = _cents(values) if values["amount"] else None
        if amount is not None and amount < 0:
            raise Refused(_("Nobody funds with less than nothing: give an amount from nought on."))
        return plan_line(
            initiative=initiative,
            source=source,
            year=_year(values),
            amount_cents=amount,
            currency=_currency(values),
            place=values["place"],
            synthetic=_flag("synthetic", values),
            **self.said,
        )

    def _contract(self, values: dict[str, str]) -> object:
        if not values["document"] or not values["supplier"]:
            raise Refused(_("A contract has the number of its document and a supplier."))
        return sign_contract(
            line=self._its_line(values),
            document=values["document"],
            supplier=values["supplier"],
            supplier_is_person=_flag("supplier_is_person", values),
            subject=values["subject"],
            on=_day(values),
            amount_cents=_cents(values),
            synthetic=_flag("synthetic", values),
            **self.said,
        )

    def _amendment(self, values: dict[str, str]) -> object:
        contract, told = self._its_contract(values), self._told(values)
        if not values["takes_back"]:
            return amend_contract(
                contract=contract, amount_cents=_cents(values), why=values["why"], **told, **self.said
            )
        rows = [contract, *contract.later.all()]
        back = next((one for one in rows if one.document == values["takes_back"]), None)
        return take_back_contract(contract=_found(back, values), why=values["why"], **told, **self.said)

    def _payment(self, values: dict[str, str]) -> object:
        contract, told = self._its_contract(values), self._told(values)
        if not values["takes_back"]:
            return pay(
                contract=contract,
                amount_cents=_cents(values),
                synthetic=_flag("synthetic", values),
                **told,
                **self.said,
            )
        back = contract.payments.filter(document=values["takes_back"]).first()
        return take_back_payment(payment=_found(back, values), why=values["why"], **told, **self.said)

    @staticmethod
    def _told(values: dict[str, str]) -> dict[str, Any]:
        if not values["document"]:
            raise Refused(_("Give the number of its document."))
        return {"document": values["document"], "on": _day(values)}

    def _its_line(self, values: dict[str, str]) -> BudgetLine:
        line = BudgetLine.objects.filter(
            initiative=values["initiative"],
            initiative__programme=self.programme,
            source__key=values["source"],
            year=_year(values),
        ).first()
        if line is None:
            raise Refused(
                _("The budget has no line of this initiative, source and year: add a row of it first.")
            )
        if values["currency"] and values["currency"] != line.currency:
            raise Refused(
                _(
                    "The line is in {line}, and {given} cannot be added to it: give the amount in {line}."
                ).format(line=line.currency, given=values["currency"])
            )
        return line

    def _its_contract(self, values: dict[str, str]) -> Contract:
        contract = Contract.objects.filter(
            line=self._its_line(values), contract__isnull=True, document=values["contract"]
        ).first()
        if contract is None:
            raise Refused(
                _("The line has no contract “{key}”: add a row of it first.").format(key=values["contract"])
            )
        return contract


def _plain(cell: Any) -> str:
    return cell.isoformat() if isinstance(cell, date) else " ".join(str("" if cell is None else cell).split())


def _value(name: str, given: str) -> object:
    """A cell as what it means, so that 1234.5 and 1 234,50 say the same."""
    return cents_from(given) if name == "amount" and given else given


def _cents(values: Mapping[str, str]) -> int:
    cents = cents_from(values["amount"])
    if cents is None:
        raise Refused(
            _("“{value}” is no amount in whole cents: write 26000000 or 245136.50.").format(
                value=values["amount"]
            )
        )
    return cents


def _year(values: Mapping[str, str]) -> int | None:
    given = values["year"]
    if given and not (given.isdecimal() and 1990 <= int(given) <= 2100):
        raise Refused(_("“{value}” is no year: write 2022, or nothing.").format(value=given))
    return int(given) if given else None


def _currency(values: Mapping[str, str]) -> str:
    given = values["currency"]
    if not (len(given) == 3 and given.isascii() and given.isalpha() and given.isupper()):
        raise Refused(_("“{value}” is no currency: write its three letters, as EUR.").format(value=given))
    return given


def _day(values: Mapping[str, str]) -> date:
    try:
        return date.fromisoformat(values["on"])
    except ValueError:
        raise Refused(_("“{value}” is no day: write 2022-06-18.").format(value=values["on"])) from None


def _flag(name: str, values: Mapping[str, str]) -> bool:
    return values[name].casefold() in ("yes", "true", "1", "jā")


def _registered(model: Any, key: str) -> Any:
    if not key:
        return None
    found = model.objects.filter(key=key).first()
    if found is None:
        raise Refused(_("Nothing is registered as “{key}”.").format(key=key))
    return found


def _found(row: Any, values: Mapping[str, str]) -> Any:
    if row is None:
        raise Refused(_("There is no row “{document}” to take back.").format(document=values["takes_back"]))
    return row
