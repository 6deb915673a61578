"""The dictionary of facts: what the city can count, in plain words, for whoever reads or composes a figure."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.evidence import dictionary
from kurss.evidence.facts import Dimension, Fact, UnknownFact
from kurss.evidence.facts import fact as declared_fact
from kurss.evidence.queries import latest_snapshot
from kurss.people.permissions import Act
from kurss.programme.pages.answers import allowed, language


@dataclass(frozen=True, slots=True)
class ValueLine:
    """A value a row may carry: its name, its key, and how many sealed rows carry it, for those who may know."""

    name: str
    key: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class DimensionPart:
    dimension: Dimension
    values: tuple[ValueLine, ...]
    is_open: bool


@require_safe
def facts(request: HttpRequest) -> HttpResponse:
    """Every fact there is, with what the newest seal holds of it."""
    snapshot = latest_snapshot()
    return render(
        request, "programme/facts.html", {"entries": dictionary.entries(snapshot), "snapshot": snapshot}
    )


@require_safe
def fact(request: HttpRequest, fact: str) -> HttpResponse:
    """One fact: what a row is, and every word and amount by which it can be told apart or added up."""
    try:
        found = declared_fact(fact)
    except UnknownFact as unknown:
        raise Http404(_("There is no fact “%(key)s”.") % {"key": fact}) from unknown
    snapshot = latest_snapshot()
    counts = allowed(request, Act.OPEN_RECORDS)
    used = dictionary.used_of(found, found.dimensions, snapshot) if counts else None
    return render(
        request,
        "programme/fact.html",
        {
            "entry": dictionary.entry(found, snapshot),
            "fact": found,
            "snapshot": snapshot,
            "parts": [
                _part(one, None if used is None else used[one.key], sealed=snapshot is not None)
                for one in found.dimensions
            ],
            "counts": counts,
            "opens": _opens(found),
            "may_define": allowed(request, Act.DEFINE_INDICATORS),
        },
    )


def _part(
    dimension: Dimension, counted: tuple[dictionary.Used, ...] | None, *, sealed: bool
) -> DimensionPart:
    """A dimension with its values; how often each stands is for those it was counted for."""
    used = {one.value: one.rows for one in counted or ()}
    declared = tuple(dimension.values or ())
    listed = [*declared, *(value for value in used if value is not None and value not in declared)]
    if counted is None and dimension.values is None:
        listed = list(dimension.examples)
    if None in used:
        listed.append("")
    return DimensionPart(
        dimension,
        tuple(
            ValueLine(
                dimension.value_title(value or None, language()),
                value,
                used.get(value or None, 0) if counted is not None and sealed else None,
            )
            for value in listed
        ),
        is_open=dimension.values is None,
    )


def _opens(found: Fact) -> bool:
    """Whether a counted row opens to a live record."""
    if not found.record_page:
        return False
    try:
        reverse(found.record_page, args=["0"])
    except NoReverseMatch:
        return False
    return True
