"""A group for its teachers and administrators: the class with attendance so far, as a page and as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.learning.classroom.care import teaches
from kurss.learning.classroom.day import counted
from kurss.learning.classroom.progress import ClassSoFar, Progress, class_so_far
from kurss.learning.models import EnrolmentState, Group, SessionState
from kurss.learning.pages.answers import account
from kurss.learning.pages.classroom.own import group_of
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.pages.lists import download
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all
from kurss.sheets.writing import as_csv, as_xlsx

COLUMNS: Final[Mapping[str, Any]] = {
    "name": gettext_lazy("Who"),
    "state": gettext_lazy("State"),
    "attended": pgettext_lazy("a count of marks", "Came"),
    "late": gettext_lazy("of these late"),
    "excused": pgettext_lazy("a count of marks", "Excused"),
    "absent": pgettext_lazy("a count of marks", "Absent"),
    "unmarked": gettext_lazy("Not marked"),
    "held": gettext_lazy("Sessions held"),
    "completion": gettext_lazy("Completion so far"),
}
NUMBERS: Final = ("attended", "late", "excused", "absent", "unmarked", "held")


@never_cache
@require_safe
def group(request: HttpRequest, group: str) -> HttpResponse:
    """The class so far, the sessions, and who comes too seldom."""
    found, at = group_of(request, group), clock.now()
    whole = _looked_at(request, found)
    sessions = counted(found.sessions.exclude(state=SessionState.MOVED).select_related("room"))
    reads = may(request.user, Act.READ_CARE, at=at, place=found.place.key)
    return render(
        request,
        "learning/classroom/group.html",
        {
            "group": found,
            "whole": whole,
            "share": found.curriculum_version.required_share,
            "past": [one for one in reversed(sessions) if one.starts_at <= at],
            "ahead": [one for one in sessions if one.starts_at > at],
            "reads_care": reads and teaches(account(request), found, on=clock.today()),
        },
    )


@never_cache
@require_safe
def group_file(request: HttpRequest, group: str, kind: str) -> HttpResponse:
    """The same as a CSV or XLSX file in the reader's language; no cell of it runs."""
    found = group_of(request, group)
    if kind not in ("csv", "xlsx"):
        raise Http404(_("There is no such file."))
    rows = list(_rows(_looked_at(request, found)))
    headings = {key: str(word) for key, word in COLUMNS.items()}
    content = (
        as_csv(rows, tuple(COLUMNS), headings).encode()
        if kind == "csv"
        else as_xlsx(rows, tuple(COLUMNS), headings, title=found.key, numbers=NUMBERS)
    )
    return download(content, found.key, kind)


def completion(row: Progress) -> str:
    """What the rule says of somebody now, in words."""
    if row.enrolment.state != EnrolmentState.ENROLLED:
        return str(row.enrolment.get_state_display())
    if row.held == 0:
        return _("nothing held yet")
    if row.fulfils:
        return _("fulfils the rule")
    return _("can still complete") if row.possible else _("cannot complete any more")


def _rows(whole: ClassSoFar) -> Iterator[Mapping[str, object]]:
    for row in whole.rows:
        said = {name: getattr(row, name) for name in NUMBERS}
        state = str(row.enrolment.get_state_display())
        yield {"name": row.seat.name, "state": state, "completion": completion(row)} | said


def _looked_at(request: HttpRequest, found: Group) -> ClassSoFar:
    whole = class_so_far(found)
    looked_at_all(
        by=account(request),
        at=clock.now(),
        people=[row.enrolment.person_id for row in whole.rows],
        what="learning:class-group",
        why=Act.MARK_ATTENDANCE,
    )
    return whole
