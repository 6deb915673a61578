"""The forms by which an officer writes down a baseline or a target, and where an indicator belongs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kurss.evidence.facts import UnknownDimension, UnknownFact, fact
from kurss.evidence.models import Comparison, IndicatorVersion, Target
from kurss.evidence.periods import NoSuchPeriod, Period
from kurss.programme.definition_words import Choice, in_language, titled
from kurss.programme.models import Initiative, Measure, Programme
from kurss.programme.pages.answers import Writes
from kurss.programme.pages.questions import explained, radio, select, text

KINDS: Mapping[Target.Kind, Choice] = {
    Target.Kind.BASELINE: Choice(
        gettext_lazy("Baseline"), gettext_lazy("where it all started, with its date")
    ),
    Target.Kind.MIDWAY: Choice(gettext_lazy("Midway"), gettext_lazy("what is due on the way")),
    Target.Kind.FINAL: Choice(
        gettext_lazy("Final"), gettext_lazy("what is due in the end; it judges the figure")
    ),
    Target.Kind.LATER: Choice(gettext_lazy("Later"), gettext_lazy("what is due after the programme")),
}

COMPARISONS: Mapping[Comparison, str | Promise] = {
    Comparison.AT_LEAST: gettext_lazy("at least"),
    Comparison.AT_MOST: gettext_lazy("at most"),
    Comparison.EXACTLY: gettext_lazy("exactly"),
    Comparison.MORE_THAN: gettext_lazy("more than"),
    Comparison.ABOUT: gettext_lazy("about"),
    Comparison.ALL: gettext_lazy("all"),
}


def cells_of(version: IndicatorVersion | None) -> list[tuple[str, str]]:
    """The parts a target can be for, `dimension=value` with its name: those of listed dimensions."""
    found: list[tuple[str, str]] = []
    made = version.as_definition() if version is not None else None
    if made is None or not made.fact:
        return found
    for key in made.breakdowns:
        try:
            dimension = fact(made.fact).dimension(key)
        except (UnknownFact, UnknownDimension):
            continue
        for value in dimension.values or ():
            title = dimension.value_title(value, get_language() or "lv")
            found.append((f"{key}={value}", f"{titled(dimension)}: {title}"))
    return found


class TargetForm(forms.Form):
    """A baseline or a target: what, how much, by when, and where it is written."""

    use_required_attribute = False

    def __init__(self, version: IndicatorVersion | None, unit: str, data: Any = None, **more: Any) -> None:
        super().__init__(data, auto_id="%s", **more)
        self.fields["kind"] = radio(
            _("What is it?"),
            [(kind.value, explained(choice)) for kind, choice in KINDS.items()],
            _("Choose what it is."),
        )
        self.fields["comparison"] = select(
            _("How it compares"),
            [(one.value, str(word)) for one, word in COMPARISONS.items()],
            required=_("Choose how it compares."),
        )
        self.fields["value"] = forms.DecimalField(
            label=_("Value"),
            required=False,
            max_digits=20,
            decimal_places=4,
            localize=True,
            help_text=(
                _("In the indicator’s own unit: %(unit)s. 15 means 15 per cent.")
                if version is not None and version.percent
                else _("In the indicator’s own unit: %(unit)s.")
            )
            % {"unit": unit},
            error_messages={"invalid": _("Write a number, such as 500 or 12.5.")},
            widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"}),
        )
        self.fields["period"] = _optional(
            _("For which period"),
            _("SY2021 (school year 2021/22), Y2021, Q2021-3 or M2021-09. Or give a day instead."),
        )
        self.fields["due_on"] = forms.DateField(
            label=_("For which day"),
            required=False,
            error_messages={"invalid": _("Write a day as 2020-09-01.")},
            widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
        )
        parts = cells_of(version)
        if parts:
            self.fields["cell"] = select(_("Of which part"), [("", _("the total")), *parts])
        self.fields["document"] = text(_("Document"), _("Name the document it stands in."))
        self.fields["place"] = text(
            _("Place in the document"), _("Say where in the document it stands, such as a page or a section.")
        )
        self.fields["quote"] = forms.CharField(
            label=_("What it says there"),
            required=False,
            widget=forms.Textarea(attrs={"class": "form-control", "rows": 2}),
        )

    def clean_period(self) -> str:
        key = self.cleaned_data.get("period", "").strip()
        if key:
            try:
                Period.parse(key)
            except NoSuchPeriod as unknown:
                raise forms.ValidationError(
                    _("%(key)s is no period. Write SY2021, Y2021, Q2021-3 or M2021-09.") % {"key": key}
                ) from unknown
        return key

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        dated = given.get("period") or given.get("due_on")
        baseline = given.get("kind") == Target.Kind.BASELINE
        if given.get("period") and given.get("due_on"):
            self.add_error("due_on", _("Give a period or a day, not both."))
        if given.get("value") is None and not self.errors.get("value"):
            if baseline:
                self.add_error("value", _("A baseline needs its value: write where it all started."))
            elif given.get("comparison") != Comparison.ALL:
                self.add_error("value", _("Write the value, or choose “all”."))
        if baseline and not dated and not ({"period", "due_on"} & set(self.errors)):
            self.add_error("period", _("A baseline needs its date: give the period or the day it was true."))
        return given


class PlaceForm(forms.Form):
    """Which initiative an indicator measures, in which column, and in whose words."""

    use_required_attribute = False

    def __init__(self, programme: Programme, data: Any = None, *, writes: Writes) -> None:
        super().__init__(data, auto_id="%s")
        initiatives = Initiative.objects.filter(programme=programme).order_by("order")
        self.fields["initiative"] = select(
            _("Initiative"),
            [
                *([("", _("none: it cuts across all of them"))] if writes("") else []),
                *((one.pk, in_language(one.title, one.title_en)) for one in initiatives if writes(one.pk)),
            ],
        )
        self.fields["column"] = select(
            _("Column"),
            [
                (column.value, str(column.label))
                for column in Measure.Column
                if column is not Measure.Column.CROSS_CUTTING or writes("")
            ],
            required=_("Choose the column."),
        )
        self.fields["text"] = text(_("The line in Latvian"), _("Write the line in Latvian."))
        self.fields["text_en"] = text(_("The line in English"), _("Write the line in English."))
        self.fields["place"] = text(_("Where it is written"), _("Say where it is written."))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        across = given.get("column") == Measure.Column.CROSS_CUTTING
        if across and given.get("initiative"):
            self.add_error("initiative", _("What cuts across belongs to no single initiative: choose none."))
        if given.get("column") and not across and not given.get("initiative"):
            self.add_error("initiative", _("Choose the initiative it is an output or an outcome of."))
        return given


def _optional(label: str, help_text: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=30,
        help_text=help_text,
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )
