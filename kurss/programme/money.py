"""Money: whole cents of one currency. Amounts of different currencies are never added up."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

MINOR_UNITS = 100
"""Cents in a unit of money. A currency that has none, or has thousandths, needs its own rule."""


class CurrenciesDiffer(ValueError):
    """Two amounts cannot be added because they are in different currencies."""


@dataclass(frozen=True, slots=True)
class Money:
    cents: int
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if self.currency != other.currency:
            raise CurrenciesDiffer(
                f"{self.currency} and {other.currency} cannot be added: show them as two amounts."
            )
        return Money(self.cents + other.cents, self.currency)

    @property
    def amount(self) -> Decimal:
        """The amount in whole units of the currency, exactly."""
        return Decimal(self.cents) / MINOR_UNITS


def by_currency(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One total for each currency, in the order in which the currencies first appear."""
    totals: dict[str, Money] = {}
    for money in amounts:
        totals[money.currency] = totals[money.currency] + money if money.currency in totals else money
    return tuple(totals.values())
