"""What somebody typed into a form that was refused before its page could read it, given back to be copied.

It stands in the refused answer itself and is kept nowhere: whoever sent it, from this site and in this browser,
reads it once. What another site made a browser send is not shown, or anybody could put words on our pages; nor are
secrets, nor the forms of signing in.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from kurss.portal.access import signing_in
from kurss.portal.gate import table

SECRET: Final = re.compile(r"passw|secret|token|credential|(^|[_-])(code|pin|otp)($|[_-])", re.IGNORECASE)
"""Names of fields whose values are never shown again."""

MACHINES: Final = frozenset({"csrfmiddlewaretoken", "next", "seen"})
"""What the page wrote into its form itself."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One field by its name, as text; of a file, what it is called."""

    name: str
    text: str


def typed(request: HttpRequest) -> list[Typed]:
    """The fields of a form behind the gate in their order; nothing of any other."""
    if request.method != "POST" or not _from_here(request) or not _behind_the_gate(request):
        return []
    try:
        lines = [(name, "\n".join(request.POST.getlist(name)).strip()) for name in request.POST]
        files = [
            (name, ", ".join(str(one.name) for one in request.FILES.getlist(name))) for name in request.FILES
        ]
    except (MultiPartParserError, SuspiciousOperation, UnreadablePostError):
        return []
    return [
        Typed(re.sub(r"[_-]+", " ", name), text)
        for name, text in (*lines, *files)
        if text and name not in MACHINES and not SECRET.search(name)
    ]


def came_from(request: HttpRequest) -> str:
    """The page of this site on which a form stood, by its path; empty where the browser does not say."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if (parts.scheme, parts.netloc) != (request.scheme, request.get_host()):
        return ""
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _from_here(request: HttpRequest) -> bool:
    """Browsers name the site that made them send a form; a request that names none is no browser's."""
    origin, own = request.headers.get("Origin"), f"{request.scheme}://{request.get_host()}"
    if origin is not None:
        return origin == own
    return not request.headers.get("Referer") or bool(came_from(request))


def _behind_the_gate(request: HttpRequest) -> bool:
    name = (request.resolver_match.view_name or "") if request.resolver_match else ""
    entry = table().get(name)
    return entry is not None and entry.signed_in and name not in signing_in()
