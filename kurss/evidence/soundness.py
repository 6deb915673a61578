"""Whether a definition can be computed. Pure; every refusal is a sentence that names the thing and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

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
        raise UnsoundDefinition(_("A figure needs a calendar: choose school year, year, quarter or month."))
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
                _(
                    "{key} is counted per {grain} and this one per {own}: choose the same calendar for both."
                ).format(key=key, grain=calendar_named(part.grain), own=calendar_named(definition.grain))
            )
        if definition.counts is Counts.GAP:
            _check_cells(definition, key, part)
    above, below = parts.get(definition.numerator), parts.get(definition.denominator)
    if above is None or below is None:
        return
    if _scope(above) and _scope(below) and _scope(above) != _scope(below):
        raise UnsoundDefinition(
            _(
                "{numerator} counts a subject once per {above}, {denominator} once per {below}: divide indicators "
                "of one scope."
            ).format(
                numerator=definition.numerator,
                above=_scope(above),
                denominator=definition.denominator,
                below=_scope(below),
            )
        )
    _check_series(definition, above, below)


def _check_made_of_figures(definition: Definition) -> None:
    counted = (
        definition.fact, definition.also, definition.conditions, definition.among, definition.once_per,
        definition.quantity, definition.breakdowns, definition.since,
    )  # fmt: skip
    if definition.counts is Counts.RATIO:
        if not (definition.numerator and definition.denominator):
            raise UnsoundDefinition(_("A ratio needs a numerator and a denominator: name both indicators."))
        if definition.dimension or definition.group or definition.reference:
            raise UnsoundDefinition(_("Only a gap compares two groups: choose `gap`."))
    elif not (definition.numerator and definition.dimension and definition.group and definition.reference):
        raise UnsoundDefinition(
            _(
                "A gap names the indicator it compares (numerator), the dimension, the group and the reference."
            )
        )
    elif definition.group == definition.reference:
        raise UnsoundDefinition(
            _("A gap is between two groups, and both are {group}: name two.").format(group=definition.group)
        )
    if any(counted):
        raise UnsoundDefinition(
            _(
                "What is counted as {counts} has no rows of its own: leave fact, conditions, breakdowns and "
                "quantity empty."
            ).format(counts=definition.counts)
        )


def _check_cells(definition: Definition, key: str, part: Definition) -> None:
    """A gap needs the two cells in each of its indicators."""
    if definition.dimension not in part.breakdowns:
        given = ", ".join(part.breakdowns) or _("nothing")
        raise UnsoundDefinition(
            _("{key} is not broken down by {dimension} but by {given}: choose one of its breakdowns.").format(
                key=key, dimension=definition.dimension, given=given
            )
        )
    for counted in part.facts:
        values = fact(counted).dimension(definition.dimension).values
        for value in (definition.group, definition.reference):
            if values is not None and value not in values:
                raise UnsoundDefinition(never(definition.dimension, value, values))


def _check_series(definition: Definition, above: Definition, below: Definition) -> None:
    """Two series that are never mixed do not meet in a ratio either."""
    for key in set(above.facts) & set(below.facts):
        for dimension in fact(key).dimensions:
            if not dimension.never_mixed:
                continue
            here, there = (_pinned(part, dimension) for part in (above, below))
            if here != there:
                raise UnsoundDefinition(
                    _(
                        "{numerator} is of {dimension} {here} and {denominator} of {there}, which are never "
                        "mixed: choose one."
                    ).format(
                        numerator=definition.numerator,
                        dimension=dimension.key,
                        here=here,
                        denominator=definition.denominator,
                        there=there,
                    )
                )


def _check_counted(definition: Definition, counted: Sequence[Fact]) -> None:
    if definition.divided or definition.dimension or definition.group or definition.reference:
        raise UnsoundDefinition(
            _(
                "Only a ratio has a numerator and a denominator, and only a gap compares groups: choose `ratio` "
                "or `gap`."
            )
        )
    _check_union(counted)
    for condition in (*definition.conditions, *definition.among):
        _check_condition(condition, counted)
    for one in counted:
        for key in definition.breakdowns:
            one.dimension(key)
    if len(set(definition.breakdowns)) < len(definition.breakdowns):
        raise UnsoundDefinition(_("A breakdown is named twice: name each dimension once."))
    _check_unit(definition, counted)
    _check_scope(definition, counted)
    for one in counted:
        _check_never_mixed(definition, one)


def _check_union(counted: Sequence[Fact]) -> None:
    """Facts are counted together when they share a kind of subject."""
    keys = [one.key for one in counted]
    if len(set(keys)) < len(keys):
        raise UnsoundDefinition(_("A fact is named twice: name each fact once."))
    first = counted[0]
    for other in counted[1:]:
        if not first.subject_kind or first.subject_kind != other.subject_kind:
            raise UnsoundDefinition(
                _(
                    "{one} is about {kind} and {other} about {others}: facts are counted together only when they "
                    "share a kind of subject."
                ).format(one=first.key, kind=_kind(first), other=other.key, others=_kind(other))
            )


def _check_unit(definition: Definition, counted: Sequence[Fact]) -> None:
    counts = definition.counts
    for one in counted:
        if counts in (Counts.DISTINCT, Counts.SHARE) and not one.subject:
            raise UnsoundDefinition(
                _("{fact} is about nobody, so nobody can be counted once: use `rows`.").format(fact=one.key)
            )
        if counts is Counts.STATE_SHARE and not one.is_state:
            raise UnsoundDefinition(
                _(
                    "{fact} happens on a day and holds at no moment: choose `share`, or a fact that is a state."
                ).format(fact=one.key)
            )
    if (counts in OF_A_QUANTITY) != bool(definition.quantity):
        raise UnsoundDefinition(
            _(
                "A sum, a mean or a median, and nothing else, names the quantity that is added up or put in order."
            )
        )
    if definition.quantity:
        places = {one.quantity(definition.quantity).decimals for one in counted}
        if len(places) > 1:
            raise UnsoundDefinition(
                _(
                    "These facts keep {quantity} to different numbers of decimal places ({places}): count one of "
                    "them."
                ).format(quantity=definition.quantity, places=", ".join(map(str, sorted(places))))
            )
        if counts is Counts.MEDIAN and max(places) > _OWN_MEDIAN_PLACES:
            raise UnsoundDefinition(
                _("{quantity} has more than {places} decimal places: choose `mean`.").format(
                    quantity=definition.quantity, places=_OWN_MEDIAN_PLACES
                )
            )
    if counts not in OF_A_WHOLE and definition.among:
        raise UnsoundDefinition(_("`among` is the whole of a share: choose `share` or leave it empty."))
    if counts is not Counts.CUMULATIVE and definition.since:
        raise UnsoundDefinition(_("`since` is where a running count begins: choose `cumulative`."))


def _check_scope(definition: Definition, counted: Sequence[Fact]) -> None:
    scope = definition.once_per
    if not scope:
        return
    if definition.counts not in SCOPED:
        raise UnsoundDefinition(_("`once_per` says how often a subject counts: choose `distinct`."))
    if scope == "programme":
        raise UnsoundDefinition(
            _(
                "Once in the whole programme is a running count: choose `cumulative` and leave `once_per` empty."
            )
        )
    for one in counted:
        if not one.subject:
            raise UnsoundDefinition(
                _("{fact} is about nobody, so nobody counts once: leave `once_per` empty.").format(
                    fact=one.key
                )
            )
        if scope == YEAR and one.is_state:
            raise UnsoundDefinition(
                _(
                    "{fact} is read at one moment and falls into no single year: leave `once_per` empty."
                ).format(fact=one.key)
            )
        if scope not in (EVENT, YEAR):
            one.dimension(scope)


def _check_condition(condition: Condition, counted: Sequence[Fact]) -> None:
    dimensions = [one.dimension(condition.dimension) for one in counted]
    key = condition.dimension
    if condition.words() != 1:
        raise UnsoundDefinition(
            _("The condition on {key} must say one thing: one_of, none_of, or at_least and below.").format(
                key=key
            )
        )
    sized = condition.at_least is not None or condition.below is not None
    if sized and not all(dimension.whole_number for dimension in dimensions):
        raise UnsoundDefinition(_("{key} is not a number: use one_of or none_of.").format(key=key))
    listed = [dimension.values for dimension in dimensions]
    if any(values is None for values in listed):
        return
    known = list(dict.fromkeys(value for values in listed for value in values or ()))
    if unknown := set(condition.one_of + condition.none_of) - set(known):
        raise UnsoundDefinition(never(key, ", ".join(sorted(unknown)), known))


def _check_never_mixed(definition: Definition, counted: Fact) -> None:
    for dimension in counted.dimensions:
        if dimension.never_mixed and not _pinned(definition, dimension):
            values = ", ".join(dimension.values or ())
            raise UnsoundDefinition(
                _(
                    "Rows of {fact} with different {dimension} are never mixed: add the condition that "
                    "{dimension} is one of {values}, and only one."
                ).format(fact=counted.key, dimension=dimension.key, values=values)
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
        return definition.once_per or calendar_named(definition.grain)
    return ""


def _kind(counted: Fact) -> str:
    return counted.subject_kind or _("no subject")


def never(dimension: str, value: str | None, known: Iterable[str]) -> str:
    """That a dimension never has such a value, and which it has."""
    return _("{dimension} is never {value}. It is one of {known}.").format(
        dimension=dimension, value=value, known=", ".join(known)
    )


def calendar_named(grain: Grain) -> str:
    """What one period of a grain is called in the reader's language."""
    words = {
        Grain.SCHOOL_YEAR: _("school year"),
        Grain.YEAR: _("calendar year"),
        Grain.QUARTER: _("quarter"),
        Grain.MONTH: _("month"),
    }
    return words.get(grain, str(grain))
