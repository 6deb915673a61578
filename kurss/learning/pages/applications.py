"""What a family has in hand, and how one application stands: answering an offer, leaving, giving a place back.

What cannot be undone is asked once more, on a page that says what it means.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.models import Application, Enrolment, GroupPool, Offer
from kurss.learning.pages.answers import account, application_of, is_open, runs_somewhere
from kurss.learning.pages.taken import taken
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds import offering
from kurss.learning.rounds.applying import withdraw_application
from kurss.learning.rounds.line import step_out
from kurss.learning.rounds.mine import mine_of
from kurss.learning.rounds.queries import standing_of
from kurss.learning.withdrawing import withdraw
from kurss.people import clock
from kurss.people.acting import acts_for, may
from kurss.people.permissions import Act
from kurss.people.restricting import shown_to

FAMILY = "the family"
"""The reason that stands in ledger and journal where the family itself decides."""


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """Everybody the account acts for: offers to answer, applications, places, calendars."""
    members = mine_of(account(request), at=clock.now())
    return render(
        request,
        "learning/mine.html",
        {
            "members": members,
            "any": any(each.applications or each.places for each in members),
            "waits": any(one.waits for each in members for one in each.applications),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, application: UUID) -> HttpResponse:
    """How one application stands: the offer first, then what became of every wish, and why."""
    found = application_of(request, application)
    if found.round.is_first_come:
        return taken(request, found)
    if request.method == "POST":
        return redirect("learning:leave", application=found.pk)
    return render(
        request,
        "learning/application.html",
        {
            "standing": standing_of(found),
            "application": found,
            "round": found.round,
            "open": is_open(found.round) and found.withdrawn_at is None,
            "clerk": runs_somewhere(request, found.round),
            "name": _name(request, found),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, application: UUID) -> HttpResponse:
    """Withdraw an application before the draw, after a page that says what it means."""
    found = application_of(request, application)
    if request.method == "POST":
        return _done(
            request,
            lambda: withdraw_application(
                application=found, reason=FAMILY, by=account(request), at=clock.now()
            ),
            said=_("The application is withdrawn."),
            then="learning:mine",
        )
    return render(
        request,
        "learning/leave.html",
        {
            "application": found,
            "round": found.round,
            "name": _name(request, found),
            "open": is_open(found.round),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Accept or decline the offer that is named; declining is asked once more first."""
    made = (
        Offer.objects.select_related("application__round", "pool__group__curriculum_version__curriculum")
        .filter(pk=offer)
        .first()
    )
    if made is None:
        raise Http404(_("There is no such application."))
    found = application_of(request, made.application_id)
    by, at = account(request), clock.now()
    if request.method != "POST":
        return render(
            request,
            "learning/decline.html",
            {"offer": made, "group": made.pool.group, "application": found, "name": _name(request, found)},
        )
    if request.POST.get("answer") == "decline":
        return _done(
            request,
            lambda: offering.decline(offer=made, reason=FAMILY, by=by, at=at),
            said=_("The place goes to the next in line."),
            then="learning:application",
            application=found,
        )
    return _done(
        request,
        lambda: offering.accept(offer=made, by=by, at=at),
        said=_("The place is yours. A letter with all meetings for your calendar is on its way."),
        then="learning:application",
        application=found,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, application: UUID, group: str) -> HttpResponse:
    """Leave the waiting list of one group and stay on the others, after a page that asks."""
    found = application_of(request, application)
    pool = (
        GroupPool.objects.filter(group__key=group, wishes__application=found)
        .select_related("pool", "group__place", "group__curriculum_version__curriculum")
        .filter(pool__line__holder=found.pk, pool__line__left_at__isnull=True)
        .first()
    )
    if request.method == "POST" and pool is not None:
        waited = pool
        return _done(
            request,
            lambda: step_out(pool=waited, application=found, by=account(request), at=clock.now()),
            said=_("The waiting list is left."),
            then="learning:application",
            application=found,
        )
    if pool is None:
        messages.error(request, _("This application does not wait there any more. Nothing was changed."))
        return redirect("learning:application", application=found.pk)
    return render(
        request,
        "learning/line.html",
        {"application": found, "group": pool.group, "name": _name(request, found)},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    """Give a place in a group back, after a page that says what it means."""
    found = (
        Enrolment.objects.select_related("group__place", "group__curriculum_version__curriculum")
        .filter(pk=enrolment_id)
        .first()
    )
    if found is None or not (
        acts_for(account(request), found.person_id, on=clock.today())
        or may(request.user, Act.RUN_ROUNDS, at=clock.now(), place=found.group.place.key)
    ):
        raise Http404(_("There is no such place in a group."))
    if request.method == "POST":
        held = found
        return _done(
            request,
            lambda: withdraw(enrolment=held, reason=FAMILY, by=account(request), at=clock.now()),
            said=_("The place is given back; it is offered to whoever waits first."),
            then="learning:mine",
        )
    known = shown_to(account(request), found.person_id, at=clock.now())
    return render(
        request,
        "learning/give_back.html",
        {"enrolment": found, "group": found.group, "name": known.given_name if known else ""},
    )


def _done(
    request: HttpRequest,
    act: Callable[[], object],
    *,
    said: str,
    then: str,
    application: Application | None = None,
) -> HttpResponse:
    """Do it and say so, or say why not; the reader comes to the page where either shows."""
    try:
        act()
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("learning:application", application=application.pk) if application else redirect(then)
    messages.success(request, said)
    return redirect(then, application=application.pk) if application else redirect(then)


def _name(request: HttpRequest, found: Application) -> str:
    known = shown_to(account(request), found.person_id, at=clock.now())
    return (known.given_name or known.name) if known else _("The child")
