"""From what an officer typed to a definition, and back. Pure: nothing is read but the declared facts.

Answers are the fields of the form as they came: a list of texts by name. A field that was never shown is
absent. The fields of a condition are named after its part, its dimension and its word:
`conditions-audience-test`, `conditions-audience-values`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from kurss.evidence.definition import (
    OF_A_QUANTITY,
    OF_A_WHOLE,
    SHEET_FIELDS,
    Absent,
    Condition,
    Counts,
    Definition,
    Sheet,
)
from kurss.evidence.facts import Dimension, Fact, Quantity, fact
from kurss.evidence.periods import Grain
from kurss.evidence.soundness import SCOPED

Answers = Mapping[str, Sequence[str]]

OF_INDICATORS = (Counts.RATIO, Counts.GAP)
"""What stands in place of a fact where indicators are divided or compared."""

PARTS = ("conditions", "among")


class Unanswered(ValueError):
    """A question that a definition needs has no answer yet; the sentence says which."""


class TwoConditions(ValueError):
    """A definition says two things of one dimension, which the form cannot show."""


@dataclass(frozen=True, slots=True)
class Names:
    """What a new indicator is called and where it belongs."""

    key: str
    code: str
    name: str
    name_en: str
    level: str
    unit: str
    unit_en: str
    direction: str


def one(answers: Answers, name: str) -> str:
    """The single answer to a question, without white space around it; empty where there is none."""
    given = answers.get(name) or [""]
    return given[0].strip()


def subjects(answers: Answers) -> tuple[Fact, ...]:
    """The facts that are counted together, the first one first; none where indicators are. Raises UnknownFact."""
    first = one(answers, "subject")
    if not first or first in OF_INDICATORS:
        return ()
    return tuple(fact(key) for key in dict.fromkeys((first, *filter(None, answers.get("also", ())))))


def shared_dimensions(counted: Sequence[Fact]) -> tuple[Dimension, ...]:
    """The dimensions that all these facts have, as the first one declares them."""
    if not counted:
        return ()
    keys = [{dimension.key for dimension in each.dimensions} for each in counted]
    return tuple(
        dimension for dimension in counted[0].dimensions if all(dimension.key in own for own in keys)
    )


def shared_quantities(counted: Sequence[Fact]) -> tuple[Quantity, ...]:
    """The amounts that all these facts have, as the first one declares them."""
    if not counted:
        return ()
    keys = [{quantity.key for quantity in each.quantities} for each in counted]
    return tuple(quantity for quantity in counted[0].quantities if all(quantity.key in own for own in keys))


def countable(counted: Sequence[Fact]) -> tuple[Counts, ...]:
    """The units of count that fit these facts, the plainest first."""
    found = [Counts.DISTINCT] if all(each.subject for each in counted) else []
    found.append(Counts.ROWS)
    if shared_quantities(counted):
        found += [Counts.SUM, Counts.MEAN, Counts.MEDIAN]
    if all(each.subject for each in counted):
        found.append(Counts.SHARE)
    if all(each.is_state for each in counted):
        found.append(Counts.STATE_SHARE)
    return (*found, Counts.CUMULATIVE)


def definition(answers: Answers) -> Definition:
    """The definition the answers make. Raises Unanswered, UnknownFact, UnsoundDefinition; does not check it."""
    subject = one(answers, "subject")
    if not subject:
        raise Unanswered(_("Choose what is counted."))
    grain, absent = one(answers, "grain"), one(answers, "absent")
    bare = Definition(
        grain=Grain(grain) if grain in set(Grain) else Grain.YEAR,
        percent=one(answers, "percent") == "on",
        sheet=Sheet(**{name: one(answers, name) for name in SHEET_FIELDS}),
    )
    if subject in OF_INDICATORS:
        return _of_indicators(answers, replace(bare, counts=Counts(subject)))
    counted = subjects(answers)
    if one(answers, "counts") not in countable(counted):
        raise Unanswered(_("Choose the unit of count."))
    return _of_facts(
        answers,
        counted,
        replace(
            bare,
            counts=Counts(one(answers, "counts")),
            fact=counted[0].key,
            also=tuple(each.key for each in counted[1:]),
            absent=Absent(absent) if absent in set(Absent) else Absent.BETWEEN,
        ),
    )


def _of_indicators(answers: Answers, bare: Definition) -> Definition:
    made = replace(bare, numerator=one(answers, "numerator"), denominator=one(answers, "denominator"))
    if made.counts is not Counts.GAP:
        return made
    dimension, _equals, group = one(answers, "group").partition("=")
    other, _equals, reference = one(answers, "reference").partition("=")
    if group and reference and dimension != other:
        raise Unanswered(_("The two groups are of different dimensions: choose two of the same one."))
    return replace(made, dimension=dimension, group=group, reference=reference)


def _of_facts(answers: Answers, counted: Sequence[Fact], bare: Definition) -> Definition:
    """What does not belong to the chosen unit of count is left out, though the draft keeps it."""
    counts, shared = bare.counts, shared_dimensions(counted)
    return replace(
        bare,
        quantity=one(answers, "quantity") if counts in OF_A_QUANTITY else "",
        once_per=one(answers, "once_per") if counts in SCOPED else "",
        since=_day(one(answers, "since")) if counts is Counts.CUMULATIVE else None,
        conditions=_conditions(answers, "conditions", shared),
        among=_conditions(answers, "among", shared) if counts in OF_A_WHOLE else (),
        breakdowns=tuple(
            dimension.key
            for dimension in _in_order(answers, "breakdowns", shared)
            if dimension.key in answers.get("breakdowns", ())
        ),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _conditions(answers: Answers, part: str, dimensions: Sequence[Dimension]) -> tuple[Condition, ...]:
    ordered = _in_order(answers, part, dimensions)
    found = (_condition(answers, f"{part}-{dimension.key}", dimension) for dimension in ordered)
    return tuple(condition for condition in found if condition is not None)


def _in_order(answers: Answers, part: str, dimensions: Sequence[Dimension]) -> list[Dimension]:
    """As the version in force names them, then as the fact does: the order alone never makes a new version."""
    known = list(answers.get(f"{part}-order", ()))
    return sorted(dimensions, key=lambda each: known.index(each.key) if each.key in known else len(known))


def _condition(answers: Answers, prefix: str, dimension: Dimension) -> Condition | None:
    test = one(answers, f"{prefix}-test")
    if test == "between":
        return Condition(
            dimension.key,
            at_least=_whole(one(answers, f"{prefix}-at_least")),
            below=_whole(one(answers, f"{prefix}-below")),
        )
    if test not in ("one_of", "none_of"):
        return None
    typed = one(answers, f"{prefix}-more").splitlines()
    values = tuple(
        dict.fromkeys(
            value.strip() for value in (*answers.get(f"{prefix}-values", ()), *typed) if value.strip()
        )
    )
    return (
        Condition(dimension.key, one_of=values)
        if test == "one_of"
        else Condition(dimension.key, none_of=values)
    )


def _whole(text: str) -> int | None:
    try:
        return int(text) if text else None
    except ValueError:
        return None


def answers_of(made: Definition) -> dict[str, list[str]]:
    """The answers that make this definition again. Raises TwoConditions where the form cannot say it."""
    found: dict[str, list[str]] = {
        "subject": [made.fact or made.counts.value],
        "also": list(made.also),
        "counts": [made.counts.value],
        "grain": [made.grain.value],
        "absent": [made.absent.value],
        "since": [made.since.isoformat() if made.since else ""],
        "quantity": [made.quantity],
        "once_per": [made.once_per],
        "numerator": [made.numerator],
        "denominator": [made.denominator],
        "group": [f"{made.dimension}={made.group}" if made.group else ""],
        "reference": [f"{made.dimension}={made.reference}" if made.reference else ""],
        "breakdowns": list(made.breakdowns),
        "breakdowns-order": list(made.breakdowns),
        "conditions-order": [condition.dimension for condition in made.conditions],
        "among-order": [condition.dimension for condition in made.among],
        "percent": ["on"] if made.percent else [],
    }
    found |= {name: [getattr(made.sheet, name)] for name in SHEET_FIELDS}
    for part in PARTS:
        conditions: tuple[Condition, ...] = getattr(made, part)
        if len({condition.dimension for condition in conditions}) < len(conditions):
            raise TwoConditions(
                _(
                    "This definition says two things of one dimension, which the form cannot show: "
                    "export it, change it in the file and import it."
                )
            )
        for condition in conditions:
            found |= _answers_of(f"{part}-{condition.dimension}", condition)
    return found


def _answers_of(prefix: str, condition: Condition) -> dict[str, list[str]]:
    if condition.one_of or condition.none_of:
        test = "one_of" if condition.one_of else "none_of"
        return {f"{prefix}-test": [test], f"{prefix}-values": list(condition.one_of or condition.none_of)}
    return {
        f"{prefix}-test": ["between"],
        f"{prefix}-at_least": ["" if condition.at_least is None else str(condition.at_least)],
        f"{prefix}-below": ["" if condition.below is None else str(condition.below)],
    }


def names(answers: Answers) -> Names:
    """What the indicator would be called; empty where it was not said."""
    return Names(
        **{
            field: one(answers, field)
            for field in ("key", "code", "name", "name_en", "level", "unit", "unit_en", "direction")
        }
    )
