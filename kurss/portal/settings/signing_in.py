"""How people sign in: django-allauth under our own words, pages and limits, and sessions that end.

What a city may change is read from the environment; docs/operations/signing-in.md explains each variable.
"""

import os
from ipaddress import ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from kurss.people.signin.breached import check
from kurss.people.signin.issuers import read_issuers
from kurss.people.signin.limits import ALLAUTH_ACCOUNT, ALLAUTH_MFA


def network(text: str) -> str:
    """The text, if it is an address or a network. Raises ImproperlyConfigured otherwise."""
    try:
        return str(ip_network(text, strict=False)) if text else ""
    except ValueError as error:
        raise ImproperlyConfigured(
            f"KURSS_TRUSTED_PROXY is {text!r}, which is no address or network. Write 127.0.0.1 or 10.0.0.0/8."
        ) from error


def leaked(text: str) -> Path | None:
    """The list of leaked passwords, looked at once. Raises ImproperlyConfigured where it cannot be used."""
    if not text:
        return None
    check(Path(text))
    return Path(text)


AUTHENTICATION_BACKENDS = ["kurss.people.signin.backend.Accounts"]

# Limits and codes that were used must be known to every worker process, so they stand in PostgreSQL.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kurss_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

ACCOUNT_ADAPTER = "kurss.people.signin.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = ALLAUTH_ACCOUNT
ACCOUNT_FORMS = {
    "login": "kurss.people.signin.forms.SignIn",
    "signup": "kurss.people.signin.forms.SignUp",
    "reset_password": "kurss.people.signin.forms.ForgottenPassword",
    "reset_password_from_key": "kurss.people.signin.forms.NewPassword",
    "change_password": "kurss.people.signin.forms.OtherPassword",
    "set_password": "kurss.people.signin.forms.FirstPassword",
    "add_email": "kurss.people.signin.forms.OtherAddress",
    "reauthenticate": "kurss.people.signin.forms.PasswordAgain",
    "request_login_code": "kurss.people.signin.forms.CodeByMail",
    "confirm_login_code": "kurss.people.signin.forms.CodeFromMail",
    "confirm_reauthentication_code": "kurss.people.signin.forms.CodeFromMailAgain",
}

SOCIALACCOUNT_ADAPTER = "kurss.people.signin.adapters.Identities"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": "kurss.people.signin.oidc.Way"}}
SOCIALACCOUNT_FORMS = {
    "signup": "kurss.people.signin.forms.SignUpWithIdentity",
    "disconnect": "kurss.people.signin.forms.LetGo",
}
KURSS_ISSUERS = read_issuers(os.environ.get("KURSS_ISSUERS", ""))
"""Issuers of identities, from the TOML file that the variable names; none where it is not set."""

KURSS_IDENTITY_KEY = os.environ.get("KURSS_IDENTITY_KEY", "")
"""Keys the digests of issuers' identifiers; the site's secret key where not set. It never changes."""

MFA_ADAPTER = "kurss.people.signin.adapters.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = ALLAUTH_MFA
MFA_FORMS = {
    "authenticate": "kurss.people.signin.forms.SecondFactor",
    "reauthenticate": "kurss.people.signin.forms.SecondFactorAgain",
    "activate_totp": "kurss.people.signin.forms.StartCodes",
    "add_webauthn": "kurss.people.signin.forms.AddPasskey",
    "edit_webauthn": "kurss.people.signin.forms.NamePasskey",
}

KURSS_SECOND_FACTOR_FOR_STAFF = True
"""Whoever works for the city sets up a passkey or an authenticator app before any other page opens."""

KURSS_TRUSTED_PROXY = network(os.environ.get("KURSS_TRUSTED_PROXY", ""))
"""The address or network of the one proxy whose X-Forwarded-For is believed; nobody's where not set."""

KURSS_BREACHED_PASSWORDS = leaked(os.environ.get("KURSS_BREACHED_PASSWORDS", ""))
"""A sorted file of SHA-1 digests of passwords that leaked; a new password found in it is refused."""

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "kurss.people.signin.breached.NotBreached"},
]

SESSION_ENGINE = "kurss.people.signin.store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
PASSWORD_RESET_TIMEOUT = 2 * 3600
