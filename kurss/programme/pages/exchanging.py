"""Indicators out to a file and in from one, in the browser."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.evidence.incoming import Fault, NotTaken
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.people.refusals import NotAllowed
from kurss.programme.exchange import WRITERS, export, take
from kurss.programme.pages.answers import account, download, takes

AT_MOST = 5_000_000
"""Octets of a file that is taken in; a set of a thousand indicators has fewer."""

TYPES = {"toml": "application/toml", "csv": "text/csv"}


@require_safe
@takes(Act.READ_DEFINITIONS)
def exported(request: HttpRequest, kind: str) -> HttpResponse:
    """Every indicator as a file."""
    if kind not in WRITERS:
        raise Http404(_("Indicators go out as TOML or CSV."))
    return download(export(kind), f"indicators.{kind}", TYPES[kind])


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.DEFINE_INDICATORS)
def exchange(request: HttpRequest) -> HttpResponse:
    """A file is looked at as a whole: every fault is shown, or all of it is kept."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    faults: tuple[Fault, ...] = ()
    if form.is_valid():
        try:
            done = take(form.text, form.kind, by=account(request), at=clock.now())
        except NotTaken as refused:
            faults = refused.faults
        except NotAllowed as refused:
            form.add_error("file", str(refused))
        else:
            messages.info(
                request,
                _("Taken in. New: indicators %(indicators)s, versions %(versions)s, promises %(targets)s.")
                % {"indicators": done.indicators, "versions": done.versions, "targets": done.targets},
            )
            return redirect("programme:indicators")
    status = 422 if form.is_bound else 200
    return render(request, "programme/exchange.html", {"form": form, "faults": faults}, status=status)


class FileForm(forms.Form):
    """A file of indicators; its ending says whether it is TOML or CSV."""

    use_required_attribute = False

    file = forms.FileField(widget=forms.FileInput(attrs={"class": "form-control", "accept": ".toml,.csv"}))

    text: str = ""
    kind: str = ""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="%s")
        self.fields["file"].label = _("File")
        self.fields["file"].help_text = _("A .toml or .csv file, as this site exports it.")
        self.fields["file"].error_messages = {
            "required": _("Choose a file."),
            "empty": _("The file is empty: choose another."),
            "missing": _("Choose a file."),
            "invalid": _("Choose a file."),
        }

    def clean_file(self) -> object:
        given = self.cleaned_data["file"]
        self.kind = given.name.rpartition(".")[2].lower()
        if self.kind not in WRITERS:
            raise forms.ValidationError(_("The name of the file must end in .toml or .csv."))
        if given.size > AT_MOST:
            raise forms.ValidationError(_("The file is larger than 5 MB: split it."))
        try:
            self.text = given.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                _("The file is not UTF-8 at octet %(at)s: save it as UTF-8.") % {"at": error.start}
            ) from error
        return given
