"""Saying who one is, correcting what is held, and giving or deleting a personal code."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kurss.people import clock
from kurss.people.codes import forget_code, keep_code
from kurss.people.family.children import is_oneself, stop_acting
from kurss.people.family.oneself import SAID, correct_identity, say_who_i_am
from kurss.people.models import NationalCode
from kurss.people.pages.family.forms import CodeNeeded, Correction, Myself
from kurss.people.pages.family.inviting import waiting
from kurss.people.pages.family.own import account, own
from kurss.people.permissions import Act
from kurss.people.refusals import NotAllowed, PeopleRefusal
from kurss.people.standing import keys_of

ASKED = ("GET", "HEAD", "POST")


@never_cache
@require_http_methods(ASKED)
def say_who(request: HttpRequest) -> HttpResponse:
    """Who uses this account. Asked once, of an account that came without a person."""
    reader = account(request)
    if reader.person is not None:
        return redirect("people:family")
    form = Myself(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            say_who_i_am(
                **form.cleaned_data,
                language=get_language() or "",
                synthetic=settings.KURSS_DEMO,
                by=reader,
                at=clock.now(),
            )
        except NotAllowed:
            raise
        except PeopleRefusal as refusal:
            form.add_error("birth_date", str(refusal))
        else:
            token = waiting(request)
            return redirect("people:invitation", token=token) if token else redirect("people:family")
    return render(request, "people/family/who.html", {"form": form})


@never_cache
@require_http_methods(ASKED)
def correct(request: HttpRequest, person: UUID) -> HttpResponse:
    """Names, birth date, gender, language; one's own contact."""
    found = own(request, person, Act.CORRECT_IDENTITY)
    is_me = is_oneself(account(request), found)
    initial = {name: getattr(found.identity, name) for name in SAID}
    form = Correction(request.POST if request.method == "POST" else None, initial=initial, own=is_me)
    if request.method == "POST" and form.is_valid():
        try:
            changed = correct_identity(person=found, by=account(request), at=clock.now(), **form.cleaned_data)
        except PeopleRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It was corrected.") if changed else _("Nothing was changed."))
            return redirect("people:person", person=found.pk)
    return render(request, "people/family/correct.html", {"form": form, "person": found, "is_me": is_me})


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(ASKED)
def code(request: HttpRequest, person: UUID) -> HttpResponse:
    """Giving a personal code, or having its fingerprint deleted."""
    found = own(request, person, Act.CORRECT_IDENTITY)
    reader, at = account(request), clock.now()
    if request.method == "POST" and "forget" in request.POST:
        forget_code(person=found, by=reader, at=at)
        messages.success(request, _("The fingerprint of the personal code was deleted."))
        return redirect("people:person", person=found.pk)
    form = CodeNeeded(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            keep_code(person=found, code=form.cleaned_data["code"], by=reader, at=at)
        except PeopleRefusal as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, _("The personal code was compared, and its fingerprint is kept."))
            return redirect("people:person", person=found.pk)
    return render(
        request,
        "people/family/code.html",
        {
            "form": form,
            "person": found,
            "is_me": is_oneself(reader, found),
            "has_code": NationalCode.objects.filter(person__in=keys_of(found)).exists(),
        },
    )


@never_cache
@require_http_methods(ASKED)
def leave(request: HttpRequest, person: UUID) -> HttpResponse:
    """Asks whether one no longer wants to act for the child, and then ends it."""
    found = own(request, person, Act.KEEP_FAMILY)
    refused = ""
    if request.method == "POST":
        try:
            stop_acting(child=found, by=account(request), at=clock.now())
        except PeopleRefusal as refusal:
            refused = str(refusal)
        else:
            messages.success(
                request, _("You no longer act for {name}.").format(name=found.identity.given_name)
            )
            return redirect("people:family")
    return render(request, "people/family/leave.html", {"person": found, "refused": refused})
