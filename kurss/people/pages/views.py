"""Signing in by e-mail address and password, and signing out."""

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kurss.people.pages.forms import SignIn


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page. It never tells whether an address has an account here."""
    form = SignIn(request.POST if request.method == "POST" else None)
    if form.is_valid():
        account = authenticate(
            request, username=form.cleaned_data["email"], password=form.cleaned_data["password"]
        )
        if account is not None:
            login(request, account)
            return redirect(_after(request))
        form.add_error(None, _("The e-mail address or the password is not right. Check both."))
    return render(request, "people/sign_in.html", {"form": form, "next": _wanted(request)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, _("You have signed out."))
    return redirect(f"/{get_language()}/")


def _wanted(request: HttpRequest) -> str:
    """The page of this site that the reader was on the way to, if any."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else ""


def _after(request: HttpRequest) -> str:
    return _wanted(request) or f"/{get_language()}/"
