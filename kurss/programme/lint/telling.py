"""Findings over records in words and as data, in the language that is active."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kurss.programme.lint.accepting import LintAccount
from kurss.programme.lint.rule import Finding, Place
from kurss.programme.models import AcceptedFinding

KINDS = {
    "programme": gettext_lazy("The programme"),
    "stage": gettext_lazy("Stage"),
    "initiative": gettext_lazy("Initiative"),
    "charter": gettext_lazy("Charter"),
    "roadmap": gettext_lazy("Roadmap"),
    "indicator": gettext_lazy("Indicator"),
    "review": gettext_lazy("Review"),
    "budget": gettext_lazy("Money"),
    "pipeline": gettext_lazy("Funding pipeline"),
    "logic": gettext_lazy("Logic model"),
    "meeting": gettext_lazy("Meeting"),
    "bodies": gettext_lazy("Governance"),
    "risks": gettext_lazy("Risks"),
}
"""What a place is, by its kind."""


def label(place: Place) -> str:
    """The record's own name, in the language of the reader."""
    return place.label if get_language() == "lv" else place.label_en


def where(place: Place) -> str:
    return f"{KINDS[place.kind]}: {label(place)}"


def detail(finding: Finding) -> str:
    return finding.hit.detail if get_language() == "lv" else finding.hit.detail_en


def message(finding: Finding) -> str:
    told = detail(finding)
    return f"{finding.rule.title}: {told}" if told else f"{finding.rule.title}."


def as_data(finding: Finding, accepted: AcceptedFinding | None = None) -> dict[str, Any]:
    """A finding for machines; `accepted` says by whom it was taken as it is, why and until when."""
    data: dict[str, Any] = {
        "rule": finding.rule.key,
        "severity": finding.rule.severity.value,
        "place": finding.place.name,
        "label": label(finding.place),
        "message": message(finding),
        "remedy": str(finding.rule.remedy),
        "why": str(finding.rule.why),
        "source": finding.rule.source,
        "accepted": None,
    }
    if accepted is not None:
        data["accepted"] = {
            "by": accepted.accepted_by_label,
            "reason": accepted.reason,
            "until": accepted.until.isoformat(),
        }
    return data


def lines(account: LintAccount) -> Iterator[str]:
    """The account as a list for the keyboard, by place."""
    places: dict[str, list[Finding]] = {}
    for finding in account.open:
        places.setdefault(where(finding.place), []).append(finding)
    for place, findings in places.items():
        yield place
        for finding in findings:
            yield f"  {finding.rule.severity.label}: {message(finding)}"
            yield f"    {finding.rule.remedy}"
        yield ""
    yield _(
        "%(rules)s rules: %(open)s findings, %(errors)s of them contradictions or holes; %(accepted)s accepted."
    ) % {
        "rules": account.rules,
        "open": len(account.open),
        "errors": len(account.errors),
        "accepted": len(account.accepted),
    }
