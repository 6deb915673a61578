"""The money of a programme as a list (CSV, XLSX) that goes out and comes in again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

from kurss.programme.ledger.amounts import cents_from, plain
from kurss.programme.models import BudgetLine, Contract, MoneySource, Payment, Programme

Each = TypeVar("Each")
COLUMNS: Final = (
    "kind", "source", "source_kind", "title", "title_en", "partner", "operation", "initiative", "year",
    "contract", "document", "takes_back", "on", "supplier", "supplier_is_person", "subject", "amount", "currency",
    "why", "place", "synthetic",
)  # fmt: skip
"""Columns of the list. A row is a source, a line, a contract, an amendment or a payment; one that names in
`takes_back` the document of another is the row that takes it back."""

NEEDED: Final = ("kind", "source")
KINDS: Final = ("source", "line", "contract", "amendment", "payment")
Key = tuple[str, ...]
SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "source": ("source_kind", "title", "title_en", "partner", "operation", "place", "synthetic"),
    "line": ("amount", "currency", "place", "synthetic"),
    "contract": ("on", "supplier", "supplier_is_person", "subject", "amount", "currency", "synthetic"),
    "amendment": ("on", "amount", "currency", "why", "takes_back"),
    "payment": ("on", "amount", "currency", "why", "takes_back", "synthetic"),
}


def rows_of(programme: Programme) -> list[dict[str, Any]]:
    """Every source, line, contract and payment as a row, in an order in which it can be entered again."""
    sources = MoneySource.objects.filter(programme=programme).select_related("partner", "operation")
    lines = BudgetLine.objects.filter(source__programme=programme).select_related("source", "initiative")
    contracts = Contract.objects.filter(line__source__programme=programme).select_related(
        "line__source", "contract", "reverses"
    )
    payments = Payment.objects.filter(contract__line__source__programme=programme).select_related(
        "contract__line__source", "reverses"
    )
    rows = [
        *(_source_row(one) for one in sources),
        *(_line_row(one) for one in lines),
        *(_contract_row(one) for one in contracts),
        *(_payment_row(one) for one in payments),
    ]
    return in_order(rows, of=lambda row: row)


def _source_row(one: MoneySource) -> dict[str, Any]:
    return {
        "kind": "source",
        "source": one.key,
        "source_kind": one.kind,
        "title": one.title,
        "title_en": one.title_en,
        "partner": one.partner.key if one.partner else "",
        "operation": one.operation.key if one.operation else "",
        "place": one.place,
        "synthetic": _flag(one.synthetic),
    }


def _of_line(line: BudgetLine) -> dict[str, Any]:
    return {
        "source": line.source.key,
        "initiative": line.initiative_id,
        "year": line.year or "",
        "currency": line.currency,
    }


def _line_row(one: BudgetLine) -> dict[str, Any]:
    return {
        "kind": "line",
        **_of_line(one),
        "amount": plain(one.amount_cents),
        "place": one.place,
        "synthetic": _flag(one.synthetic),
    }


def _entry(one: Contract | Payment) -> dict[str, Any]:
    return {
        "document": one.document,
        "takes_back": one.reverses.document if one.reverses else "",
        "on": one.on.isoformat(),
        "amount": plain(one.amount_cents),
        "why": one.why,
        "synthetic": _flag(one.synthetic),
    }


def _contract_row(one: Contract) -> dict[str, Any]:
    row = {**_of_line(one.line), **_entry(one)}
    if one.contract is None:
        return row | {
            "kind": "contract",
            "supplier": one.supplier,
            "supplier_is_person": _flag(one.supplier_is_person),
            "subject": one.subject,
        }
    return row | {"kind": "amendment", "contract": one.contract.document}


def _payment_row(one: Payment) -> dict[str, Any]:
    return {
        "kind": "payment",
        **_of_line(one.contract.line),
        **_entry(one),
        "contract": one.contract.document,
    }


def _flag(value: bool) -> str:
    return "yes" if value else ""


def in_order(rows: Iterable[Each], *, of: Callable[[Each], Mapping[str, Any]]) -> list[Each]:
    """Rows in an order in which each can be entered again: no payment before its contract, and none refused
    that stood, for what was taken back comes right before its reverse, and what lessens a contract last."""
    given = list(rows)
    backs = {(of(one)["kind"], *_contract_of(of(one)), of(one).get("takes_back")) for one in given}
    return sorted(given, key=lambda one: _place(of(one), backs))


def _place(row: Mapping[str, Any], backs: set[tuple[Any, ...]]) -> tuple[Any, ...]:
    kind, document, back = row["kind"], str(row.get("document") or ""), str(row.get("takes_back") or "")
    contract, own = _contract_of(row), (str(row.get("on") or ""), document)
    if kind not in ("amendment", "payment"):
        rank = KINDS.index(kind) if kind in KINDS else len(KINDS) + 9
        return (rank, contract, "", False, *own)
    paired = (kind, *contract, document) in backs or (back != "" and back != row.get("contract"))
    if paired:
        return (3 if kind == "amendment" else 5, contract, back or document, back != "", *own)
    if kind == "payment":
        return (6, contract, "", False, *own)
    return (7 if (cents_from(str(row.get("amount") or "")) or 0) < 0 else 4, contract, "", False, *own)


def _contract_of(row: Mapping[str, Any]) -> Key:
    return tuple(str(row.get(name) or "") for name in ("initiative", "source", "year", "contract"))


def key_of(row: Mapping[str, Any]) -> Key:
    """What makes a row itself: a second row of the same is the same row."""
    line = (str(row.get("initiative") or ""), str(row.get("source") or ""), str(row.get("year") or ""))
    names: Mapping[str, Key] = {
        "source": (str(row["source"]),),
        "line": line,
        "contract": (*line, str(row.get("document") or "")),
    }
    kind = str(row["kind"])
    own = names.get(kind, (*line, str(row.get("contract") or ""), str(row.get("document") or "")))
    return (kind, *own)
