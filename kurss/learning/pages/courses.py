"""The catalogue of courses and the page of one group: for everybody, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.learning.catalogue import Filters, catalogue, choices, one
from kurss.learning.feeds import calendar_of
from kurss.learning.weekdays import WEEKDAY
from kurss.people import clock
from kurss.people.signin.attempts import limited, too_often

AGES = range(6, 19)


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The catalogue; looking through it is free, and words are searched for as often as anywhere else."""
    filters, on = Filters.read(request.GET), clock.today()
    if filters.q and (held_up := too_often(request, "search")) is not None:
        return held_up
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    return render(
        request,
        "learning/courses.html",
        {
            "catalogue": catalogue(filters, on=on, page=page),
            "filters": filters,
            "choices": choices(on=on),
            "ages": AGES,
            "days": WEEKDAY.items(),
            "now": clock.now(),
            "query": "&".join(
                part for part in request.GET.urlencode().split("&") if part and not part.startswith("page=")
            ),
        },
    )


@require_safe
def course(request: HttpRequest, group: str) -> HttpResponse:
    found = one(group)
    if found is None:
        raise Http404(_("There is no group %(key)s.") % {"key": group})
    sessions = found.group.sessions.filter(happened_on__gte=clock.today()).order_by("starts_at")
    return render(
        request,
        "learning/course.html",
        {
            "listed": found,
            "group": found.group,
            "sessions": sessions[:8],
            "ahead": sessions.count(),
            "now": clock.now(),
        },
    )


@require_safe
@limited("feed")
def course_calendar(request: HttpRequest, group: str) -> HttpResponse:
    """The group's sessions as iCalendar: public, and without a word about who comes."""
    found = one(group)
    if found is None:
        raise Http404(_("There is no group %(key)s.") % {"key": group})
    return HttpResponse(
        calendar_of(found.group),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.group.key}.ics"'},
    )
