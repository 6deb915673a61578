"""Planning slots of a week over a period, and calling one off."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.places.models import Room
from kurss.science_centre.models import BookingState, GroupState
from kurss.science_centre.pages.answers import account, permitted, slot_at
from kurss.science_centre.pages.forms import PlanForm
from kurss.science_centre.refusals import ScienceCentreRefused
from kurss.science_centre.slots import Plan, cancel_slot, plan_slots, weekly


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def plan(request: HttpRequest) -> HttpResponse:
    """A pattern of the week over a period: shown before it is written, with the holidays it leaves out."""
    by, at = account(request), clock.now()
    found = Room.objects.in_use_on(clock.today()).select_related("building__institution")
    rooms = [
        room
        for room in found.order_by("building__institution", "name")
        if may(by, Act.PLAN_SLOTS, at=at, place=room.building.institution.key)
        and room.building.institution.kind == "science_centre"
    ]
    form = PlanForm(request.POST or None, rooms=rooms)
    shown = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        times, left_out = weekly(form.times(), first=said["first"], last=said["last"])
        shown = {"times": times, "left_out": left_out}
        if "write" in request.POST or not times:
            try:
                made = plan_slots(plan=Plan(**form.plan()), times=times, by=by, at=at)
            except ScienceCentreRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                many = len(made)
                messages.success(
                    request,
                    ngettext("{many} slot is planned.", "{many} slots are planned.", many).format(many=many),
                )
                return redirect("science_centre:slots")
    return render(
        request,
        "science_centre/plan.html",
        {"form": form, "shown": None if form.errors else shown, "rooms": rooms},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def cancel(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Calling a slot off, with whom it concerns said before."""
    slot = slot_at(slot_id)
    permitted(request, slot, Act.PLAN_SLOTS)
    wrong = ""
    if request.method == "POST":
        try:
            cancel_slot(slot=slot, reason=request.POST.get("reason", ""), by=account(request), at=clock.now())
        except ScienceCentreRefused as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _("The slot is called off, and whoever booked is written to."))
            return redirect("science_centre:slots")
    waiting = (GroupState.REQUESTED, GroupState.CONFIRMED)
    return render(
        request,
        "science_centre/cancel.html",
        {
            "slot": slot,
            "groups": slot.school_groups.filter(state__in=waiting).count(),
            "children": slot.bookings.filter(state=BookingState.BOOKED).count(),
            "wrong": wrong,
            "reason": request.POST.get("reason", ""),
        },
        status=422 if wrong else 200,
    )
