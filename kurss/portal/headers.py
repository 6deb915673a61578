"""Security headers that neither Django nor django-csp sets."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

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
    """Middleware: no device of the reader's is offered to a page, and no other site embeds what stands here."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answer(request)
        answer.setdefault("Permissions-Policy", PERMISSIONS)
        answer.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return answer
