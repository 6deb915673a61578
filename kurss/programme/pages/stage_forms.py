"""The forms of a programme's start and of its stages. They write down no rule: the verbs do."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kurss.people.models import Account
from kurss.programme.beginning.kinds import Kind
from kurss.programme.beginning.stages import artefact_mark, narrative_mark, period_mark
from kurss.programme.beginning.starting import Begun
from kurss.programme.definition_words import in_language
from kurss.programme.models import Artefact, Stage, StatedPeriod
from kurss.programme.models.said import PLACE_LENGTH
from kurss.programme.pages.charter_forms import area, line
from kurss.programme.pages.plan_forms import PlanForm, day
from kurss.programme.pages.questions import radio, select, text


def _place(label: str, missing: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=PLACE_LENGTH,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"class": "form-control"}),
    )


class StartForm(PlanForm):
    """What one says of a programme at its start, and the days of each of its stages."""

    def __init__(self, kind: Kind, data: Any = None) -> None:
        super().__init__(data)
        self.kind = kind
        self.fields["title"] = text(_("Name in Latvian"), _("Write its name in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Write its name in English."))
        self.fields["goal"] = area(_("Goal in Latvian"), rows=3)
        self.fields["goal_en"] = area(_("Goal in English"), rows=3)
        for name, missing in (
            ("goal", _("Say in Latvian what the programme is for.")),
            ("goal_en", _("Say in English what the programme is for.")),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = missing
        self.fields["priority"] = area(_("Priority in Latvian, if it has one"), rows=2)
        self.fields["priority_en"] = area(_("Priority in English"), rows=2)
        self.fields["starts_on"] = day(_("First day"), required=_("Write its first day."))
        self.fields["ends_on"] = day(_("Last day"), required=_("Write its last day."))
        self.fields["report"] = text(_("Title of its report, in Latvian"), _("Write the title in Latvian."))
        self.fields["report_en"] = text(
            _("Title of its report, in English"), _("Write the title in English.")
        )
        self.fields["author"] = text(
            _("Who answers for it"), _("Say who answers for the report."), length=200
        )
        self.fields["place"] = _place(
            _("Where the days of the stages are written"), _("Say where they are written.")
        )
        self.initial["place"] = _("Plan of the programme")
        for number, _stage in enumerate(kind.stages):
            self.fields[f"first-{number}"] = day(_("First day"))
            self.fields[f"last-{number}"] = day(_("Last day"))

    @property
    def pairs(self) -> list[list[forms.BoundField]]:
        names = ("title", "goal", "priority")
        return [[self[name], self[f"{name}_en"]] for name in names]

    @property
    def stages(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [
            (in_language(stage.title, stage.title_en), [self[f"first-{number}"], self[f"last-{number}"]])
            for number, stage in enumerate(self.kind.stages)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number, _stage in enumerate(self.kind.stages):
            first, last = f"first-{number}", f"last-{number}"
            if first in self.errors or last in self.errors:
                continue
            if bool(given.get(first)) != bool(given.get(last)):
                self.add_error(
                    first if given.get(last) else last,
                    _("Write both days of the stage, or none until they are known."),
                )
        if bool(given.get("priority")) != bool(given.get("priority_en")):
            self.add_error("priority", _("Write it in both languages, or in neither."))
        return given

    @property
    def begun(self) -> Begun:
        names = [name for name in self.fields if not name.startswith(("first-", "last-"))]
        return Begun(**{name: self.cleaned_data[name] for name in names})

    @property
    def days(self) -> dict[str, tuple[date, date]]:
        found = {}
        for number, stage in enumerate(self.kind.stages):
            first, last = (self.cleaned_data[f"{name}-{number}"] for name in ("first", "last"))
            if first and last:
                found[stage.key] = (first, last)
        return found


class KindForm(PlanForm):
    """A file that describes another kind of programme."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        forms.Form.__init__(self, data, files, auto_id="%s")
        self.fields["file"] = forms.FileField(
            label=_("File of a kind of programme, TOML"),
            error_messages={"required": _("Choose a file.")},
            widget=forms.FileInput(attrs={"class": "form-control", "accept": ".toml"}),
        )


class PeriodForm(PlanForm):
    """When a stage runs, as one place states it."""

    def __init__(self, period: StatedPeriod | None, data: Any = None) -> None:
        super().__init__(data)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["starts_on"] = day(_("First day"), required=_("Write the first day."))
        self.fields["ends_on"] = day(_("Last day"), required=_("Write the last day."))
        self.fields["place"] = _place(_("Where it is written"), _("Say where it is written."))
        self.fields["quote"] = line(_("As it is printed there"), 200)
        self.fields["quote"].help_text = _("Such as “February 2021 to May 2021”; empty: the two days.")
        self.fields["months"] = forms.IntegerField(
            label=_("Length in months, where one is printed"),
            required=False,
            min_value=1,
            max_value=600,
            error_messages={
                "invalid": _("Write a whole number of months."),
                "min_value": _("A stage lasts at least a month."),
            },
            widget=forms.NumberInput(attrs={"class": "form-control"}),
        )
        if period is not None:
            names = ("starts_on", "ends_on", "place", "quote", "months")
            self.initial = {name: getattr(period, name) for name in names} | {"seen": period_mark(period)}

    @property
    def held(self) -> dict[str, Any]:
        given = self.cleaned_data
        quote = given["quote"] or f"{given['starts_on']} – {given['ends_on']}"
        return {name: given[name] for name in ("starts_on", "ends_on", "place", "months")} | {"quote": quote}


class NarrativeForm(PlanForm):
    """What is told of a stage."""

    def __init__(self, stage: Stage, data: Any = None) -> None:
        super().__init__(data)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["text"] = area(_("In Latvian"), rows=6)
        self.fields["text_en"] = area(_("In English"), rows=6)
        for name, missing in (
            ("text", _("Write it in Latvian.")),
            ("text_en", _("Write it in English.")),
        ):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = missing
        self.fields["place"] = _place(_("Where it is written"), _("Say where it is written."))
        self.initial = {
            "text": stage.narrative,
            "text_en": stage.narrative_en,
            "place": stage.place,
            "seen": narrative_mark(stage),
        }


class ArtefactForm(PlanForm):
    """Who owes an artefact, by when, and whether it is there."""

    def __init__(self, artefact: Artefact, accounts: list[Account], data: Any = None) -> None:
        super().__init__(data)
        self.accounts = {str(one.pk): one for one in accounts}
        if artefact.owner is not None:
            self.accounts.setdefault(str(artefact.owner_id), artefact.owner)
        self.fields["seen"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["owner"] = select(
            _("Who owes it"),
            [("", _("nobody yet")), *((key, one.name or str(one)) for key, one in self.accounts.items())],
        )
        self.fields["due_on"] = day(_("By when"), help_text=_("Empty: no day was agreed."))
        self.fields["state"] = radio(
            _("Is it there?"),
            [(one.value, str(one.label)) for one in Artefact.State],
            _("Choose whether it is there."),
        )
        self.fields["place"] = line(_("Where it is found"), PLACE_LENGTH)
        self.initial = {
            "owner": str(artefact.owner_id or ""),
            "due_on": artefact.due_on,
            "state": artefact.state,
            "place": artefact.place,
            "seen": artefact_mark(artefact),
        }

    @property
    def held(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "owner": self.accounts.get(given["owner"]),
            "due_on": given["due_on"],
            "state": Artefact.State(given["state"]),
            "place": given["place"],
        }
