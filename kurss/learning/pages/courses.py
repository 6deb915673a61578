"""The catalogue of courses and the page of one group: for everybody, without signing in."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.learning.catalogue import Filters, catalogue, choices, one
from kurss.learning.feeds import calendar_of
from kurss.learning.grades import grades_to_look_for
from kurss.learning.models import Group, Mode
from kurss.learning.models.group import GRADES
from kurss.learning.on_offer import Row
from kurss.learning.pages.places.shown import on_a_map
from kurss.learning.rounds.mine import family_of
from kurss.learning.weekdays import WEEKDAY
from kurss.people import clock
from kurss.people.models import Account
from kurss.people.signin.attempts import limited, too_often

AGES = range(6, 19)
COURSE_MODE = {Mode.ON_SITE: "onsite", Mode.ONLINE: "online", Mode.HYBRID: "blended"}
"""The ways of attending in the words of schema.org's CourseInstance."""


@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """The catalogue; looking through it is free, and words are searched for as often as anywhere else."""
    filters, at = Filters.read(request.GET), clock.now()
    if filters.q and (held_up := too_often(request, "search")) is not None:
        return held_up
    asked = request.GET.get("page", "")
    page = int(asked) if asked.isdecimal() and len(asked) < 6 else 1
    found = catalogue(filters, at=at, page=page)
    return render(
        request,
        "learning/courses.html",
        {
            "catalogue": found,
            "rows": [_written(row, get_language()) for row in found.found],
            "filters": filters,
            "choices": choices(on=timezone.localdate(at)),
            "ages": AGES,
            "grades": GRADES,
            "days": WEEKDAY.items(),
            "family": _family(request),
            "query": "&".join(
                part for part in request.GET.urlencode().split("&") if part and not part.startswith("page=")
            ),
        },
    )


def _family(request: HttpRequest) -> list[tuple[str, str]]:
    """For whom the reader looks: each at school by name and grade, and a grown-up for courses of grown-ups; with
    the question that finds them."""
    if not isinstance(request.user, Account) or request.user.person_id is None:
        return []
    today = clock.today()
    family = family_of(request.user, on=today)
    grades = grades_to_look_for(family, on=today)
    found = [
        (f"{one.given_name} ({grades[key]})", f"grade={grades[key]}")
        for key, one in family.items()
        if key in grades
    ]
    own = family.get(request.user.person_id)
    if own is not None and own.birth_date is not None and not own.is_in_care_on(today):
        found.append((_("adults"), "audience=adult"))
    return found


@lru_cache(maxsize=8_192)
def _written(row: Row, language: str) -> SafeString:
    """A row as the page writes it. It is kept by all that it says and the language, so it is never out of date:
    where one place more is taken, it is another row."""
    return SafeString(render_to_string("learning/parts/row.html", {"row": row, "listed": row.listed}))


@require_safe
def course(request: HttpRequest, group: str) -> HttpResponse:
    at = clock.now()
    found = one(group, at=at)
    if found is None:
        raise Http404(_("There is no group %(key)s.") % {"key": group})
    shown, listed = found
    sessions = shown.sessions.filter(happened_on__gte=timezone.localdate(at)).order_by("starts_at")
    return render(
        request,
        "learning/course.html",
        {
            "listed": listed,
            "group": shown,
            "sessions": sessions[:8],
            "on_a_map": _on_a_map(shown),
            "course_mode": COURSE_MODE[Mode(shown.mode)],
            "description": _described(shown),
            "ahead": sessions.count(),
        },
    )


def _on_a_map(group: Group) -> str:
    """Where a map of the world shows the house; nothing where nobody has to come."""
    if group.mode == Mode.ONLINE:
        return ""
    return on_a_map(group.place, (group.room.building.address if group.room else "") or group.place.address)


def _described(group: Group) -> str:
    """One sentence for machines that list courses: for whom, how many hours, where."""
    return _("{title}: {hours} hours, {audience}, {place}.").format(
        title=group.curriculum_version.curriculum.title
        if get_language() == settings.LANGUAGE_CODE
        else group.curriculum_version.curriculum.title_en,
        hours=group.curriculum_version.hours,
        audience=group.get_audience_display(),
        place=group.place.name if get_language() == settings.LANGUAGE_CODE else group.place.name_en,
    )


@require_safe
@limited("feed")
def course_calendar(request: HttpRequest, group: str) -> HttpResponse:
    """The group's sessions as iCalendar: public, and without a word about who comes."""
    found = Group.objects.filter(key=group).first()
    if found is None:
        raise Http404(_("There is no group %(key)s.") % {"key": group})
    return HttpResponse(
        calendar_of(found),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{found.key}.ics"'},
    )
