"""Starting a programme: which kind it is, and then what it is called and when its stages run."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme.beginning.kinds import read_kind
from kurss.programme.beginning.starting import keep_kind, kinds, start_programme
from kurss.programme.lint.running import all_rules
from kurss.programme.pages.answers import CHOSEN, account, takes
from kurss.programme.pages.stage_forms import KindForm, StartForm
from kurss.programme.refusals import Refused, TemplateUnsound

LARGEST_FILE = 200_000
"""Bytes of a file that describes a kind of programme; the ones that ship have three thousand."""


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def choose_kind(request: HttpRequest) -> HttpResponse:
    """The kinds a programme can be started from; another kind comes in as a file."""
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    asked = request.method == "POST"
    form = KindForm(request.POST if asked else None, request.FILES if asked else None)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            if file.size > LARGEST_FILE:
                raise TemplateUnsound(
                    _("The file is larger than 200 kB: a kind of programme is a short text.")
                )
            try:
                told = file.read().decode("utf-8")
            except UnicodeDecodeError as error:
                raise TemplateUnsound(_("The file is not text in UTF-8: save it as such.")) from error
            known = {rule.key for rule in all_rules()}
            keep_kind(kind=read_kind(told, rules=known), by=account(request), at=clock.now())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            messages.info(request, _("The kind is kept: programmes can be started from it."))
            return redirect("programme:start")
    return render(
        request,
        "programme/start.html",
        {"kinds": list(kinds().values()), "form": form},
        status=422 if form.is_bound and form.errors else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def start(request: HttpRequest, template: str) -> HttpResponse:
    """Name the programme, give its stages their days, and start it."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    kind = kinds().get(template)
    if kind is None:
        raise Http404(_("There is no such kind of programme."))
    form = StartForm(kind, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            programme = start_programme(kind=kind, begun=form.begun, stages=form.days, by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            request.session[CHOSEN] = programme.pk
            messages.info(request, _("The programme is started. These are its stages and what each owes."))
            return redirect("programme:stages")
    return render(
        request,
        "programme/start_form.html",
        {"kind": kind, "form": form},
        status=422 if form.is_bound and form.errors else 200,
    )
