"""The teacher's first page, and what a phone needs to go on without a network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.learning.classroom.day import teachers_day
from kurss.learning.pages.answers import account
from kurss.people import clock
from kurss.people.pages.views import UNSENT


@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Today's sessions, those still to be marked, and the reader's groups."""
    day = teachers_day(account(request), at=clock.now(), everything="all" in request.GET)
    return render(request, "learning/classroom/today.html", {"day": day, "unsent": UNSENT})


@never_cache
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """Who has signed in, and the token that goes with what is sent: a page that the phone kept has neither."""
    return JsonResponse({"account": str(account(request).pk), "csrf": get_token(request)})


@never_cache
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the classroom pages in this language; it reaches nothing outside of their folder."""
    return render(request, "learning/classroom/worker.js", content_type="text/javascript; charset=utf-8")


@require_safe
def no_network(request: HttpRequest) -> HttpResponse:
    """What stands in place of a page that is not on the phone. It knows nobody."""
    return render(request, "learning/classroom/no_network.html")
