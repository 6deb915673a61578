"""The officer's page of one indicator: how it is counted, its versions, where it began, what was promised."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kurss.evidence.models import Comparison, Indicator, IndicatorVersion, Level, Target
from kurss.evidence.periods import Period
from kurss.evidence.queries import accounts, latest_snapshot
from kurss.people import clock
from kurss.people.permissions import Act
from kurss.people.refusals import NotAllowed
from kurss.programme import definition_words as words
from kurss.programme.indicators import permit_indicator
from kurss.programme.models import IndicatorDraft
from kurss.programme.pages.answers import account, allowed, language, takes
from kurss.programme.pages.composing import names_of_all
from kurss.programme.pages.previews import Beside, compared, of_definition
from kurss.programme.pages.promise_forms import COMPARISONS, KINDS, cells_of
from kurss.programme.queries import measures_of


@dataclass(frozen=True, slots=True)
class Promised:
    """A baseline or a target as the page shows it."""

    target: Target
    kind: str
    comparison: str
    when: str
    part: str


@require_safe
@takes(Act.READ_DEFINITIONS)
def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    found = indicator_of(indicator)
    snapshot = latest_snapshot()
    known = accounts(snapshot, [found.pk])[found.pk]
    version = known.version
    made = version.as_definition() if version is not None else None
    defines = _defines(request, found)
    return render(
        request,
        "programme/indicator.html",
        {
            "indicator": found,
            "version": version,
            "lines": words.says(made, names_of_all()) if made else (),
            "sheet": [line for line in words.sheet_says(made) if line.text] if made else (),
            "versions": list(found.versions.order_by("-number")),
            "promised": [_promised(target, known.version) for target in known.targets],
            "has_baseline": known.baseline is not None,
            "measures": measures_of([found.pk]).get(found.pk, ()),
            "figure": known.figure,
            "snapshot": snapshot,
            "computed": bool(known.history),
            "level": words.LEVELS[Level(found.level)].title,
            "direction": words.DIRECTIONS[words.Direction(found.direction)].title,
            "may_define": defines,
            "may_place": allowed(request, Act.EDIT_PROGRAMME),
            "may_seal": allowed(request, Act.SEAL),
            "draft": _draft(request, found) if defines else None,
        },
    )


@require_safe
@takes(Act.READ_DEFINITIONS)
def version(request: HttpRequest, indicator: str, number: int) -> HttpResponse:
    """A version beside the one before it: in words, and by what each gives on the newest seal."""
    found = indicator_of(indicator)
    versions = {one.number: one for one in found.versions.all()}
    own, before = versions.get(number), versions.get(number - 1)
    if own is None:
        raise Http404(_("%(code)s has no version %(number)s.") % {"code": found.code, "number": number})
    return render(
        request,
        "programme/version.html",
        {
            "indicator": found,
            "own": own,
            "before": before,
            "sides": words.differences(
                before.as_definition() if before else None, own.as_definition(), names_of_all()
            ),
            "beside": _beside(before, own) if before is not None else (),
            "snapshot": latest_snapshot(),
            "is_in_force": number == max(versions),
        },
    )


def indicator_of(key: str) -> Indicator:
    found = Indicator.objects.filter(pk=key).prefetch_related("versions").first()
    if found is None:
        raise Http404(_("There is no indicator “%(key)s”.") % {"key": key})
    return found


def _beside(before: IndicatorVersion, own: IndicatorVersion) -> tuple[Beside, ...]:
    return compared(of_definition(before.as_definition()), of_definition(own.as_definition()))


def _promised(target: Target, version: IndicatorVersion | None) -> Promised:
    when = ""
    if target.period_key:
        when = Period.parse(target.period_key).label(language())
    parts = dict(cells_of(version))
    return Promised(
        target=target,
        kind=str(KINDS[Target.Kind(target.kind)].title),
        comparison=str(COMPARISONS[Comparison(target.comparison)]),
        when=when,
        part=parts.get(target.cell, target.cell),
    )


def _defines(request: HttpRequest, found: Indicator) -> bool:
    try:
        permit_indicator(found, by=account(request), at=clock.now())
    except NotAllowed:
        return False
    return True


def _draft(request: HttpRequest, found: Indicator) -> IndicatorDraft | None:
    return IndicatorDraft.objects.filter(author=account(request), indicator=found).first()
