"""Issuers of identities (OpenID Connect), as a city describes them in one TOML file.

An entry for each, under the key that stands in its address:

    [latvija]
    name = "Latvija.lv"
    issuer = "https://issuer.example"
    client_id = "kurss"
    client_secret_file = "/etc/kurss/latvija.secret"   # or client_secret_env = "KURSS_LATVIJA_SECRET"
    scheme = "eidas"                                     # the kind of identifier that `identifier` holds
    identifier = "sub"
    ask = "substantial"                                  # the level asked for at every sign-in, if any

    [latvija.assurance]                                  # acr of the returned token -> level; unknown is refused
    "http://eidas.europa.eu/LoA/substantial" = "substantial"
    "http://eidas.europa.eu/LoA/high" = "high"
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

LEVELS = ("none", "low", "substantial", "high")
"""In order; the words of `people.models.Assurance`, which the settings cannot import."""

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """One issuer: where it is, who the site is to it, which claim says what, and how sure each `acr` is."""

    key: str
    name: str
    issuer: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    name_en: str = ""
    scheme: str = "sub"
    identifier: str = "sub"
    given_name: str = "given_name"
    family_name: str = "family_name"
    birth_date: str = "birthdate"
    email: str = "email"
    trust_email: bool = False
    """Whether an address the issuer calls verified is taken as confirmed; otherwise a letter asks."""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    ask: str = "none"
    algorithms: tuple[str, ...] = ("RS256", "PS256", "ES256")
    assurance: Mapping[str, str] = field(default_factory=dict)

    def acr_for(self, level: str) -> tuple[str, ...]:
        """Every `acr` that reaches a level, the least sure first: what is asked for as `acr_values`."""
        wanted = LEVELS.index(level)
        reach = [(LEVELS.index(found), acr) for acr, found in self.assurance.items()]
        return tuple(acr for rank, acr in sorted(reach) if rank >= wanted)


TEXTS = {
    "name",
    "name_en",
    "issuer",
    "client_id",
    "scheme",
    "identifier",
    "given_name",
    "family_name",
    "birth_date",
    "email",
    "ask",
}
KNOWN = TEXTS | {
    "client_secret_file",
    "client_secret_env",
    "trust_email",
    "scopes",
    "algorithms",
    "assurance",
}
NEEDED = ("name", "issuer", "client_id")


def read_issuers(path: str) -> Mapping[str, Issuer]:
    """The issuers of a file, by key; none for an empty path.

    Raises ImproperlyConfigured: one sentence with file, entry, what is wrong and the remedy.
    """
    if not path:
        return {}
    try:
        told = tomllib.loads(Path(path).read_text())
    except OSError as error:
        raise ImproperlyConfigured(
            f"KURSS_ISSUERS names {path}, which cannot be read ({error.strerror}). "
            "Name a readable file, or unset it."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{path} is not TOML: {error}. Correct the place it names.") from error
    return {key: _read(path, key, entry) for key, entry in told.items()}


def _read(path: str, key: str, entry: Any) -> Issuer:
    where = f"{path}, [{key}]"
    if not re.fullmatch(r"[a-z][a-z0-9-]{0,39}", key):
        raise ImproperlyConfigured(
            f"{where}: the key stands in an address; write small letters, digits and -."
        )
    if not isinstance(entry, dict):
        raise ImproperlyConfigured(f"{where} is not a table. Write [{key}] above the lines of the issuer.")
    if unknown := sorted(set(entry) - KNOWN):
        raise ImproperlyConfigured(
            f"{where}: {unknown[0]} is not known. Known are: {', '.join(sorted(KNOWN))}."
        )
    if missing := [name for name in NEEDED if not entry.get(name)]:
        raise ImproperlyConfigured(f"{where}: {missing[0]} is missing. Add it.")
    if wrong := [name for name in TEXTS & set(entry) if not isinstance(entry[name], str) or not entry[name]]:
        raise ImproperlyConfigured(f"{where}: {wrong[0]} is not a text. Write it in quotation marks.")
    parts = urlsplit(entry["issuer"])
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise ImproperlyConfigured(
            f"{where}: issuer {entry['issuer']!r} is not an https address. Correct it."
        )
    levels = entry.get("assurance", {})
    said = [entry.get("ask", "none"), *levels.values()] if isinstance(levels, dict) else ["?"]
    if bad := [level for level in said if level not in LEVELS]:
        raise ImproperlyConfigured(f"{where}: {bad[0]!r} is no level. Levels are: {', '.join(LEVELS)}.")
    algorithms = tuple(entry.get("algorithms", Issuer.__dataclass_fields__["algorithms"].default))
    if not algorithms or [
        name for name in algorithms if not re.fullmatch(r"(RS|PS|ES)(256|384|512)|EdDSA", name)
    ]:
        raise ImproperlyConfigured(
            f"{where}: algorithms {algorithms!r} are not all signatures with a public key. "
            'Write for example ["RS256", "ES256"].'
        )
    texts = {name: entry[name] for name in TEXTS & set(entry)}
    more: dict[str, Any] = {"trust_email": entry.get("trust_email", False) is True, "algorithms": algorithms}
    if "scopes" in entry:
        more["scopes"] = tuple(dict.fromkeys(("openid", *entry["scopes"])))
    return Issuer(key=key, client_secret=_secret(where, entry), assurance=dict(levels), **texts, **more)


def _secret(where: str, entry: Mapping[str, Any]) -> str:
    """The client secret, from a file or a variable; never from the file that is read and shown."""
    if file := entry.get("client_secret_file"):
        try:
            return Path(file).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(
                f"{where}: client_secret_file {file} cannot be read ({error.strerror}). Correct path or rights."
            ) from error
    if name := entry.get("client_secret_env"):
        if not os.environ.get(name):
            raise ImproperlyConfigured(f"{where}: the variable {name} holds no client secret. Set it.")
        return os.environ[name]
    return ""
