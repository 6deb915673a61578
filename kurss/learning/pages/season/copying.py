"""Copying groups of an earlier season: each is shown as it would be, with what is not as it was."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.copying import copies, copy_groups
from kurss.learning.models import Group, Season
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import places_of, season_of
from kurss.learning.refusals import LearningRefused
from kurss.people import clock


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def season_copy(request: HttpRequest, season: str) -> HttpResponse:
    """Choose the season, choose its groups, and plan them anew in this one."""
    found = season_of(season)
    others = Season.objects.exclude(pk=found.pk).filter(groups__isnull=False)
    earlier = list(others.distinct().order_by("-starts_on"))
    source = next((one for one in earlier if one.key == request.GET.get("from", "")), None)
    groups = (
        list(
            Group.objects.filter(season=source, place__in=places_of(request), joined_to__isnull=True)
            .select_related(
                "season", "curriculum_version__curriculum", "place", "room", "provider", "operation"
            )
            .prefetch_related("times", "pools__pool")
            .order_by("key")
        )
        if source
        else []
    )
    if request.method == "POST":
        chosen = set(request.POST.getlist("group"))
        try:
            wanted = [group for group in groups if group.key in chosen]
            made = copy_groups(groups=wanted, season=found, by=account(request), at=clock.now())
        except LearningRefused as refusal:
            messages.error(request, str(refusal))
        else:
            said = ngettext("%(many)s group was copied.", "%(many)s groups were copied.", len(made))
            messages.success(request, said % {"many": len(made)})
            if made:
                return redirect("learning:season", season=found.key)
            messages.info(request, _("Choose at least one group."))
    return render(
        request,
        "learning/season/copy.html",
        {"season": found, "earlier": earlier, "source": source, "copies": copies(groups, found)},
    )
