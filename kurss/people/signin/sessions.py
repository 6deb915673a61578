"""Sessions: how long they last, where they are, and ending them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from allauth.usersessions.models import UserSession
from django.contrib.auth import logout
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import roles_of
from kurss.people.clock import now
from kurss.people.models import Account
from kurss.people.permissions import STAFF

Answer = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Life:
    """How long a session may lie unused, and how long it lasts at the most."""

    idle: timedelta
    most: timedelta


RESIDENT: Final = Life(idle=timedelta(days=14), most=timedelta(days=90))
STAFF_LIFE: Final = Life(idle=timedelta(hours=1), most=timedelta(hours=12))
"""A working day, and an hour away from the desk: OWASP's upper end for applications of middling risk."""

NOTED: Final = timedelta(minutes=5)
"""How exactly the last use is known: noting it at every page would write at every page."""

SINCE, SEEN = "signed_in_at", "seen_at"


def life_of(account: Account) -> Life:
    return STAFF_LIFE if roles_of(account, at=now()) & STAFF else RESIDENT


class Lives:
    """Middleware: ends a session that has lain unused or lasted too long, and notes when it was used."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Account):
            self._live(request, request.user, timezone.now())
        return self._answer(request)

    def _live(self, request: HttpRequest, account: Account, at: datetime) -> None:
        moment, session = at.timestamp(), request.session
        since, seen = session.get(SINCE, moment), session.get(SEEN, 0.0)
        if SINCE in session:
            life = life_of(account)
            if moment - since > life.most.total_seconds() or moment - seen > life.idle.total_seconds():
                logout(request)
                return
        if moment - seen >= NOTED.total_seconds():
            session[SINCE], session[SEEN] = since, moment
            session.set_expiry(int(life_of(account).idle.total_seconds()))
            UserSession.objects.create_from_request(request)


def of(account: Account) -> list[UserSession]:
    """The account's sessions, the one used last first; those that are over are forgotten."""
    live = UserSession.objects.purge_and_list(account)
    return sorted(live, key=lambda session: session.last_seen_at, reverse=True)


def end(session: UserSession) -> None:
    """Whoever holds this session is signed out at their next page."""
    session.end()


def end_others(account: Account, *, kept: str) -> int:
    """End every session of the account but one; how many."""
    others = [session for session in of(account) if session.session_key != kept]
    for session in others:
        end(session)
    return len(others)


def forget_over() -> int:
    """Delete sessions that are over, and what was known about them: devices and addresses; how many."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    live = Session.objects.values("session_key")
    return UserSession.objects.exclude(session_key__in=live).delete()[0]


BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device(user_agent: str) -> str:
    """What a browser says of itself, in words a person knows; the rest is not worth guessing."""
    browser = next((name for mark, name in BROWSERS if re.search(rf"{mark}\w*/", user_agent)), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return _("{browser} on {system}").format(browser=browser, system=system)
    return browser or system or _("Another program")
