"""Whether a definition can be computed. Pure; every refusal is a sentence that names the thing and the remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kurss.evidence.definition import (
    EVENT,
    OF_A_QUANTITY,
    OF_A_WHOLE,
    OF_FIGURES,
    YEAR,
    Condition,
    Counts,
    Definition,
    UnsoundDefinition,
)
from kurss.evidence.facts import Dimension, Fact, fact
from kurss.evidence.periods import Grain

SCOPED = frozenset({Counts.DISTINCT, Counts.CUMULATIVE})
"""What may be counted again in each value of `once_per`."""

_OWN_MEDIAN_PLACES = 11  # half a sum takes one place more, and a figure keeps twelve


def check(definition: Definition) -> None:
    """Raise UnsoundDefinition, UnknownFact or UnknownDimension unless the definition fits its facts."""
    if definition.grain is Grain.SPAN:
        raise UnsoundDefinition("A figure needs a calendar: choose school year, year, quarter or month.")
    if definition.counts in OF_FIGURES:
        _check_made_of_figures(definition)
    else:
        _check_counted(definition, [fact(key) for key in definition.facts or ("",)])


def check_division(definition: Definition, parts: Mapping[str, Definition]) -> None:
    """Raise UnsoundDefinition unless the indicators a ratio or a gap is made of, given by key, can be divided.

    An indicator that has no definition yet is left out of `parts`; it is looked at when it gets one.
    """
    for key, part in parts.items():
        if part.grain is not definition.grain:
            raise UnsoundDefinition(
                f"{key} is counted per {_words(part.grain)} and this one per {_words(definition.grain)}: "
                "choose the same calendar for both."
            )
        if definition.counts is Counts.GAP:
            _check_cells(definition, key, part)
    above, below = parts.get(definition.numerator), parts.get(definition.denominator)
    if above is None or below is None:
        return
    if _scope(above) and _scope(below) and _scope(above) != _scope(below):
        raise UnsoundDefinition(
            f"{definition.numerator} counts a subject once per {_scope(above)}, {definition.denominator} once "
            f"per {_scope(below)}: divide indicators of one scope."
        )
    _check_series(definition, above, below)


def _check_made_of_figures(definition: Definition) -> None:
    counted = (
        definition.fact, definition.also, definition.conditions, definition.among, definition.once_per,
        definition.quantity, definition.breakdowns, definition.since,
    )  # fmt: skip
    if definition.counts is Counts.RATIO:
        if not (definition.numerator and definition.denominator):
            raise UnsoundDefinition("A ratio needs a numerator and a denominator: name both indicators.")
        if definition.dimension or definition.group or definition.reference:
            raise UnsoundDefinition("Only a gap compares two groups: choose `gap`.")
    elif not (definition.numerator and definition.dimension and definition.group and definition.reference):
        raise UnsoundDefinition(
            "A gap names the indicator it compares (numerator), the dimension, the group and the reference."
        )
    elif definition.group == definition.reference:
        raise UnsoundDefinition(f"A gap is between two groups, and both are {definition.group}: name two.")
    if any(counted):
        raise UnsoundDefinition(
            f"A {definition.counts} counts no rows of its own: leave fact, conditions, breakdowns and quantity "
            "empty."
        )


def _check_cells(definition: Definition, key: str, part: Definition) -> None:
    """A gap needs the two cells in each of its indicators."""
    if definition.dimension not in part.breakdowns:
        given = ", ".join(part.breakdowns) or "nothing"
        raise UnsoundDefinition(
            f"{key} is not broken down by {definition.dimension} but by {given}: choose one of its breakdowns."
        )
    for counted in part.facts:
        values = fact(counted).dimension(definition.dimension).values
        for value in (definition.group, definition.reference):
            if values is not None and value not in values:
                raise UnsoundDefinition(
                    f"{definition.dimension} is never {value}. It is one of {', '.join(values)}."
                )


def _check_series(definition: Definition, above: Definition, below: Definition) -> None:
    """Two series that are never mixed do not meet in a ratio either."""
    for key in set(above.facts) & set(below.facts):
        for dimension in fact(key).dimensions:
            if not dimension.never_mixed:
                continue
            here, there = (_pinned(part, dimension) for part in (above, below))
            if here != there:
                raise UnsoundDefinition(
                    f"{definition.numerator} is of {dimension.key} {here} and {definition.denominator} of "
                    f"{there}, which are never mixed: choose one."
                )


def _check_counted(definition: Definition, counted: Sequence[Fact]) -> None:
    if definition.divided or definition.dimension or definition.group or definition.reference:
        raise UnsoundDefinition(
            "Only a ratio has a numerator and a denominator, and only a gap compares groups: choose `ratio` or "
            "`gap`."
        )
    _check_union(counted)
    for condition in (*definition.conditions, *definition.among):
        _check_condition(condition, counted)
    for one in counted:
        for key in definition.breakdowns:
            one.dimension(key)
    if len(set(definition.breakdowns)) < len(definition.breakdowns):
        raise UnsoundDefinition("A breakdown is named twice: name each dimension once.")
    _check_unit(definition, counted)
    _check_scope(definition, counted)
    for one in counted:
        _check_never_mixed(definition, one)


def _check_union(counted: Sequence[Fact]) -> None:
    """Facts are counted together when they share a kind of subject."""
    keys = [one.key for one in counted]
    if len(set(keys)) < len(keys):
        raise UnsoundDefinition("A fact is named twice: name each fact once.")
    first = counted[0]
    for other in counted[1:]:
        if not first.subject_kind or first.subject_kind != other.subject_kind:
            raise UnsoundDefinition(
                f"{first.key} is about {_kind(first)} and {other.key} about {_kind(other)}: facts are counted "
                "together only when they share a kind of subject."
            )


def _check_unit(definition: Definition, counted: Sequence[Fact]) -> None:
    counts = definition.counts
    for one in counted:
        if counts in (Counts.DISTINCT, Counts.SHARE) and not one.subject:
            raise UnsoundDefinition(f"{one.key} is about nobody, so nobody can be counted once: use `rows`.")
        if counts is Counts.STATE_SHARE and not one.is_state:
            raise UnsoundDefinition(
                f"{one.key} happens on a day and holds at no moment: choose `share`, or a fact that is a state."
            )
    if (counts in OF_A_QUANTITY) != bool(definition.quantity):
        raise UnsoundDefinition(
            "A sum, a mean or a median, and nothing else, names the quantity that is added up or put in order."
        )
    if definition.quantity:
        places = {one.quantity(definition.quantity).decimals for one in counted}
        if len(places) > 1:
            raise UnsoundDefinition(
                f"{definition.quantity} is kept to {' and '.join(map(str, sorted(places)))} decimal places in "
                "these facts: count one of them."
            )
        if counts is Counts.MEDIAN and max(places) > _OWN_MEDIAN_PLACES:
            raise UnsoundDefinition(
                f"{definition.quantity} has more than {_OWN_MEDIAN_PLACES} decimal places: choose `mean`."
            )
    if counts not in OF_A_WHOLE and definition.among:
        raise UnsoundDefinition("`among` is the whole of a share: choose `share` or leave it empty.")
    if counts is not Counts.CUMULATIVE and definition.since:
        raise UnsoundDefinition("`since` is where a running count begins: choose `cumulative`.")


def _check_scope(definition: Definition, counted: Sequence[Fact]) -> None:
    scope = definition.once_per
    if not scope:
        return
    if definition.counts not in SCOPED:
        raise UnsoundDefinition("`once_per` says how often a subject counts: choose `distinct`.")
    if scope == "programme":
        raise UnsoundDefinition(
            "Once in the whole programme is a running count: choose `cumulative` and leave `once_per` empty."
        )
    for one in counted:
        if not one.subject:
            raise UnsoundDefinition(
                f"{one.key} is about nobody, so nobody counts once: leave `once_per` empty."
            )
        if scope == YEAR and one.is_state:
            raise UnsoundDefinition(
                f"{one.key} is read at one moment and falls into no single year: leave `once_per` empty."
            )
        if scope not in (EVENT, YEAR):
            one.dimension(scope)


def _check_condition(condition: Condition, counted: Sequence[Fact]) -> None:
    dimensions = [one.dimension(condition.dimension) for one in counted]
    key = condition.dimension
    if condition.words() != 1:
        raise UnsoundDefinition(
            f"The condition on {key} must say one thing: one_of, none_of, or at_least and below."
        )
    sized = condition.at_least is not None or condition.below is not None
    if sized and not all(dimension.whole_number for dimension in dimensions):
        raise UnsoundDefinition(f"{key} is not a number: use one_of or none_of.")
    listed = [dimension.values for dimension in dimensions]
    if any(values is None for values in listed):
        return
    known = list(dict.fromkeys(value for values in listed for value in values or ()))
    if unknown := set(condition.one_of + condition.none_of) - set(known):
        raise UnsoundDefinition(
            f"{key} is never {', '.join(sorted(unknown))}. It is one of {', '.join(known)}."
        )


def _check_never_mixed(definition: Definition, counted: Fact) -> None:
    for dimension in counted.dimensions:
        if dimension.never_mixed and not _pinned(definition, dimension):
            values = ", ".join(dimension.values or ())
            raise UnsoundDefinition(
                f"The {dimension.key} of {counted.key} are never mixed: add the condition that {dimension.key} is "
                f"one of {values}, and only one."
            )


def _pinned(definition: Definition, dimension: Dimension) -> str:
    """The one value every row that a definition rests on has for the dimension; empty where there is none."""
    for condition in definition.rests_on:
        if condition.dimension == dimension.key and len(condition.one_of) == 1:
            return condition.one_of[0]
    return ""


def _scope(definition: Definition) -> str:
    """Within what a subject counts once; empty for what does not count subjects."""
    if definition.counts is Counts.CUMULATIVE:
        return definition.once_per or "programme"
    if definition.counts in (Counts.DISTINCT, Counts.SHARE):
        return definition.once_per or _words(definition.grain)
    return ""


def _kind(counted: Fact) -> str:
    return counted.subject_kind or "nobody"


def _words(grain: Grain) -> str:
    return grain.replace("_", " ")
