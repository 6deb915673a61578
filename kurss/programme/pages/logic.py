"""The logic model: drawn, told in words, kept by forms, and as overview and logical framework."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kurss.people import clock
from kurss.people.acting import may, permit
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.logic.drawing_up import Record, column_of, lead, lead_no_more, place, take_away
from kurss.programme.logic.picture import draw
from kurss.programme.logic.reading import LogicModel, framework_of, model_of, overview_of
from kurss.programme.models import (
    Activity,
    AmbitionStatement,
    LogicArrow,
    LogicNode,
    Measure,
    Programme,
    Vision,
)
from kurss.programme.pages.answers import account, download, programme_of, takes
from kurss.programme.pages.charter_forms import area, boxed
from kurss.programme.pages.plan_forms import PlanForm
from kurss.programme.pages.questions import select, ticks
from kurss.programme.refusals import Refused
from kurss.programme.words import Box
from kurss.sheets.writing import XLSX, as_csv, as_xlsx

FRAMEWORK = ("level", "summary", "indicators", "verification", "assumptions")


@require_safe
@takes(Act.READ_DEFINITIONS)
def logic(request: HttpRequest) -> HttpResponse:
    """The drawing, and beneath it the same in words."""
    programme = programme_of(request)
    if programme is None:
        return render(request, "programme/logic.html", {"programme": None})
    model = model_of(programme)
    numbered = {
        arrow.pk: number
        for number, arrow in enumerate((one for one in model.arrows if one.assumption_en), start=1)
    }
    return render(
        request,
        "programme/logic.html",
        {
            "programme": programme,
            "model": model,
            "picture": draw(
                [
                    (column.title, [(one.node.pk, f"{one.number}. {one.text}") for one in column.nodes])
                    for column in model.columns
                ],
                [(one.before_id, one.after_id, numbered.get(one.pk)) for one in model.arrows],
            ),
            "assumptions": [(number, one) for one in model.arrows if (number := numbered.get(one.pk))],
            "may_edit": may(account(request), Act.EDIT_PROGRAMME, at=clock.now()),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def framework(request: HttpRequest) -> HttpResponse:
    """The overview in three columns and the logical framework, to be printed."""
    programme = programme_of(request)
    model = model_of(programme) if programme is not None else LogicModel((), ())
    return render(
        request,
        "programme/logic_framework.html",
        {
            "programme": programme,
            "model": model,
            "overview": overview_of(model),
            "framework": framework_of(model),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def exported(request: HttpRequest, kind: str) -> HttpResponse:
    """The logical framework as CSV or as a workbook, in the language of the page."""
    programme = programme_of(request)
    if programme is None or kind not in ("csv", "xlsx"):
        raise Http404(_("There is no such file."))
    rows = [{name: getattr(row, name) for name in FRAMEWORK} for row in framework_of(model_of(programme))]
    headings = {
        "level": _("Level"),
        "summary": _("Narrative summary"),
        "indicators": _("Indicators"),
        "verification": _("Means of verification"),
        "assumptions": _("Assumptions"),
    }
    if kind == "csv":
        return download(as_csv(rows, FRAMEWORK, headings), "logical-framework.csv", "text/csv")
    return HttpResponse(
        as_xlsx(rows, FRAMEWORK, headings, title=_("Logical framework")),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="logical-framework.xlsx"'},
    )


def _free(programme: Programme) -> dict[str, tuple[str, Record]]:
    """What has no place in the model yet: by name, under its column."""
    found: dict[str, tuple[str, Record]] = {}
    rows: Iterable[tuple[str, Any]] = (
        ("activity", Activity.objects.filter(initiative__programme=programme).select_related("initiative")),
        (
            "measure",
            Measure.objects.filter(programme=programme)
            .exclude(column=Measure.Column.CROSS_CUTTING)
            .order_by("-column", "initiative__order", "order"),
        ),
        ("ambition", AmbitionStatement.objects.filter(programme=programme)),
        ("vision", Vision.objects.filter(programme=programme)),
    )
    for kind, records in rows:
        for one in records.filter(logic_node__isnull=True):
            column = column_of(one).label
            text = (
                in_language(one.title, one.title_en)
                if kind == "activity"
                else in_language(one.text, one.text_en)
            )
            found[f"{kind}-{one.pk}"] = (f"{column}: {text}", one)
    return found


class PlacesForm(PlanForm):
    """Which records get a place in the model."""

    def __init__(self, programme: Programme, data: Any = None) -> None:
        super().__init__(data)
        self.free = _free(programme)
        self.fields["records"] = ticks(
            _("What has no place in the model yet"), [(key, text) for key, (text, _one) in self.free.items()]
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("records") and not self.errors:
            self.add_error("records", _("Choose at least one of them."))
        return given


class ArrowForm(PlanForm):
    """What leads to what, and under which assumption."""

    def __init__(self, nodes: Iterable[tuple[str, str]], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial)
        choices = [("", "–"), *nodes]
        self.fields["before"] = select(_("This"), choices, required=_("Choose what leads to the other."))
        self.fields["after"] = select(_("leads to this"), choices, required=_("Choose what it leads to."))
        self.fields["assumption"] = area(
            _("If this holds, in Latvian"), _("What must be so, and is not in the programme’s hands."), rows=2
        )
        self.fields["assumption_en"] = area(_("If this holds, in English"), rows=2)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        try:
            self.words = boxed(given.get("assumption", ""), given.get("assumption_en", ""))
        except Refused as refused:
            self.words = Box()
            self.add_error("assumption", str(refused))
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add(request: HttpRequest) -> HttpResponse:
    """Give records their place in the model, as many at once as one likes."""
    by, at = account(request), clock.now()
    permit(by, Act.EDIT_PROGRAMME, at=at)
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:logic")
    form = PlacesForm(programme, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            with transaction.atomic():
                for key in form.cleaned_data["records"]:
                    place(programme=programme, record=form.free[key][1], by=by, at=at)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("programme:logic")
    return _form(request, form, _("Put into the logic model"), _("Put in"))


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def add_arrow(request: HttpRequest) -> HttpResponse:
    """Draw an arrow."""
    permit(account(request), Act.EDIT_PROGRAMME, at=clock.now())
    programme = programme_of(request)
    if programme is None:
        return redirect("programme:logic")
    asked = {"before": request.GET.get("before", "")}
    return _arrow(request, programme, asked, _("What leads to what?"))


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def arrow(request: HttpRequest, arrow: int) -> HttpResponse:
    """Change the assumption of an arrow, or take the arrow away."""
    by, at = account(request), clock.now()
    row = LogicArrow.objects.select_related("before__programme").filter(pk=arrow).first()
    if row is None:
        raise Http404(_("There is no such arrow."))
    permit(by, Act.EDIT_PROGRAMME, at=at)
    if request.method == "POST" and "away" in request.POST:
        lead_no_more(arrow=row, by=by, at=at)
        return redirect("programme:logic")
    held = {
        "before": str(row.before_id),
        "after": str(row.after_id),
        "assumption": row.assumption,
        "assumption_en": row.assumption_en,
    }
    return _arrow(request, row.before.programme, held, _("Change the assumption"), row)


def _arrow(
    request: HttpRequest,
    programme: Programme,
    held: dict[str, str],
    title: str,
    row: LogicArrow | None = None,
) -> HttpResponse:
    model = model_of(programme)
    nodes = {str(one.node.pk): one for one in model.nodes}
    named = [(key, f"{one.number}. {one.text}") for key, one in nodes.items()]
    form = ArrowForm(named, request.POST if request.method == "POST" else None, held)
    if row is not None:
        form.fields["before"].disabled = form.fields["after"].disabled = True
    if form.is_valid():
        try:
            lead(
                before=nodes[form.cleaned_data["before"]].node,
                after=nodes[form.cleaned_data["after"]].node,
                assumption=form.words,
                by=account(request),
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("It is written down."))
            return redirect("programme:logic")
    return _form(request, form, title, _("Keep"), row)


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.EDIT_PROGRAMME)
def take_out(request: HttpRequest, node: int) -> HttpResponse:
    """Take a record out of the model; the record itself stays."""
    by, at = account(request), clock.now()
    row = LogicNode.objects.filter(pk=node).first()
    if row is None:
        raise Http404(_("There is no such place in the model."))
    permit(by, Act.EDIT_PROGRAMME, at=at)
    form = PlanForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        take_away(node=row, by=by, at=at)
        messages.info(request, _("It is out of the model, with its arrows."))
        return redirect("programme:logic")
    return _form(request, form, _("Take it out of the logic model"), _("Take it out"), kicker=row)


def _form(
    request: HttpRequest,
    form: PlanForm,
    title: str,
    button: str,
    row: LogicArrow | None = None,
    kicker: LogicNode | None = None,
) -> HttpResponse:
    more = {"form": form, "title": title, "button": button, "row": row, "kicker": kicker}
    return render(request, "programme/logic_form.html", more, status=422 if form.is_bound else 200)
