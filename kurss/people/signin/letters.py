"""Sending a letter. The only place of signing in that does."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.notices.outbox import deliver, post

AT_ONCE = 20
"""Letters one sign-in hands over at the most, should others wait; the rest is left to the worker."""


def send(*, to: str, subject: str, body: str, language: str, about: str, at: datetime) -> None:
    """Post one letter, written in the reader's language and signed by the city, and hand it over at once.

    Somebody sits before a page that says to look into the mailbox, so it does not wait for the worker's next
    round. Where there is no mail server, or it does not answer, the letter waits in the outbox.
    """
    signed = _("{city}, digital course").format(city=settings.KURSS_CITY)
    post(to=to, subject=subject, body=f"{body}\n\n{signed}\n", language=language, about=about, at=at)
    if settings.KURSS_MAIL:
        transaction.on_commit(lambda: deliver(limit=AT_ONCE, at=timezone.now()))
