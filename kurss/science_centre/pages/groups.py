"""School groups for whoever answers them: a list, the same as CSV, and one group with its answer."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.pages.lists import asked, csv_file, listing
from kurss.people.permissions import Act
from kurss.science_centre import groups as verbs
from kurss.science_centre import queries
from kurss.science_centre.models import GroupState, SchoolGroup
from kurss.science_centre.pages.answers import account, permitted
from kurss.science_centre.refusals import ScienceCentreRefused, SlotFull, TryAgain
from kurss.science_centre.words import title_of

COLUMNS = {
    "when": gettext_lazy("When"),
    "slot": gettext_lazy("Slot"),
    "school": gettext_lazy("School"),
    "grade": gettext_lazy("Grade"),
    "pupils": gettext_lazy("Pupils"),
    "adults": gettext_lazy("Adults"),
    "teacher": gettext_lazy("Teacher"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Telephone"),
    "state": gettext_lazy("State"),
    "reason": gettext_lazy("Reason"),
}


@require_safe
@never_cache
def groups(request: HttpRequest) -> HttpResponse:
    """Every school group of one's own places, by state."""
    said = asked(request, "state")
    found = queries.groups(account=account(request), at=clock.now(), state=said.get("state", ""))
    return render(
        request,
        "science_centre/groups.html",
        {
            "found": listing(found, request, said),
            "states": GroupState.choices,
            "state": said.get("state", ""),
        },
    )


@require_safe
@never_cache
def groups_csv(request: HttpRequest) -> HttpResponse:
    found = queries.groups(account=account(request), at=clock.now(), state=request.GET.get("state", ""))
    return csv_file((_row(group) for group in found), COLUMNS, "school-groups")


def _row(group: SchoolGroup) -> dict[str, Any]:
    return {
        "when": f"{timezone.localtime(group.slot.starts_at):%Y-%m-%d %H:%M}",
        "slot": title_of(group.slot),
        "school": group.comes_from,
        "grade": group.grade,
        "pupils": group.pupils,
        "adults": group.adults,
        "teacher": group.teacher_name,
        "email": group.email,
        "phone": group.phone,
        "state": group.get_state_display(),
        "reason": group.reason,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def group(request: HttpRequest, school_group_id: int) -> HttpResponse:
    """One group: what was asked, whether it fits, and the answer."""
    rows = SchoolGroup.objects.select_related(
        "slot__place", "slot__version__curriculum", "slot__pool", "institution"
    )
    found = rows.filter(pk=school_group_id).first()
    if found is None:
        raise Http404(_("There is no such group."))
    permitted(request, found.slot, Act.PLAN_SLOTS)
    wrong, status = "", 200
    if request.method == "POST":
        try:
            _answer(request, found)
            return redirect("science_centre:group", school_group_id=found.pk)
        except ScienceCentreRefused as refusal:
            wrong, status = str(refusal), 409 if isinstance(refusal, SlotFull | TryAgain) else 422
            found = rows.get(pk=school_group_id)
    return render(
        request,
        "science_centre/group.html",
        {
            "group": found,
            "slot": found.slot,
            "needed": verbs.adults_needed(found.slot, found.pupils),
            "visit": found.visits.filter(is_current=True).first(),
            "wrong": wrong,
            "reason": request.POST.get("reason", ""),
        },
        status=status,
    )


def _answer(request: HttpRequest, group: SchoolGroup) -> None:
    by, at, reason = account(request), clock.now(), request.POST.get("reason", "")
    match request.POST.get("act", ""):
        case "confirm":
            verbs.confirm(group=group, by=by, at=at)
            messages.success(request, _("The group is confirmed, and its teacher is written to."))
        case "refuse":
            verbs.refuse(group=group, reason=reason, by=by, at=at)
            messages.success(request, _("The group is refused, and its teacher is written to."))
        case _other:
            verbs.call_off(group=group, reason=reason, by=by, at=at)
            messages.success(request, _("The visit is called off, and the teacher is written to."))
