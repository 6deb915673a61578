"""Planning one group: its meetings and what stands in the way are shown before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.foreseeing import Foreseen, foresee
from kurss.learning.models import Group, RegroupingKind, Season
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import group_of, places_of, season_of
from kurss.learning.pages.season.group_form import GroupForm
from kurss.learning.planned import groups_of
from kurss.learning.planning import plan
from kurss.learning.refusals import LearningRefused
from kurss.learning.regrouping import undo_joining
from kurss.people import clock
from kurss.places.models import Institution


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_new(request: HttpRequest, season: str) -> HttpResponse:
    """Say what the group is, look at its meetings, plan it. A clash is said before it could be refused."""
    found = season_of(season)
    places = places_of(request)
    form = GroupForm(
        request.POST if request.method == "POST" else None,
        season=found,
        places=places,
        initial=_usual(found, places),
    )
    foreseen: Foreseen | None = None
    if form.is_valid():
        frame = form.frame()
        foreseen = foresee(frame)
        if request.POST.get("step") == "save" and not foreseen.obstacles:
            try:
                made = plan(frame, by=account(request), at=clock.now())
            except LearningRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The group is planned."))
                return redirect("learning:group-plan", group=made.key)
        for sentence in foreseen.obstacles[:10] if request.POST.get("step") == "save" else ():
            form.add_error(None, sentence)
    return render(
        request,
        "learning/season/group_new.html",
        {"season": found, "form": form, "foreseen": foreseen},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_plan(request: HttpRequest, group: str) -> HttpResponse:
    """A group as its planner sees it: sessions, places, teachers. POST takes a joining back."""
    found = group_of(request, group)
    joining = found.gave.filter(kind=RegroupingKind.JOINED, undone_at=None).select_related("target").first()
    if request.method == "POST":
        try:
            if joining is None:
                messages.error(request, _("This group was joined to no other. Nothing was changed."))
            else:
                undo_joining(regrouping=joining, by=account(request), at=clock.now())
                messages.success(
                    request, _("The two groups meet by themselves again, and everybody is told.")
                )
        except LearningRefused as refusal:
            messages.error(request, str(refusal))
        return redirect("learning:group-plan", group=found.key)
    [planned] = [one for one in groups_of(found.season, [found.place]) if one.group.pk == found.pk]
    return render(
        request,
        "learning/season/group_plan.html",
        {
            "planned": planned,
            "group": planned.group,
            "season": found.season,
            "sessions": found.sessions.select_related("room", "replaced_by").order_by("starts_at", "pk"),
            "now": clock.now(),
            "joining": joining,
        },
    )


def _usual(season: Season, places: Sequence[Institution]) -> dict[str, Any]:
    """What the group planned last here said, in this season or before, so that it need not be said again."""
    here = Group.objects.filter(place__in=places).select_related("provider", "place").order_by("-pk")
    last = here.filter(season=season).first() or here.first()
    if last is None:
        return {}
    return {
        "provider": last.provider.key,
        "place": last.place.key,
        "audience": last.audience,
        "minimum": last.minimum,
        "language": last.language,
    }
