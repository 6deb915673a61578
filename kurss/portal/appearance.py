"""Light, dark, or as the reader's device: the reader's choice, kept in one cookie and nowhere else."""

from django.conf import settings
from django.db.models import TextChoices
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

COOKIE = "appearance"
ONE_YEAR = 365 * 24 * 60 * 60


class Appearance(TextChoices):
    DEVICE = "device", _("As on my device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")

    @property
    def dark_media(self) -> str:
        """For which media the dark stylesheets are linked; paper is always light."""
        return {
            Appearance.DEVICE: "screen and (prefers-color-scheme: dark)",
            Appearance.LIGHT: "",
            Appearance.DARK: "screen",
        }[self]

    @property
    def color_scheme(self) -> str:
        """What the browser may paint by itself before the stylesheets have come."""
        return "light dark" if self is Appearance.DEVICE else self.value


def chosen(request: HttpRequest) -> Appearance:
    """The reader's choice; a cookie that says anything else counts as none."""
    value = request.COOKIES.get(COOKIE, "")
    return Appearance(value) if value in Appearance.values else Appearance.DEVICE


@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keeps the choice and returns to the page it was made on.

    Exempt from the CSRF token because nothing but the colours of the sender's own screen can change, while a
    token on every public page would give every visitor a cookie and keep every page out of shared caches.
    """
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = redirect(target if safe else "/")
    value = request.POST.get("appearance", "")
    if value in (Appearance.LIGHT, Appearance.DARK):
        response.set_cookie(
            COOKIE,
            value,
            max_age=ONE_YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")
    return response
