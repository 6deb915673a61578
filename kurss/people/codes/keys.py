"""The keys under which codes are kept: read from a file or the environment, never from the database.

One key a line (or parted by commas), `name:secret`, oldest first; the secret is at least 32 bytes in base64. A
name is small letters, digits and hyphens, such as 2026-11. The newest key is the last one.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from kurss.people.refusals import KeysMissing, KeysUnreadable

LEAST = 32
"""Bytes of a key: as many as SHA-256 gives (RFC 2104, section 3, advises no fewer)."""

NAME = re.compile(r"[a-z0-9-]{1,20}")


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    secret: bytes = field(repr=False)


def keys() -> tuple[Key, ...]:
    """Every key of this site, oldest first; none where none is set. Read anew each time, so that a key added to
    the file counts at once for every process."""
    if settings.KURSS_CODE_KEYS:
        return read(settings.KURSS_CODE_KEYS.replace(",", "\n"), "KURSS_CODE_KEYS")
    file = Path(settings.KURSS_CODE_KEYS_FILE)
    try:
        return read(file.read_text(encoding="utf-8"), str(file))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise KeysUnreadable(
            _("The keys in {place} cannot be read. Check the path and who may read it.").format(place=file)
        ) from error


def read(text: str, place: str) -> tuple[Key, ...]:
    """The keys in a text. KeysUnreadable names the line and never what stands there."""
    found: dict[str, Key] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _colon, secret = line.strip().partition(":")
        decoded = _decoded(secret)
        if not NAME.fullmatch(name) or len(decoded) < LEAST or name in found:
            raise KeysUnreadable(
                _(
                    "Line {number} of {place} is no key, or names one twice. Write name:secret, with a secret of "
                    "at least 32 bytes in base64; `kurss keys new` writes such a line."
                ).format(number=number, place=place)
            )
        found[name] = Key(name, decoded)
    return tuple(found.values())


def add(name: str) -> Key:
    """Append a new random key to the key file, which its owner alone may read. Nothing is wrapped in it yet."""
    file = Path(settings.KURSS_CODE_KEYS_FILE)
    if settings.KURSS_CODE_KEYS:
        raise KeysUnreadable(
            _("The keys stand in the variable KURSS_CODE_KEYS. Add the new one there, at the end.")
        )
    if not NAME.fullmatch(name) or name in {key.name for key in keys()}:
        raise KeysUnreadable(
            _(
                "“{name}” cannot name a new key. Use small letters, digits and hyphens, and a name of its own."
            ).format(name=name)
        )
    key = Key(name, secrets.token_bytes(LEAST))
    file.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(f"{name}:{base64.b64encode(key.secret).decode()}\n")
    return key


def named(names: str) -> tuple[Key, ...]:
    """The keys of a chain, in its order. KeysMissing where one of them is not set."""
    known = {key.name: key for key in keys()}
    chain = names.split()
    missing = [name for name in chain if name not in known]
    if missing or not chain:
        raise KeysMissing(
            _(
                "The key {names} of the national codes is not set. Put it back into KURSS_CODE_KEYS_FILE or "
                "KURSS_CODE_KEYS; without it no code can be compared."
            ).format(names=", ".join(missing))
        )
    return tuple(known[name] for name in chain)


def digest(code: str, chain: Sequence[Key]) -> str:
    """HMAC-SHA256 (RFC 2104) of a checked code under the keys of a chain, one around the other, in hex."""
    first, *later = chain
    return wrapped(hmac.new(first.secret, f"LV:{code}".encode(), hashlib.sha256).hexdigest(), later)


def wrapped(inner: str, later: Iterable[Key]) -> str:
    """A digest under more keys: HMAC(new, HMAC(old, code)), over the 32 bytes of the inner digest."""
    for key in later:
        inner = hmac.new(key.secret, bytes.fromhex(inner), hashlib.sha256).hexdigest()
    return inner


def _decoded(secret: str) -> bytes:
    try:
        return base64.b64decode(secret, altchars=b"-_" if set(secret) & set("-_") else None, validate=True)
    except (binascii.Error, ValueError):
        return b""
