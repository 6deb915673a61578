"""Security headers that neither Django nor django-csp sets."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

UNUSED: Final = (
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "idle-detection",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)
"""What no page of the site uses, so that no page can be made to. The camera reads a ticket; passkeys are used."""

PERMISSIONS: Final = ", ".join(
    [
        *(f"{name}=()" for name in UNUSED),
        "camera=(self)",
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)


class Headers:
    """Middleware: no device of the reader's is offered to a page, no other site embeds what stands here, and what
    a reader who has signed in was shown is kept by no browser and no proxy."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answer(request)
        answer.setdefault("Permissions-Policy", PERMISSIONS)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        # On a machine that several use, the way back must not lead to what another reader saw.
        if not answer.has_header("Cache-Control") and request.user.is_authenticated:
            add_never_cache_headers(answer)
        return answer
