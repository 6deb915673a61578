"""Scores of a set of indicators: the page, the same as CSV and JSON, and writing a set of benchmarks down."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kurss.evidence import spreadsheet
from kurss.evidence.canonical import decimal_text
from kurss.evidence.models import Indicator
from kurss.evidence.scoring import BANDS, MOST, Better, LeftOut
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.programme.definition_words import in_language
from kurss.programme.models import BenchmarkSet
from kurss.programme.pages.answers import account, allowed, download, takes
from kurss.programme.pages.questions import text
from kurss.programme.refusals import Refused
from kurss.programme.scores import TARGETS, Line, scored, write_benchmarks

COLUMNS = (
    "code", "indicator", "name", "name_en", "unit", "unit_en", "value", "benchmark", "better", "reached_percent",
    "points", "of", "left_out", "figure", "source",
)  # fmt: skip

SOURCE = (
    "United for Smart Sustainable Cities (U4SSC), “Benchmarks and Scoring Methodology” in the verification "
    "reports and factsheets of cities, ITU, 2020"
)


AT_ONCE = 50
"""Indicators on one page: those with points first, then those that are left out."""

WHY = {
    LeftOut.NOT_REPORTED: gettext_lazy("no figure, so it is left out"),
    LeftOut.NO_BENCHMARK: gettext_lazy("nothing to measure it by"),
    LeftOut.ZERO_BENCHMARK: gettext_lazy("the benchmark is zero: nothing is a share of zero"),
    LeftOut.NEGATIVE: gettext_lazy("a negative number has no share of a benchmark"),
    LeftOut.NEITHER_WAY: gettext_lazy("neither more nor less is better"),
}
HOW = {
    Better.MORE: gettext_lazy("value over benchmark"),
    Better.LESS: gettext_lazy("less is better: benchmark over value"),
    Better.EXACT: gettext_lazy("the nearer to the benchmark the better"),
}


@require_safe
@takes(Act.READ_DEFINITIONS)
def scores(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    sheet = scored(chosen)
    scored_first = sorted(sheet.lines, key=lambda line: line.score.points is None)
    page = Paginator(scored_first, AT_ONCE).get_page(request.GET.get("page"))
    return render(
        request,
        "programme/scores.html",
        {
            "sheet": sheet,
            "chosen": chosen,
            "sets": BenchmarkSet.objects.all(),
            "lines": [
                (line, _why(line), _places(line.value), range(MOST))
                for line in page
                if line.score.points is not None
            ],
            "unscored": [(line, _why(line)) for line in page if line.score.points is None],
            "page": page,
            "query": urlencode({"set": chosen.pk}) if chosen else "",
            "left_out": [(WHY[reason], count) for reason, count in sheet.left_out.items()],
            "bands": _bands(),
            "most": MOST,
            "source": SOURCE,
            "may_define": allowed(request, Act.DEFINE_INDICATORS),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def scores_csv(request: HttpRequest) -> HttpResponse:
    rows = (
        {name: _text(value) for name, value in _row(line).items()} for line in scored(_chosen(request)).lines
    )
    return download(spreadsheet.written(rows, COLUMNS), "scores.csv", "text/csv")


@require_safe
@takes(Act.READ_DEFINITIONS)
def scores_json(request: HttpRequest) -> HttpResponse:
    chosen = _chosen(request)
    sheet = scored(chosen)
    percent = sheet.total.percent
    told = {
        "set": chosen.pk if chosen else TARGETS,
        "method": SOURCE,
        "bands_percent": [int(band) for band in BANDS],
        "as_of": sheet.snapshot.as_of.isoformat() if sheet.snapshot else None,
        "points": sheet.total.points,
        "of": sheet.total.of,
        "percent": None if percent is None else _rounded(percent),
        "scored": sheet.total.scored,
        "left_out": {reason.value: count for reason, count in sheet.left_out.items()},
        "indicators": [_row(line) for line in sheet.lines],
    }
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 2})


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.DEFINE_INDICATORS)
def benchmarks(request: HttpRequest) -> HttpResponse:
    """Write down a set of benchmarks: one number for each indicator it has one for."""
    form = BenchmarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = write_benchmarks(
                key=given["key"],
                title=given["title"],
                title_en=given["title_en"],
                document=given["document"],
                values=form.values(),
                by=account(request),
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.info(request, _("The set is written down."))
            return redirect(f"{request.path.removesuffix('benchmarks/')}?set={made.pk}")
    return render(request, "programme/benchmarks.html", {"form": form}, status=422 if form.is_bound else 200)


class BenchmarkForm(forms.Form):
    """The set's names, and a number beside each indicator."""

    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.indicators = list(Indicator.objects.order_by("code"))
        self.fields["title"] = text(_("Name in Latvian"), _("Name the set in Latvian."))
        self.fields["title_en"] = text(_("Name in English"), _("Name the set in English."))
        self.fields["key"] = text(
            _("Key"), _("Write a key."), help_text=_("Small letters, digits and dashes, such as u4ssc-2020.")
        )
        self.fields["document"] = text(_("Document"), _("Name the document its benchmarks stand in."))
        for each in self.indicators:
            unit = in_language(each.unit, each.unit_en)
            self.fields[f"value-{each.pk}"] = forms.DecimalField(
                label=f"{each.code} {in_language(each.name, each.name_en)}, {unit}",
                required=False,
                max_digits=20,
                decimal_places=4,
                localize=True,
                error_messages={"invalid": _("Write a number, such as 500 or 12.5.")},
                widget=forms.TextInput(attrs={"class": "form-control", "inputmode": "decimal"}),
            )

    def clean_key(self) -> str:
        key = self.cleaned_data["key"].strip()
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,39}", key):
            raise forms.ValidationError(_("Write a key of small letters, digits and dashes."))
        return key

    def values(self) -> dict[str, Decimal]:
        found = {each.pk: self.cleaned_data.get(f"value-{each.pk}") for each in self.indicators}
        return {key: value for key, value in found.items() if value is not None}


def _chosen(request: HttpRequest) -> BenchmarkSet | None:
    key = request.GET.get("set", TARGETS)
    if key in ("", TARGETS):
        return None
    found = BenchmarkSet.objects.filter(pk=key).first()
    if found is None:
        raise Http404(_("There is no set of benchmarks “%(key)s”.") % {"key": key})
    return found


def _row(line: Line) -> dict[str, Any]:
    own, given = line.indicator, line.score
    return {
        "code": own.code,
        "indicator": own.pk,
        "name": own.name,
        "name_en": own.name_en,
        "unit": own.unit,
        "unit_en": own.unit_en,
        "value": None if line.value is None else decimal_text(line.value),
        "benchmark": None if line.benchmark is None else decimal_text(line.benchmark),
        "better": line.better.value,
        "reached_percent": None if given.reached is None else _rounded(given.reached),
        "points": given.points,
        "of": MOST if given.points is not None else None,
        "left_out": given.left_out.value if given.left_out is not None else None,
        "figure": line.figure.address if line.figure is not None else None,
        "source": line.source,
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _rounded(percent: Decimal) -> str:
    return decimal_text(percent.quantize(Decimal("0.01")))


def _bands() -> list[tuple[str, int]]:
    """Each band as it is read, with its points."""
    edges = [0, *(int(band) for band in BANDS)]
    names = [*(f"{low}–{high}" for low, high in pairwise(edges)), f"{edges[-1]}+"]
    return [(f"{name}\u00a0%", points) for points, name in enumerate(names, start=1)]


def _places(value: Decimal | None) -> int:
    return 0 if value is None or value == value.to_integral_value() else 1


def _why(line: Line) -> str:
    """Why these points, in words."""
    if line.score.left_out is not None:
        return str(WHY[line.score.left_out])
    return str(HOW[line.better])
