"""How surely the reader of a page is known, and asking for more."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from kurss.people.models import Assurance
from kurss.people.refusals import PeopleRefusal
from kurss.people.signin.issuers import Issuer

HOLDS = 30 * 60
"""Seconds for which a shown identity opens what asks for its level; then it is shown again."""

KEY = "assurance"
Page = Callable[..., HttpResponse]


class MoreAssuranceNeeded(PeopleRefusal):
    """What was asked for needs a surer identity; the answer leads there and back."""

    def __init__(self, level: Assurance) -> None:
        super().__init__(level.label)
        self.level = level


def remember(request: HttpRequest, level: Assurance, *, at: datetime) -> None:
    """Keep for this session that an identity of this level was shown now."""
    request.session[KEY] = {"level": level.value, "at": int(at.timestamp())}


def level_of(request: HttpRequest, *, at: datetime) -> Assurance:
    """How surely the reader is known at this moment; not at all where nothing was shown lately."""
    shown = request.session.get(KEY)
    if not request.user.is_authenticated or not shown or at.timestamp() - shown["at"] > HOLDS:
        return Assurance.NONE
    return Assurance(shown["level"])


def demand(request: HttpRequest, level: Assurance, *, at: datetime) -> None:
    """Pass, or raise MoreAssuranceNeeded, which `StepUp` answers with the way to show more."""
    if not level_of(request, at=at).reaches(level):
        raise MoreAssuranceNeeded(level)


def assured(level: Assurance) -> Callable[[Page], Page]:
    """For a page that opens only to an identity of this level or above."""

    def dress(page: Page) -> Page:
        @wraps(page)
        def guarded(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            demand(request, level, at=timezone.now())
            return page(request, *args, **named)

        return guarded

    return dress


def issuers_that_reach(level: Assurance) -> list[Issuer]:
    return [issuer for issuer in settings.KURSS_ISSUERS.values() if issuer.acr_for(level.value)]


class StepUp:
    """Middleware: where a page or a verb needs a surer identity, the reader is led to show one and comes back."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, MoreAssuranceNeeded):
            return None
        level = exception.level
        back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        said = {"level": level, "issuers": issuers_that_reach(level), "next": back}
        return render(request, "people/signin/more_assurance.html", said, status=403)
