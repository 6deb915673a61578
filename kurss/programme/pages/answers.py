"""How the pages of the programme office answer: who may come in, in which language, and lists as CSV."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from kurss.partners.refusals import PartnerRefusal
from kurss.people import clock
from kurss.people.acting import may, may_somewhere, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.refusals import NotAllowed
from kurss.programme.models import Programme
from kurss.programme.queries import current_programme
from kurss.programme.refusals import Refused

Page = Callable[..., HttpResponse]

REFUSALS = (Refused, NotAllowed, PartnerRefusal)
"""What a form tells as a sentence, with all that was typed: also that its writer may not write what was chosen."""

Writes = Callable[[str], bool]
"""Whether somebody may write an initiative, by its key; the whole programme under an empty one."""

CHOSEN = "programme"
"""Where the session keeps the key of the programme that its officer works on."""


def language() -> str:
    """The language of the page, which stands in its address."""
    return get_language() or settings.LANGUAGE_CODE


def takes(act: Act) -> Callable[[Page], Page]:
    """A page for whoever may do this act somewhere: others are asked to sign in, or refused in a sentence."""

    def guarded(page: Page) -> Page:
        @wraps(page)
        def asked(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not may_somewhere(request.user, act, at=clock.now()):
                permit(request.user, act, at=clock.now())
            answer = page(request, *args, **named)
            answer.headers.setdefault("Cache-Control", "private, no-store")
            return answer

        return asked

    return guarded


def account(request: HttpRequest) -> Account:
    """Whoever has signed in; only for pages that nobody else can open."""
    assert isinstance(request.user, Account)
    return request.user


def allowed(request: HttpRequest, act: Act) -> bool:
    """Whether the reader may do this somewhere."""
    return may_somewhere(request.user, act, at=clock.now())


def writes(request: HttpRequest) -> Writes:
    """What the reader may write: a form offers no initiative that its verb would refuse."""
    by, at = account(request), clock.now()
    return lambda initiative: may(by, Act.EDIT_PROGRAMME, at=at, initiative=initiative)


def download(text: str, name: str, kind: str) -> HttpResponse:
    """A file to keep, under its name."""
    return HttpResponse(
        text,
        content_type=f"{kind}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def programme_of(request: HttpRequest) -> Programme | None:
    """The programme an officer works on: asked for in the address, chosen in the office, or the current one."""
    asked = request.GET.get("programme", "").strip()
    if asked:
        return current_programme(asked)
    chosen = request.session.get(CHOSEN, "")
    return (current_programme(chosen) if chosen else None) or current_programme()
