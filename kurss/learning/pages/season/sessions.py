"""Moving or cancelling one session: who is in the way and who will be told is said first."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.curriculum.timetable import Slot, slot
from kurss.learning import clashes
from kurss.learning.cityday import zone
from kurss.learning.models import Enrolment, EnrolmentState, Mode, Session, SessionState
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import group_of
from kurss.learning.pages.season.forms import Plain, day_field
from kurss.learning.planned import rooms_in
from kurss.learning.refusals import LearningRefused
from kurss.learning.sessions import cancel_session, move_session, restore_session
from kurss.learning.telling import readers_of
from kurss.people import clock
from kurss.people.models import Person


def _hour() -> forms.TimeInput:
    return forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class MoveForm(Plain):
    """Another day, hour, room or way, and why."""

    day = day_field(gettext_lazy("Day"))
    starts = forms.TimeField(label=gettext_lazy("From"), widget=_hour())
    ends = forms.TimeField(label=gettext_lazy("Until"), widget=_hour())
    room = forms.ChoiceField(label=gettext_lazy("Room"), required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Way of attending"), choices=Mode.choices)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("It stands in the letter to the families."),
    )

    def __init__(self, *args: Any, session: Session, **said: Any) -> None:
        starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
        begun = {
            "day": session.happened_on,
            "starts": starts.time(),
            "ends": ends.time(),
            "room": session.room_id,
            "mode": session.mode,
        }
        super().__init__(*args, initial=begun, **said)
        rooms = rooms_in([session.group.place], on=session.happened_on)
        self.rooms = {str(room.pk): room for room in rooms}
        self.fields["room"].choices = [  # type: ignore[attr-defined]
            ("", "–"),
            *((key, f"{room.name} ({room.seats})") for key, room in self.rooms.items()),
        ]

    def slot(self) -> Slot:
        said = self.cleaned_data
        return slot(said["day"], said["starts"], said["ends"], zone())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("starts") and said.get("ends") and said["ends"] <= said["starts"]:
            self.add_error("ends", _("The session would end before it starts. Change one of the two hours."))
        return said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session_change(request: HttpRequest, session_id: int) -> HttpResponse:
    """One session: look at another time, move it there, or cancel it. Everybody of the group is written to."""
    found = _session(request, session_id)
    step, at = request.POST.get("step", ""), clock.now()
    form = MoveForm(request.POST if step in ("look", "move") else None, session=found)
    obstacles: list[str] = []
    warnings: list[str] = []
    looked = form.is_valid()
    if looked:
        obstacles, warnings = _in_the_way(found, form)
    try:
        if step == "cancel":
            reason = request.POST.get("reason", "").strip()[:200]
            cancel_session(session=found, reason=reason, by=account(request), at=at)
            messages.success(request, _("The session is cancelled, and its group is told."))
            return redirect("learning:group-plan", group=found.group.key)
        if step == "restore":
            reason = request.POST.get("reason", "").strip()[:200]
            restore_session(session=found, reason=reason, by=account(request), at=at)
            messages.success(request, _("The session is planned again."))
            return redirect("learning:group-plan", group=found.group.key)
        if step == "move" and looked:
            _move(request, found, form, at)
            messages.success(request, _("The session has moved, and its group is told."))
            return redirect("learning:group-plan", group=found.group.key)
    except LearningRefused as refusal:
        if step in ("cancel", "restore"):
            messages.error(request, str(refusal))
        else:
            form.add_error(None, str(refusal))
    return render(
        request,
        "learning/season/session_change.html",
        {
            "session": found,
            "group": found.group,
            "season": found.group.season,
            "form": form,
            "looked": looked,
            "obstacles": obstacles,
            "warnings": warnings,
            "readers": len(readers_of([found.group], at=at).get(found.group_id, ())),
            "learners": found.group.enrolments.filter(state=EnrolmentState.ENROLLED).count(),
            "planned": found.state == SessionState.PLANNED,
        },
        status=422 if form.errors else 200,
    )


def _session(request: HttpRequest, session_id: int) -> Session:
    """The session of an address, for whoever plans at its place."""
    found = (
        Session.objects.select_related("group__season", "group__place", "room").filter(pk=session_id).first()
    )
    if found is None:
        raise Http404(_("There is no such session."))
    found.group = group_of(request, found.group.key)
    return found


def _in_the_way(session: Session, form: MoveForm) -> tuple[list[str], list[str]]:
    """Obstacles for which the move is refused, and warnings that do not stop it."""
    slots, but = [form.slot()], [session.pk]
    room = form.rooms.get(form.cleaned_data["room"])
    teachers = list(Person.objects.filter(taught_sessions__session=session))
    people = Enrolment.objects.filter(group=session.group, state=EnrolmentState.ENROLLED)
    found = clashes.in_room(room, slots, but=but) if room else []
    found += clashes.of_teachers(teachers, slots, but=but) if teachers else []
    own = session.group.sessions.values_list("pk", flat=True)
    children = clashes.of_children(people.values_list("person", flat=True), slots, but=list(own))
    return [each.sentence for each in found], [each.sentence for each in children]


def _move(request: HttpRequest, session: Session, form: MoveForm, at: datetime) -> None:
    to = form.slot()
    move_session(
        session=session,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        room=form.rooms.get(form.cleaned_data["room"]),
        mode=Mode(form.cleaned_data["mode"]),
        reason=form.cleaned_data["reason"],
        by=account(request),
        at=at,
    )
