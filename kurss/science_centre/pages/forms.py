"""What the desk, a teacher and whoever plans fill in. The rules are the verbs'; a form only reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.models.version import TEACHABLE
from kurss.curriculum.timetable import Weekly
from kurss.partners.models import Operation
from kurss.people.pages.family.forms import Choice, choice
from kurss.places.models import Institution, Room
from kurss.science_centre.admitting import OF_GROUPS, SOLD
from kurss.science_centre.models import TICKETS, CameFrom, SlotKind
from kurss.science_centre.queries import schools

WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
TIMES = 3
"""So many hours of the week the form asks for."""


def many(
    label: Any, *, least: int = 0, required: bool = False, hint: Any = "", **attrs: str
) -> forms.IntegerField:
    said = _("Enter a whole number.")
    return forms.IntegerField(
        label=label,
        required=required,
        min_value=least,
        max_value=5000,
        help_text=hint,
        error_messages={"invalid": said, "required": said},
        widget=forms.NumberInput(attrs={"class": "form-control", "inputmode": "numeric"} | attrs),
    )


def line(label: Any, most: int, *, missing: Any = "", hint: Any = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=hint,
        error_messages={"required": missing},
        widget=forms.TextInput(attrs={"class": "form-control"} | attrs),
    )


def select(label: Any, *, hint: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, required=False, help_text=hint, widget=forms.Select(attrs={"class": "form-select"})
    )


class Once(forms.Form):
    """A form that names its press, so that pressed twice it is one."""

    use_required_attribute = False
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.fields["once"].initial = uuid4


class Tickets(Once):
    """How many of each kind come in, and from where."""

    came_from = choice(_("Where from"), CameFrom.choices)

    def __init__(self, *args: Any, of_group: bool = False, corrects: bool = False, **named: Any) -> None:
        super().__init__(*args, **named)
        self.kinds = OF_GROUPS if of_group else SOLD
        for name in self.kinds:
            self.fields[name] = many(TICKETS[name], placeholder="0", autocomplete="off")
        if corrects:
            self.fields["reason"] = line(_("Why it is corrected"), 200, missing=_("Say why it is corrected."))

    def counts(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.kinds)

    def tickets(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] or 0 for name in self.kinds}


class AskForm(Once):
    """A teacher's five or so fields."""

    institution = select(_("School"))
    school = line(_("Another school"), 200, hint=_("Only if yours is not in the list."))
    grade = many(_("Grade"), hint=_("Leave it empty for a mixed group; 0 is a kindergarten."), max="12")
    pupils = many(_("Pupils"), required=True, least=1)
    adults = many(_("Adults with them"), required=True, least=1)
    teacher_name = line(_("Your name"), 120, missing=_("Enter your name."), autocomplete="name")
    email = line(
        _("E-mail address"),
        254,
        missing=_("Enter the address to which we write."),
        type="email",
        autocomplete="email",
    )
    phone = line(
        _("Telephone"), 40, hint=_("If something changes on the day itself."), type="tel", autocomplete="tel"
    )

    def __init__(self, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        options = [(one.key, one.name) for one in schools()]
        self.fields["institution"].choices = [("", _("Choose")), *options]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if bool(said.get("institution")) == bool(said.get("school")):
            self.add_error("institution", _("Choose your school, or write its name below: one of the two."))
        if said.get("grade") is not None and said["grade"] > 12:
            self.add_error("grade", _("A grade is from 0 to 12."))
        return said

    def told(self, *, language: str) -> dict[str, Any]:
        said = {name: value for name, value in self.cleaned_data.items() if name != "once"}
        said["institution"] = Institution.objects.filter(key=said["institution"] or None).first()
        return said | {"language": language}


class PlanForm(Once):
    """A week's hours over a period, or a single day."""

    room = select(_("Room"))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=SlotKind.choices, widget=Choice(attrs={"class": "form-check-input"})
    )
    version = select(_("Programme"), hint=_("What is shown or taught; the open hall can do without."))
    operation = select(_("Operation"), hint=_("The funder’s project that pays, if there is one."))
    capacity = many(_("Places"), required=True, least=1)
    pupils_per_adult = many(_("Pupils for each adult"), least=1)
    age_from = many(_("From age"))
    age_to = many(_("To age"))

    def __init__(self, *args: Any, rooms: list[Room], **named: Any) -> None:
        super().__init__(*args, **named)
        self.rooms = {str(room.pk): room for room in rooms}
        versions = CurriculumVersion.objects.filter(state__in=TEACHABLE).select_related("curriculum")
        self.versions = {str(one.pk): one for one in versions}
        self.operations = {str(one.pk): one for one in Operation.objects.all()}
        self.fields["pupils_per_adult"].initial = settings.KURSS_PUPILS_PER_ADULT
        self._choose(
            "room", {key: f"{one.building.institution}, {one.name}" for key, one in self.rooms.items()}
        )
        self._choose("version", {key: one.curriculum.title for key, one in self.versions.items()})
        self._choose("operation", {key: one.title for key, one in self.operations.items()})
        for name, label in (("first", _("First day")), ("last", _("Last day"))):
            self.fields[name] = forms.DateField(
                label=label,
                error_messages={"required": _("Enter a day."), "invalid": _("Write a day as 2022-06-18.")},
                widget=forms.DateInput(attrs={"class": "form-control", "type": "date"}, format="%Y-%m-%d"),
            )
        for n in range(1, TIMES + 1):
            self._time_row(n)

    def _choose(self, name: str, options: dict[str, str]) -> None:
        self.fields[name].choices = [("", "–"), *options.items()]  # type: ignore[attr-defined]

    def _time_row(self, n: int) -> None:
        self.fields[f"weekday{n}"] = forms.ChoiceField(
            label=_("Weekday"),
            choices=[("", "–"), *((str(day), word) for day, word in enumerate(WEEKDAYS, start=1))],
            required=n == 1,
            error_messages={"required": _("Choose a day of the week.")},
            widget=forms.Select(attrs={"class": "form-select"}),
        )
        for name, label in (("starts", _("From")), ("ends", _("Until"))):
            self.fields[f"{name}{n}"] = forms.TimeField(
                label=label,
                required=n == 1,
                error_messages={"required": _("Enter an hour."), "invalid": _("Write an hour as 14:30.")},
                widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "form-control"}),
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for n in range(2, TIMES + 1):
            if said.get(f"weekday{n}") and not (said.get(f"starts{n}") and said.get(f"ends{n}")):
                self.add_error(f"starts{n}", _("Enter both hours of this day."))
        if not said.get("room"):
            self.add_error("room", _("Choose the room."))
        return said

    def rows(self) -> Iterator[list[forms.BoundField]]:
        for n in range(1, TIMES + 1):
            yield [self[f"weekday{n}"], self[f"starts{n}"], self[f"ends{n}"]]

    def rest(self) -> list[forms.BoundField]:
        names = (
            "first",
            "last",
            "version",
            "operation",
            "capacity",
            "pupils_per_adult",
            "age_from",
            "age_to",
        )
        return [self[name] for name in names]

    def times(self) -> list[Weekly]:
        said = self.cleaned_data
        return [
            Weekly(int(said[f"weekday{n}"]), said[f"starts{n}"], said[f"ends{n}"])
            for n in range(1, TIMES + 1)
            if said[f"weekday{n}"]
        ]

    def plan(self) -> dict[str, Any]:
        said = self.cleaned_data
        room = self.rooms[said["room"]]
        return {
            "place": room.building.institution,
            "room": room,
            "kind": SlotKind(said["kind"]),
            "version": self.versions.get(said["version"]),
            "operation": self.operations.get(said["operation"]),
            **{name: said[name] for name in ("capacity", "pupils_per_adult", "age_from", "age_to")},
        }
