"""The desk on a tablet or a phone: the slots of a day, letting in, correcting, and who came after school."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all
from kurss.people.restricting import namable
from kurss.science_centre import groups
from kurss.science_centre.admitting import admit, admit_group, correct_visit
from kurss.science_centre.booking import mark
from kurss.science_centre.models import (
    Booking,
    BookingState,
    CameFrom,
    Participation,
    SlotKind,
    Status,
    Visit,
)
from kurss.science_centre.pages.answers import account, permitted, slot_at
from kurss.science_centre.pages.forms import Tickets
from kurss.science_centre.queries import admitted, groups_of, on_day, visit_with_history
from kurss.science_centre.refusals import ScienceCentreRefused, SlotFull, TryAgain

ONE_DAY = timedelta(days=1)
UNASKED = {"came_from": CameFrom.NOT_RECORDED}
"""What stands in the form before anybody was asked: a guess would be counted as an answer."""
LATEST = 12
"""So many admissions the desk is shown, the last first."""


@require_safe
@never_cache
def today(request: HttpRequest) -> HttpResponse:
    """The slots of a day, with who is in; the day before and after are a link away."""
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
        before, after = day - ONE_DAY, day + ONE_DAY
    except (ValueError, OverflowError):
        day = clock.today()
        before, after = day - ONE_DAY, day + ONE_DAY
    return render(
        request,
        "science_centre/today.html",
        {
            "day": day,
            "slots": on_day(day, account=account(request), at=clock.now()),
            "before": before,
            "after": after,
            "is_today": day == clock.today(),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def desk(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Letting in whoever comes, and school groups that are expected."""
    slot = slot_at(slot_id)
    permitted(request, slot, Act.ADMIT_VISITORS)
    if slot.kind == SlotKind.AFTER_SCHOOL:
        return redirect("science_centre:children", slot_id=slot.pk)
    form, status = Tickets(initial=UNASKED), 200
    if request.method == "POST":
        of_group = request.POST.get("group", "")
        form, status = Tickets(request.POST, of_group=bool(of_group)), 422
        if form.is_valid():
            try:
                _let_in(request, slot_id, form, of_group)
                return redirect("science_centre:desk", slot_id=slot.pk)
            except (SlotFull, TryAgain) as refusal:
                status = 409
                form.add_error(None, str(refusal))
            except ScienceCentreRefused as refusal:
                form.add_error(None, str(refusal))
        slot = slot_at(slot_id)
    expected = [
        (group, Tickets(of_group=True, auto_id=f"id_{group.pk}_%s", initial=_expected(group)))
        for group in groups_of(slot)
    ]
    return render(
        request,
        "science_centre/desk.html",
        {
            "slot": slot,
            "form": form if request.POST.get("group", "") == "" else Tickets(initial=UNASKED),
            "wrong": form if form.errors else None,
            "expected": expected,
            "latest": admitted(slot)[:LATEST],
            "sells": slot.kind == SlotKind.OPEN_HALL,
            "plans": may(request.user, Act.PLAN_SLOTS, at=clock.now(), place=slot.place.key),
        },
        status=status,
    )


def _let_in(request: HttpRequest, slot_id: int, form: Tickets, of_group: str) -> None:
    """What the button that was pressed asks for."""
    by, at, slot = account(request), clock.now(), slot_at(slot_id)
    said = {
        "came_from": form.cleaned_data["came_from"],
        "once": form.cleaned_data["once"],
        "by": by,
        "at": at,
    }
    if not of_group:
        visit = admit(slot=slot, tickets=form.tickets(), **said)
    else:
        group = next((one for one in groups_of(slot) if str(one.pk) == of_group), None)
        if group is None:
            raise Http404(_("There is no such group."))
        if "absent" in request.POST:
            groups.did_not_come(group=group, by=by, at=at)
            messages.success(request, _("The group did not come; its places are free again."))
            return
        tickets = form.tickets()
        visit = admit_group(group=group, pupils=tickets["pupil"], adults=tickets["escort"], **said)
    many = Visit.objects.get(pk=visit.pk).visitors
    messages.success(
        request, ngettext("{many} person let in.", "{many} people let in.", many).format(many=many)
    )


def _expected(group: groups.SchoolGroup) -> dict[str, object]:
    return {
        "pupil": group.pupils,
        "escort": group.adults,
        "came_from": "city" if group.institution else "elsewhere",
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correct(request: HttpRequest, visit_id: int) -> HttpResponse:
    """What was pressed for a party, and putting it right with a reason."""
    visit, history = visit_with_history(visit_id)
    if visit is None:
        raise Http404(_("There is no such admission."))
    permitted(request, visit.slot, Act.ADMIT_VISITORS)
    of_group = visit.school_group is not None
    initial = {name: getattr(visit, name) for name in ("came_from", *Tickets(of_group=of_group).kinds)}
    form = Tickets(request.POST or None, of_group=of_group, corrects=True, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            correct_visit(
                visit=visit, tickets=form.tickets(), came_from=said["came_from"], reason=said["reason"],
                once=said["once"], by=account(request), at=clock.now(),
            )  # fmt: skip
        except ScienceCentreRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The admission is corrected; the earlier one stays readable."))
            return redirect("science_centre:desk", slot_id=visit.slot_id)
    return render(
        request,
        "science_centre/correct.html",
        {"visit": visit, "slot": visit.slot, "history": history, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def children(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Who has a place after school, and whether they came."""
    slot, at, by = slot_at(slot_id), clock.now(), account(request)
    permitted(request, slot, Act.ADMIT_VISITORS)
    booked = list(slot.bookings.filter(state=BookingState.BOOKED).select_related("person"))
    wrong = ""
    if request.method == "POST":
        said = {one: request.POST.get(f"mark-{one.pk}", "") for one in booked}
        try:
            mark(slot=slot, marks={one: word for one, word in said.items() if word}, by=by, at=at)
        except ScienceCentreRefused as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("science_centre:children", slot_id=slot.pk)
    known = namable([one.person_id for one in booked])
    looked_at_all(
        by=by,
        at=at,
        people=[one.person_id for one in booked],
        what="science_centre:children",
        why=Act.ADMIT_VISITORS,
    )
    marks = dict(Participation.objects.filter(slot=slot, is_current=True).values_list("booking", "status"))
    return render(
        request,
        "science_centre/children.html",
        {
            "slot": slot,
            "rows": sorted(
                ((_name(known, one), one, marks.get(one.pk, "")) for one in booked), key=lambda row: row[0]
            ),
            "statuses": Status.choices,
            "came": sum(status == Status.PRESENT for status in marks.values()),
            "wrong": wrong,
            "plans": may(by, Act.PLAN_SLOTS, at=at, place=slot.place.key),
        },
        status=422 if wrong else 200,
    )


def _name(known: dict, booking: Booking) -> str:
    identity = known.get(booking.person_id)
    return identity.name if identity else _("Name not shown")
