"""Enrolling at once: before the opening, in the waiting room, at the form, and where the group has filled up."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from math import ceil
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.catalogue import readable
from kurss.learning.models import CameBy
from kurss.learning.models.onday import Resident
from kurss.learning.pages.answers import account
from kurss.learning.pages.forms import AtOnceForm
from kurss.learning.pages.whom import own, searched
from kurss.learning.refusals import LearningRefused, NothingFree
from kurss.learning.rounds import first_come
from kurss.learning.rounds.at_once import Asks, AtOnce, at_once, others, readiness
from kurss.learning.rounds.room import look, turn_of
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.models import Person
from kurss.people.permissions import Act
from kurss.people.signin.attempts import too_often

LOOK_AGAIN = 15
"""Seconds after which a page of the waiting room looks again by itself, at the latest."""

SOON = 30 * 60
"""Seconds before the opening from which on the page opens the form by itself when the moment comes."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest, group: str) -> HttpResponse:
    """One page for one group: a parent enrols their own child, a clerk anybody who calls, comes or writes."""
    at, form = clock.now(), AtOnceForm(request.POST) if request.method == "POST" else None
    asks = Asks(holder=account(request).pk)
    if form is not None and form.is_valid():
        asks = replace(asks, person=form.cleaned_data["person"], once=form.cleaned_data["once"])
    found = at_once(group, at=at, asks=asks)
    if found is None:
        raise Http404(_("No round gives places in group %(key)s at once.") % {"key": group})
    clerk = may(request.user, Act.RUN_ROUNDS, at=at, place=found.group.place.key)
    if not found.is_open(at):
        return _closed(request, found, at, clerk=clerk)
    if form is not None:
        return _asked(request, found, form, at, clerk=clerk)
    if not clerk and (waiting := _waits(request, found, account(request).pk)) is not None:
        return waiting
    return _page(request, found, AtOnceForm(initial={"once": uuid4().hex}), at, clerk=clerk)


def _asked(
    request: HttpRequest, found: AtOnce, form: AtOnceForm, at: datetime, *, clerk: bool
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, form, at, clerk=clerk)
    said = form.cleaned_data
    pool = found.pool(said["mode"])
    if pool is None:
        form.add_error("mode", _("Choose one of those on this page."))
        return _page(request, found, form, at, clerk=clerk)
    if (waiting := _waits(request, found, said["person"] if clerk else account(request).pk)) is not None:
        return waiting
    asking = first_come.Asking(
        pool=pool,
        person=said["person"],
        came_by=CameBy(said["came_by"] or CameBy.PHONE) if clerk else CameBy.WEB,
        resident=Resident(said["resident"]),
        by=account(request),
        once=said["once"],
    )
    try:
        if request.POST.get("act") != "wait" and pool.pk in found.gone:
            raise first_come.nothing_free(pool)
        return _done(request, found, asking, at)
    except Person.DoesNotExist:
        form.add_error("person", _("Choose one of those on this page."))
    except NothingFree as refusal:
        return _gone(request, found, form, refusal, at)
    except LearningRefused as refusal:
        form.add_error(None, str(refusal))
    return _page(request, found, form, at, clerk=clerk)


def _gone(
    request: HttpRequest, found: AtOnce, form: AtOnceForm, refusal: NothingFree, at: datetime
) -> HttpResponse:
    """The last place went during the click: the line, with what was filled in, and the same course elsewhere.

    Most answers of an opening are this one, so it is a page without the shell.
    """
    return render(
        request,
        "learning/enrol_gone.html",
        {
            "group": found.group,
            "refusal": refusal,
            "sent": form,
            "others": others(found, at=at),
            "child": form.cleaned_data["person"],
        },
        status=409,
    )


def _done(request: HttpRequest, found: AtOnce, asking: first_come.Asking, at: datetime) -> HttpResponse:
    """What the button that was pressed asks for, and the page that shows it."""
    act = request.POST.get("act", "take")
    if act == "wait":
        application = first_come.join_line(round=found.round, asking=asking, at=at)
        messages.success(
            request, _("You are on the waiting list. You will be written to when a place is free.")
        )
        return redirect("learning:application", application=application.pk)
    verb = first_come.keep_place if act == "keep" else first_come.take_place
    offer = verb(round=found.round, asking=asking, at=at)
    if act != "keep":
        messages.success(request, _("The place is yours."))
    return redirect("learning:application", application=offer.application_id)


def _closed(request: HttpRequest, found: AtOnce, at: datetime, *, clerk: bool) -> HttpResponse:
    """Before the opening: when it is, and whether everything is ready. After the closing: that it is over."""
    if request.method == "POST":
        messages.error(request, _("Nothing was changed: places are not given at this moment."))
    left = ceil((found.round.opens_at - at).total_seconds())
    answer = render(
        request,
        "learning/enrol_closed.html",
        {
            "found": found,
            "group": found.group,
            "round": found.round,
            "ready": [] if clerk else readiness(found.group, own(request.user)),
            "to_come": found.is_to_come(at),
            "clerk": clerk,
            "now": at,
            "left": left,
            "chosen": request.GET.get("child", ""),
        },
    )
    if found.is_to_come(at) and left <= SOON and "still" not in request.GET:
        answer["Refresh"] = str(left)
    return answer


def _waits(request: HttpRequest, found: AtOnce, holder: UUID) -> HttpResponse | None:
    """The waiting room, as long as the holder's turn has not come. What was sent is kept in it."""
    now = timezone.now()
    given = found.comes_at if holder == account(request).pk else None
    comes_at = turn_of(round=found.round, holder=holder, at=now, given=given)
    if comes_at <= now:
        return None
    left = ceil((comes_at - now).total_seconds())
    answer = render(
        request,
        "learning/enrol_room.html",
        {
            "found": found,
            "group": found.group,
            "round": found.round,
            "room": look(round=found.round, comes_at=comes_at, at=now),
            "now": now,
            "left": left,
            "sent": AtOnceForm(request.POST) if request.method == "POST" else None,
            "act": request.POST.get("act", "take"),
            "again": min(left, LOOK_AGAIN),
        },
        status=429 if request.method == "POST" else 200,
    )
    answer["Retry-After"] = str(left)
    if request.method != "POST" and "still" not in request.GET:
        answer["Refresh"] = str(min(left, LOOK_AGAIN))
    return answer


def _page(
    request: HttpRequest,
    found: AtOnce,
    form: AtOnceForm,
    at: datetime,
    *,
    clerk: bool,
) -> HttpResponse:
    """The form, with what was wrong, or with the way on where the group has filled up."""
    who = readable(request.GET.get("who", "")) if clerk else ""
    if who and (held_up := too_often(request, "search")) is not None:
        return held_up
    people = searched(request, who, at, page="learning:enrol") if clerk else own(request.user)
    ready = readiness(found.group, people)
    able = [one for one in ready if not one.hindrance]
    full = not found.free
    chosen = (
        form["person"].value() or request.GET.get("child", "") or (str(able[0].key) if len(able) == 1 else "")
    )
    return render(
        request,
        "learning/enrol.html",
        {
            "found": found,
            "group": found.group,
            "round": found.round,
            "form": form,
            "able": able,
            "hindered": [one for one in ready if one.hindrance],
            "chosen": str(chosen),
            "resident": form["resident"].value(),
            "residents": Resident.choices,
            "ways": [way for way in CameBy.choices if way[0] != CameBy.WEB] if clerk else [],
            "full": full,
            "others": others(found, at=at) if full else [],
            "kept_minutes": int(first_come.KEPT.total_seconds() // 60),
            "clerk": clerk,
            "who": who,
        },
        status=422 if form.errors else 200,
    )
