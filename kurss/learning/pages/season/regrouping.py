"""Splitting a group, joining two, and taking a joining back: what would happen is said before it does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kurss.learning.foreseeing import Foreseen, foresee
from kurss.learning.models import EnrolmentState, Group
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import group_of, places_of
from kurss.learning.pages.season.group_form import GroupForm
from kurss.learning.pages.season.rule_form import rule_said
from kurss.learning.refusals import LearningRefused
from kurss.learning.regrouping import join_groups, split_group
from kurss.learning.transferring import hindrances
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all
from kurss.people.restricting import namable


class SplitForm(GroupForm):
    """The second group, and who goes to it."""

    moved = forms.MultipleChoiceField(
        label=gettext_lazy("Who goes to the new group"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: dict[str, str], **said: Any) -> None:
        super().__init__(*args, **said)
        self.fields["moved"].choices = list(people.items())  # type: ignore[attr-defined]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_split(request: HttpRequest, group: str) -> HttpResponse:
    """A second group beside this one, and some of its people move there."""
    found = group_of(request, group)
    live = {
        str(one.pk): one
        for one in found.enrolments.filter(state=EnrolmentState.ENROLLED).order_by("enrolled_on", "pk")
    }
    known = namable(one.person_id for one in live.values())
    names = {
        key: known[one.person_id].name if one.person_id in known else _("somebody whose name was erased")
        for key, one in live.items()
    }
    looked_at_all(
        by=account(request),
        at=clock.now(),
        people=[one.person_id for one in live.values()],
        what="learning:group-split",
        why=Act.PLAN_COURSES,
    )
    form = SplitForm(
        request.POST if request.method == "POST" else None,
        season=found.season,
        places=places_of(request),
        people=dict(sorted(names.items(), key=lambda row: row[1])),
        initial=_like(found),
    )
    foreseen: Foreseen | None = None
    if form.is_valid():
        frame = form.frame()
        foreseen = foresee(frame)
        if request.POST.get("step") == "save":
            try:
                done = split_group(
                    group=found,
                    frame=frame,
                    moved=[live[key] for key in form.cleaned_data["moved"]],
                    by=account(request),
                    at=clock.now(),
                )
            except LearningRefused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("The group is split, and everybody concerned is told."))
                return redirect("learning:group-plan", group=done.target.key)
    return render(
        request,
        "learning/season/split.html",
        {"group": found, "season": found.season, "form": form, "foreseen": foreseen},
        status=422 if form.errors else 200,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_join(request: HttpRequest, group: str) -> HttpResponse:
    """Everybody of this group goes to another of the same curriculum; what hinders it stands beside each."""
    found = group_of(request, group)
    others = [
        (other, hindrances(found, other))
        for other in Group.objects.filter(
            season=found.season,
            curriculum_version__curriculum=found.curriculum_version.curriculum_id,
            joined_to__isnull=True,
            place__in=places_of(request),
        )
        .exclude(pk=found.pk)
        .select_related("curriculum_version__curriculum", "place", "room")
        .prefetch_related("times", "pools__pool")
    ]
    if request.method == "POST":
        into = next((other for other, _said in others if other.key == request.POST.get("into", "")), None)
        try:
            if into is None:
                messages.error(request, _("Choose one of the groups. Nothing was changed."))
            else:
                join_groups(group=found, into=into, by=account(request), at=clock.now())
                messages.success(request, _("The groups are joined, and everybody concerned is told."))
                return redirect("learning:group-plan", group=into.key)
        except LearningRefused as refusal:
            messages.error(request, str(refusal))
    return render(
        request,
        "learning/season/join.html",
        {
            "group": found,
            "season": found.season,
            "others": others,
            "learners": found.enrolments.filter(state=EnrolmentState.ENROLLED).count(),
        },
    )


def _like(group: Group) -> dict[str, Any]:
    """A form filled in as the group was, but for its key, its hours and its room."""
    pools = {pool.mode: pool.pool.capacity for pool in group.pools.select_related("pool")}
    today = clock.today()
    said: dict[str, Any] = {
        "version": str(group.curriculum_version_id),
        "audience": group.audience,
        "mode": group.mode,
        "place": group.place.key,
        "capacity": pools.get("on_site") or pools.get("online"),
        "capacity_online": pools.get("online") if group.mode == "hybrid" else None,
        "minimum": group.minimum,
        "starts_on": max(today, group.starts_on),
        "ends_on": group.ends_on,
        "provider": group.provider.key,
        "operation": group.operation.key if group.operation else "",
        "teachers": [str(row.person_id) for row in group.teachers.all()],
    }
    said |= rule_said(group)
    for n, time in enumerate(group.times.all(), start=1):
        said |= {f"weekday{n}": time.weekday, f"starts{n}": time.starts, f"ends{n}": time.ends}
    return said
