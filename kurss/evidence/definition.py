"""What an indicator counts, as a value an officer composes from declared facts. Pure: nothing is read or run.

A definition is checked against the facts it names before it is kept, so that a version which exists can
always be computed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from enum import StrEnum

from kurss.evidence.facts import Fact, fact
from kurss.evidence.periods import Grain


class Counts(StrEnum):
    """The unit of count."""

    ROWS = "rows"  # every record once
    DISTINCT = "distinct"  # every subject once (per period, or per value of `once_per`)
    SUM = "sum"  # the sum of a quantity
    SHARE = "share"  # distinct subjects meeting `conditions`, of those meeting `among`
    RATIO = "ratio"  # one indicator divided by another


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
    """A computable meaning. `once_per` names the dimension within which a subject is counted once again;
    empty means once a period. For a state fact the rows are those that hold when the period ends."""

    counts: Counts = Counts.DISTINCT
    grain: Grain = Grain.YEAR
    fact: str = ""
    conditions: tuple[Condition, ...] = ()
    among: tuple[Condition, ...] = ()
    once_per: str = ""
    breakdowns: tuple[str, ...] = ()
    quantity: str = ""
    numerator: str = ""
    denominator: str = ""
    percent: bool = False
    sheet: Sheet = field(default_factory=Sheet)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "counts", Counts(self.counts))
            object.__setattr__(self, "grain", Grain(self.grain))
        except ValueError as error:
            raise UnsoundDefinition(
                f"{error}. Choose one that is listed in the indicator dictionary."
            ) from error

    def check(self) -> None:
        """Raise UnsoundDefinition unless every part fits the fact it names."""
        if self.grain is Grain.SPAN:
            raise UnsoundDefinition("A figure needs a calendar: choose school year, year, quarter or month.")
        if self.counts is Counts.RATIO:
            self._check_ratio()
        else:
            self._check_counted(fact(self.fact))

    def _check_ratio(self) -> None:
        if not (self.numerator and self.denominator):
            raise UnsoundDefinition("A ratio needs a numerator and a denominator: name both indicators.")
        if self.fact or self.conditions or self.among or self.once_per or self.quantity or self.breakdowns:
            raise UnsoundDefinition(
                "A ratio counts no rows of its own: leave fact, conditions, breakdowns and quantity empty."
            )

    def _check_counted(self, counted: Fact) -> None:
        if self.numerator or self.denominator:
            raise UnsoundDefinition("Only a ratio has a numerator and a denominator: choose `ratio`.")
        for condition in (*self.conditions, *self.among):
            _check_condition(condition, counted)
        for key in (*self.breakdowns, *filter(None, [self.once_per])):
            counted.dimension(key)
        if len(set(self.breakdowns)) < len(self.breakdowns):
            raise UnsoundDefinition("A breakdown is named twice: name each dimension once.")
        if self.counts in (Counts.DISTINCT, Counts.SHARE) and not counted.subject:
            raise UnsoundDefinition(
                f"{counted.key} is about nobody, so nobody can be counted once: use `rows`."
            )
        if (self.counts is Counts.SUM) != bool(self.quantity):
            raise UnsoundDefinition("A sum, and only a sum, names the quantity that is added up.")
        if self.quantity:
            counted.quantity(self.quantity)
        if self.counts is not Counts.SHARE and self.among:
            raise UnsoundDefinition("`among` is the whole of a share: choose `share` or leave it empty.")
        if self.counts is not Counts.DISTINCT and self.once_per:
            raise UnsoundDefinition("`once_per` says how often a subject counts: choose `distinct`.")


def _check_condition(condition: Condition, counted: Fact) -> None:
    dimension = counted.dimension(condition.dimension)
    if condition.words() != 1:
        raise UnsoundDefinition(
            f"The condition on {dimension.key} must say one thing: one_of, none_of, or at_least and below."
        )
    if (condition.at_least is not None or condition.below is not None) and not dimension.whole_number:
        raise UnsoundDefinition(f"{dimension.key} is not a number: use one_of or none_of.")
    unknown = set(condition.one_of + condition.none_of) - set(dimension.values or ())
    if dimension.values is not None and unknown:
        raise UnsoundDefinition(
            f"{dimension.key} is never {', '.join(sorted(unknown))}. "
            f"It is one of {', '.join(dimension.values)}."
        )
