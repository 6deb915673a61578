"""What would place the most of those who wait in a round, for whoever runs it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.learning.advising import advise
from kurss.learning.pages.season.rounds import own_round
from kurss.people import clock


@require_safe
@never_cache
def round_advice(request: HttpRequest, round: str) -> HttpResponse:
    found = own_round(request, round)
    return render(
        request,
        "learning/season/advice.html",
        {"round": found, "season": found.season, "advice": advise(found, at=clock.now())},
    )
