"""Whose attempt it is, and whether there was one too many."""

import ipaddress
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kurss.people.signin.limits import PAGES

Page = Callable[..., HttpResponse]


def client_address(request: HttpRequest) -> str:
    """The reader's address: the one that connected, or what the site's own proxy says about it.

    X-Forwarded-For is believed only where the connection comes from `KURSS_TRUSTED_PROXY`, and then only its last
    entry, the one that proxy wrote itself: whatever a reader writes into the header stands before it.
    """
    peer = _readable(request.META.get("REMOTE_ADDR", "")) or "0.0.0.0"  # noqa: S104 - no address is known
    proxy = settings.KURSS_TRUSTED_PROXY
    if not proxy or ipaddress.ip_address(peer) not in ipaddress.ip_network(proxy, strict=False):
        return peer
    return _readable(request.headers.get("x-forwarded-for", "").rpartition(",")[2]) or peer


def limited(act: str) -> Callable[[Page], Page]:
    """For a page of `limits.PAGES`: answers 429 with our own page where it was asked for too often."""
    assert act in PAGES, f"{act} is not in the table of limits"

    def dress(page: Page) -> Page:
        @wraps(page)
        def counted(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
            if (held_up := too_often(request, act)) is not None:
                return held_up
            return page(request, *args, **named)

        return counted

    return dress


def too_often(request: HttpRequest, act: str) -> HttpResponse | None:
    """Count one attempt; the answer to give where it was one too many."""
    spent = ratelimit.consume(request, app="kurss.people", action=act, config=dict(PAGES), limit_get=True)
    return None if spent else ratelimit.respond_429(request)


def _readable(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return ""
