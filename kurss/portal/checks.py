"""Checked before a site starts: a demonstration stays on one machine; every address says who may ask for it."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from kurss.places.city import middle
from kurss.portal import gate

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


@register()
def every_address_says_who_may_ask_for_it(**_options: Any) -> Sequence[CheckMessage]:
    """An address that `access.TABLE` does not know is closed to everybody; its author wants to hear of it."""
    return [
        Error(
            f"The address {name!r} has no entry in the table of who may ask for it.",
            hint="Add it to kurss.portal.access.TABLE.",
            id="kurss.E003",
        )
        for name in sorted(set(gate.names()) - set(gate.table()))
    ]


@register()
def the_city_lies_where_it_was_said_to(**_options: Any) -> Sequence[CheckMessage]:
    """A middle of the city that is no point is found before a clerk enters the first place."""
    try:
        middle()
    except ImproperlyConfigured as wrong:
        return [Error(str(wrong), hint="Leave it empty where no place is to be checked.", id="kurss.E004")]
    return []
