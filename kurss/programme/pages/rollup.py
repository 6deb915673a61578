"""The roll-up for a commission: figures over programmes and years, each opening to the records it counted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kurss.people.permissions import Act
from kurss.programme.ledger.amounts import plain
from kurss.programme.models import Programme
from kurss.programme.pages.answers import download, takes
from kurss.programme.rollup.figures import Figure, rolled_up, years_of
from kurss.sheets.writing import as_csv

WORDS: Mapping[str, tuple[Any, Any]] = {
    "actions": (
        gettext_lazy("Actions"),
        gettext_lazy("Activities of the roadmaps that run in the year."),
    ),
    "money": (
        gettext_lazy("Money by source"),
        gettext_lazy("Budget lines of the initiatives, by whose money it is."),
    ),
    "levered": (
        gettext_lazy("Public money levered"),
        gettext_lazy("Budget lines from public sources other than the city’s own budget."),
    ),
    "private": (
        gettext_lazy("Private actors"),
        gettext_lazy("Companies and associations that have a part in a programme."),
    ),
    "collaborations": (
        gettext_lazy("Collaborations"),
        gettext_lazy("Proposals written with partners beside the city, in the year of a decision on them."),
    ),
    "events": (gettext_lazy("Events"), gettext_lazy("Meetings that were held.")),
}
"""What each figure is called and what it counts."""

COLUMNS = (
    "programme",
    "year",
    "figure",
    "part",
    "value",
    "currency",
    "records",
    "without_a_day",
    "without_an_amount",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which programmes, and which year, the reader asked for."""

    programmes: tuple[Programme, ...]
    every: tuple[Programme, ...]
    programme: str
    year: int | None

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        every = tuple(Programme.objects.all())
        key, given = request.GET.get("programme", "").strip(), request.GET.get("year", "").strip()
        chosen = tuple(one for one in every if not key or one.pk == key)
        if key and not chosen:
            raise Http404(_("There is no such programme."))
        return cls(chosen, every, key, int(given) if given.isdecimal() and len(given) == 4 else None)

    @property
    def address(self) -> str:
        return f"programme={self.programme}&year={self.year or ''}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with its words."""

    figure: Figure
    title: str
    meaning: str


def _shown(figures: Sequence[Figure]) -> list[Shown]:
    return [Shown(one, str(WORDS[one.key][0]), str(WORDS[one.key][1])) for one in figures]


@require_safe
@takes(Act.READ_DEFINITIONS)
def roll_up(request: HttpRequest) -> HttpResponse:
    """All figures."""
    asked = Asked.of(request)
    return render(
        request,
        "programme/roll_up.html",
        {
            "asked": asked,
            "years": years_of(asked.every),
            "figures": _shown(rolled_up(asked.programmes, asked.year)),
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def opened(request: HttpRequest, figure: str) -> HttpResponse:
    """One figure with the records it counted."""
    asked = Asked.of(request)
    found = next(
        (one for one in _shown(rolled_up(asked.programmes, asked.year)) if one.figure.key == figure), None
    )
    if found is None:
        raise Http404(_("There is no such figure."))
    records = [
        (one, reverse(one.address, args=[one.key] if one.key != "" else [])) for one in found.figure.records
    ]
    return render(
        request, "programme/roll_up_figure.html", {"asked": asked, "shown": found, "records": records}
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def exported(request: HttpRequest, kind: str) -> HttpResponse:
    """The figures as CSV, a row for each part, or as JSON with the records they counted."""
    asked = Asked.of(request)
    figures = rolled_up(asked.programmes, asked.year)
    if kind == "csv":
        rows = [row for one in figures for row in _rows(one, asked)]
        return download(as_csv(rows, COLUMNS), "roll-up.csv", "text/csv")
    if kind != "json":
        raise Http404(_("There is no such file."))
    whole = {
        "programmes": [one.pk for one in asked.programmes],
        "year": asked.year,
        "figures": [_data(one) for one in figures],
    }
    text = json.dumps(whole, ensure_ascii=False, indent=1) + "\n"
    return download(text, "roll-up.json", "application/json")


def _rows(figure: Figure, asked: Asked) -> list[dict[str, Any]]:
    """One row for each part; a figure of which nothing is recorded has one row without a value."""
    same = {
        "programme": " ".join(one.pk for one in asked.programmes),
        "year": asked.year or "",
        "figure": figure.key,
        "records": len(figure.records),
        "without_a_day": figure.undated,
        "without_an_amount": figure.unstated,
    }
    return [
        same
        | {
            "part": one.part,
            "value": plain(one.value) if one.currency else one.value,
            "currency": one.currency,
        }
        for one in figure.amounts
    ] or [same]


def _data(figure: Figure) -> dict[str, Any]:
    return {
        "figure": figure.key,
        "recorded": bool(figure.amounts),
        "amounts": [
            {
                "part": one.part,
                "currency": one.currency,
                "value": plain(one.value) if one.currency else one.value,
            }
            for one in figure.amounts
        ],
        "without_a_day": figure.undated,
        "without_an_amount": figure.unstated,
        "records": [{"label": one.label, "detail": one.detail} for one in figure.records],
    }
