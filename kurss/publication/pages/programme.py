"""The programme as the public reads it: an initiative, its charter, and the roadmap of all."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.evidence.published import current_release
from kurss.evidence.queries import published_accounts
from kurss.people import clock
from kurss.programme import plan_queries, queries
from kurss.programme.models import Initiative, Measure
from kurss.programme.statements.citing import Cited, citations_of
from kurss.programme.statements.keeping import StatementList
from kurss.programme.statements.lists import REVIEW
from kurss.publication import findings, promise_rows
from kurss.publication.dashboard import rows_of
from kurss.publication.pages.answers import language
from kurss.publication.roadmap_page import roadmap_page

ROWS_AT_ONCE = 200
"""Activities and milestones of all initiatives on one page; a longer plan is read one initiative at a time."""


@require_safe
def initiative(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(key)
    measures = queries.measures(found)
    known = published_accounts(m.indicator_id for m in measures)
    outputs = tuple(m for m in measures if m.column == Measure.Column.OUTPUT)
    # A line that stands in both columns is told once, as the output it is.
    told = {m.indicator_id for m in outputs}
    outcomes = tuple(m for m in measures if m.column == Measure.Column.OUTCOME and m.indicator_id not in told)
    measured = {m.indicator_id: known[m.indicator_id] for m in measures if m.indicator_id in known}
    tally = promise_rows.tally(measured.values())
    return render(
        request,
        "publication/initiative.html",
        {
            "initiative": found,
            "siblings": [one for one in queries.initiatives(found.programme) if one.pk != found.pk],
            "finding": findings.promises(tally, language()),
            "sheet": queries.charter(found),
            "groups": [
                ("output", rows_of(outputs, known, language())),
                ("outcome", rows_of(outcomes, known, language())),
            ],
            "release": current_release(),
        },
    )


@require_safe
def charter(request: HttpRequest, key: str) -> HttpResponse:
    found = _found(key)
    return render(
        request,
        "publication/charter.html",
        {
            "initiative": found,
            "sheet": queries.charter(found),
            "versions": queries.charter_versions(found),
        },
    )


@require_safe
def roadmap(request: HttpRequest) -> HttpResponse:
    """The plan of every initiative, or of the one asked for; of the first where all are too many for one page."""
    programme = queries.current_programme()
    if programme is None:
        return render(request, "publication/roadmap.html", {"programme": None, "page": None})
    every = queries.initiatives(programme)
    all_fit = plan_queries.rows_of_plan(programme) <= ROWS_AT_ONCE
    asked = [one for one in every if one.pk == request.GET.get("initiative", "")]
    chosen = asked or (every if all_fit else every[:1])
    page = roadmap_page(plan_queries.roadmap(programme, chosen), clock.today(), language())
    return render(
        request,
        "publication/roadmap.html",
        {
            "programme": programme,
            "page": page,
            "initiatives": every,
            "all_fit": all_fit,
            "shown": chosen[0] if len(chosen) == 1 < len(every) else None,
        },
    )


def _found(key: str) -> Initiative:
    found = queries.initiative(key)
    if found is None:
        raise Http404(_("There is no initiative “%(key)s”.") % {"key": key})
    return found


@dataclass(frozen=True, slots=True)
class Part:
    """One list of the review: its title, whether its entries have one, and each with the figures it cites."""

    title: object
    headed: bool
    entries: tuple[tuple[Model, tuple[Cited, ...]], ...]


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """What the city says came of it, learned and commits to, with the released figures that it rests on."""
    programme = queries.current_programme()
    cited = citations_of(programme) if programme else {}

    def part(kept: StatementList) -> Part:
        rows = kept.entries(programme) if programme else ()
        entries = tuple((row, cited.get((type(row), row.pk), ())) for row in rows)
        return Part(kept.title, any(pair.name == "title" for pair in kept.pairs), entries)

    groups = [(group.title, [part(kept) for kept in group.lists]) for group in REVIEW.groups]
    told = [(title, [one for one in parts if one.entries]) for title, parts in groups]
    return render(
        request,
        "publication/review.html",
        {"programme": programme, "groups": [(title, parts) for title, parts in told if parts]},
    )
