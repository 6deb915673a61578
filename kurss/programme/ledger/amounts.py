"""Amounts of money as people write them. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from kurss.programme.money import MINOR_UNITS

_AMOUNT = re.compile(r"(-?)(\d{1,3}(?:[  ]\d{3})+|\d+)(?:[.,](\d{1,2}))?")
MOST = 10**15
"""Cents; more is a slip of the keyboard."""


def cents_from(given: str) -> int | None:
    """An amount (1234.5, 1 234,50) in cents; None where it is none, or has parts of a cent."""
    found = _AMOUNT.fullmatch(given.strip())
    if not found:
        return None
    whole, part = re.sub(r"\D", "", found[2]), (found[3] or "").ljust(2, "0")
    cents = int(whole) * MINOR_UNITS + int(part)
    return None if cents > MOST else -cents if found[1] else cents


def plain(cents: int | None) -> str:
    """Cents as a list has them: 1234.50; nothing for nothing."""
    return "" if cents is None else f"{Decimal(cents) / MINOR_UNITS:.2f}"


def told(cents: int, currency: str) -> str:
    """Cents as a sentence has them: 1 234.50 EUR, whole units without a fraction."""
    amount = Decimal(cents) / MINOR_UNITS
    written = f"{amount:,.2f}" if cents % MINOR_UNITS else f"{amount:,.0f}"
    return f"{written} {currency}".replace(",", " ")
