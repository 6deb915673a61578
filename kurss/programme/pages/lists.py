"""Taking in a list: the page that asks for the file, and shows every fault or says how much is new."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.lists import ListNotTaken, RowFault
from kurss.programme.models import Programme
from kurss.programme.pages.answers import account, programme_of
from kurss.programme.pages.plan_forms import PlanForm
from kurss.sheets.reading import Sheet, read
from kurss.sheets.refusals import SheetRefused


class Take(Protocol):
    """A verb that takes in a list whole, says how many rows are new, and raises ListNotTaken."""

    def __call__(self, *, programme: Programme, sheet: Sheet, by: Account, at: datetime) -> int: ...


class ListForm(PlanForm):
    """A list as a file."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data)
        if files is not None:
            self.files = files
        self.fields["file"] = forms.FileField(
            label=_("File"),
            help_text=_("CSV or XLSX, with the columns of the exported list."),
            error_messages={
                "required": _("Choose a file."),
                "missing": _("Choose a file."),
                "invalid": _("Choose a file."),
                "empty": _("The file is empty: choose another."),
            },
            widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.xlsx"}),
        )


def take_in(
    request: HttpRequest, *, take: Take, columns: Sequence[str], page: str, home: str, said: str
) -> HttpResponse:
    """The page of a list; once it is in, on to `home` with `said`, which names how many rows are `new`."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    programme = programme_of(request)
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    faults: tuple[RowFault, ...] = ()
    if form.is_valid() and programme is not None:
        try:
            sheet = read(form.cleaned_data["file"].read())
            new = take(programme=programme, sheet=sheet, by=by, at=at)
        except ListNotTaken as refused:
            faults = refused.faults
        except SheetRefused as unread:
            form.add_error("file", str(unread))
        else:
            messages.info(request, said % {"new": new})
            return redirect(home)
    return render(
        request,
        page,
        {"form": form, "faults": faults, "columns": columns},
        status=422 if form.is_bound else 200,
    )
