"""What an indicator counts, as a value an officer composes from declared facts. Pure: nothing is read or run.

A definition is checked against the facts it names (`soundness`) before it is kept, so that a version which
exists can always be computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _

from kurss.evidence.periods import Grain


class Counts(StrEnum):
    """The unit of count."""

    ROWS = "rows"  # every record once
    DISTINCT = "distinct"  # every subject once (per period, or per value of `once_per`)
    SUM = "sum"  # the sum of a quantity
    MEAN = "mean"  # the sum of a quantity over the number of rows that carry it
    MEDIAN = "median"  # half the sum of the two middle values of a quantity
    SHARE = "share"  # distinct subjects meeting `conditions`, of those meeting `among`
    STATE_SHARE = "state_share"  # the same of what holds when the period ends; rows of a fact about nobody
    CUMULATIVE = (
        "cumulative"  # distinct subjects (rows of a fact about nobody) from `since` to the period's end
    )
    RATIO = "ratio"  # one indicator divided by another
    GAP = "gap"  # the value of one group over that of another: a parity index


OF_A_QUANTITY = frozenset({Counts.SUM, Counts.MEAN, Counts.MEDIAN})
OF_A_WHOLE = frozenset({Counts.SHARE, Counts.STATE_SHARE})
OF_FIGURES = frozenset({Counts.RATIO, Counts.GAP})
"""Made of other figures; these count no rows of their own."""

EVENT, YEAR = "event", "year"
"""Scopes of uniqueness that every fact has besides its dimensions: each record, each calendar year."""


class Absent(StrEnum):
    """What is said of a period in which no record counts."""

    BETWEEN = "between"  # zero between the first and the last period with a record; nothing before and after
    UNTIL_NOW = "until_now"  # zero from the first period with a record until that of the snapshot
    MISSING = "missing"  # no record means that nobody recorded: *missing*, in the same periods


class UnsoundDefinition(ValueError):
    """The definition cannot be computed; the sentence says which part and what to do."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A row is kept when its value for `dimension` passes. A row without a value never passes a condition
    of sameness or size, and always passes `none_of`: what is not recorded is not what was excluded."""

    dimension: str
    one_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    at_least: int | None = None
    below: int | None = None

    def words(self) -> int:
        return bool(self.one_of) + bool(self.none_of) + (self.at_least is not None or self.below is not None)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The reference sheet: what a reader needs to judge the figure, in the city's language and in English."""

    definition: str = ""
    definition_en: str = ""
    rationale: str = ""
    rationale_en: str = ""
    source: str = ""
    source_en: str = ""
    method: str = ""
    method_en: str = ""
    frequency: str = ""
    frequency_en: str = ""
    owner: str = ""
    owner_en: str = ""
    quality: str = ""
    quality_en: str = ""
    known_issues: str = ""
    known_issues_en: str = ""


SHEET_FIELDS = tuple(entry.name for entry in fields(Sheet))


@dataclass(frozen=True, slots=True)
class Definition:
    """A computable meaning.

    `also` names facts counted together with `fact`: of each the rows its own time rule keeps, and a subject
    of both once. `once_per` names what a subject is counted once within: empty for the period, EVENT, YEAR, or
    a dimension such as a group, an operation or a place. For a state fact the rows are those that hold when the
    period ends. A running count (`cumulative`) begins on `since`, or with the first record.

    A gap compares the cells `group` and `reference` of `dimension` in the figures of `numerator`, each divided
    by the same cell of `denominator` where one is named.
    """

    counts: Counts = Counts.DISTINCT
    grain: Grain = Grain.YEAR
    fact: str = ""
    also: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    among: tuple[Condition, ...] = ()
    once_per: str = ""
    breakdowns: tuple[str, ...] = ()
    quantity: str = ""
    numerator: str = ""
    denominator: str = ""
    dimension: str = ""
    group: str = ""
    reference: str = ""
    since: date | None = None
    absent: Absent = Absent.BETWEEN
    percent: bool = False
    sheet: Sheet = field(default_factory=Sheet)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "counts", Counts(self.counts))
            object.__setattr__(self, "grain", Grain(self.grain))
            object.__setattr__(self, "absent", Absent(self.absent))
        except ValueError as error:
            raise UnsoundDefinition(
                _("{error}. Choose one that is listed in the indicator dictionary.").format(error=error)
            ) from error

    @property
    def facts(self) -> tuple[str, ...]:
        """The keys of every fact whose rows are counted; none for what is made of figures."""
        return (self.fact, *self.also) if self.fact else ()

    @property
    def rests_on(self) -> tuple[Condition, ...]:
        """The conditions of the rows that a figure rests on: for a share those of its whole."""
        return self.among if self.counts in OF_A_WHOLE else (*self.conditions, *self.among)

    @property
    def divided(self) -> tuple[str, ...]:
        """The indicators a ratio or a gap is made of."""
        return tuple(filter(None, (self.numerator, self.denominator)))
