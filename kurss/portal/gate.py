"""The gate in front of every page: what `access.TABLE` says of an address is asked before its page is.

An address without an entry is closed to everybody, and a site that has one does not start (`kurss.E003`).
"""

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.views.defaults import permission_denied

from kurss.people import clock
from kurss.people.acting import may, may_somewhere
from kurss.people.permissions import Act, roles_for
from kurss.people.refusals import NotAllowed
from kurss.portal.access import About, Entry

Answer = Callable[[HttpRequest], HttpResponse]


def table() -> Mapping[str, Entry]:
    """The entries that stand beside the addresses of this site."""
    return import_module(settings.ROOT_URLCONF).ACCESS


def names() -> Iterator[str]:
    """The name of every address of this site; an address without one is given as its pattern."""
    return _names(get_resolver(), "", "")


def _names(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _names(pattern, inside, where)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}" if pattern.name else where


class Gate:
    """Middleware: asks the table, then the page."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def process_view(
        self, request: HttpRequest, page: Callable[..., HttpResponse], _args: Any, _named: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        entry = table().get(match.view_name or "") if match else None
        if entry is None:
            return permission_denied(request, NotAllowed(_("Nobody has said who may open this page.")))
        if not entry.signed_in:
            return None
        if not request.user.is_authenticated:
            if request.method in ("GET", "HEAD"):
                return redirect_to_login(request.get_full_path())
            return permission_denied(request, NotAllowed(_("Sign in first; nothing was changed.")))
        # What is about the city as a whole lies outside a grant for one place or one initiative.
        asked = may if About.CITY in entry.about else may_somewhere
        if not entry.acts or any(asked(request.user, act, at=clock.now()) for act in entry.acts):
            return None
        return permission_denied(request, NotAllowed(_refusal(entry.acts)))


def _refusal(acts: tuple[Act, ...]) -> str:
    roles = dict.fromkeys(str(role.label) for act in acts for role in roles_for(act))
    return _("This page takes the role {roles}. An administrator can give it.").format(
        roles=_(" or ").join(roles)
    )
