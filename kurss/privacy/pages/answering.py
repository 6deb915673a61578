"""From a request: whose it is, what is held about them, erasing it, restricting its use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.journal.models import Entry
from kurss.journal.queries import history_of
from kurss.people import clock
from kurss.people.disclosure.chapters import as_data, gather
from kurss.people.erasure import hindrances
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.people.reading import looked_at_all
from kurss.people.refusals import ErasureHindered, PeopleRefusal
from kurss.people.restricting import restriction_of
from kurss.people.searching import search
from kurss.people.signin.attempts import limited
from kurss.people.standing import standing
from kurss.privacy import answering
from kurss.privacy.models import Kind, Request
from kurss.privacy.pages.forms import Lifted, Restricted, Sought, Sure
from kurss.privacy.refusals import PrivacyRefusal

FOUND = 20
DONE: Final[Mapping[str, Any]] = {
    "privacy.receive_request": gettext_lazy("Taken down"),
    "privacy.extend_request": gettext_lazy("Extended"),
    "privacy.close_request": gettext_lazy("Closed"),
    "privacy.say_whose": gettext_lazy("Said whose data it is about"),
    "privacy.open_held": gettext_lazy("What the city holds was opened"),
    "privacy.take_held": gettext_lazy("What the city holds was taken as a file"),
    "privacy.erase_for_request": gettext_lazy("Erased"),
    "privacy.restrict_for_request": gettext_lazy("Use restricted"),
    "privacy.lift_for_request": gettext_lazy("Restriction lifted"),
}
"""What was done with a request, in words."""


def whom(one: Request, *, at: datetime) -> dict[str, Any]:
    """For the page of a request: whom it is about, what can be done for them, and what was done."""
    person = standing(one.person) if one.person else None
    return {
        "person": person,
        "restriction": restriction_of(person) if person else None,
        "may_erase": one.kind == Kind.ERASURE,
        "may_restrict": one.kind in (Kind.RESTRICTION, Kind.OBJECTION, Kind.CORRECTION),
        "history": [(entry, _said(entry)) for entry in history_of(one)],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@limited("search")
def whose(request: HttpRequest, request_id: int) -> HttpResponse:
    """Find whom a request is about, by name or birth date; also whoever's use is restricted."""
    one, by, at = _one(request_id), _account(request), clock.now()
    if request.method == "POST":
        person = Person.objects.filter(pk=_key(request.POST.get("person", ""))).first()
        if person is None:
            messages.error(request, _("Choose somebody from the list."))
            return redirect("privacy:request-whose", request_id=one.pk)
        try:
            answering.say_whose(request=one, person=person, by=by, at=at)
        except PrivacyRefusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("It is written down whose data the request is about."))
        return redirect("privacy:request", request_id=one.pk)
    wanted = {
        name: request.GET[name].strip() for name in ("name", "born") if request.GET.get(name, "").strip()
    }
    form = Sought(wanted or None)
    found = search(**form.cleaned_data, restricted=True) if form.is_valid() else Person.objects.none()
    page = Paginator(found, FOUND).get_page(1)
    looked_at_all(by=by, at=at, people=list(page), what="privacy:request-whose", why=Act.KEEP_PRIVACY)
    told = {"one": one, "form": form, "people": page, "asked": form.is_bound and form.is_valid()}
    return render(request, "privacy/whose.html", told)


@require_safe
@never_cache
def held(request: HttpRequest, request_id: int) -> HttpResponse:
    """Everything the city holds about them, to read, print or copy into the answer."""
    one = _one(request_id)
    try:
        chapters = answering.held_for(request=one, taken=False, by=_account(request), at=clock.now())
    except PrivacyRefusal as refusal:
        return _back(request, one, refusal)
    return render(
        request, "privacy/held.html", {"one": one, "person": answering.whose(one), "chapters": chapters}
    )


@require_safe
@never_cache
def held_json(request: HttpRequest, request_id: int) -> HttpResponse:
    """The same as a file for machines (Article 20)."""
    one, at = _one(request_id), clock.now()
    try:
        chapters = answering.held_for(request=one, taken=True, by=_account(request), at=at)
    except PrivacyRefusal as refusal:
        return _back(request, one, refusal)
    data = as_data(answering.whose(one), chapters, at=at)
    answer = HttpResponse(json.dumps(data, ensure_ascii=False, indent=1), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="request-{one.pk}.json"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def erase(request: HttpRequest, request_id: int) -> HttpResponse:
    """What goes, what stays, what stands against it; and a tick before it is done."""
    one, by, at = _one(request_id), _account(request), clock.now()
    form = Sure(request.POST if request.method == "POST" else None)
    try:
        person = answering.whose(one)
        if form.is_valid():
            answering.erase_for(request=one, by=by, at=at)
            messages.success(request, _("Who it was is erased. Close the request with what you answer."))
            return redirect("privacy:request", request_id=one.pk)
    except ErasureHindered:
        return redirect("privacy:request-erase", request_id=one.pk)
    except (PrivacyRefusal, PeopleRefusal) as refusal:
        return _back(request, one, refusal)
    told = {
        "one": one,
        "form": form,
        "chapters": gather(person, reader=by, at=at),
        "hindrances": hindrances(person, by=by, at=at),
    }
    return render(request, "privacy/erase.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def restrict(request: HttpRequest, request_id: int) -> HttpResponse:
    """Keep and do not use what is held about them, on one of the four grounds."""
    one = _one(request_id)
    form = Restricted(request.POST if request.method == "POST" else None)
    return _asked(
        request,
        one,
        form,
        "privacy/restrict.html",
        lambda said, by, at: answering.restrict_for(request=one, **said, by=by, at=at),
        _("From now on what is held about them is kept and not used."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lift(request: HttpRequest, request_id: int) -> HttpResponse:
    """Use it again, once the person was told."""
    one = _one(request_id)
    form = Lifted(request.POST if request.method == "POST" else None)
    return _asked(
        request,
        one,
        form,
        "privacy/lift.html",
        lambda said, by, at: answering.lift_for(request=one, **said, by=by, at=at),
        _("The restriction is lifted."),
    )


def _asked(
    request: HttpRequest, one: Request, form: forms.Form, template: str, act: Any, done: str
) -> HttpResponse:
    if form.is_bound and form.is_valid():
        try:
            act(form.cleaned_data, _account(request), clock.now())
        except (PrivacyRefusal, PeopleRefusal) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("privacy:request", request_id=one.pk)
    return render(request, template, {"one": one, "form": form})


def _back(request: HttpRequest, one: Request, refusal: Exception) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect("privacy:request", request_id=one.pk)


def _one(request_id: int) -> Request:
    return get_object_or_404(Request.objects.select_related("person"), pk=request_id)


def _account(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)  # the gate lets nobody else in
    return request.user


def _key(text: str) -> Any:
    try:
        return forms.UUIDField().clean(text)
    except forms.ValidationError:
        return None


def _said(entry: Entry) -> str:
    return str(DONE.get(entry.act, entry.act))
