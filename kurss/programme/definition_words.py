"""A definition in words: what each choice means to whoever makes it, and a whole definition line by line.

Pure but for the language in force. Two definitions are compared by their lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kurss.evidence.definition import (
    EVENT,
    OF_A_WHOLE,
    OF_FIGURES,
    SHEET_FIELDS,
    YEAR,
    Absent,
    Condition,
    Counts,
    Definition,
)
from kurss.evidence.facts import Dimension, Fact, Quantity, declared
from kurss.evidence.models import Direction, Level
from kurss.evidence.periods import Grain
from kurss.evidence.soundness import SCOPED


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen: its name, and what choosing it means."""

    title: str | Promise
    explains: str | Promise = ""


COUNTS: Mapping[Counts, Choice] = {
    Counts.DISTINCT: Choice(
        gettext_lazy("Different people"),
        gettext_lazy("Each person once, however many rows they have. For “how many children”."),
    ),
    Counts.ROWS: Choice(gettext_lazy("Rows"), gettext_lazy("Every record once. For “how many attendances”.")),
    Counts.SUM: Choice(
        gettext_lazy("A sum"), gettext_lazy("An amount added up over the rows. For “how many minutes”.")
    ),
    Counts.MEAN: Choice(
        gettext_lazy("A mean"),
        gettext_lazy("An amount per row that carries it. For “minutes per attendance”."),
    ),
    Counts.MEDIAN: Choice(
        gettext_lazy("A median"), gettext_lazy("The middle amount: half of the rows have less, half more.")
    ),
    Counts.SHARE: Choice(
        gettext_lazy("A share of people"),
        gettext_lazy("Different people who meet your conditions, out of those among whom you look."),
    ),
    Counts.STATE_SHARE: Choice(
        gettext_lazy("A share at a date"),
        gettext_lazy("Of what holds on the last day of the period, the part that meets your conditions."),
    ),
    Counts.CUMULATIVE: Choice(
        gettext_lazy("A running count"),
        gettext_lazy("Everybody so far, each once, from a first day to the end of the period."),
    ),
    Counts.RATIO: Choice(
        gettext_lazy("A ratio"),
        gettext_lazy("One indicator divided by another, total by total. For “children per resident”."),
    ),
    Counts.GAP: Choice(
        gettext_lazy("A gap"),
        gettext_lazy("One group’s value over another’s: 1 means parity. For “girls compared with boys”."),
    ),
}

ABSENT: Mapping[Absent, Choice] = {
    Absent.BETWEEN: Choice(
        gettext_lazy("Zero between records"),
        gettext_lazy("A period without a record counts as zero if there are records before and after it."),
    ),
    Absent.UNTIL_NOW: Choice(
        gettext_lazy("Zero until now"),
        gettext_lazy(
            "After the first record, every period without one counts as zero up to the day of the seal."
        ),
    ),
    Absent.MISSING: Choice(
        gettext_lazy("Missing"),
        gettext_lazy(
            "A period without a record has no value: nobody wrote anything down, so nothing is claimed."
        ),
    ),
}

GRAINS: Mapping[Grain, Choice] = {
    Grain.SCHOOL_YEAR: Choice(gettext_lazy("School year"), gettext_lazy("1 September to 31 August")),
    Grain.YEAR: Choice(gettext_lazy("Calendar year"), gettext_lazy("1 January to 31 December")),
    Grain.QUARTER: Choice(gettext_lazy("Quarter"), gettext_lazy("three calendar months")),
    Grain.MONTH: Choice(gettext_lazy("Month")),
}

LEVELS: Mapping[Level, Choice] = {
    Level.INPUT: Choice(gettext_lazy("Input"), gettext_lazy("what is put in: money, people, hours")),
    Level.OUTPUT: Choice(
        gettext_lazy("Output"), gettext_lazy("what was done: courses held, children who came")
    ),
    Level.OUTCOME: Choice(gettext_lazy("Outcome"), gettext_lazy("what changed because of it")),
    Level.CROSS_CUTTING: Choice(gettext_lazy("Cross-cutting"), gettext_lazy("what concerns all initiatives")),
    Level.CONTEXT: Choice(
        gettext_lazy("Context"), gettext_lazy("what one must know to read the others: residents, pupils")
    ),
}

DIRECTIONS: Mapping[Direction, Choice] = {
    Direction.UP: Choice(gettext_lazy("More is better")),
    Direction.DOWN: Choice(gettext_lazy("Less is better")),
    Direction.LEVEL: Choice(gettext_lazy("Neither")),
}

SHEET: Mapping[str, Choice] = {
    "definition": Choice(
        gettext_lazy("Definition"), gettext_lazy("In plain words: who or what is counted, and when.")
    ),
    "rationale": Choice(
        gettext_lazy("Why it is counted"), gettext_lazy("Which promise or decision needs it.")
    ),
    "source": Choice(gettext_lazy("Source"), gettext_lazy("Who records it, and where.")),
    "method": Choice(gettext_lazy("Method"), gettext_lazy("How the number comes out of the records.")),
    "frequency": Choice(gettext_lazy("How often"), gettext_lazy("When a new value is due.")),
    "owner": Choice(gettext_lazy("Who answers for it"), gettext_lazy("An office, not a person.")),
    "quality": Choice(gettext_lazy("Quality"), gettext_lazy("How far it can be trusted, and why.")),
    "known_issues": Choice(gettext_lazy("Known issues"), gettext_lazy("What a reader should be warned of.")),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a definition: what it is about, and what it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One line of two definitions, side by side; either may be empty."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def in_language(own: str, english: str) -> str:
    """The text in the reader's language, or in the other one where that is empty."""
    return (own or english) if get_language() == "lv" else (english or own)


def titled(thing: Fact | Dimension | Quantity) -> str:
    return in_language(thing.title, thing.title_en)


def says(definition: Definition, names: Mapping[str, str]) -> tuple[Line, ...]:
    """What is computed, line by line; `names` are those of indicators by key, for a ratio or a gap."""
    counted = _facts(definition.facts)
    lines = [Line(_("Counts"), _counts(definition, counted))]
    of_figures = definition.counts in OF_FIGURES
    lines += _of_indicators(definition, names) if of_figures else _of_facts(definition, counted)
    lines.append(Line(_("Every"), str(GRAINS[definition.grain].title)))
    if not of_figures:
        lines.append(Line(_("Without records"), str(ABSENT[definition.absent].title)))
    lines.append(Line(_("Shown"), _("in per cent") if definition.percent else _("as a number")))
    return tuple(lines)


def _of_indicators(definition: Definition, names: Mapping[str, str]) -> Iterable[Line]:
    above = names.get(definition.numerator, definition.numerator)
    below = names.get(definition.denominator, definition.denominator)
    if definition.counts is Counts.RATIO:
        yield Line(_("Numerator"), above)
        yield Line(_("Denominator"), below)
        return
    yield Line(_("Compares"), above)
    yield Line(_("Each divided by"), below or "–")
    yield Line(_("Group over reference"), _groups(definition))


def _groups(definition: Definition) -> str:
    """The two groups of a gap in words, as the first fact that declares the dimension names them."""
    key = definition.dimension
    counted = tuple(declared().values())
    group, reference = (_values((value,), key, counted) for value in (definition.group, definition.reference))
    return f"{_dimension(key, counted)}: {group} ÷ {reference}"


def _of_facts(definition: Definition, counted: Sequence[Fact]) -> Iterable[Line]:
    yield Line(_("Of"), _(" and ").join(titled(each) for each in counted) or ", ".join(definition.facts))
    yield Line(_("Only where"), conditions_say(definition.conditions, counted) or _("every row counts"))
    if definition.counts in OF_A_WHOLE:
        yield Line(_("Among"), conditions_say(definition.among, counted) or _("everybody in the rows"))
    if definition.counts in SCOPED:
        yield Line(_("Once per"), _once_per(definition, counted))
    if definition.counts is Counts.CUMULATIVE:
        # Django's English is American where a city writes "1 September 2021".
        written = "DATE_FORMAT" if get_language() == "lv" else "j F Y"
        since = formats.date_format(definition.since, written) if definition.since else _("the first record")
        yield Line(_("Counting from"), since)
    yield Line(
        _("Broken down by"), ", ".join(_dimension(key, counted) for key in definition.breakdowns) or "–"
    )


def sheet_says(definition: Definition) -> tuple[Line, ...]:
    """The reference sheet in the reader's language, every field, empty ones too."""
    sheet = definition.sheet
    return tuple(
        Line(str(choice.title), in_language(getattr(sheet, name), getattr(sheet, f"{name}_en")))
        for name, choice in SHEET.items()
    )


def differences(
    before: Definition | None, after: Definition, names: Mapping[str, str]
) -> tuple[Difference, ...]:
    """Every line of two definitions side by side, in the order of the later one; a text in the other language
    that alone differs is a line of its own, so that no change goes unseen."""
    old = [*says(before, names), *sheet_says(before)] if before is not None else []
    new = [*says(after, names), *sheet_says(after)]
    was, now = {line.label: line.text for line in old}, {line.label: line.text for line in new}
    found = [
        Difference(label, was.get(label, ""), now.get(label, "")) for label in dict.fromkeys([*now, *was])
    ]
    if before is not None:
        found += _unseen(before, after, {one.label for one in found if one.changed})
    return tuple(found)


def _unseen(before: Definition, after: Definition, seen: set[str]) -> Iterable[Difference]:
    for name in SHEET_FIELDS:
        own, other = getattr(before.sheet, name), getattr(after.sheet, name)
        label = str(SHEET[name.removesuffix("_en")].title)
        if own != other and label not in seen:
            tongue = _("in English") if name.endswith("_en") else _("in Latvian")
            yield Difference(f"{label} ({tongue})", own, other)


def conditions_say(conditions: Iterable[Condition], counted: Sequence[Fact]) -> str:
    """Conditions in words: "Audience: Children; Mark: Present or Late"."""
    return "; ".join(_condition(one, counted) for one in conditions)


def _condition(condition: Condition, counted: Sequence[Fact]) -> str:
    name = _dimension(condition.dimension, counted)
    if condition.one_of:
        return f"{name}: {_values(condition.one_of, condition.dimension, counted)}"
    if condition.none_of:
        return _("%(dimension)s: not %(values)s") % {
            "dimension": name,
            "values": _values(condition.none_of, condition.dimension, counted),
        }
    bounds = []
    if condition.at_least is not None:
        bounds.append(_("at least %(number)s") % {"number": condition.at_least})
    if condition.below is not None:
        bounds.append(_("below %(number)s") % {"number": condition.below})
    return f"{name}: {', '.join(bounds)}"


def _values(values: Iterable[str], key: str, counted: Sequence[Fact]) -> str:
    dimension, language = _found(key, counted), get_language() or "lv"
    words = [dimension.value_title(value, language) if dimension else value for value in values]
    *first, last = words
    return _("%(first)s or %(last)s") % {"first": ", ".join(first), "last": last} if first else last


def _counts(definition: Definition, counted: Sequence[Fact]) -> str:
    title = str(COUNTS[definition.counts].title)
    if not definition.quantity:
        return title
    named = [
        quantity for each in counted for quantity in each.quantities if quantity.key == definition.quantity
    ]
    return f"{title}: {titled(named[0]) if named else definition.quantity}"


def _once_per(definition: Definition, counted: Sequence[Fact]) -> str:
    if not definition.once_per:
        return _("the whole run") if definition.counts is Counts.CUMULATIVE else _("period")
    scopes = {EVENT: _("record"), YEAR: _("calendar year")}
    return scopes.get(definition.once_per) or _dimension(definition.once_per, counted)


def _dimension(key: str, counted: Sequence[Fact]) -> str:
    found = _found(key, counted)
    return titled(found) if found else key


def _found(key: str, counted: Sequence[Fact]) -> Dimension | None:
    return next((one for each in counted for one in each.dimensions if one.key == key), None)


def _facts(keys: Iterable[str]) -> tuple[Fact, ...]:
    known = declared()
    return tuple(known[key] for key in keys if key in known)
