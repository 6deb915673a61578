"""The steps of composing an indicator, as forms. They keep no rule: what fits is asked of the definition.

Each step lists its questions in parts; a part that belongs to some choices only says to which (`when`), and the
page hides it until one of them is made, where the browser can.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kurss.evidence.definition import EVENT, OF_A_QUANTITY, YEAR, Counts
from kurss.evidence.dictionary import used
from kurss.evidence.facts import Dimension, declared
from kurss.evidence.queries import latest_snapshot
from kurss.programme.composition import (
    OF_INDICATORS,
    PARTS,
    Answers,
    countable,
    one,
    shared_dimensions,
    shared_quantities,
    subjects,
)
from kurss.programme.definition_words import (
    ABSENT,
    COUNTS,
    DIRECTIONS,
    GRAINS,
    LEVELS,
    SHEET,
    Choice,
    in_language,
    titled,
)
from kurss.programme.pages.questions import (
    TICK,
    defined,
    explained,
    explains,
    facts,
    groups,
    name_of,
    of_dimension,
    radio,
    select,
    text,
    ticks,
)

LISTED_AT_MOST = 40
"""An open dimension with more sealed values than this is asked for by text, not by ticking."""


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together. `when`: the choices they belong to, as words the style sheet knows;
    `folded`: shown only when asked for, since nothing was answered there."""

    title: str
    fields: tuple[BoundField, ...]
    hint: str = ""
    when: str = ""
    folded: bool | None = None


class Step(forms.Form):
    """One step: shows the answers so far, and takes those of its own questions."""

    use_required_attribute = False

    def __init__(self, answers: Answers, data: Any = None) -> None:
        self.answers = answers
        super().__init__(data, auto_id="%s")
        self.fields.update(self.questions())
        for name, field in self.fields.items():
            given = [str(value) for value in answers.get(name, ())]
            several = isinstance(field, forms.MultipleChoiceField)
            field.initial = given if several else (given[0] if given else "")
            if isinstance(field, forms.BooleanField):
                field.initial = given == ["on"]

    def questions(self) -> Mapping[str, forms.Field]:
        return {}

    def parts(self) -> Sequence[Part]:
        return [Part("", tuple(self))]

    def typed(self) -> dict[str, list[str]]:
        """What was typed into the questions of this step, as it came."""
        getlist = getattr(self.data, "getlist", None)
        return {name: list(getlist(name)) if getlist else [] for name in self.fields}


class What(Step):
    """What is counted: a fact, facts together, or other indicators."""

    def questions(self) -> Mapping[str, forms.Field]:
        listed = [(each.key, explained(Choice(titled(each), explains(each)))) for each in facts()]
        made = [(counts.value, explained(COUNTS[counts])) for counts in OF_INDICATORS]
        return {
            "subject": radio(_("What is counted?"), [*listed, *made], _("Choose what is counted.")),
            "also": ticks(
                _("Count together with it"),
                [(each.key, titled(each)) for each in facts() if each.subject_kind],
                help_text=_("The same person in two kinds of record is one person. May stay empty."),
            ),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first = given.get("subject") or ""
        together = [key for key in given.get("also", ()) if key != first]
        kind = declared()[first].subject_kind if first in declared() else ""
        if together and not kind:
            self.add_error("also", _("Only facts about somebody can be counted together: untick the others."))
        for key in together:
            if kind and declared()[key].subject_kind != kind:
                self.add_error(
                    "also", _("%(fact)s is about somebody else.") % {"fact": titled(declared()[key])}
                )
        return given


class Unit(Step):
    """The unit of count, or the indicators that are divided or compared."""

    def questions(self) -> Mapping[str, forms.Field]:
        counted = subjects(self.answers)
        percent = forms.BooleanField(
            label=_("Show it in per cent"), required=False, widget=forms.CheckboxInput(attrs=TICK)
        )
        if not counted:
            return {**self._of_indicators(), "percent": percent}
        quantities = [(each.key, titled(each)) for each in shared_quantities(counted)]
        scopes = [
            ("", _("the period, whatever they came to")),
            *((each.key, titled(each)) for each in shared_dimensions(counted)),
            (EVENT, _("each record")),
            (YEAR, _("calendar year")),
        ]
        return {
            "counts": radio(
                _("How is it counted?"),
                [(each.value, explained(COUNTS[each])) for each in countable(counted)],
                _("Choose how it is counted."),
            ),
            "quantity": select(_("Which amount?"), [("", "–"), *quantities]),
            "once_per": select(
                _("Each person once per …"),
                scopes,
                help_text=_("Per group or operation, somebody in two of them counts twice: a participation."),
            ),
            "since": forms.DateField(
                label=_("Counting from"),
                required=False,
                help_text=_("The first day that counts. Empty: from the first record."),
                error_messages={"invalid": _("Write a day as 2020-09-01.")},
                widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}),
            ),
            "percent": percent,
        }

    def _of_indicators(self) -> Mapping[str, forms.Field]:
        listed = [("", "–"), *((each.pk, f"{each.code} {name_of(each)}") for each in defined())]
        if one(self.answers, "subject") == Counts.RATIO:
            return {
                "numerator": select(_("Divide"), listed, required=_("Choose what is divided.")),
                "denominator": select(_("by"), listed, required=_("Choose by what it is divided.")),
            }
        compared = [("", "–"), *groups()]
        return {
            "numerator": select(_("Compare two groups in"), listed, required=_("Choose an indicator.")),
            "group": select(_("Group"), compared, required=_("Choose a group.")),
            "reference": select(_("compared with"), compared, required=_("Choose whom it is compared with.")),
            "denominator": select(
                _("each divided by"),
                listed,
                help_text=_("For example the residents of each group. May be empty."),
            ),
        }

    def parts(self) -> Sequence[Part]:
        if "counts" not in self.fields:
            return [Part("", tuple(self))]
        quantities = len(self.fields["quantity"].choices) > 1  # type: ignore[attr-defined]
        return [
            Part("", (self["counts"],)),
            *([Part("", (self["quantity"],), when="quantity")] if quantities else []),
            Part("", (self["once_per"],), when="scope"),
            Part("", (self["since"],), when="since"),
            Part("", (self["percent"],)),
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("counts") in OF_A_QUANTITY and not given.get("quantity"):
            self.add_error("quantity", _("Choose which amount is taken."))
        return given


class Conditions(Step):
    """Which rows count, dimension by dimension; and for a share, among which."""

    def questions(self) -> Mapping[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for part in self._parts():
            for dimension in shared_dimensions(subjects(self.answers)):
                found |= of_dimension(f"{part}-{dimension.key}", dimension, self._values(dimension))
        return found

    def _parts(self) -> tuple[str, ...]:
        shares = one(self.answers, "counts") in (Counts.SHARE, Counts.STATE_SHARE)
        return PARTS if shares else PARTS[:1]

    def _values(self, dimension: Dimension) -> list[tuple[str, str]]:
        """What can be ticked: the declared values, or those sealed of an open list if they are few."""
        if dimension.values is not None:
            return [(key, dimension.value_title(key, get_language() or "lv")) for key in dimension.values]
        snapshot, sealed = latest_snapshot(), dict[str, str]()
        for each in subjects(self.answers):
            sealed |= {value.value: value.value for value in used(each, dimension, snapshot) if value.value}
        return sorted(sealed.items()) if len(sealed) <= LISTED_AT_MOST else []

    def parts(self) -> Sequence[Part]:
        titles = {"conditions": _("Count only rows where …"), "among": _("… out of rows where …")}
        found = []
        for part in self._parts():
            if len(self._parts()) > 1:
                found.append(Part(titles[part], ()))
            for dimension in shared_dimensions(subjects(self.answers)):
                prefix = f"{part}-{dimension.key}-"
                fields = tuple(self[name] for name in self.fields if name.startswith(prefix))
                answered = bool(one(self.answers, f"{prefix}test")) or any(field.errors for field in fields)
                hint = in_language(dimension.explains, dimension.explains_en)
                found.append(Part(titled(dimension), fields, hint=hint, folded=not answered))
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        titles = {
            f"{part}-{dimension.key}-": titled(dimension)
            for part in self._parts()
            for dimension in shared_dimensions(subjects(self.answers))
        }
        for name in [name for name in self.fields if name.endswith("-test")]:
            prefix = name.removesuffix("test")
            chosen = [*given.get(f"{prefix}values", ()), *given.get(f"{prefix}more", "").split()]
            bounds = (given.get(f"{prefix}at_least"), given.get(f"{prefix}below"))
            sentence = _of_condition(given.get(name) or "", bool(chosen), bounds != (None, None))
            if sentence and name not in self.errors:
                self.add_error(name, f"{titles[prefix]}: {sentence}")
        return given


def _of_condition(test: str, chosen: bool, bounded: bool) -> str:
    """What is lacking of a condition, or was ticked in vain; empty where it says one thing."""
    if not test and chosen:
        return _("Values are ticked and “any” is chosen: choose “one of” or “none of”, or untick them.")
    if not test and bounded:
        return _("A limit is written and “any” is chosen: choose “from, up to”, or empty it.")
    if test in ("one_of", "none_of") and not chosen:
        return _("Tick or write at least one value, or choose “any”.")
    if test == "between" and not bounded:
        return _("Write the least, the limit, or both, or choose “any”.")
    return ""


class Period(Step):
    """How often a value is due, what is said of periods without records, and by what it is broken down."""

    def questions(self) -> Mapping[str, forms.Field]:
        counted = subjects(self.answers)
        grain = radio(
            _("How often is there a value?"),
            [(key.value, explained(choice)) for key, choice in GRAINS.items()],
            _("Choose how often there is a value."),
        )
        if not counted:
            return {"grain": grain}
        return {
            "grain": grain,
            "absent": radio(
                _("What is said of a period without records?"),
                [(key.value, explained(choice)) for key, choice in ABSENT.items()],
                _("Choose what is said of a period without records."),
                help_text=_("A stock, such as residents, is carried on for as long as its count holds."),
            ),
            "breakdowns": ticks(
                _("Break it down by"),
                [
                    (each.key, explained(Choice(titled(each), in_language(each.explains, each.explains_en))))
                    for each in shared_dimensions(counted)
                ],
                help_text=_("Each adds a table of parts. Parts are for staff and auditors."),
            ),
        }


class Naming(Step):
    """What it is called, in which unit, and where it belongs."""

    def questions(self) -> Mapping[str, forms.Field]:
        return {
            "name": text(_("Name in Latvian"), _("Write its name in Latvian.")),
            "name_en": text(_("Name in English"), _("Write its name in English.")),
            "unit": text(_("Unit in Latvian"), _("Write what is counted in Latvian, such as “bērni”.")),
            "unit_en": text(_("Unit in English"), _("Write what is counted in English, such as “children”.")),
            "code": text(
                _("Code"),
                _("Write a code of one to three capital letters and a number, such as L-09."),
                help_text=_("Printed beside every value: capital letters, a dash and a number, as L-09."),
            ),
            "key": text(
                _("Key"),
                _("Write a key of small letters, digits, _ and dots, such as learning.girls."),
                help_text=_(
                    "How files and other indicators name it: small letters and dots, as learning.girls."
                ),
            ),
            "level": radio(
                _("Kind"),
                [(key.value, explained(choice)) for key, choice in LEVELS.items()],
                _("Choose its kind."),
            ),
            "direction": radio(
                _("Which way is better?"),
                [(key.value, explained(choice)) for key, choice in DIRECTIONS.items()],
                _("Choose whether more or less is better."),
            ),
        }


class SheetStep(Step):
    """The reference sheet: what a reader needs to judge the figure."""

    def questions(self) -> Mapping[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for name, choice in SHEET.items():
            for ending, tongue in (("", _("in Latvian")), ("_en", _("in English"))):
                found[f"{name}{ending}"] = forms.CharField(
                    label=f"{choice.title} {tongue}",
                    required=False,
                    widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
                )
        return found

    def parts(self) -> Sequence[Part]:
        return [
            Part(str(choice.title), (self[name], self[f"{name}_en"]), hint=str(choice.explains))
            for name, choice in SHEET.items()
        ]
