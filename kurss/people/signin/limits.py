"""How often one may try: one declared table, counted in PostgreSQL for every worker process together.

A rate is written `amount/duration/per`. *ip* is the reader's address (an IPv6 network of /64), *user* the account
that has signed in, *key* what the row names. Nothing here locks an account: wrong passwords are counted for one
address and one account together, so nobody can keep another person out from elsewhere. Whoever is held up can
wait, sign in with a passkey or with a code sent by mail (docs/decisions, "Wrong passwords are counted ...").
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

SIGN_IN_FAILED = "login_failed"

ALLAUTH_ACCOUNT: Final = {
    "login": "30/m/ip",
    # The key is the reader's address and the account together: see adapters.Accounts.
    SIGN_IN_FAILED: "20/m/ip,5/15m/key",
    "request_login_code": "10/m/ip,3/15m/key",
    "signup": "10/m/ip,50/h/ip",
    "confirm_email": "1/3m/key",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "reauthenticate": "10/m/user",
}
"""Signing in, as django-allauth names the acts."""

ALLAUTH_MFA: Final = {"webauthn_login": "20/m/ip"}

PAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "search": "60/m/ip",
        "feed": "60/m/ip",
        "identity": "20/m/ip",
        "ask_group": "10/h/ip",
    }
)
"""Pages that answer a question or know a secret: a search, a feed whose address is its key, a way to an issuer,
a school group’s request, which makes a letter."""
