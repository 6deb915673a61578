"""Taking down what somebody asks about their own data, extending its term once, and closing it."""

from datetime import date, datetime
from functools import cache

import holidays
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.privacy.deadlines import due
from kurss.privacy.models import Outcome, Request
from kurss.privacy.refusals import (
    ExtendedBefore,
    ReasonMissing,
    ReceivedInTheFuture,
    RequestIsClosed,
    TooLateToExtend,
)


@cache
def _free() -> holidays.HolidayBase:
    return holidays.country_holidays(settings.KURSS_COUNTRY)


def last_day(received_on: date, *, extended: bool = False) -> date:
    """The last day to answer, by the public holidays of the city's country."""
    return due(received_on, extended=extended, free=_free())


@transaction.atomic
def receive(
    *,
    kind: str,
    way: str,
    received_on: date,
    name: str,
    contact: str,
    words: str,
    person: Person | None = None,
    by: Account,
    at: datetime,
) -> Request:
    """Take down a request. Its clock began on the day it came, whoever it reached."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    if received_on > timezone.localdate(at):
        raise ReceivedInTheFuture(
            _("The request would have come on {day}, after today. Correct the day.").format(day=received_on)
        )
    request = Request.objects.create(
        kind=kind,
        way=way,
        received_on=received_on,
        name=name.strip(),
        contact=contact.strip(),
        words=words.strip(),
        person=person,
        due_on=last_day(received_on),
    )
    note(by=by, at=at, act="privacy.receive_request", about=request, kind=kind, received_on=received_on)
    return request


@transaction.atomic
def extend(*, request: Request, because: str, by: Account, at: datetime) -> Request:
    """Two months more, once, while the first month still runs; the person is told why (Article 12(3))."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    held = held_open(request)
    today, because = timezone.localdate(at), because.strip()
    if held.extended_on is not None:
        raise ExtendedBefore(
            _("The request was extended on {day}; it is extended once only.").format(day=held.extended_on)
        )
    if today > held.due_on:
        raise TooLateToExtend(
            _("The term ended on {day}: it can be extended only while it runs. Answer now.").format(
                day=held.due_on
            )
        )
    if not because:
        raise ReasonMissing(_("Say why more time is needed: the person must be told."))
    held.extended_on, held.extended_because = today, because
    held.due_on = last_day(held.received_on, extended=True)
    held.save(update_fields=["extended_on", "extended_because", "due_on"])
    note(by=by, at=at, act="privacy.extend_request", about=held, because=because, due_on=held.due_on)
    return held


@transaction.atomic
def close(*, request: Request, outcome: str, answer: str, by: Account, at: datetime) -> Request:
    """Say what came of it. A refusal, whole or in part, says why (Article 12(4))."""
    permit(by, Act.KEEP_PRIVACY, at=at)
    held = held_open(request)
    if outcome in (Outcome.REFUSED, Outcome.PARTLY) and not answer.strip():
        raise ReasonMissing(_("Say why it is refused: the person must be told, and may complain."))
    held.closed_on, held.outcome, held.answer = timezone.localdate(at), outcome, answer.strip()
    held.save(update_fields=["closed_on", "outcome", "answer"])
    note(by=by, at=at, act="privacy.close_request", about=held, outcome=outcome)
    return held


def held_open(request: Request) -> Request:
    """The request, held until the transaction ends. Raises RequestIsClosed."""
    held = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if held.closed_on is not None:
        raise RequestIsClosed(
            _("The request was closed on {day}. Nothing was changed.").format(day=held.closed_on)
        )
    return held
