"""Checked before a site starts: a demonstration, where anyone signs in as anyone, stays on one machine."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "testserver"}
"""Host names that only this machine answers to; the last is that of Django's test client."""


@register()
def demonstration_stays_on_this_machine(**_options: Any) -> Sequence[CheckMessage]:
    """One-click sign-in is refused wherever the site answers to a name that others can reach."""
    if not settings.KURSS_DEMO:
        if not apps.is_installed("kurss.demo"):
            return []
        return [
            Error(
                "kurss.demo is installed in a site that is not a demonstration.",
                hint="Remove it from INSTALLED_APPS; only kurss.portal.settings.demo adds it.",
                id="kurss.E001",
            )
        ]
    reachable = sorted(set(settings.ALLOWED_HOSTS) - LOOPBACK)
    if not reachable:
        return []
    return [
        Error(
            f"A demonstration with one-click sign-in would answer to {', '.join(reachable)}.",
            hint="Keep ALLOWED_HOSTS to this machine, or run the site with kurss.portal.settings.production.",
            id="kurss.E002",
        )
    ]
