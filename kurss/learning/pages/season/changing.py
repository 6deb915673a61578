"""Changing a planned group, and adding a meeting to it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.curriculum.timetable import Slot, slot
from kurss.learning.changing import Details, add_meeting, change_group
from kurss.learning.cityday import zone
from kurss.learning.models import Group, Mode
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import group_of
from kurss.learning.pages.season.forms import Plain, day_field
from kurss.learning.pages.season.group_form import language_field, own_title
from kurss.learning.pages.season.rule_form import ages_said, faults, rule_field, rule_said
from kurss.learning.planned import rooms_in, teachers
from kurss.learning.refusals import LearningRefused
from kurss.partners.queries import operations
from kurss.people import clock
from kurss.people.models import Person


def _rooms(group: Group, field: forms.Field) -> dict[str, Any]:
    """The rooms of the group's place, offered in the field."""
    rooms = {str(room.pk): room for room in rooms_in([group.place], on=clock.today())}
    field.choices = [  # type: ignore[attr-defined]
        ("", "–"),
        *((key, f"{room.name} ({room.seats})") for key, room in rooms.items()),
    ]
    return rooms


class ChangeForm(Plain):
    """What can be said anew of a group: for the meetings that are still to come."""

    minimum = forms.IntegerField(label=gettext_lazy("Fewest people with whom it meets"), min_value=1)
    room = forms.ChoiceField(
        label=gettext_lazy("Room"),
        required=False,
        help_text=gettext_lazy("Everybody of the group gets a letter about another room."),
    )
    language = language_field()
    rule = rule_field()
    first_of = forms.IntegerField(
        label=gettext_lazy("From age or grade"), min_value=0, max_value=99, required=False
    )
    last_of = forms.IntegerField(
        label=gettext_lazy("To age or grade"), min_value=0, max_value=99, required=False
    )
    age_on = day_field(
        gettext_lazy("Age on this day"),
        required=False,
        help_text=gettext_lazy("Empty: the first day of the season. For grades it is not asked."),
    )
    operation = forms.ChoiceField(label=gettext_lazy("Paid for by the project"), required=False)
    teachers = forms.MultipleChoiceField(
        label=gettext_lazy("Teachers"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, group: Group, **said: Any) -> None:
        self.group = group
        self.pools = list(group.pools.select_related("pool").order_by("-mode"))
        taught = list(Person.objects.filter(taught_groups__group=group))
        self.staff = {str(person.pk): (person, name) for person, name in teachers().items()}
        # Whom nobody here may name stays, unseen, with what they teach.
        self.unnamed = [person for person in taught if str(person.pk) not in self.staff]
        begun = {
            "minimum": group.minimum,
            "room": group.room_id,
            "language": group.language,
            **rule_said(group),
            "operation": group.operation.key if group.operation else "",
            "teachers": [str(person.pk) for person in taught],
            **{f"places_{pool.mode}": pool.pool.capacity for pool in self.pools},
        }
        super().__init__(*args, initial=begun, **said)
        for pool in self.pools:
            self.fields[f"places_{pool.mode}"] = forms.IntegerField(
                label=_("Places, {way}").format(way=Mode(pool.mode).label),
                min_value=1,
                max_value=10_000,
                help_text=_("{taken} are taken or kept for an offer.").format(taken=pool.pool.taken),
                widget=forms.NumberInput(attrs={"class": "form-control"}),
            )
        self.order_fields([f"places_{pool.mode}" for pool in self.pools])
        self.rooms = _rooms(group, self.fields["room"])
        self.operations = {one.key: one for one in operations()}
        self.fields["operation"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, own_title(one)) for key, one in self.operations.items()),
        ]
        self.fields["teachers"].choices = [  # type: ignore[attr-defined]
            (key, name) for key, (_person, name) in self.staff.items()
        ]

    def plain_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name != "teachers"]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name, sentence in faults(said):
            self.add_error(name, sentence)
        return said

    def details(self) -> Details:
        """What was said. Only for a form that is valid."""
        said = self.cleaned_data
        return Details(
            places={Mode(pool.mode): said[f"places_{pool.mode}"] for pool in self.pools},
            minimum=said["minimum"],
            room=self.rooms.get(said["room"]),
            teachers=[*(self.staff[key][0] for key in said["teachers"]), *self.unnamed],
            language=said["language"] or self.group.language,
            operation=self.operations.get(said["operation"]),
            ages=ages_said(said, self.group.season),
        )


class MeetingForm(Plain):
    """One meeting more."""

    day = day_field(gettext_lazy("Day"))
    starts = forms.TimeField(
        label=gettext_lazy("From"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    ends = forms.TimeField(
        label=gettext_lazy("Until"), widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    room = forms.ChoiceField(label=gettext_lazy("Room"), required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Way of attending"), choices=Mode.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("It stands in the letter to the families."),
    )

    def __init__(self, *args: Any, group: Group, **said: Any) -> None:
        super().__init__(*args, initial={"room": group.room_id, "mode": group.mode}, **said)
        self.rooms = _rooms(group, self.fields["room"])

    def slot(self) -> Slot:
        said = self.cleaned_data
        return slot(said["day"], said["starts"], said["ends"], zone())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_change(request: HttpRequest, group: str) -> HttpResponse:
    """Places, room, teachers, language, rule of ages and who pays, of a group that is planned."""
    found = group_of(request, group)
    form = ChangeForm(request.POST if request.method == "POST" else None, group=found)
    if form.is_valid():
        try:
            change_group(group=found, details=form.details(), by=account(request), at=clock.now())
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The group is changed."))
            return redirect("learning:group-plan", group=found.key)
    return render(
        request,
        "learning/season/group_change.html",
        {"group": found, "season": found.season, "form": form},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: HttpRequest, group: str) -> HttpResponse:
    """A meeting besides the planned ones. Everybody of the group is written to."""
    found = group_of(request, group)
    form = MeetingForm(request.POST if request.method == "POST" else None, group=found)
    if form.is_valid():
        said = form.cleaned_data
        try:
            add_meeting(
                group=found,
                slot=form.slot(),
                room=form.rooms.get(said["room"]),
                mode=Mode(said["mode"]),
                reason=said["reason"],
                by=account(request),
                at=clock.now(),
            )
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The meeting is planned, and the group is told."))
            return redirect("learning:group-plan", group=found.key)
    return render(
        request,
        "learning/season/meeting_new.html",
        {"group": found, "season": found.season, "form": form},
        status=422 if form.errors else 200,
    )
