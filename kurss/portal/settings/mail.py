"""Through which server letters leave: the one `KURSS_MAIL_URL` names."""

import os
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PORTS = {"smtp": 587, "smtps": 465}
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class Mail(NamedTuple):
    """Without a host no letter leaves. `starts_tls`: turns to TLS first; `is_tls`: TLS from the start."""

    host: str = ""
    port: int = 587
    user: str = ""
    password: str = ""
    starts_tls: bool = False
    is_tls: bool = False
    sender: str = "kurss@localhost"


def mail_from_environment() -> Mail:
    """The mail server of the site; nothing is connected to here.

    smtp://user:password@host begins in the clear and turns to TLS (STARTTLS), but on loopback; smtps:// is TLS
    from the start. Raises ImproperlyConfigured, naming the variable, where one cannot be read.
    """
    url = os.environ.get("KURSS_MAIL_URL", "").strip()
    if not url:
        return Mail()
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if not host or parts.scheme not in PORTS:
        raise ImproperlyConfigured(
            "KURSS_MAIL_URL cannot be read: write it as smtp://user:password@host:587, or smtps://… for TLS "
            "from the start."
        )
    sender = os.environ.get("KURSS_MAIL_FROM", "").strip()
    if not sender:
        raise ImproperlyConfigured("KURSS_MAIL_FROM is not set: set it to the address letters come from.")
    return Mail(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starts_tls=parts.scheme == "smtp" and host not in LOOPBACK,
        is_tls=parts.scheme == "smtps",
        sender=sender,
    )
