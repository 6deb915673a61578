"""Planning a round, looking at what families will read of it, and what is left when it is over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.learning.models import EnrolmentRound, GroupPool, Policy, RoundState, Season
from kurss.learning.pages.answers import account, any_round
from kurss.learning.pages.season.answers import places_of, season_of
from kurss.learning.pages.season.round_form import RoundForm, pools_to_give, said_of
from kurss.learning.refusals import LearningRefused, NotThisState
from kurss.learning.rounds.planning import discard_round, plan_round
from kurss.learning.rounds.queries import round_with_policy
from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: HttpRequest, season: str) -> HttpResponse:
    """Plan a round over groups of the season; with `left` in the address, for what an earlier round left."""
    found = season_of(season)
    pools = pools_to_give(found, places_of(request))
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        pools=pools,
        initial=_begun(request.GET.get("left", ""), request.GET.get("policy", ""), pools),
    )
    return _said(request, found, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def round_change(request: HttpRequest, round: str) -> HttpResponse:
    """Say a planned round anew. Nobody was told of it yet."""
    found = own_round(request, round)
    form = RoundForm(
        request.POST if request.method == "POST" else None,
        pools=pools_to_give(found.season, places_of(request), own=found),
        initial=said_of(found),
    )
    return _said(request, found.season, form, instead_of=found)


@require_POST
def round_discard(request: HttpRequest, round: str) -> HttpResponse:
    """Throw a planned round away."""
    found = own_round(request, round)
    try:
        discard_round(planned=found, by=account(request), at=clock.now())
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("learning:run", round=found.key)
    messages.success(request, _("The plan of the round is thrown away."))
    return redirect("learning:season", season=found.season.key)


@require_safe
@never_cache
def round_preview(request: HttpRequest, round: str) -> HttpResponse:
    """The public page of a round as families will read it, before it opens."""
    own_round(request, round)
    found = round_with_policy(round, planned=True)
    assert found is not None
    return render(
        request,
        "learning/round.html",
        {
            "round": found,
            "parts": list(found.pools.all()),
            "runs": True,
            "shown": False,
            "preview": found.state == RoundState.PLANNED,
        },
    )


def own_round(request: HttpRequest, key: str) -> EnrolmentRound:
    """The round, for whoever runs rounds at all its places."""
    found = any_round(key)
    for place in set(found.pools.values_list("pool__group__place__key", flat=True)):
        permit(request.user, Act.RUN_ROUNDS, at=clock.now(), place=place)
    return found


def _begun(left: str, policy: str, pools: list[GroupPool]) -> dict[str, Any]:
    """What the form of a second phase begins with: the groups of the first that have places left."""
    earlier = EnrolmentRound.objects.filter(key=left, state=RoundState.OVER).first() if left else None
    if earlier is None:
        return {"policy": Policy.DRAW.value}
    parts = set(earlier.pools.values_list("pool", flat=True))
    return {
        "policy": policy if policy in Policy.values else Policy.FIRST_COME.value,
        "title": f"{earlier.title}: brīvās vietas",
        "title_en": f"{earlier.title_en}: places left",
        "key": f"{earlier.key}-2",
        **{f"pool{pool.pk}": True for pool in pools if pool.pk in parts},
    }


def _said(
    request: HttpRequest, season: Season, form: RoundForm, *, instead_of: EnrolmentRound | None = None
) -> HttpResponse:
    """The form, or the round that was planned from it. Changed is planned anew, in one transaction."""
    if form.is_valid():
        by, at = account(request), clock.now()
        try:
            with transaction.atomic():
                if instead_of is not None:
                    discard_round(planned=instead_of, by=by, at=at)
                made = plan_round(season=season, by=by, at=at, **form.words())
        except NotThisState as refusal:
            messages.error(request, str(refusal))
            return redirect("learning:run", round=instead_of.key if instead_of else form.cleaned_data["key"])
        except LearningRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The round is planned. Read what families will read, then open it."))
            return redirect("learning:round-preview", round=made.key)
    return render(
        request,
        "learning/season/round_form.html",
        {"season": season, "form": form, "changed": instead_of},
        status=422 if form.errors else 200,
    )
