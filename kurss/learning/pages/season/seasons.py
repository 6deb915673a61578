"""Seasons: the list of them, opening one, its free days, and the groups that are planned in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.models import FreeDay
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import places_of, plans_everywhere, season_of
from kurss.learning.pages.season.forms import BreakForm, SeasonForm
from kurss.learning.planned import groups_of, seasons_with_counts
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds.queries import rounds
from kurss.learning.seasons import add_break, open_season, remove_free_days
from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act

Span = tuple[date, date, str, str]
"""From, until, and what the days between are called."""


@require_safe
@never_cache
def planning(request: HttpRequest) -> HttpResponse:
    """Where an administrator starts: the seasons, and the rounds by which places are given out."""
    return render(
        request,
        "learning/season/planning.html",
        {
            "seasons": seasons_with_counts(places_of(request)),
            "rounds": rounds(planned=True)[:10],
            "everywhere": plans_everywhere(request),
            "keeps_grades": may(request.user, Act.RECORD_GRADES, at=clock.now()),
            "today": clock.today(),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def season_new(request: HttpRequest) -> HttpResponse:
    """Open a season. Its free days are shown before they are kept."""
    permit(request.user, Act.PLAN_COURSES, at=clock.now())
    form = SeasonForm(request.POST if request.method == "POST" else None)
    free: list[Span] = []
    if form.is_valid():
        said = form.cleaned_data
        days = form.free_days()
        free = spans((day, *titles) for day, titles in days.items())
        if request.POST.get("step") == "save":
            try:
                made = open_season(
                    key=said["key"],
                    title=said["title"],
                    title_en=said["title_en"],
                    starts_on=said["starts_on"],
                    ends_on=said["ends_on"],
                    free_days=days,
                    by=account(request),
                    at=clock.now(),
                )
            except LearningRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The season is open. Plan its groups now."))
                return redirect("learning:season", season=made.key)
    return render(
        request,
        "learning/season/season_new.html",
        {"form": form, "free": free},
        status=422 if form.errors else 200,
    )


@require_safe
@never_cache
def season(request: HttpRequest, season: str) -> HttpResponse:
    """A season: its groups at the places where the reader plans, and its free days."""
    found = season_of(season)
    return render(
        request,
        "learning/season/season.html",
        {
            "season": found,
            "groups": groups_of(found, places_of(request)),
            "free": _spans_of(found.free_days.all()),
            "everywhere": plans_everywhere(request),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def free_days(request: HttpRequest, season: str) -> HttpResponse:
    """Lay down more free days, or take some back."""
    found, at = season_of(season), clock.now()
    permit(request.user, Act.PLAN_COURSES, at=at)
    adding = request.method == "POST" and "remove" not in request.POST
    form = BreakForm(request.POST if adding else None)
    try:
        if adding and form.is_valid():
            lost = add_break(season=found, free=form.free(), by=account(request), at=at)
            messages.success(request, _said_of(len(lost)))
            return redirect("learning:free-days", season=found.key)
        if request.method == "POST" and not adding:
            first, last = (date.fromisoformat(day) for day in request.POST["remove"].split("/"))
            days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
            remove_free_days(season=found, days=days, by=account(request), at=at)
            messages.success(
                request, _("These days are free no longer. Sessions do not come back by themselves.")
            )
            return redirect("learning:free-days", season=found.key)
    except LearningRefused as refusal:
        form.is_valid()
        form.add_error(None, str(refusal)) if form.is_bound else messages.error(request, str(refusal))
    except ValueError:
        messages.error(request, _("These are no days of the calendar. Nothing was changed."))
    return render(
        request,
        "learning/season/free_days.html",
        {"season": found, "form": form, "free": _spans_of(found.free_days.all())},
        status=422 if form.errors else 200,
    )


def _said_of(lost: int) -> str:
    if not lost:
        return _("The days are free now. No session was planned on them.")
    return ngettext(
        "The days are free now. %(lost)s session was cancelled and its group told.",
        "The days are free now. %(lost)s sessions were cancelled and their groups told.",
        lost,
    ) % {"lost": lost}


def _spans_of(days: Iterable[FreeDay]) -> list[Span]:
    return spans((each.day, each.title, each.title_en) for each in days)


def spans(days: Iterable[tuple[date, str, str]]) -> list[Span]:
    """Days that follow each other and are called the same, as one span."""
    found: list[Span] = []
    for day, title, title_en in days:
        if found and found[-1][2:] == (title, title_en) and found[-1][1] == day - timedelta(days=1):
            found[-1] = (found[-1][0], day, title, title_en)
        else:
            found.append((day, day, title, title_en))
    return found
