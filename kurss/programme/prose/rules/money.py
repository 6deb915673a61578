"""Rules about money: what it is for, where it comes from, and whether it adds up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kurss.programme.prose.finding import Found, at, at_row, rule
from kurss.programme.prose.quantities import Quantity, quantities_in
from kurss.programme.prose.reading import Reading
from kurss.programme.prose.structure import Block, Kind, Row
from kurss.programme.prose.vocabulary import RESOURCES
from kurss.programme.severity import Severity

ROUNDED = Decimal("0.005")
"""How far a sum may lie from its total for rounding: half a per cent."""

_OF_WHICH = re.compile(
    r"\b(of which|made up of|consisting of|comprising|including|from|no kuriem|tai skaitā)\b|:", re.I
)
_TOTAL = re.compile(r"^(grand )?(total|sum|kopā|pavisam)\b", re.I)
_SOURCE = re.compile(r"\b(sources? of (?:the )?funding|funding sources?|finansējuma avot\w*)\b", re.I)


def _money(text: str) -> list[Quantity]:
    return [quantity for quantity in quantities_in(text) if quantity.money]


@rule(
    "parts-do-not-add-up",
    Severity.ERROR,
    title=_("The parts do not add up to the total"),
    why=_("Money is missing or counted twice; a funder stops reading here."),
    remedy=_("Correct the part or the total, and say in which currency and as of which day."),
)
def parts_do_not_add_up(reading: Reading) -> Iterator[Found]:
    for block in reading.texts:
        found = _money(block.text)
        if len(found) < 3 or len({one.money for one in found}) > 1:
            continue
        total, parts = found[0], found[1:]
        between = block.text[total.start + len(total.raw) : parts[0].start]
        if _OF_WHICH.search(between) and total.value > max(part.value for part in parts):
            note = _difference(total.value, [part.value for part in parts], total.money)
            if note:
                yield Found((at(block),), note)
    for table in reading.tables:
        yield from _columns(table)


def _columns(table: tuple[Row, ...]) -> Iterator[Found]:
    last = table[-1]
    if len(table) < 3 or not _TOTAL.match(last.name):
        return
    for index, cell in enumerate(last.cells[1:], start=1):
        total = _only(cell)
        parts = [_only(row.cells[index]) if index < len(row.cells) else None for row in table[:-1]]
        known = [part for part in parts if part is not None]
        if total is None or len(known) < 2 or len(known) < len(parts):
            continue
        note = _difference(total, known, "")
        if note:
            head = last.heads[index] if index < len(last.heads) else ""
            yield Found(
                (at_row(last, f"{head}: {' + '.join(r.cells[index] for r in table[:-1])} ≠ {cell}"),), note
            )


def _only(cell: str) -> Decimal | None:
    found = quantities_in(cell)
    return found[0].value if len(found) == 1 else None


def _difference(total: Decimal, parts: list[Decimal], currency: str) -> str:
    added = sum(parts, Decimal(0))
    if abs(added - total) <= ROUNDED * total:
        return ""
    return gettext("The parts make %(sum)s, the total says %(total)s: %(difference)s apart.") % {
        "sum": f"{currency} {_shown(added)}".strip(),
        "total": f"{currency} {_shown(total)}".strip(),
        "difference": f"{currency} {_shown(abs(added - total))}".strip(),
    }


def _shown(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00").replace(",", " ")


@rule(
    "money-not-split",
    Severity.WARNING,
    title=_("Several sources pay one sum, and none is said to pay how much"),
    why=_("Nobody can check what a source gave, nor what its loss would cost."),
    remedy=_("Give the amount of each source; they must add up to the sum."),
)
def money_not_split(reading: Reading) -> Iterator[Found]:
    for row in reading.rows:
        cells = [
            block for block in reading.texts if block.row is row and RESOURCES.search(block.label.casefold())
        ]
        amounts = [money for block in cells for money in _money(block.text)]
        sources = [
            block
            for block in cells
            if _SOURCE.search(block.label) and not _money(block.text) and not _SOURCE.search(block.text)
        ]
        if len(amounts) == 1 and len(sources) > 1:
            total = next(block for block in cells if _money(block.text))
            yield Found((at(total), *(at(block) for block in sources)))


@rule(
    "resources-without-amount",
    Severity.WARNING,
    title=_("A section on resources names no amount"),
    why=_("What is committed cannot be told from what is hoped for."),
    remedy=_("Name the money, the people or the hours that are committed, for which years and by whom."),
)
def resources_without_amount(reading: Reading) -> Iterator[Found]:
    for heading in reading.headings:
        if not RESOURCES.search(heading.text.casefold()) or len(heading.text.split()) > 10:
            continue
        inside = [block for block in reading.under(heading) if block.kind in (Kind.ITEM, Kind.TEXT)]
        if _enough(inside) and not any(quantities_in(block.text) for block in inside):
            yield Found((at(heading), *(at(block) for block in inside[:4])))


def _enough(inside: list[Block]) -> bool:
    return sum(len(block.text.split()) for block in inside) >= 12
