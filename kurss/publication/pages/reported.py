"""The table of what the report states beside what the records say."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kurss.evidence.published import current_release
from kurss.publication import exports
from kurss.publication.pages.answers import csv, json, language
from kurss.publication.reported import table


@require_safe
def reported(request: HttpRequest) -> HttpResponse:
    rows = table(language())
    by_initiative: dict[str, list] = {}
    for row in rows:
        by_initiative.setdefault(row.initiative_title, []).append(row)
    return render(
        request,
        "publication/reported.html",
        {
            "groups": by_initiative.items(),
            "total": len(rows),
            "with_figure": sum(row.figure is not None and row.figure.value is not None for row in rows),
            "release": current_release(),
        },
    )


@require_safe
def reported_csv(request: HttpRequest) -> HttpResponse:
    rows = [exports.reported_row(row) for row in table(language())]
    return csv(rows, exports.REPORTED_COLUMNS, f"reported-{language()}")


@require_safe
def reported_json(request: HttpRequest) -> HttpResponse:
    return json({"rows": [exports.reported_row(row) for row in table(language())]})
