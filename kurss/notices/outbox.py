"""Posting a notice: one row in the transaction of the act that tells somebody something.

If the act fails there is no notice; if it stands, the notice is sent (`delivery.deliver`, which is offered here as
well), or given up with a reason that is kept.
The words come written in the reader's language; the outbox only says in which.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kurss.notices.delivery import Delivered, deliver
from kurss.notices.models import Enclosure, Notice, State
from kurss.notices.refusals import (
    AddressUnreadable,
    EnclosureUnreadable,
    LanguageUnknown,
    NothingSaid,
    SubjectUnreadable,
    TimeWithoutZone,
)

__all__ = ["Attachment", "Delivered", "Draft", "deliver", "draft", "erase_old", "forget", "post"]

SUBJECT_MOST = 200
ENCLOSED_MOST = 10 * 1024 * 1024
"""Bytes of all files of one notice: what mail servers commonly still take once encoded."""
CONTENT_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(; ?[a-z]+=[A-Za-z0-9-]+)*")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]")
"""What ends a line or cannot be printed: a header holds none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file to go with a notice, such as a calendar entry."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice that was looked through, with what goes with it. Nobody has it yet."""

    notice: Notice
    attachments: Sequence[Attachment]


def draft(
    *,
    to: str,
    subject: str,
    body: str,
    language: str,
    at: datetime,
    about: str = "",
    once: str = "",
    attachments: Sequence[Attachment] = (),
) -> Draft:
    """A notice as `post` would write it. Raises a `NoticeRefused` that says what is wrong."""
    to, subject = to.strip(), subject.strip()
    _check(to, subject, body, language, at)
    _check_attachments(attachments)
    new = Notice(
        to=to,
        subject=subject,
        body=body,
        language=language,
        about=about,
        once=once,
        posted_at=at,
        next_try_at=at,
    )
    return Draft(new, attachments)


def post(
    *,
    to: str,
    subject: str,
    body: str,
    language: str,
    at: datetime,
    about: str = "",
    once: str = "",
    attachments: Sequence[Attachment] = (),
) -> Notice:
    """Put a notice into the outbox, in the caller's transaction.

    With `once`, an occasion is told once: a second call, at the same time or later, posts nothing and returns
    the first notice. Raises a `NoticeRefused` that says what is wrong; nothing is posted then.
    """
    new = draft(
        to=to,
        subject=subject,
        body=body,
        language=language,
        at=at,
        about=about,
        once=once,
        attachments=attachments,
    ).notice
    if once and (posted := Notice.objects.filter(once=once).first()):
        return posted
    # What is refused was refused above: no savepoint of its own, in a transaction that stands or falls with it.
    with transaction.atomic(savepoint=False):
        if once:
            # Two may post at once: the second waits for the first to commit and then finds its notice.
            Notice.objects.bulk_create([new], ignore_conflicts=True)
            posted = Notice.objects.get(once=once)
            if posted.key != new.key:
                return posted
        else:
            new.save(force_insert=True)
        Enclosure.objects.bulk_create(
            Enclosure(notice=new, name=file.name, content_type=file.content_type, content=file.content)
            for file in attachments
        )
    return new


NOTICE = """
notice AS (
    INSERT INTO notices_notice
        (key, "to", subject, body, language, about, once, state, posted_at, tries, next_try_at, trouble)
    SELECT %(notice_key)s, %(notice_to)s, %(notice_subject)s, %(notice_body)s, %(notice_language)s,
        %(notice_about)s, '', 'waiting', %(at)s, 0, %(at)s, ''
    FROM record
), enclosure AS (
    INSERT INTO notices_enclosure (notice_id, name, content_type, content)
    SELECT %(notice_key)s, %(file_name)s, %(file_type)s, %(file_content)s FROM record
)
"""
"""A notice with one file, for a statement that writes what it tells of: it is posted where `record` has a row."""


def notice_values(drafted: Draft) -> dict[str, Any]:
    """What `NOTICE` takes besides the moment `at`."""
    notice, (file,) = drafted.notice, drafted.attachments
    names = ("key", "to", "subject", "body", "language", "about")
    said = {f"notice_{name}": getattr(notice, name) for name in names}
    return said | {"file_name": file.name, "file_type": file.content_type, "file_content": file.content}


@transaction.atomic
def forget(*, about: str, at: datetime) -> int:
    """Withdraw what waits about a record and erase every word sent about it; how many notices were erased.

    A notice that is being sent at this very moment still goes out, and is erased by the next retention.
    """
    Notice.objects.filter(about=about, state=State.WAITING).update(state=State.WITHDRAWN, over_at=at)
    return _erase(about=about, at=at)


def erase_old(*, over_before: datetime, at: datetime) -> int:
    """Erase address, words and files of notices that were over before this moment; how many."""
    return _erase(over_at__lt=over_before, at=at)


@transaction.atomic
def _erase(*, at: datetime, **which: object) -> int:
    to_go = Notice.objects.over().filter(erased_at__isnull=True, **which)
    keys = list(to_go.select_for_update().values_list("key", flat=True))
    Enclosure.objects.filter(notice__in=keys).delete()
    return Notice.objects.filter(key__in=keys).update(to="", subject="", body="", trouble="", erased_at=at)


def _check(to: str, subject: str, body: str, language: str, at: datetime) -> None:
    if at.tzinfo is None:
        raise TimeWithoutZone(f"The time {at} of the notice names no time zone; give an aware datetime.")
    try:
        validate_email(to)
    except ValidationError as error:
        raise AddressUnreadable(
            _("“{address}” is not an e-mail address. Write it like name@example.lv.").format(
                address=CONTROL.sub(" ", to)
            )
        ) from error
    if not subject or len(subject) > SUBJECT_MOST or CONTROL.search(subject):
        raise SubjectUnreadable(
            _(
                "The subject “{subject}” cannot stand in a letter. "
                "Write one line of at most {most} characters."
            ).format(subject=CONTROL.sub(" ", subject)[:SUBJECT_MOST], most=SUBJECT_MOST)
        )
    if not body.strip():
        raise NothingSaid(_("The notice “{subject}” says nothing. Write its text.").format(subject=subject))
    if not re.fullmatch(r"[a-z]{2,3}", language):
        raise LanguageUnknown(
            _("“{language}” is not a language code. Write one like lv or en.").format(language=language)
        )


def _check_attachments(attachments: Sequence[Attachment]) -> None:
    for file in attachments:
        clean = file.name.strip() and len(file.name) <= 120 and not re.search(r"[/\\\"]", file.name)
        if not clean or CONTROL.search(file.name) or not CONTENT_TYPE.fullmatch(file.content_type):
            raise EnclosureUnreadable(
                _(
                    "The file “{name}” of kind “{kind}” cannot go with a letter. "
                    "Give it a plain name and a kind like text/calendar."
                ).format(name=CONTROL.sub(" ", file.name), kind=CONTROL.sub(" ", file.content_type))
            )
    size = sum(len(file.content) for file in attachments)
    if size > ENCLOSED_MOST:
        raise EnclosureUnreadable(
            _("The files of the notice have {size} bytes together; at most {most} can be sent.").format(
                size=size, most=ENCLOSED_MOST
            )
        )
