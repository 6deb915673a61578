"""Applying in a round, and how an application stands: for a family, and for a clerk at the telephone."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.learning.catalogue import readable
from kurss.learning.models import CameBy, EnrolmentRound, GroupPool, Offer, RoundState
from kurss.learning.models.onday import Resident
from kurss.learning.pages.answers import account, announced, application_of
from kurss.learning.pages.forms import Apply
from kurss.learning.pages.taken import taken
from kurss.learning.pages.whom import own, searched
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds import offering
from kurss.learning.rounds.applying import apply_for, withdraw_application
from kurss.learning.rounds.input import pool_key
from kurss.learning.rounds.queries import applications_of, standing_of
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.models import Person
from kurss.people.permissions import Act
from kurss.people.queries import identities
from kurss.people.signin.attempts import too_often


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest, round: str) -> HttpResponse:
    """One page: for whom, which groups in which order. A clerk applies for anybody, a parent for their own."""
    found, at = announced(round), clock.now()
    if found.is_first_come:
        return redirect("learning:round", round=found.key)
    clerk = any(
        may(request.user, Act.RUN_ROUNDS, at=at, place=part.pool.group.place.key)
        for part in found.pools.all()
    )
    who = readable(request.GET.get("who", "")) if clerk else ""
    if who and (held_up := too_often(request, "search")) is not None:
        return held_up
    people = searched(request, who, at, page="learning:apply") if clerk else own(request.user)
    pools = {pool_key(part.pool): part.pool for part in found.pools.all()}
    mine = [one for one in applications_of(people) if one.round_id == found.pk]
    form = Apply(
        request.POST or None,
        people=people,
        groups=[(name, _named(part.pool)) for name, part in zip(pools, found.pools.all(), strict=True)],
        siblings=[] if clerk else [(str(one.pk), people[one.person_id]) for one in mine],
        most=found.most_places,
        clerk=clerk,
        initial={"wish1": _asked(request, pools), "once": uuid4().hex},
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = apply_for(
                round=found,
                person=Person.objects.get(pk=said["person"]),
                wishes=[pools[name] for name in form.wished()],
                came_by=CameBy(said.get("came_by", CameBy.WEB)),
                wants=said.get("wants", 1),
                resident=Resident(said["resident"]),
                together_with=next((one for one in mine if str(one.pk) == said.get("together")), None),
                once=said["once"],
                by=account(request),
                at=at,
            )
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("The application is in. You can withdraw it and apply anew until the round closes."),
            )
            return redirect("learning:application", application=made.pk)
    return render(
        request,
        "learning/apply.html",
        {
            "round": found,
            "form": form,
            "people": people,
            "open": _is_open(found),
            "clerk": clerk,
            "who": request.GET.get("who", ""),
        },
        status=422 if form.errors else 200,
    )


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The applications of everybody the account acts for."""
    people = own(request.user)
    rows = [(one, people[one.person_id]) for one in applications_of(people)]
    return render(request, "learning/mine.html", {"rows": rows, "people": people})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def application(request: HttpRequest, application: UUID) -> HttpResponse:
    """How one application stands: the offer first, then what became of every wish, and why. POST withdraws it."""
    found = application_of(request, application)
    if found.round.is_first_come:
        return taken(request, found)
    if request.method == "POST":
        try:
            withdraw_application(application=found, reason="the family", by=account(request), at=clock.now())
        except LearningRefused as refusal:
            messages.error(request, str(refusal))
            return redirect("learning:application", application=found.pk)
        messages.success(request, _("The application is withdrawn."))
        return redirect("learning:mine")
    known = identities([found.person_id]).get(found.person_id)
    return render(
        request,
        "learning/application.html",
        {
            "standing": standing_of(found),
            "application": found,
            "round": found.round,
            "open": _is_open(found.round) and found.withdrawn_at is None,
            "name": known.given_name if known else _("The child"),
        },
    )


@require_POST
def answer(request: HttpRequest, offer: UUID) -> HttpResponse:
    """Accept or decline the offer that is named."""
    made = Offer.objects.select_related("application").filter(pk=offer).first()
    if made is None:
        raise Http404(_("There is no such application."))
    found = application_of(request, made.application_id)
    by, at = account(request), clock.now()
    try:
        if request.POST.get("answer") == "accept":
            offering.accept(offer=made, by=by, at=at)
            messages.success(request, _("The place is yours."))
        elif request.POST.get("answer") == "decline":
            offering.decline(offer=made, reason="the family", by=by, at=at)
            messages.success(request, _("The place goes to the next in line."))
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("learning:application", application=found.pk)


def _named(pool: GroupPool) -> str:
    curriculum = pool.group.curriculum_version.curriculum
    own = get_language() == settings.LANGUAGE_CODE
    title = curriculum.title if own else curriculum.title_en
    times = ", ".join(
        f"{time.every} {time.starts:%H:%M}–{time.ends:%H:%M}" for time in pool.group.times.all()
    )
    way = f", {pool.get_mode_display()}" if pool.group.mode == "hybrid" else ""
    return f"{title} · {times}{way}"


def _asked(request: HttpRequest, pools: Mapping[str, GroupPool]) -> str:
    wanted = request.GET.get("group", "")
    return next((name for name, pool in pools.items() if pool.group.key == wanted), "")


def _is_open(round: EnrolmentRound) -> bool:
    return round.state == RoundState.OPEN and round.opens_at <= clock.now() < round.closes_at
