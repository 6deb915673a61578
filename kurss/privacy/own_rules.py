"""Rules for what lies below this module: letters, sessions, invitations, the journal's details, requests."""

from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurss.journal.entries import ERASE, ERASE_OLD, erase_old
from kurss.journal.models import Detail
from kurss.notices import outbox
from kurss.notices.models import Notice
from kurss.people.acting import signature
from kurss.people.models import Account, Invitation
from kurss.privacy.models import Request
from kurss.privacy.rules import Rule


def _sent(before: datetime) -> QuerySet[Notice]:
    return Notice.objects.over().filter(over_at__lt=before, erased_at__isnull=True)


def _erase_letters(
    found: QuerySet[Notice], *, before: datetime, because: str, by: Account, at: datetime
) -> int:
    return outbox.erase_old(over_before=before, at=at)


def _sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def _invitations(before: datetime) -> QuerySet[Invitation]:
    return Invitation.objects.filter(accepted_at__isnull=True, expires_at__lt=before)


def _details(before: datetime) -> QuerySet[Detail]:
    old = Detail.objects.filter(entry__recorded_at__lt=before)
    return old.exclude(entry__act__in=(ERASE, ERASE_OLD))


def _erase_details(
    found: QuerySet[Detail], *, before: datetime, because: str, by: Account, at: datetime
) -> int:
    return erase_old(before=before, because=because, by_key=str(by.pk), by_label=signature(by, at=at), at=at)


def _closed(before: datetime) -> QuerySet[Request]:
    return Request.objects.filter(closed_on__lt=timezone.localdate(before), erased_on__isnull=True)


def _erase_words(
    found: QuerySet[Request], *, before: datetime, because: str, by: Account, at: datetime
) -> int:
    return found.update(
        name="", contact="", words="", answer="", person=None, erased_on=timezone.localdate(at)
    )


SENT_NOTICES = Rule(
    key="notices.sent",
    title=_("Letters that were sent"),
    after=_("after they were sent or given up"),
    effect=_("Address, words and files go; that a letter was sent stays."),
    days=90,
    ships_on=True,
    found=_sent,
    take=_erase_letters,
)
SESSIONS = Rule(
    key="sessions.expired",
    title=_("Sessions of who had signed in"),
    after=_("after they expired"),
    effect=_("The session goes whole."),
    days=1,
    ships_on=True,
    found=_sessions,
)
INVITATIONS = Rule(
    key="people.invitations",
    title=_("Invitations that nobody used"),
    after=_("after they expired"),
    effect=_("The invitation goes whole, with the address it was sent to."),
    days=30,
    ships_on=True,
    found=_invitations,
)
JOURNAL_DETAILS = Rule(
    key="journal.details",
    title=_("Details in the journal"),
    after=_("after the act was taken down"),
    effect=_("The details go; who did what to which record stays, and the chain still checks."),
    days=5 * 365,
    ships_on=False,
    found=_details,
    take=_erase_details,
)
CLOSED_REQUESTS = Rule(
    key="privacy.requests",
    title=_("Requests about one's own data"),
    after=_("after they were closed"),
    effect=_("Name, contact and words go; what was asked, when, and what came of it stays."),
    days=2 * 365,
    ships_on=False,
    found=_closed,
    take=_erase_words,
)
