"""The Ventspils case on one machine: loopback only, one-click sign-in for each role, made-up records."""

import base64
import contextlib
import os
import secrets
import tempfile
from datetime import date

from kurss.portal.settings.base import *  # noqa: F403
from kurss.portal.settings.base import HOME, INSTALLED_APPS

KURSS_DEMO = True
KURSS_SECOND_FACTOR_FOR_STAFF = False
KURSS_MAIL = True
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "letters"
"""A demonstration sends nothing: what it would send lies here."""

DEMO_DATE = date(2022, 9, 30)
KURSS_COURSE_COSTS = {
    "teacher_hour": "18.00",
    "room_hour": "7.50",
    "source": "Izdomāts demonstrācijai (made up for the demonstration)",
}
"""The day on which the demonstration stands still: the end of the period the city's report covers."""

INSTALLED_APPS = [*INSTALLED_APPS, "kurss.demo"]
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]


def _made_once(name: str, content: str) -> str:
    """A secret of this demonstration's own, made once and readable by its owner only."""
    file = HOME / name
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        # Two processes may start at once: each writes a secret of its own, and one of the two is linked.
        handle, mine = tempfile.mkstemp(dir=HOME, prefix=f"{name}-")
        with os.fdopen(handle, "w") as unfinished:
            unfinished.write(content)
        with contextlib.suppress(FileExistsError):
            os.link(mine, file)
        os.unlink(mine)
    return file.read_text()


SECRET_KEY = _made_once("secret-key", secrets.token_urlsafe(50))
_made_once("code-keys", f"demonstration:{base64.b64encode(secrets.token_bytes(32)).decode()}\n")
KURSS_CODE_KEYS = ""
KURSS_CODE_KEYS_FILE = str(HOME / "code-keys")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "kurss.portal.hashed.Hashed"},
}
