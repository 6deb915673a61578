"""What an administrator fills in about a season. The rules are the verbs'; a form only reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kurss.curriculum.free_days import Break, Titles, lay_breaks, public_holidays

DAYS = ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%Y."]
NO_DAY = {"invalid": _("This is no date. Write it as 2012-03-01 or 01.03.2012.")}
BREAKS = 6
"""So many breaks a form has room for; more are added to the season afterwards."""


def day_field(label: Any, **said: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAYS,
        error_messages=NO_DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        **said,
    )


class Plain(forms.Form):
    """A form whose controls look like all the others, and whose errors are our own sentences."""

    use_required_attribute = False

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        for field in self.fields.values():
            widget = field.widget
            if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
                widget.attrs["class"] = "form-check-input"
            elif isinstance(widget, forms.Select):
                widget.attrs["class"] = "form-select"
            elif not isinstance(widget, forms.HiddenInput):
                widget.attrs["class"] = "form-control"


class SeasonForm(Plain):
    """A school year, or a year of courses for adults, and its free days."""

    title = forms.CharField(label=_("Name in Latvian"), max_length=120)
    title_en = forms.CharField(label=_("Name in English"), max_length=120)
    key = forms.SlugField(
        label=_("Key"),
        max_length=40,
        help_text=_("Short, for addresses and lists: letters without signs, digits and hyphens."),
    )
    starts_on = day_field(_("First day"))
    ends_on = day_field(_("Last day"))
    holidays = forms.BooleanField(label=_("Nobody meets on public holidays"), required=False, initial=True)

    def __init__(self, *args: Any, **said: Any) -> None:
        super().__init__(*args, **said)
        for n in range(1, BREAKS + 1):
            self.fields[f"first{n}"] = day_field(_("From"), required=False)
            self.fields[f"last{n}"] = day_field(_("Until"), required=False)
            self.fields[f"title{n}"] = forms.CharField(
                label=_("Name in Latvian"), max_length=120, required=False
            )
            self.fields[f"title_en{n}"] = forms.CharField(
                label=_("Name in English"), max_length=120, required=False
            )
            for name in (f"first{n}", f"last{n}", f"title{n}", f"title_en{n}"):
                self.fields[name].widget.attrs["class"] = "form-control"

    def rows(self) -> Iterator[list[forms.BoundField]]:
        """The fields of the breaks, a row each."""
        for n in range(1, BREAKS + 1):
            yield [self[name] for name in (f"first{n}", f"last{n}", f"title{n}", f"title_en{n}")]

    def plain_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in ("title", "title_en", "key", "starts_on", "ends_on")]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in range(1, BREAKS + 1):
            first, last = said.get(f"first{n}"), said.get(f"last{n}")
            if first and last and last < first:
                self.add_error(
                    f"last{n}", _("The break would end before it begins. Turn the two days round.")
                )
            elif last and not first:
                self.add_error(f"first{n}", _("Say from which day the break holds."))
            elif first and not said.get(f"title{n}"):
                self.add_error(f"title{n}", _("Say what the break is called."))
        return said

    def free_days(self) -> dict[date, Titles]:
        """The free days asked for, in their order. A holiday within a break keeps its own name."""
        said = self.cleaned_data
        first, last = said["starts_on"], said["ends_on"]
        known = public_holidays(first, last) if said["holidays"] else {}
        breaks = [
            Break(
                said[f"first{n}"],
                said[f"last{n}"] or said[f"first{n}"],
                said[f"title{n}"],
                said[f"title_en{n}"] or said[f"title{n}"],
            )
            for n in range(1, BREAKS + 1)
            if said.get(f"first{n}")
        ]
        return lay_breaks(first, last, breaks, known)


class BreakForm(Plain):
    """One more break of a season that is open."""

    first = day_field(_("From"))
    last = day_field(_("Until"), required=False, help_text=_("Leave it empty for one day."))
    title = forms.CharField(label=_("Name in Latvian"), max_length=120)
    title_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def free(self) -> Break:
        said = self.cleaned_data
        return Break(
            said["first"], said["last"] or said["first"], said["title"], said["title_en"] or said["title"]
        )
