"""One mark or one enrolment as it stands now, for those who may see it. Names only for who may see people."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kurss.learning.queries import attendance_with_history, enrolment_with_events
from kurss.people import clock
from kurss.people.acting import may
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.reading import looked_at
from kurss.people.restricting import shown_to


@require_safe
@never_cache
def attendance(request: HttpRequest, attendance_id: int) -> HttpResponse:
    found, history = attendance_with_history(attendance_id)
    at = clock.now()
    if found is None:
        return _gone(request, at)
    _permit(request, at, place=found.place_key, person=found.person_id)
    _say_who_looked(request, at, found.person_id, "learning:attendance")
    return render(
        request,
        "learning/attendance.html",
        {"mark": found, "history": history, "name": _name(request, at, found.place_key, found.person_id)},
    )


@require_safe
@never_cache
def enrolment(request: HttpRequest, enrolment_id: int) -> HttpResponse:
    found = enrolment_with_events(enrolment_id)
    at = clock.now()
    if found is None:
        return _gone(request, at)
    _permit(request, at, place=found.place_key, person=found.person_id)
    _say_who_looked(request, at, found.person_id, "learning:enrolment")
    return render(
        request,
        "learning/enrolment.html",
        {"enrolment": found, "name": _name(request, at, found.place_key, found.person_id)},
    )


def _permit(request: HttpRequest, at: datetime, *, place: str, person: UUID) -> None:
    if not may(request.user, Act.SEE_ATTENDANCE, at=at, place=place, person=person):
        raise PermissionDenied(_("Seeing single records of learning takes a role that your account lacks."))


def _say_who_looked(request: HttpRequest, at: datetime, person: UUID, page: str) -> None:
    assert isinstance(request.user, Account)
    looked_at(by=request.user, at=at, person=person, what=page, why=Act.SEE_ATTENDANCE)


def _name(request: HttpRequest, at: datetime, place: str, person: UUID) -> str:
    """The name, for those who may see people here; empty for everyone else, and once it was erased."""
    if not may(request.user, Act.SEE_PEOPLE, at=at, place=place, person=person):
        return ""
    assert isinstance(request.user, Account)
    known = shown_to(request.user, person, at=at)
    return known.name if known else ""


def _gone(request: HttpRequest, at: datetime) -> HttpResponse:
    """That there is no such record, for those who may see any. To everyone else a record that exists and one
    that does not are the same: otherwise the answer would tell which numbers are taken."""
    if not may(request.user, Act.SEE_ATTENDANCE, at=at):
        raise PermissionDenied(_("Seeing single records of learning takes a role that your account lacks."))
    return render(request, "learning/gone.html", status=404)
