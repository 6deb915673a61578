"""Signing out, and what goes with it from the device."""

from typing import Final

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

UNSENT: Final = "kurss_unsent"
"""A cookie in which a page that keeps work on the device says how much of it has not been sent: a number."""


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget whatever pages keep on this device.

    Where a page says that work on the device has not been sent, this is asked first: signing out deletes it.
    """
    unsent = request.COOKIES.get(UNSENT, "")
    if unsent.isdecimal() and unsent.strip("0") and "surely" not in request.POST:
        return render(request, "people/sign_out.html", {"unsent": int(unsent[:4])})
    logout(request)
    messages.info(request, _("You have signed out."))
    answer = redirect(f"/{get_language()}/")
    answer.headers["Clear-Site-Data"] = '"storage"'
    answer.delete_cookie(UNSENT, samesite="Strict")
    return answer
