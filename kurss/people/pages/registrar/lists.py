"""A list of people from its upload to its import: columns, preview, faults, confirmation."""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.people import clock
from kurss.people.importing.columns import Field
from kurss.people.importing.lists import (
    KEPT_FOR,
    choose_columns,
    confirm,
    give_up,
    plan_of,
    sheet_of,
    upload,
)
from kurss.people.importing.plans import Entry, Plan
from kurss.people.importing.refusals import ColumnsUnclear
from kurss.people.importing.sealed_codes import shown
from kurss.people.models import Account, Gender, ListState, PeopleList
from kurss.people.pages.lists import csv_file, listing
from kurss.people.pages.registrar.forms import Columns, Upload
from kurss.people.refusals import PeopleRefusal
from kurss.sheets.limits import MOST_BYTES
from kurss.sheets.reading import Sheet
from kurss.sheets.refusals import SheetRefused, TooLarge

SHOWN = 100
"""So many faults and differences stand on the page; the file has all faults."""

SAMPLE = 3
"""Rows of the list that are shown beside the columns."""

FAULT_COLUMNS = {
    "row": gettext_lazy("Row"),
    "column": gettext_lazy("Column"),
    "value": gettext_lazy("What stands there"),
    "remedy": gettext_lazy("What to do"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lists(request: HttpRequest) -> HttpResponse:
    """Lists that wait and that were, and the form for the next one."""
    form = Upload(request.POST or None, request.FILES or None) if request.method == "POST" else Upload()
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            made = upload(
                name=given.name,
                content=_content(given),
                source=form.cleaned_data["source"],
                by=_actor(request),
                at=clock.now(),
            )
        except SheetRefused as refusal:
            form.add_error("file", str(refusal))
        except PeopleRefusal as refusal:
            form.add_error("source", str(refusal))
        else:
            return redirect("registrar:list", people_list=made.pk)
    found = PeopleList.objects.defer("content")
    sources = sorted({one.source for one in found})
    return render(
        request,
        "people/registrar/lists.html",
        {"form": form, "listing": listing(found, request, {}), "sources": sources, "days": KEPT_FOR.days},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def one(request: HttpRequest, people_list: UUID) -> HttpResponse:
    """One list: what its columns mean, what is wrong, what importing it would do."""
    held = get_object_or_404(PeopleList, pk=people_list)
    if held.state != ListState.WAITING:
        return render(request, "people/registrar/list_ended.html", {"list": held})
    refusal = ""
    if request.method == "POST":
        refusal = _chosen(request, held)
        if not refusal:
            return redirect("registrar:list", people_list=held.pk)
        held.refresh_from_db()
    sheet = sheet_of(held)
    chosen = [column.field for column in held.columns.all()]
    form = Columns(headings=sheet.headings, chosen=chosen, encoding=held.encoding)
    if request.method == "POST":
        form = Columns(request.POST, headings=sheet.headings, chosen=chosen, encoding=held.encoding)
        form.is_valid()
        form.add_error(None, refusal)
    plan = _plan(held) if not refusal else None
    return render(
        request,
        "people/registrar/list.html",
        {
            "list": held,
            "sheet": sheet,
            "form": form,
            "columns": _columns(form, sheet),
            "plan": plan,
            "unclear": refusal or (plan if isinstance(plan, str) else ""),
            "faults": plan.faults[:SHOWN] if isinstance(plan, Plan) else (),
            "new": [_new(entry) for entry in plan.new[:SHOWN]] if isinstance(plan, Plan) else (),
            "changes": [_change(entry) for entry in plan.changed[:SHOWN]] if isinstance(plan, Plan) else (),
            "looked_at": plan.digest() if isinstance(plan, Plan) and not plan.faults else "",
            "shown": SHOWN,
            "days": KEPT_FOR.days,
        },
    )


@require_safe
@never_cache
def faults(request: HttpRequest, people_list: UUID) -> HttpResponse:
    """Everything that is wrong with a list, as CSV."""
    held = get_object_or_404(PeopleList, pk=people_list)
    plan = _plan(held) if held.state == ListState.WAITING else None
    if not isinstance(plan, Plan):
        return redirect("registrar:list", people_list=held.pk)
    rows = [
        {"row": fault.row, "column": fault.column, "value": fault.value, "remedy": fault.remedy}
        for fault in plan.faults
    ]
    return csv_file(rows, FAULT_COLUMNS, "faults")


@require_POST
def confirmed(request: HttpRequest, people_list: UUID) -> HttpResponse:
    held = get_object_or_404(PeopleList, pk=people_list)
    looked_at = request.POST.get("looked_at", "")
    try:
        done = confirm(people_list=held, looked_at=looked_at, by=_actor(request), at=clock.now())
    except (PeopleRefusal, SheetRefused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(
            request,
            ngettext(
                "The list is imported: %(added)s person is new, %(changed)s changed, %(unchanged)s unchanged.",
                "The list is imported: %(added)s people are new, %(changed)s changed, %(unchanged)s unchanged.",
                done.added,
            )
            % {"added": done.added, "changed": done.changed, "unchanged": done.unchanged},
        )
    return redirect("registrar:list", people_list=held.pk)


@require_POST
def given_up(request: HttpRequest, people_list: UUID) -> HttpResponse:
    held = get_object_or_404(PeopleList, pk=people_list)
    try:
        give_up(people_list=held, by=_actor(request), at=clock.now())
    except PeopleRefusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.info(request, _("The list was given up, and the file is erased."))
    return redirect("registrar:lists")


def _content(given: UploadedFile) -> bytes:
    if (given.size or 0) > MOST_BYTES:
        raise TooLarge(
            _("The file has {mib} MiB, more than {most}. Split the list into smaller files.").format(
                mib=-(-(given.size or 0) // 2**20), most=MOST_BYTES // 2**20
            )
        )
    return given.read()


def _chosen(request: HttpRequest, held: PeopleList) -> str:
    """Write what was chosen; what stands against it, or nothing."""
    count = held.columns.count()
    fields = [request.POST.get(f"column_{place}", "") for place in range(count)]
    if any(name and name not in Field.values for name in fields):
        return _("One of the columns was given a meaning that does not exist. Choose again.")
    encoding = request.POST.get("encoding", "")
    try:
        choose_columns(people_list=held, fields=fields, encoding=encoding, by=_actor(request), at=clock.now())
    except (PeopleRefusal, SheetRefused) as refusal:
        return str(refusal)
    return ""


def _plan(held: PeopleList) -> Plan | str:
    """What importing would do, or why that cannot be said yet."""
    try:
        return plan_of(held, at=clock.now())
    except (ColumnsUnclear, SheetRefused) as refusal:
        return str(refusal)


def _columns(form: Columns, sheet: Sheet) -> list[tuple[object, list[str]]]:
    """Each column's field of the form with what stands in its first rows."""
    return [
        (form[f"column_{place}"], [shown(line.cells[place]) for line in sheet.lines[:SAMPLE]])
        for place in range(len(sheet.headings))
    ]


def _new(entry: Entry) -> dict[str, object]:
    return {"row": entry.row, "name": " ".join(filter(None, entry.names)), "said": entry.said}


def _change(entry: Entry) -> dict[str, object]:
    """What would change of one person, in words."""
    assert entry.identity is not None
    differences = [
        (Field(name).label, _said(was), _said(value)) for name, (was, value) in entry.differs.items()
    ]
    if entry.newly_known:
        differences.append((Field.EXTERNAL_KEY.label, "", entry.external_key))
    if entry.newly_coded:
        differences.append((Field.CODE.label, "", _("kept so that nobody can read it")))
    return {"row": entry.row, "identity": entry.identity, "differences": differences}


def _said(value: object) -> str:
    if isinstance(value, str) and value in Gender.values:
        return str(Gender(value).label)
    return "" if value is None else str(value)


def _actor(request: HttpRequest) -> Account:
    assert isinstance(request.user, Account)
    return request.user
