"""How much of an initiative is done beside how much of its money is spent. Pure: both are counted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

AHEAD = Decimal(25)
"""By how many points of per cent money may run ahead of work before it is a finding. Our own threshold: a quarter
of an initiative, which a prepayment of up to 20 per cent, usual in building contracts, does not reach."""


class Pace(StrEnum):
    UNKNOWN = "unknown"
    EVEN = "even"
    MONEY_AHEAD = "money_ahead"
    WORK_AHEAD = "work_ahead"


@dataclass(frozen=True, slots=True)
class Burn:
    """Steps (milestones reached, activities ended) of all, and cents paid of those budgeted in one currency.

    `budget` is None where an amount is not stated or there is no budget, for then there is no whole; `paid` where
    no payment is entered, which is not the same as nothing paid.
    """

    done: int
    steps: int
    paid: int | None
    budget: int | None

    @property
    def progress(self) -> Decimal | None:
        """Per cent of the steps that are done; None where nothing is planned."""
        return Decimal(100 * self.done) / self.steps if self.steps else None

    @property
    def spent(self) -> Decimal | None:
        """Per cent of the budget that is paid; None where there is no whole, or no payment is entered."""
        return Decimal(100 * self.paid) / self.budget if self.budget and self.paid is not None else None

    @property
    def pace(self) -> Pace:
        if self.progress is None or self.spent is None:
            return Pace.UNKNOWN
        if self.spent - self.progress > AHEAD:
            return Pace.MONEY_AHEAD
        return Pace.WORK_AHEAD if self.progress - self.spent > AHEAD else Pace.EVEN
