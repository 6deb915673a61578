"""Sending what waits in the outbox through the site's mail server.

What is promised. A notice is claimed, in a transaction of its own that is committed before the letter is handed
over, and one claim hands it over at most once. One deliverer works at a time: it holds a lock of its database
session, which PostgreSQL itself lets go when the deliverer ends or is killed. So whatever is still claimed when
the next one gets the lock was left by one that died, and is sent again: nothing is lost. The letter that was in
the air when it died, one at most, may then arrive twice; no sender can know (RFC 5321, 4.5.4.1 and RFC 1047).
Both copies carry the same Message-ID, by which mail systems recognise them.
"""

import smtplib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction

from kurss.notices.models import Notice, State

DELIVERER = 5_820_771_446
"""The key of the deliverer's advisory lock: an arbitrary number that nothing else uses."""

PAUSES = tuple(
    timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60, 24 * 60)
)
"""How long a notice waits after its first, second … failed try. RFC 5321, 4.5.4.1: give up after days, not
hours. After the last it is given up: three days after the first."""


TROUBLE_MOST = 300
CLOSING = 421
"""RFC 5321, 4.2.3: the server closes the connection, whatever it was asked."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round did. `busy`: another deliverer is at work. `trouble`: why the round ended early."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    busy: bool = False
    trouble: str = ""


def deliver(*, limit: int = 200, at: datetime) -> Delivered:
    """Send at most `limit` notices that are due. Never call it inside a transaction.

    A letter that the server refuses for good (an answer 5xx about it) is given up at once; any other failure
    puts it off by PAUSES. Where the server itself fails the round ends, so that one outage costs one notice one
    try and the others none.
    """
    with _only_one() as mine:
        if not mine:
            return Delivered(busy=True)
        done = Counter(_taken_back(at))
        if not Notice.objects.due(at).exists():
            return Delivered(put_off=done[State.WAITING], given_up=done[State.GIVEN_UP])
        way = get_connection()
        try:
            way.open()
            trouble = _round(way, limit, at, done)
        except OSError as error:  # smtplib's own errors are OSErrors too
            trouble = error
        finally:
            _let_go(way)
        return Delivered(
            sent=done[State.SENT],
            put_off=done[State.WAITING],
            given_up=done[State.GIVEN_UP],
            trouble=_said(trouble) if trouble else "",
        )


def _round(way: BaseEmailBackend, limit: int, at: datetime, done: Counter[State]) -> Exception | None:
    """Claim and hand over one notice after the other; the trouble that ended the round early, if one did."""
    for _number in range(limit):
        notice = _claimed(at)
        if notice is None:
            return None
        try:
            _letter(notice, way).send()
        except (OSError, ValueError) as trouble:
            done[_failed(notice, trouble, at)] += 1
            if not _about_the_letter(trouble):
                return trouble
        else:
            _leave(notice, State.SENT, over_at=at, trouble="")
            done[State.SENT] += 1
    return None


@contextmanager
def _only_one() -> Iterator[bool]:
    """Whether this session is the one deliverer, until the block ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [DELIVERER])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        # A session that broke has lost its lock already.
        if mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [DELIVERER])


@transaction.atomic(durable=True)
def _taken_back(at: datetime) -> list[State]:
    """What a deliverer that died had claimed waits again, or is given up where that was its last try."""
    left = Notice.objects.select_for_update().filter(state=State.SENDING)
    return [_failed(notice, InterruptedError("The deliverer ended while sending."), at) for notice in left]


@transaction.atomic(durable=True)
def _claimed(at: datetime) -> Notice | None:
    """The next notice that is due, committed as being sent before it is handed over."""
    notice = Notice.objects.due(at).select_for_update(skip_locked=True).first()
    if notice is not None:
        notice.state = State.SENDING
        notice.tries += 1
        notice.save(update_fields=["state", "tries"])
    return notice


def _failed(notice: Notice, trouble: Exception, at: datetime) -> State:
    if _for_good(trouble) or notice.tries > len(PAUSES):
        return _leave(notice, State.GIVEN_UP, over_at=at, trouble=_said(trouble))
    # Interrupted is not refused: it keeps its place.
    due = notice.next_try_at if isinstance(trouble, InterruptedError) else at + PAUSES[notice.tries - 1]
    return _leave(notice, State.WAITING, next_try_at=due, trouble=_said(trouble))


def _leave(notice: Notice, state: State, **changes: object) -> State:
    Notice.objects.filter(key=notice.key, state=State.SENDING).update(state=state, **changes)
    return state


def _letter(notice: Notice, way: BaseEmailBackend) -> EmailMessage:
    _name, _at, domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")
    letter = EmailMessage(
        subject=notice.subject,
        body=notice.body,
        to=[notice.to],
        connection=way,
        headers={
            "Message-ID": f"<{notice.key}@{domain or 'localhost'}>",
            "Content-Language": notice.language,
            "Auto-Submitted": "auto-generated",  # RFC 3834: no holiday reply to a machine
        },
    )
    for file in notice.enclosures.all():
        letter.attach(file.name, bytes(file.content), file.content_type)
    return letter


def _for_good(trouble: Exception) -> bool:
    """Whether the server, or the rules of mail themselves, will refuse this letter every time."""
    codes = _answers(trouble)
    return isinstance(trouble, ValueError) or (bool(codes) and all(code >= 500 for code in codes))


def _about_the_letter(trouble: Exception) -> bool:
    """Whether the trouble lies with this letter alone, so that the next one may go well."""
    codes = _answers(trouble)
    return isinstance(trouble, ValueError) or (bool(codes) and CLOSING not in codes)


def _answers(trouble: Exception) -> list[int]:
    """What the server answered about the letter or its reader; nothing where the trouble is another."""
    if isinstance(trouble, smtplib.SMTPRecipientsRefused):
        return [code for code, _reason in trouble.recipients.values()]
    return [trouble.smtp_code] if isinstance(trouble, smtplib.SMTPDataError) else []


def _said(trouble: Exception) -> str:
    return f"{type(trouble).__name__}: {trouble}"[:TROUBLE_MOST]


def _let_go(way: BaseEmailBackend) -> None:
    # What was sent is sent; a farewell that fails changes nothing.
    with suppress(OSError):
        way.close()
