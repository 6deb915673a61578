"""Groups as a list: taken away as CSV or XLSX, and brought in whole or not at all."""

from __future__ import annotations

import base64
import binascii

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurss.learning.lists.exporting import as_file
from kurss.learning.lists.importing import Looked, import_groups, look_through
from kurss.learning.pages.answers import account
from kurss.learning.pages.season.answers import places_of, season_of
from kurss.learning.refusals import LearningRefused
from kurss.people import clock
from kurss.sheets.reading import read
from kurss.sheets.refusals import SheetRefused
from kurss.sheets.writing import CSV, XLSX

MOST_BYTES = 1024 * 1024
"""A list of groups is short; so much holds thousands of rows."""
SHOWN = 100


class Upload(forms.Form):
    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("CSV or XLSX file"),
        error_messages={"required": gettext_lazy("Choose the file with the list.")},
        widget=forms.FileInput(attrs={"class": "form-control", "accept": ".csv,.xlsx"}),
    )


@require_safe
@never_cache
def groups_file(request: HttpRequest, season: str, kind: str) -> HttpResponse:
    """The groups of the season where the reader plans; the same list can be brought in."""
    found = season_of(season)
    if kind not in ("csv", "xlsx"):
        raise Http404(_("The list is there as CSV and as XLSX."))
    answer = HttpResponse(
        as_file(found, places_of(request), kind), content_type=XLSX if kind == "xlsx" else CSV
    )
    answer["Content-Disposition"] = f'attachment; filename="{found.key}.{kind}"'
    return answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def groups_import(request: HttpRequest, season: str) -> HttpResponse:
    """Look a list through, row by row; plan its groups once every row is right."""
    found = season_of(season)
    content = _content(request)
    form = Upload(request.POST, request.FILES) if request.method == "POST" and not content else Upload()
    looked: Looked | None = None
    try:
        if content:
            sheet = read(content)
            places = places_of(request)
            if request.POST.get("step") == "save":
                made = import_groups(
                    sheet=sheet, season=found, places=places, by=account(request), at=clock.now()
                )
                said = ngettext("%(many)s group was planned.", "%(many)s groups were planned.", len(made))
                messages.success(request, said % {"many": len(made)})
                return redirect("learning:season", season=found.key)
            looked = look_through(sheet, found, places)
        elif request.method == "POST":
            form.is_valid()
    except (SheetRefused, LearningRefused) as refusal:
        messages.error(request, str(refusal))
    return render(
        request,
        "learning/season/import.html",
        {
            "season": found,
            "form": form,
            "looked": looked,
            "faults": looked.faults[:SHOWN] if looked else (),
            "shown": SHOWN,
            "content": base64.b64encode(content).decode() if looked and not looked.faults else "",
        },
        status=422 if form.errors or (looked and looked.faults) else 200,
    )


def _content(request: HttpRequest) -> bytes:
    """The list: the file just chosen, or the one that was looked through before."""
    file = request.FILES.get("file")
    if file is not None:
        if file.size is None or file.size > MOST_BYTES:
            messages.error(request, _("The file is larger than one MiB. Bring the groups in by parts."))
            return b""
        return file.read()
    try:
        return base64.b64decode(request.POST.get("content", ""), validate=True)
    except binascii.Error:
        return b""
