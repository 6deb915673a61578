"""Whoever works for the city signs in with something held as well as something known."""

from collections.abc import Callable
from typing import Any, Final

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from kurss.people.acting import roles_of
from kurss.people.clock import now
from kurss.people.models import Account
from kurss.people.permissions import STAFF

Answer = Callable[[HttpRequest], HttpResponse]

PROVING: Final = frozenset(
    {
        "people:sign-in",
        "people:sign-out",
        "account_login",
        "account_reauthenticate",
        "account_request_reauthentication_code",
        "account_confirm_reauthentication_code",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "appearance",
        "start",
        "health",
        "robots",
    }
)
"""What opens to staff in any case: proving that it is them, signing out, the look, what machines ask."""

SETTING_UP: Final = PROVING | {
    "account_email",
    "account_confirm_email",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}
"""What opens as well while there is no second factor. Once there is one, it guards the adding of others."""


WANTED: Final = "wanted"
"""Where the session keeps the page that was asked for before a second factor was set up."""


def shown(request: HttpRequest, account: Account) -> bool:
    """Whether a passkey, an app or a recovery code was part of this session's sign-in."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, account))


class SecondFactorForStaff:
    """Middleware: leads staff without a second factor to the page that sets one up, whatever they asked for."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, page: Callable[..., HttpResponse], args: Any, named: Any
    ) -> HttpResponse | None:
        account = request.user
        if not settings.KURSS_SECOND_FACTOR_FOR_STAFF or not isinstance(account, Account):
            return None
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in PROVING or not roles_of(account, at=now()) & STAFF:
            return None
        if shown(request, account):
            if request.session.get(WANTED) == request.get_full_path():
                del request.session[WANTED]
            return None
        held = set(
            Authenticator.objects.filter(user=account)
            .exclude(type=Authenticator.Type.RECOVERY_CODES)
            .values_list("type", flat=True)
        )
        if held:
            way = reverse(
                "mfa_reauthenticate" if Authenticator.Type.TOTP in held else "mfa_reauthenticate_webauthn"
            )
            back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
            return _lead(request, f"{way}?{urlencode({'next': back})}" if back else way)
        if name in SETTING_UP:
            return None
        if request.method == "GET":
            request.session[WANTED] = request.get_full_path()
        messages.info(
            request,
            _(
                "Work for the city takes a second proof that it is you. Add a passkey or an authenticator app."
            ),
        )
        return _lead(request, reverse("mfa_index"))


def _lead(request: HttpRequest, way: str) -> HttpResponse:
    """To the proof: at once, or, for whoever has sent a form, past a page that gives back what was typed."""
    if request.method == "POST":
        return render(request, "people/signin/prove_first.html", {"way": way}, status=403)
    return redirect(way)
