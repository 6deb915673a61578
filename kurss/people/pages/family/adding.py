"""Adding a child: three questions and a last page, what was said meanwhile kept in the session.

The personal code is asked on the last page, because a session stands in the database and a code never does.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kurss.people import clock
from kurss.people.family.children import add_child
from kurss.people.models import Gender, Person
from kurss.people.pages.family.forms import ChildBirth, ChildMore, ChildName, Code
from kurss.people.pages.family.own import account
from kurss.people.refusals import ChildThere, CodeRefused, KeysMissing, PeopleRefusal
from kurss.people.register import NewPerson, check_said

KEPT: Final = "child being added"
"""Where the session keeps the answers until the last page."""

STEPS: Final[Mapping[str, type[forms.Form]]] = {
    "name": ChildName,
    "birth": ChildBirth,
    "more": ChildMore,
}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, step: str) -> HttpResponse:
    """One question; its answer is checked before the next."""
    if step not in STEPS:
        raise Http404(_("There is no such question."))
    if account(request).person is None:
        return redirect("people:say-who-i-am")
    said = request.session.get(KEPT, {})
    if step == "name" and request.method == "GET" and "again" not in request.GET:
        said = {}
        request.session.pop(KEPT, None)
    if step != "name" and "given_name" not in said:
        return redirect("people:add-child", step="name")
    form = STEPS[step](request.POST if request.method == "POST" else None, initial=_initial(said))
    if request.method == "POST" and form.is_valid():
        answers = {name: _kept(value) for name, value in form.cleaned_data.items()}
        try:
            _check(said | answers)
        except PeopleRefusal as refusal:
            form.add_error(next(iter(form.fields)), str(refusal))
        else:
            request.session[KEPT] = said | answers
            return redirect(_next(step, request))
    names = list(STEPS)
    return render(
        request,
        f"people/family/add_{step}.html",
        {
            "form": form,
            "name": said.get("given_name", ""),
            "number": names.index(step) + 1,
            "steps": len(names) + 1,
            "back": names[names.index(step) - 1] if step != "name" else "",
        },
    )


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """Everything that was said, once more, and the personal code if one is given; then the child is added."""
    said = request.session.get(KEPT, {})
    if not {"given_name", "birth_date", "gender"} <= set(said):
        return redirect("people:add-child", step="name")
    there: Person | None = None
    form = Code(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            child = add_child(
                **_initial(said), code=form.cleaned_data["code"], by=account(request), at=clock.now()
            )
        except ChildThere as refusal:
            there = refusal.child
            form.add_error(None, str(refusal))
        except (CodeRefused, KeysMissing) as refusal:
            form.add_error("code", str(refusal))
        except PeopleRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session.pop(KEPT, None)
            messages.success(request, _("{name} was added.").format(name=child.identity.name))
            return redirect("people:person", person=child.pk)
    answers = _initial(said)
    return render(
        request,
        "people/family/add_check.html",
        {
            "form": form,
            "said": answers,
            "gender": Gender(answers["gender"]).label,
            "language": dict(settings.LANGUAGES).get(answers["language"], answers["language"]),
            "there": there,
            "number": len(STEPS) + 1,
            "steps": len(STEPS) + 1,
        },
    )


def _check(said: Mapping[str, Any]) -> None:
    """What can be known to be wrong already, is said at its question."""
    answers = _initial(said)
    known = {name: answers[name] for name in ("given_name", "family_name", "birth_date") if name in answers}
    check_said(NewPerson(**known), clock.today())


def _next(step: str, request: HttpRequest) -> Any:
    """The next question; or back to the last page, for whoever came from there to change one answer."""
    names = list(STEPS)
    if "again" in request.GET or names[-1] == step:
        return redirect("people:add-child-check").url
    return redirect("people:add-child", step=names[names.index(step) + 1]).url


def _kept(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _initial(said: Mapping[str, Any]) -> dict[str, Any]:
    answers = {"language": get_language() or "lv"} | dict(said)
    if born := answers.get("birth_date"):
        answers["birth_date"] = date.fromisoformat(born)
    return answers
