"""Deleting what the city holds: first what goes and what stays, then a second page that asks."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.disclosure.chapters import gather
from kurss.people.erasure import erase_identity, hindrances
from kurss.people.family.children import is_oneself
from kurss.people.pages.family.forms import Sure
from kurss.people.pages.family.own import account, own
from kurss.people.permissions import Act
from kurss.people.refusals import ErasureHindered


@require_safe
@never_cache
def erase(request: HttpRequest, person: UUID) -> HttpResponse:
    """What would go, what would stay, and what stands against it."""
    found = own(request, person, Act.ERASE_IDENTITY)
    reader, at = account(request), clock.now()
    return render(
        request,
        "people/family/erase.html",
        {
            "person": found,
            "chapters": gather(found, reader=reader, at=at),
            "hindrances": hindrances(found, by=reader, at=at),
        },
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def erase_surely(request: HttpRequest, person: UUID) -> HttpResponse:
    """Asks once more, and then erases."""
    found = own(request, person, Act.ERASE_IDENTITY)
    reader, at = account(request), clock.now()
    is_me = is_oneself(reader, found)
    if hindrances(found, by=reader, at=at):
        return redirect("people:erase", person=found.pk)
    form = Sure(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        because = (
            "GDPR Article 17, asked for by the person"
            if is_me
            else "GDPR Article 17, asked for by a guardian"
        )
        try:
            erase_identity(person=found, because=because, by=reader, at=at)
        except ErasureHindered:
            return redirect("people:erase", person=found.pk)
        if is_me:
            logout(request)
            messages.success(
                request, _("What the city held about you was deleted, and your account is closed.")
            )
            return redirect(f"/{get_language()}/")
        messages.success(request, _("What the city held about the child was deleted."))
        return redirect("people:family")
    return render(request, "people/family/erase_surely.html", {"person": found, "is_me": is_me, "form": form})
