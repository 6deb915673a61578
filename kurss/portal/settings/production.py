"""A city's own site. Refuses to start without its secrets, and cannot be turned into a demonstration."""

import os

from django.core.exceptions import ImproperlyConfigured

from kurss.portal.settings.base import *  # noqa: F403


def _required(name: str, what: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: set it to {what}.")
    return value


if os.environ.get("KURSS_DEMO"):
    raise ImproperlyConfigured(
        "KURSS_DEMO is set, but one-click sign-in cannot be switched on in production settings. "
        "Unset it, or run `kurss demo`, which uses settings of its own."
    )

SECRET_KEY = _required("KURSS_SECRET_KEY", "a long random text kept out of the repository")
ALLOWED_HOSTS = [
    host.strip() for host in _required("KURSS_HOSTS", "the site's host names, separated by commas").split(",")
]

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kurss.portal.hashed.Hashed"},
}
