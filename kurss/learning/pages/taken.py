"""What somebody has in a round that gives places at once: places, places kept, and places in line."""

from __future__ import annotations

from math import ceil

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kurss.learning.models import Application
from kurss.learning.pages.answers import account
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds.line import step_out
from kurss.learning.rounds.queries import WishStanding, standing_of
from kurss.learning.withdrawing import withdraw
from kurss.people import clock
from kurss.people.acting import acts_for
from kurss.people.restricting import shown_to


def taken(request: HttpRequest, application: Application) -> HttpResponse:
    """Each group asked for and how it stands. POST gives a place up, or steps out of a line."""
    standing = standing_of(application)
    if request.method == "POST":
        wanted = request.POST.get("wish", "")
        wish = next((one for one in standing.wishes if str(one.wish.pk) == wanted), None)
        if wish is None:
            raise Http404(_("There is no such application."))
        _give_up(request, application, wish)
        return redirect("learning:application", application=application.pk)
    at = clock.now()
    known = shown_to(account(request), application.person_id, at=at)
    ends = [offer.expires_at for offer in standing.open_offers if offer.expires_at > at]
    answer = render(
        request,
        "learning/taken.html",
        {
            "application": application,
            "round": application.round,
            "standing": standing,
            "name": known.given_name if known else _("The child"),
            "now": at,
            "theirs": known is not None and acts_for(account(request), known.person, on=clock.today()),
            "kept": [
                (offer, max(ceil((offer.expires_at - at).total_seconds()), 0))
                for offer in standing.open_offers
            ],
        },
    )
    if ends and "still" not in request.GET:
        answer["Refresh"] = str(ceil((min(ends) - at).total_seconds()))
    return answer


def _give_up(request: HttpRequest, application: Application, wish: WishStanding) -> None:
    by, at = account(request), clock.now()
    try:
        if wish.state == "enrolled" and wish.offer is not None and wish.offer.enrolment is not None:
            withdraw(enrolment=wish.offer.enrolment, reason="the family", by=by, at=at)
            messages.success(request, _("The place is given up and goes to the next in line."))
        elif wish.state == "waiting":
            step_out(pool=wish.wish.pool, application=application, by=by, at=at)
            messages.success(request, _("You have left the waiting list of this group."))
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
