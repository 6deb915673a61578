"""Passwords that leaked somewhere and are tried first by whoever guesses."""

import hashlib
import mmap
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext as _

DIGEST = re.compile(rb"^[0-9A-F]{40}(:\d+)?$")


class NotBreached:
    """Refuses a password that stands in the site's list of leaked ones; without a list nothing is refused.

    The list has one line for each password: its SHA-1 in capitals, perhaps `:count` after it, in ascending order
    (the form in which such lists are published). It is searched by halving and never read whole: a list of a
    billion lines takes thirty looks. Nothing is asked of another host.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    def validate(self, password: str, user: Any = None) -> None:
        path = self._path or settings.KURSS_BREACHED_PASSWORDS
        if path is not None and found(password, path):
            raise ValidationError(
                _("This password has leaked elsewhere and is among those tried first. Choose another."),
                code="password_breached",
            )

    def get_help_text(self) -> str:
        return _("Your password can’t be one that is known to have leaked.")


def found(password: str, path: Path) -> bool:
    """Whether the digest of the password stands in the sorted list. Raises ImproperlyConfigured, see `check`."""
    check(path)
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as lines:
        low, high = 0, len(lines)
        while low < high:
            middle = (low + high) // 2
            start = lines.rfind(b"\n", 0, middle) + 1
            end = lines.find(b"\n", start)
            end = len(lines) if end < 0 else end
            here = lines[start : start + 40].upper()
            if here == wanted:
                return True
            if here < wanted:
                low = end + 1
            else:
                high = start
    return False


@lru_cache(maxsize=4)
def check(path: Path) -> None:
    """Raise ImproperlyConfigured where the list cannot be read or does not begin with a digest."""
    try:
        with path.open("rb") as file:
            first, second = file.readline().strip().upper(), file.readline().strip().upper()
    except OSError as error:
        raise ImproperlyConfigured(
            f"KURSS_BREACHED_PASSWORDS names {path}, which cannot be read ({error.strerror}). "
            "Name a readable file, or unset it."
        ) from error
    if (
        (first and not DIGEST.match(first))
        or (second and not DIGEST.match(second))
        or (second and second < first)
    ):
        raise ImproperlyConfigured(
            f"{path} is not a list of leaked passwords: each line holds a SHA-1 in hexadecimal, in ascending "
            "order. Sort it (LC_ALL=C sort), or name another file in KURSS_BREACHED_PASSWORDS."
        )
