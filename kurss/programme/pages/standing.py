"""How the programme stands, on one page: what is late, over, unowned, unproven, and what to do first."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kurss.people import clock
from kurss.people.permissions import Act
from kurss.programme.lint.accepting import linted
from kurss.programme.lint.health import MEANING, first, health
from kurss.programme.lint.rule import Finding
from kurss.programme.pages.answers import programme_of, takes
from kurss.programme.pages.findings import Told

AT_ONCE = 10
"""Records of one kind of finding on the page; where there are more, the list of findings has all of them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One kind of finding of an aspect: at how many records it is found, and the first of them."""

    told: Told
    records: tuple[Told, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    key: str
    word: str
    meaning: str
    count: int
    kinds: tuple[Kept, ...]


@require_safe
@takes(Act.READ_DEFINITIONS)
def standing(request: HttpRequest) -> HttpResponse:
    programme = programme_of(request)
    found = linted(programme.pk, on=clock.today()) if programme is not None else None
    shown = []
    for aspect, findings in health(found.open if found is not None else ()).items():
        by_rule: dict[str, list[Finding]] = {}
        for finding in findings:
            by_rule.setdefault(finding.rule.key, []).append(finding)
        kinds = tuple(_kept(own) for own in by_rule.values())
        shown.append(Shown(aspect.value, str(aspect.label), str(MEANING[aspect]), len(findings), kinds))
    return render(
        request,
        "programme/health.html",
        {
            "programme": programme,
            "aspects": shown,
            "first": [Told.of(finding) for finding in first(found.open)] if found is not None else [],
            "today": clock.today(),
        },
    )


def _kept(findings: list[Finding]) -> Kept:
    records = tuple(Told.of(one) for one in findings[:AT_ONCE])
    return Kept(records[0], records, len(findings))
