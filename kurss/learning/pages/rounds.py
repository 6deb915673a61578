"""Rounds: what was promised to everybody, the published draw, and running a round."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning import draw as rules
from kurss.learning.catalogue import readable
from kurss.learning.models import Disclosure, EnrolmentRound, Offer, RoundState
from kurss.learning.pages.answers import account, announced, any_round, runs
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds import drawing, planning
from kurss.learning.rounds.queries import fairness, places_left, rounds
from kurss.people import clock
from kurss.people.acting import may, may_somewhere, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The rounds: where one can apply now, and what came of earlier ones."""
    staff = may_somewhere(request.user, Act.RUN_ROUNDS, at=clock.now())
    return render(request, "learning/rounds.html", {"rounds": rounds(planned=staff), "staff": staff})


@require_safe
def round_page(request: HttpRequest, round: str) -> HttpResponse:
    """What a round promised: policy, days, priorities, reserves; and the proof, as far as it is public yet."""
    found = announced(round)
    return render(
        request,
        "learning/round.html",
        {
            "round": found,
            "parts": list(found.pools.all()),
            "runs": runs(request, found),
            "shown": found.disclosure == Disclosure.PUBLIC,
        },
    )


@require_safe
def published(request: HttpRequest, round: str) -> HttpResponse:
    """The draw as it was published, or the input once its hash is; nothing before the closing."""
    found = announced(round)
    allowed = found.disclosure == Disclosure.PUBLIC or may(request.user, Act.READ_JOURNAL, at=clock.now())
    if not allowed or found.state not in (RoundState.DRAWN, RoundState.OVER) or not found.is_draw:
        raise Http404(_("This round has not been drawn, or its draw is for named auditors."))
    return HttpResponse(
        found.published.document,
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{found.key}.json"'},
    )


@require_safe
def verifier(request: HttpRequest) -> FileResponse:
    """The one file that runs the draw here and checks it anywhere."""
    return FileResponse(
        Path(rules.__file__).open("rb"),
        as_attachment=True,
        filename="verify_draw.py",
        content_type="text/x-python; charset=utf-8",
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, round: str) -> HttpResponse:
    """Running a round: the next step, and who applied and got in."""
    found = any_round(round)
    at = clock.now()
    for place in set(found.pools.values_list("pool__group__place__key", flat=True)):
        permit(request.user, Act.RUN_ROUNDS, at=at, place=place)
    if request.method == "POST":
        try:
            _step(found, request.POST, by=account(request), at=at)
        except LearningRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("learning:run", round=found.key)
    return render(
        request,
        "learning/run.html",
        {
            "round": found,
            "left": places_left(found),
            "fairness": fairness(found),
            "applications": found.applications.live().count(),
            "offers": Offer.objects.filter(application__round=found).open().count(),
        },
    )


def _step(round: EnrolmentRound, form: QueryDict, *, by: Account, at: datetime) -> None:
    step = form.get("step")
    if step == "open":
        planning.open_round(planned=round, by=by, at=at)
    elif step == "close":
        drawing.close_round(opened=round, by=by, at=at)
    elif step == "draw":
        drawing.draw_round(closed=round, public_value=readable(form.get("public_value") or ""), by=by, at=at)
    elif step == "end":
        planning.end_round(drawn=round, by=by, at=at)
