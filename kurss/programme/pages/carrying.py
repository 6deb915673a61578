"""A whole programme as a file, out of this site and into it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.permissions import Act
from kurss.programme.carrying.judging import past_the_verbs
from kurss.programme.carrying.out import carried
from kurss.programme.carrying.taking import ProgrammeNotTaken, faults_of, take
from kurss.programme.models import Programme
from kurss.programme.pages.answers import account, download, takes
from kurss.programme.pages.plan_forms import PlanForm

MOST = 50 * 1024 * 1024
"""Octets of a file that is taken in at once: a programme of 50 initiatives is about 2 MB."""


class ProgrammeFileForm(PlanForm):
    """A programme as a file."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data)
        if files is not None:
            self.files = files
        self.fields["file"] = forms.FileField(
            label=_("File"),
            help_text=_("A file that was taken out of Kurss, here or elsewhere; its name ends in .json."),
            error_messages={
                "required": _("Choose a file."),
                "missing": _("Choose a file."),
                "invalid": _("Choose a file."),
                "empty": _("The file is empty: choose another."),
            },
            widget=forms.FileInput(attrs={"class": "form-control", "accept": ".json"}),
        )

    def clean_file(self) -> str:
        given = self.cleaned_data["file"]
        if given.size > MOST:
            raise forms.ValidationError(_("The file is larger than 50 MB: it is hardly a programme."))
        try:
            text: str = given.read().decode()
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8: take it out of Kurss anew.")) from None
        return text


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def carry(request: HttpRequest) -> HttpResponse:
    """Every programme of the site as a file, and another one in."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    form = ProgrammeFileForm(request.POST, request.FILES) if request.method == "POST" else ProgrammeFileForm()
    faults: list[str] = []
    if form.is_valid():
        try:
            taken = take(form.cleaned_data["file"], by=by, at=at)
        except ProgrammeNotTaken as refused:
            faults = list(faults_of(refused))
        else:
            messages.info(request, _("Taken in: %(programme)s.") % {"programme": taken})
            if entered := ", ".join(past_the_verbs(taken)):
                messages.info(
                    request,
                    _("Entered as the file says it, on the word of the site it comes from: %(entered)s.")
                    % {"entered": entered},
                )
            return redirect("programme:office")
    return render(
        request,
        "programme/carry.html",
        {"form": form, "faults": faults, "programmes": Programme.objects.all()},
        status=422 if form.is_bound else 200,
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def exported(request: HttpRequest, programme: str) -> HttpResponse:
    """One programme with all that belongs to it."""
    found = Programme.objects.filter(pk=programme).first()
    if found is None:
        raise Http404(_("There is no such programme."))
    return download(carried(found), f"{found.pk}.json", "application/json")
