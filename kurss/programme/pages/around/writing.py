"""Asking for one record: a form that keeps what was typed, and shows what another officer changed meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kurss.journal.queries import history_of
from kurss.people import clock
from kurss.people.models import Account
from kurss.programme.differences import Line, compared
from kurss.programme.models import Programme
from kurss.programme.pages.answers import REFUSALS, account, programme_of
from kurss.programme.refusals import ChangedMeanwhile, Refused

Crumbs = tuple[tuple[str, str], ...]


class RecordForm(forms.Form):
    """A form that writes down no rule: `told()` is what a verb takes, and the verb refuses."""

    use_required_attribute = False
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, programme: Programme, data: Any = None, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, auto_id="%s", initial=dict(initial or {}))
        self.programme = programme
        self.build()

    def build(self) -> None:
        """The questions, in the order in which they are asked."""

    def told(self) -> Any:
        """What was answered, as the verbs take it."""
        raise NotImplementedError

    @property
    def questions(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "seen"]

    def lines(self, values: Mapping[str, Any]) -> list[str]:
        """Each answer with its question, for a reader who compares."""
        return [
            f"{self.fields[one.name].label}: {said}"
            for one in self.questions
            if (said := _shown(self.fields[one.name], values.get(one.name)))
        ]


def _shown(asked: forms.Field, value: Any) -> str:
    words = {str(key): str(word) for key, word in getattr(asked, "choices", ())}
    if isinstance(value, (list, tuple)):
        return ", ".join(words.get(str(one), str(one)) for one in value)
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return words.get(str(value), str(value))


@dataclass(frozen=True)
class Asking:
    """What a page asks for, where it stands, and the verb that keeps the answer."""

    title: str
    button: str
    crumbs: Crumbs
    back: str
    form: Callable[[Any, Mapping[str, Any]], RecordForm]
    keep: Callable[[RecordForm, dict[str, Any]], models.Model]
    kicker: str = ""
    row: models.Model | None = None
    initial: Callable[[Any], Mapping[str, Any]] = field(default=lambda row: {})
    """What the form holds of a record, with `seen`, the mark of it."""


def ask(request: HttpRequest, asking: Asking) -> HttpResponse:
    """Ask, and then keep. A refusal is a sentence above the form; what was typed stays."""
    initial = asking.initial(asking.row) if asking.row is not None else {}
    form = asking.form(request.POST if request.method == "POST" else None, initial)
    meanwhile: tuple[Line, ...] = ()
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            asking.keep(form, {"by": account(request), "at": clock.now()})
        except ChangedMeanwhile as refused:
            status = 409
            form, meanwhile = _beside(asking, request, form, str(refused))
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is written down."))
            return redirect(asking.back)
    more = {
        "form": form,
        "asking": asking,
        "meanwhile": meanwhile,
        "their": _last(asking) if meanwhile else None,
    }
    return render(request, "programme/around/form.html", more, status=status)


def _beside(
    asking: Asking, request: HttpRequest, form: RecordForm, why: str
) -> tuple[RecordForm, tuple[Line, ...]]:
    """The same words once more, to be kept over what stands now if sent again; and both side by side."""
    assert asking.row is not None
    asking.row.refresh_from_db()
    now = asking.initial(asking.row)
    lines = compared(form.lines(now), form.lines(form.cleaned_data))
    data = request.POST.copy()
    data["seen"] = now["seen"]
    again = asking.form(data, now)
    again.is_valid()
    again.add_error(None, why)
    return again, lines


def _last(asking: Asking) -> Any:
    assert asking.row is not None
    return history_of(asking.row).first()


def confirm(
    request: HttpRequest,
    *,
    title: str,
    what: str,
    button: str,
    crumbs: Crumbs,
    back: str,
    after: str,
    act: Callable[[Account], object],
) -> HttpResponse:
    """A page that asks, and then it is done."""
    if request.method == "POST":
        try:
            act(account(request))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect(back)
        messages.info(request, _("It is removed; the journal keeps that it was there."))
        return redirect(after)
    more = {"title": title, "what": what, "button": button, "crumbs": crumbs, "back": back}
    return render(request, "programme/around/remove.html", more)


def needed(request: HttpRequest) -> Programme:
    """The programme that is worked on; answers that there is none."""
    programme = programme_of(request)
    if programme is None:
        raise Http404(_("No programme has been entered on this site yet."))
    return programme
