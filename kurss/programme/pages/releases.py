"""What changed since the last release, and the release that is being prepared: for officers and approvers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kurss.evidence import published, spreadsheet
from kurss.evidence.bag import BagBroken
from kurss.evidence.canonical import decimal_text
from kurss.evidence.causes import Why, why
from kurss.evidence.changes import Change, What, changes
from kurss.evidence.models import Line, Release
from kurss.evidence.queries import latest_snapshot
from kurss.evidence.release_bag import BagDisagrees
from kurss.evidence.releases import ReleaseRefusal
from kurss.people import clock
from kurss.people.acting import may, somebody
from kurss.people.permissions import Act
from kurss.programme import releases
from kurss.programme.pages.answers import download, language, takes
from kurss.programme.pages.findings import Told
from kurss.programme.pages.release_forms import Begin, Restate, Return
from kurss.programme.pages.release_words import CAUSES, WHAT, moved_words

PAGE = 50
COLUMNS = (
    "code", "indicator", "period", "what", "released", "now", "difference", "cells", "readings", "causes",
    "records",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One change with its words; the causes of a candidate alone are looked for, in the sealed files."""

    change: Change
    what: str
    moved_by: Decimal | None
    percent: bool
    places: int
    why: Why
    causes: str
    records: str


@require_safe
@takes(Act.SEE_CHANGES)
def listed(request: HttpRequest) -> HttpResponse:
    return _listed(request, Begin())


def _listed(request: HttpRequest, form: Begin, status: int = 200) -> HttpResponse:
    snapshot = latest_snapshot()
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "what")}
    found = _found(asked)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    release = published.open_release()
    return render(
        request,
        "programme/release_changes.html",
        {
            "snapshot": snapshot,
            "current": published.current_release(),
            "release": release,
            "rows": [_row(change) for change in page.object_list],
            "page": page,
            "found": len(found),
            "total": len(changes(snapshot)) if snapshot and any(asked.values()) else len(found),
            "asked": asked,
            "query": urlencode({name: value for name, value in asked.items() if value}),
            "kinds": [(kind.value, word) for kind, word in WHAT.items()],
            "may_prepare": may(request.user, Act.PREPARE_RELEASE, at=clock.now()),
            "form": form,
        },
        status=status,
    )


@require_safe
@takes(Act.SEE_CHANGES)
def listed_csv(request: HttpRequest) -> HttpResponse:
    """Every change that was asked for, exact."""
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "what")}
    rows = (_cells(_row(change)) for change in _found(asked))
    return download(spreadsheet.written(rows, COLUMNS), "changes.csv", "text/csv")


def _found(asked: dict[str, str]) -> list[Change]:
    snapshot = latest_snapshot()
    if snapshot is None:
        return []
    sought = asked["q"].casefold()
    return [
        change
        for change in changes(snapshot)
        if (not asked["what"] or change.what == asked["what"])
        and (not sought or sought in _searched(change).casefold())
    ]


def _searched(change: Change) -> str:
    indicator = change.version.indicator
    return f"{indicator.code} {indicator.key} {indicator.name} {indicator.name_en}"


def _row(change: Change) -> Row:
    found, percent = Why((), ()), change.version.percent
    if change.what is What.MOVED:
        try:
            found = why(change)
        except BagBroken:
            found = Why((), ())
    return Row(
        change=change,
        what=str(WHAT[change.what]),
        moved_by=change.delta * 100 if change.delta is not None and percent else change.delta,
        percent=percent,
        places=max((figure.places for figure in (change.old, change.new) if figure is not None), default=0),
        why=found,
        causes=", ".join(str(CAUSES[cause]) for cause in found.causes),
        records="; ".join(moved_words(one, language()) for one in found.moved),
    )


def _cells(row: Row) -> dict[str, str]:
    change = row.change

    def value(figure: Any) -> str:
        return "" if figure is None else figure.reason or decimal_text(figure.value)

    return {
        "code": change.version.indicator.code,
        "indicator": change.version.indicator_id,
        "period": change.period.key,
        "what": change.what.value,
        "released": value(change.old),
        "now": value(change.new),
        "difference": "" if change.delta is None else decimal_text(change.delta),
        "cells": str(change.cells),
        "readings": str(change.readings),
        "causes": " ".join(cause.value for cause in row.why.causes),
        "records": row.records,
    }


@require_safe
@takes(Act.SEE_CHANGES)
def prepared(request: HttpRequest) -> HttpResponse:
    """The release that is being prepared or waits for approval, or that there is none."""
    return _prepared(request, Return())


def _prepared(request: HttpRequest, form: Return, status: int = 200) -> HttpResponse:
    release = published.open_release()
    lines: list[Line] = []
    if release is not None:
        lines = list(
            release.lines.select_related("indicator", "version", "replaces").prefetch_related(
                "released__figure__version", "replaces__released__figure__version"
            )
        )
    return render(
        request,
        "programme/release.html",
        {
            "release": release,
            "page": Paginator(lines, PAGE).get_page(request.GET.get("page")),
            "lines": len(lines),
            "against": _against(release),
            "form": form,
            "is_author": release is not None and release.author_key == str(request.user.pk),
            "may_prepare": may(request.user, Act.PREPARE_RELEASE, at=clock.now()),
            "may_approve": may(request.user, Act.APPROVE_RELEASE, at=clock.now()),
        },
        status=status,
    )


def _against(release: Release | None) -> list[Told]:
    """What the lint finds that keeps the release from going out."""
    return (
        []
        if release is None
        else [Told.of(one) for one in releases.findings_against(release, at=clock.now())]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@takes(Act.PREPARE_RELEASE)
def restate(request: HttpRequest, indicator: str, period: str) -> HttpResponse:
    """One candidate: what was released, what the records say now, why, and the reason to restate it."""
    snapshot = latest_snapshot()
    found = [
        change
        for change in (changes(snapshot) if snapshot else ())
        if (change.version.indicator_id, change.period.key) == (indicator, period)
    ]
    if not found:
        messages.error(
            request,
            _("Nothing of %(key)s in %(period)s has changed.") % {"key": indicator, "period": period},
        )
        return redirect("programme:release-changes")
    form = Restate(request.POST if request.method == "POST" else None)
    release = published.open_release()
    if form.is_valid() and release is not None:
        try:
            releases.restate_figure(
                release=release,
                indicator=indicator,
                period=period,
                reason=form.cleaned_data["reason"],
                reason_en=form.cleaned_data["reason_en"],
                by=somebody(request.user),
                at=clock.now(),
            )
        except ReleaseRefusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The restatement is in the release, with its reason."))
            return redirect("programme:release")
    return render(
        request, "programme/release_restate.html", {"row": _row(found[0]), "form": form, "release": release}
    )


@require_POST
@takes(Act.PREPARE_RELEASE)
def begin(request: HttpRequest) -> HttpResponse:
    form, snapshot = Begin(request.POST), latest_snapshot()
    if snapshot is None or not form.is_valid():
        return _listed(request, form, status=422)
    return _done(
        request,
        lambda: releases.draft_release(
            snapshot=snapshot, by=somebody(request.user), at=clock.now(), **form.cleaned_data
        ),
        _("The release holds all that is new. Restate what has moved, leave out what is not ready."),
    )


@require_POST
@takes(Act.PREPARE_RELEASE)
def leave_out(request: HttpRequest, line: int) -> HttpResponse:
    kept = Line.objects.filter(pk=line).exclude(release__state=Release.State.RELEASED).first()
    if kept is None:
        messages.error(request, _("That line is not in the release any more."))
        return redirect("programme:release")
    return _act(
        request,
        lambda release: releases.leave_out(
            release=release, line=kept, by=somebody(request.user), at=clock.now()
        ),
        _("Left out; it stays among the changes."),
    )


@require_POST
@takes(Act.PREPARE_RELEASE)
def withdraw(request: HttpRequest) -> HttpResponse:
    return _act(
        request,
        lambda release: releases.withdraw_release(release=release, by=somebody(request.user), at=clock.now()),
        _("The draft was given up; nothing of it is kept."),
    )


@require_POST
@takes(Act.PREPARE_RELEASE)
def propose(request: HttpRequest) -> HttpResponse:
    return _act(
        request,
        lambda release: releases.propose_release(release=release, by=somebody(request.user), at=clock.now()),
        _("Every figure was recomputed and agrees. The release waits for a second person."),
    )


@require_POST
@takes(Act.APPROVE_RELEASE)
def approve(request: HttpRequest) -> HttpResponse:
    return _act(
        request,
        lambda release: releases.approve_release(release=release, by=somebody(request.user), at=clock.now()),
        _("The release is published. Its closed periods are locked from now on."),
    )


@require_POST
@takes(Act.APPROVE_RELEASE)
def give_back(request: HttpRequest) -> HttpResponse:
    form = Return(request.POST)
    if not form.is_valid():
        return _prepared(request, form, status=400)
    return _act(
        request,
        lambda release: releases.return_release(
            release=release, reason=form.cleaned_data["reason"], by=somebody(request.user), at=clock.now()
        ),
        _("Returned to its author with your reason."),
    )


def _act(request: HttpRequest, act: Callable[[Release], Any], done: str) -> HttpResponse:
    """Do something to the open release; where there is none, say so."""
    release = published.open_release()
    if release is None:
        messages.error(request, _("No release is being prepared: begin one from the changes."))
        return redirect("programme:release-changes")
    return _done(request, lambda: act(release), done)


def _done(request: HttpRequest, act: Callable[[], Any], done: str) -> HttpResponse:
    try:
        act()
    except (ReleaseRefusal, BagBroken, BagDisagrees) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("programme:release")
