"""The forms of the roadmap: what is planned, re-planned and what happened. Months are written as 2022-05."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kurss.programme.definition_words import in_language
from kurss.programme.models import Activity, Cause, Initiative, Milestone
from kurss.programme.pages.charter_forms import area, boxed, line
from kurss.programme.pages.organisations import chosen, to_choose
from kurss.programme.pages.questions import select, text, ticks
from kurss.programme.plan_files import month_from
from kurss.programme.refusals import Refused
from kurss.programme.replanning import month_of_milestone, months_of
from kurss.programme.words import Box


class MonthField(forms.Field):
    """A month, given back as its first day."""

    def __init__(self, label: str, *, required: str = "", help_text: str = "") -> None:
        super().__init__(
            label=label,
            required=bool(required),
            help_text=help_text,
            error_messages={"required": required} if required else None,
            widget=forms.TextInput(
                attrs={"class": "form-control month", "type": "month", "placeholder": "2022-05"}
            ),
        )

    def to_python(self, value: Any) -> date | None:
        given = str(value or "").strip()
        if not given:
            return None
        month = month_from(given)
        if month is None:
            raise forms.ValidationError(_("Write a month as 2022-05."))
        return month

    def prepare_value(self, value: Any) -> str:
        return f"{value:%Y-%m}" if isinstance(value, date) else str(value or "")


def day(label: str, *, required: str = "", help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=bool(required),
        help_text=help_text,
        error_messages={"required": required, "invalid": _("Write a day as 2022-06-18.")},
        widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
    )


class PlanForm(forms.Form):
    """A form that writes down no rule: its verb does."""

    use_required_attribute = False

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="%s", initial=initial)


class Titled(PlanForm):
    """What activities and milestones have in common: their name and where it is written."""

    def titles(self) -> None:
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))

    def wording(self) -> None:
        self.fields["timing"] = line(_("When, in words, in Latvian"), 500)
        self.fields["timing_en"] = line(_("When, in words, in English"), 500)
        self.fields["place"] = line(_("Where it is written"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("timing")) != bool(given.get("timing_en")):
            self.add_error("timing", _("Say when in both languages, or in neither."))
        return given


class ActivityForm(Titled):
    """An activity: its months, or the months in which it runs every year."""

    def __init__(
        self, data: Any = None, initial: dict[str, Any] | None = None, *, months_stand: bool = False
    ) -> None:
        super().__init__(data, initial)
        self.titles()
        self.fields["planned_from"] = MonthField(_("First month"))
        self.fields["planned_until"] = MonthField(_("Last month"))
        months = [("", "–"), *((str(number), str(number)) for number in range(1, 13))]
        self.fields["yearly_from"] = select(_("Or every year, from month"), months)
        self.fields["yearly_until"] = select(_("to month"), months)
        if months_stand:
            for name in ("planned_from", "planned_until", "yearly_from", "yearly_until"):
                self.fields[name].disabled = True
        self.fields["responsible"] = select(
            _("Who answers for it"),
            to_choose(_("nobody named")),
        )
        self.wording()

    @staticmethod
    def of(activity: Activity) -> dict[str, Any]:
        names = ("title", "title_en", "planned_from", "planned_until", "timing", "timing_en", "place")
        return {name: getattr(activity, name) for name in names} | {
            "yearly_from": str(activity.yearly_from_month or ""),
            "yearly_until": str(activity.yearly_until_month or ""),
            "responsible": str(activity.responsible_id or ""),
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if bool(given.get("yearly_from")) != bool(given.get("yearly_until")):
            self.add_error("yearly_from", _("Every year from one month to another: choose both."))
        if given.get("yearly_from") and (given.get("planned_from") or given.get("planned_until")):
            self.add_error("yearly_from", _("It runs once or every year: give one of the two."))
        return given

    def verb_words(self) -> dict[str, Any]:
        """What was answered, as the verbs take it."""
        given = dict(self.cleaned_data)
        first, last = given.pop("yearly_from"), given.pop("yearly_until")
        key = given.pop("responsible")
        return given | {
            "yearly_months": (int(first), int(last)) if first and last else None,
            "responsible": chosen(key),
        }


class MilestoneForm(Titled):
    """A milestone: its month, and the activity whose months it stands in."""

    def __init__(
        self,
        initiative: Initiative,
        data: Any = None,
        initial: dict[str, Any] | None = None,
        *,
        months_stand: bool = False,
    ) -> None:
        super().__init__(data, initial)
        self.titles()
        self.fields["planned_month"] = MonthField(_("Month"))
        self.fields["planned_month"].disabled = months_stand
        self.own = {str(one.pk): one for one in Activity.objects.filter(initiative=initiative)}
        self.fields["activity"] = select(
            _("Of which activity"),
            [
                ("", _("of the initiative as a whole")),
                *((key, in_language(one.title, one.title_en)) for key, one in self.own.items()),
            ],
            help_text=_("A milestone stands within the months of its activity."),
        )
        self.wording()

    @staticmethod
    def of(milestone: Milestone) -> dict[str, Any]:
        names = ("title", "title_en", "planned_month", "timing", "timing_en", "place")
        return {name: getattr(milestone, name) for name in names} | {
            "activity": str(milestone.activity_id or "")
        }

    def verb_words(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return given | {"activity": self.own.get(given["activity"])}


class ConditionForm(PlanForm):
    """A condition on which the whole initiative rests."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["text"] = text(_("The condition in Latvian"), _("Write the condition in Latvian."))
        self.fields["text_en"] = text(_("The condition in English"), _("Write the condition in English."))
        self.fields["place"] = text(_("Where it is written"), _("Say where it is written."))


class ReplanForm(PlanForm):
    """Other months, and why."""

    def __init__(self, planned: Activity | Milestone, data: Any = None, asked: Any = None) -> None:
        asked = asked or {}
        super().__init__(data)
        if isinstance(planned, Activity):
            first, last = months_of(planned)
            needed = _("Give both months: what is re-planned has a beginning and an end.")
            self.fields["planned_from"] = MonthField(_("First month"), required=needed)
            self.fields["planned_until"] = MonthField(_("Last month"), required=needed)
            self.initial["planned_from"] = month_from(asked.get("from", "")) or first
            self.initial["planned_until"] = month_from(asked.get("until", "")) or last
        else:
            self.fields["month"] = MonthField(_("Month"), required=_("Give the month."))
            self.initial["month"] = month_from(asked.get("until", "")) or month_of_milestone(planned)
        self.fields["cause"] = select(
            _("Cause"),
            [("", "–"), *((one.value, str(one.label)) for one in Cause)],
            required=_("Choose the cause: a plan that moves says why."),
        )
        self.fields["text"] = area(_("In words, in Latvian"), rows=2)
        self.fields["text_en"] = area(_("In words, in English"), rows=2)
        if isinstance(planned, Activity) and planned.milestones.exists():
            self.fields["with_milestones"] = forms.BooleanField(
                label=_("Move its milestones that are not reached by as many months as its end"),
                required=False,
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )
            self.initial["with_milestones"] = True

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            self.words = boxed(given.get("text", ""), given.get("text_en", ""))
        except Refused as refused:
            self.words = Box()
            self.add_error("text", str(refused))
        return given


class ActualForm(PlanForm):
    """When an activity began and ended, on whose word."""

    def __init__(self, data: Any = None, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial)
        self.fields["began_on"] = day(_("It began on"))
        self.fields["ended_on"] = day(_("It ended on"), help_text=_("Empty while it runs."))
        self.fields["source"] = line(_("Who says so: a document, a register, a person"), 300)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("began_on") and not given.get("source"):
            self.add_error("source", _("Say on whose word: a day without a source is no record."))
        return given


class ReachedForm(PlanForm):
    """When a milestone was reached, on whose word."""

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["on"] = day(_("It was reached on"), required=_("Give the day."))
        self.fields["source"] = text(
            _("Who says so: a document, a register, a person"),
            _("Say on whose word: a day without a source is no record."),
        )


class WaitingForm(PlanForm):
    """The activities that must have ended before this one begins."""

    def __init__(self, activity: Activity, data: Any = None) -> None:
        super().__init__(data)
        others = Activity.objects.filter(initiative__programme=activity.initiative.programme_id)
        self.others = {
            str(one.pk): one for one in others.exclude(pk=activity.pk).select_related("initiative")
        }
        self.fields["befores"] = ticks(
            _("It waits for"),
            [
                (
                    key,
                    f"{in_language(one.initiative.short, one.initiative.short_en)}: "
                    f"{in_language(one.title, one.title_en)}",
                )
                for key, one in self.others.items()
            ],
        )
        self.initial["befores"] = [str(one.before_id) for one in activity.waits_for.all()]

    @property
    def chosen(self) -> list[Activity]:
        return [self.others[key] for key in self.cleaned_data["befores"]]
