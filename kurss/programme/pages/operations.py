"""Funders' operations: which initiative each pays for, and what was recorded under each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.evidence import dictionary
from kurss.evidence.facts import Fact, declared
from kurss.evidence.queries import latest_snapshot
from kurss.partners.models import Operation
from kurss.partners.queries import operations as all_operations
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.initiatives import attach_operation
from kurss.programme.models import Initiative, OperationLink
from kurss.programme.pages.answers import REFUSALS, Writes, account, allowed, takes, writes
from kurss.programme.pages.questions import select, text

DIMENSION = "operation"
"""The dimension by which a fact names the operation that pays for it."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """How much of a fact was sealed under an operation."""

    fact: Fact
    rows: int
    people: int


@dataclass(frozen=True, slots=True)
class Line:
    operation: Operation
    links: tuple[OperationLink, ...]
    recorded: tuple[Recorded, ...]


@require_safe
@takes(Act.READ_DEFINITIONS)
def operations(request: HttpRequest) -> HttpResponse:
    snapshot = latest_snapshot()
    by_fact = [
        (each, dictionary.by_value(each, DIMENSION, snapshot))
        for _key, each in sorted(declared().items())
        if any(dimension.key == DIMENSION for dimension in each.dimensions)
    ]
    links: dict[int, list[OperationLink]] = {}
    for link in OperationLink.objects.select_related("initiative").order_by("initiative__order"):
        links.setdefault(link.operation_id, []).append(link)
    lines = [
        Line(
            operation,
            tuple(links.get(operation.pk, ())),
            tuple(Recorded(each, *found[operation.key]) for each, found in by_fact if operation.key in found),
        )
        for operation in all_operations()
    ]
    may_attach = allowed(request, Act.EDIT_PROGRAMME)
    return render(
        request,
        "programme/operations.html",
        {
            "lines": lines,
            "snapshot": snapshot,
            "may_attach": may_attach,
            "may_enter": allowed(request, Act.REGISTER_PARTNERS),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def attach(request: HttpRequest) -> HttpResponse:
    """Say that an operation pays for an initiative."""
    data = request.POST if request.method == "POST" else None
    form = AttachForm(data, request.GET.get("operation", ""), writes=writes(request))
    if form.is_valid():
        given = form.cleaned_data
        try:
            attach_operation(
                initiative=Initiative.objects.get(pk=given["initiative"]),
                operation=Operation.objects.get(key=given["operation"]),
                place=given["place"],
                by=account(request),
                at=clock.now(),
            )
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("The operation is attached."))
            return redirect("programme:operations")
    return render(request, "programme/attach.html", {"form": form}, status=422 if form.is_bound else 200)


class AttachForm(forms.Form):
    """Which operation, which initiative, and where it is written."""

    use_required_attribute = False

    def __init__(self, data: Any, operation: str, *, writes: Writes) -> None:
        super().__init__(data, auto_id="%s", initial={"operation": operation})
        self.fields["operation"] = select(
            _("Operation"),
            [("", "–"), *((one.key, in_language(one.title, one.title_en)) for one in all_operations())],
            required=_("Choose the operation."),
        )
        initiatives = Initiative.objects.order_by("programme", "order")
        self.fields["initiative"] = select(
            _("Initiative"),
            [
                ("", "–"),
                *((one.pk, in_language(one.title, one.title_en)) for one in initiatives if writes(one.pk)),
            ],
            required=_("Choose the initiative."),
        )
        self.fields["place"] = text(_("Where it is written"), _("Say where it is written."))
