"""A promise as one row of a page: what was promised, what is true, how it stands, and the door behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from kurss.evidence.models import Statement
from kurss.evidence.queries import Account
from kurss.evidence.standing import Standing
from kurss.publication import times, words
from kurss.publication.reported import name_of, unit_of, unit_said, why_not

STATES = {
    Standing.MET: _("Met"),
    Standing.ON: _("On track"),
    Standing.RISK: _("At risk"),
    Standing.OFF: _("Off track"),
    Standing.MISSED: _("Missed"),
    Standing.SAID: _("Declared"),
    Standing.NONE: _("No figure yet"),
    Standing.UNDEFINED: _("Undefined"),
    Standing.SUPPRESSED: _("Hidden"),
    Standing.NOT_APPLICABLE: _("Not applicable"),
    Standing.UNPROMISED: _("No number promised"),
}
"""The word of each state, in the order in which states are told."""


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """In one language. `mark` is the state whose shape is shown, empty where nothing can be judged."""

    code: str
    name: str
    value: str
    beside: str
    promised: str
    period: str
    mark: str
    standing: Standing
    actual: Decimal | None
    promise: Decimal | None
    said: Decimal | None
    also_said: str
    note: str
    synthetic: bool
    is_so_far: bool

    @property
    def is_promised(self) -> bool:
        return bool(self.promised)

    @property
    def has_bar(self) -> bool:
        return self.promise is not None


def row(account: Account, known: Mapping[str, Account], language: str) -> PromiseRow:
    """The row of an account, from the figure of interest or, without one, from what was declared."""
    figure, target, said, unit = account.figure, account.target, account.statement, unit_of(account)
    value = figure.shown if figure is not None else None
    declared = said if value is None and account.standing is Standing.SAID else None
    if value is not None:
        text = unit.number(value, language)
    elif declared is not None:
        text = words.spoken_briefly(
            declared.comparison, declared.value, unit_said(declared, account), language
        )
    else:
        text = "–"
    return PromiseRow(
        code=account.indicator.code,
        name=name_of(account.indicator, language),
        value=text,
        beside=_beside(account, language, spoken_for=value is not None or declared is not None),
        promised=words.spoken_briefly(target.comparison, target.value, unit, language) if target else "",
        period=times.named(figure.period, language) if figure is not None else "",
        mark="" if account.standing is Standing.UNPROMISED else account.standing.value,
        standing=account.standing,
        actual=value,
        promise=target.value if target is not None else None,
        said=declared.value if declared is not None else None,
        also_said=_also_said(account, language),
        note=why_not(account, known, language),
        synthetic=figure is not None and figure.synthetic and value is not None,
        is_so_far=account.is_so_far,
    )


def _beside(account: Account, language: str, *, spoken_for: bool) -> str:
    """What stands beside the value: the promise, or else what was declared of a counted figure."""
    target, said, unit = account.target, account.statement, unit_of(account)
    if target is None and said is not None and account.value is not None:
        return words.declared_in_chart(_briefly(account, said, language), language)
    return words.promise_beside(
        target.comparison if target else "",
        target.value if target else None,
        unit,
        language,
        promised=target is not None,
        after_value=spoken_for,
    )


def _also_said(account: Account, language: str) -> str:
    """What the city declared of something that records count too and that was promised: a claim to compare."""
    said = account.statement
    if said is None or account.target is None or account.value is None:
        return ""
    return words.declared_in_chart(_briefly(account, said, language), language)


def _briefly(account: Account, said: Statement, language: str) -> str:
    """The declared value; with its noun where that is not what the row counts."""
    own = unit_said(said, account)
    write = words.spoken if said.is_of_another_whole else words.spoken_briefly
    return write(said.comparison, said.value, own, language)


def promised(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """The indicators for which a number, or all of something, was promised: what every page counts as a promise.
    What names no number is not a promise one can keep or break."""
    return tuple(account for account in accounts if account.target is not None)


def tally(accounts: Iterable[Account]) -> Counter[Standing]:
    """How many promises stand in each state."""
    return Counter(account.standing for account in promised(accounts))
