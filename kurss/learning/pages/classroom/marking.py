"""Marking the class of a session: the form that works without a script, and what a phone sends later."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kurss.learning.catalogue import readable
from kurss.learning.classroom.lists import Outcome, Said, hand_in, say_not_held, settle
from kurss.learning.classroom.rosters import Seat, changes, roster, two_sides
from kurss.learning.marking import FREELY
from kurss.learning.models import Attendance, Disagreement, Mode, Session, SessionState, Status, Way
from kurss.learning.pages.answers import account
from kurss.learning.pages.classroom.own import session_of
from kurss.learning.refusals import LearningRefused
from kurss.people import clock
from kurss.people.pages.views import UNSENT
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all

MOST_BYTES: Final = 65_536
"""A list of the largest class is a tenth of this."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, session_id: int) -> HttpResponse:
    """The class, to be marked; and what was corrected, and what two people said differently."""
    found, at = session_of(request, session_id), clock.now()
    wrong, seats = "", roster(found)
    if request.method == "POST":
        try:
            outcome = hand_in(
                session=found,
                said=_said(request.POST),
                key=_key(request.POST.get("key", "")),
                reason=_sentence(request.POST),
                by=account(request),
                at=at,
            )
        except LearningRefused as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _said_of(outcome))
            return redirect("learning:class-session", session_id=found.pk)
    return _page(request, found, seats, at=at, wrong=wrong)


@never_cache
@require_POST
def send(request: HttpRequest, session_id: int) -> JsonResponse:
    """A list that was kept on a phone: JSON in, JSON out. 409 with a sentence where it is refused."""
    found = session_of(request, session_id)
    try:
        key, said, made_at, reason = _sent(request)
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
        return JsonResponse({"sentence": _("This list cannot be read. Nothing was written.")}, status=400)
    try:
        outcome = hand_in(
            session=found,
            said=said,
            key=key,
            made_at=made_at,
            reason=reason,
            by=account(request),
            at=clock.now(),
        )
    except LearningRefused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=409)
    standing = Attendance.objects.filter(session=found, is_current=True)
    return JsonResponse(
        {
            "again": outcome.again,
            "written": outcome.written,
            "corrected": outcome.corrected,
            "disagreements": len(outcome.disagreements),
            "standing": {
                str(mark.enrolment_id): {"seen": mark.pk, "status": mark.status, "way": mark.mode}
                for mark in standing
            },
        }
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def not_held(request: HttpRequest, session_id: int) -> HttpResponse:
    """Asks why the session was not held, and says so."""
    found, wrong = session_of(request, session_id), ""
    if request.method == "POST":
        try:
            say_not_held(session=found, reason=_sentence(request.POST), by=account(request), at=clock.now())
        except LearningRefused as refusal:
            wrong = str(refusal)
        else:
            messages.success(request, _("The session is kept as not held. It counts for nobody."))
            return redirect("learning:classes")
    return render(request, "learning/classroom/not_held.html", {"session": found, "wrong": wrong})


@never_cache
@require_POST
def decide(request: HttpRequest, disagreement_id: int) -> HttpResponse:
    """One of two marks is decided for."""
    found = Disagreement.objects.select_related("list").filter(pk=disagreement_id).first()
    if found is None:
        raise Http404(_("There is no such disagreement."))
    session_of(request, found.list.session_id)
    try:
        settle(
            disagreement=found,
            take=request.POST.get("which") == "said",
            reason=_sentence(request.POST),
            by=account(request),
            at=clock.now(),
        )
    except LearningRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is decided; both marks stay readable."))
    return redirect("learning:class-session", session_id=found.list.session_id)


def _page(
    request: HttpRequest, found: Session, seats: Sequence[Seat], *, at: datetime, wrong: str
) -> HttpResponse:
    names = {seat.enrolment.pk: seat.name for seat in seats}
    looked_at_all(
        by=account(request),
        at=at,
        people=[seat.enrolment.person_id for seat in seats],
        what="learning:class-session",
        why=Act.MARK_ATTENDANCE,
    )
    marked = sum(seat.mark is not None for seat in seats)
    said = {name[5:]: value for name, value in request.POST.items() if name.startswith("mark-")}
    return render(
        request,
        "learning/classroom/session.html",
        {
            "session": found,
            "rows": [(seat, said.get(str(seat.enrolment.pk)) or _status(seat)) for seat in seats],
            "marked": marked,
            "counts": _counts(seats),
            "statuses": Status.choices,
            "ways": Way.choices,
            "several_ways": found.mode != Mode.ON_SITE or any(seat.way != Way.ON_SITE for seat in seats),
            "open": found.state in (SessionState.PLANNED, SessionState.HELD),
            "begun": at >= found.starts_at,
            "late": marked > 0 and at > found.ends_at + FREELY,
            "freely_until": found.ends_at + FREELY,
            "reason": _sentence(request.POST),
            "changes": changes(found, names),
            "two_sides": two_sides(found, names),
            "key": uuid4(),
            "wrong": wrong,
            "unsent": UNSENT,
        },
        status=409 if wrong else 200,
    )


def _counts(seats: Sequence[Seat]) -> dict[str, int]:
    """How many stand marked how; the script goes on counting."""
    many = Counter(_status(seat) for seat in seats)
    away = many[Status.EXCUSED] + many[Status.ABSENT]
    return {"present": many[Status.PRESENT], "late": many[Status.LATE], "away": away, "unmarked": many[""]}


def _status(seat: Seat) -> str:
    return seat.mark.status if seat.mark else ""


def _sentence(form: QueryDict) -> str:
    return readable(form.get("reason", ""))


def _said(form: QueryDict) -> dict[int, Said]:
    """What the form says; `rest` is a word for every child on it of whom nothing is said and nothing stood.

    It follows from the form alone, so that the same form sent twice says the same.
    """
    rest, said = form.get("rest", ""), {}
    for name in form:
        if match := re.fullmatch(r"(?:mark|seen)-([0-9]{1,15})", name):
            pk = match.group(1)
            seen = _number(form.get(f"seen-{pk}", ""))
            if status := form.get(f"mark-{pk}", "" if seen else rest):
                said[int(pk)] = Said(status, form.get(f"way-{pk}", ""), seen)
    return said


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else 0


def _key(text: str) -> UUID:
    """The name of the list; a form that lost its own is a list of its own."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _sent(request: HttpRequest) -> tuple[UUID, dict[int, Said], datetime | None, str]:
    """What a phone sent. Where it is no such list, raises what reading it in Python raises."""
    if len(request.body) > MOST_BYTES:
        raise ValueError("larger than any list")
    sent = json.loads(request.body)
    said = {
        _key_of(pk): Said(str(one["status"]), str(one.get("way", "")), _key_of(one.get("seen", 0)))
        for pk, one in sent["marks"].items()
    }
    made_at = parse_datetime(str(sent.get("made_at", "")))
    if made_at is not None and made_at.tzinfo is None:
        raise ValueError("a moment without a zone")
    return UUID(str(sent["key"])), said, made_at, readable(str(sent.get("reason", "")))


def _key_of(value: object) -> int:
    """The number of a row. Raises ValueError for one that no row can have."""
    number = int(str(value))
    if not 0 <= number < 2**63:
        raise ValueError("not the number of a row")
    return number


def _said_of(outcome: Outcome) -> str:
    if outcome.disagreements:
        return _("Saved, but for what somebody else has marked differently meanwhile: decide below.")
    if outcome.again:
        return _("This list was saved before; nothing was written twice.")
    return _("Saved.") if outcome.written or outcome.corrected else _("Nothing was changed.")
