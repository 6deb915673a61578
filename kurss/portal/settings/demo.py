"""The Ventspils case on one machine: loopback only, one-click sign-in for each role, made-up records."""

import contextlib
import os
import secrets
import tempfile
from datetime import date

from kurss.portal.settings.base import *  # noqa: F403
from kurss.portal.settings.base import HOME, INSTALLED_APPS

KURSS_DEMO = True
KURSS_SECOND_FACTOR_FOR_STAFF = False
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "letters"
"""A demonstration sends nothing: what it would send lies here."""

DEMO_DATE = date(2022, 9, 30)
"""The day on which the demonstration stands still: the end of the period the city's report covers."""

INSTALLED_APPS = [*INSTALLED_APPS, "kurss.demo"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]


def _secret_key() -> str:
    """A key of this demonstration's own, made once and readable by its owner only."""
    file = HOME / "secret-key"
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: each writes a key of its own, and one of the two is linked.
        handle, mine = tempfile.mkstemp(dir=HOME, prefix="secret-key-")
        with os.fdopen(handle, "w") as unfinished:
            unfinished.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):
            os.link(mine, file)
        os.unlink(mine)
    return file.read_text()


SECRET_KEY = _secret_key()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
