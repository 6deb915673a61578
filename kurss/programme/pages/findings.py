"""How a finding of the lint is shown: its words in the reader's language, and the address of the record."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from kurss.programme.lint.rule import Finding, Place
from kurss.programme.lint.telling import KINDS, detail, label

ADDRESSES = {
    "programme": ("publication:deliverable", ""),
    "stage": ("publication:deliverable", ""),
    "review": ("publication:deliverable", ""),
    "initiative": ("publication:initiative", "key"),
    "charter": ("programme:charter", "initiative"),
    "budget": ("programme:money-initiative", "initiative"),
    "logic": ("programme:logic", ""),
    "pipeline": ("programme:pipeline", ""),
    "roadmap": ("publication:roadmap", ""),
    "indicator": ("programme:indicator", "indicator"),
    "meeting": ("programme:meeting", "meeting"),
    "bodies": ("programme:governance", ""),
    "risks": ("programme:risks", ""),
}
"""Where a record of each kind is shown, and the name under which its key stands in the address."""


def address(place: Place) -> str:
    name, key = ADDRESSES[place.kind]
    if place.kind == "risks":
        return f"{reverse(name)}?{urlencode({'initiative': place.key, 'state': 'live'})}"
    return reverse(name, kwargs={key: place.key}) if key else reverse(name)


@dataclass(frozen=True, slots=True)
class Told:
    """One finding as a page shows it."""

    rule: str
    severity: str
    severity_word: str
    title: str
    detail: str
    why: str
    remedy: str
    source: str
    place: str
    kind: str
    label: str
    address: str

    @classmethod
    def of(cls, finding: Finding) -> Told:
        rule, place = finding.rule, finding.place
        return cls(
            rule=rule.key,
            severity=rule.severity.value,
            severity_word=str(rule.severity.label),
            title=str(rule.title),
            detail=detail(finding),
            why=str(rule.why),
            remedy=str(rule.remedy),
            source=rule.source,
            place=place.name,
            kind=str(KINDS[place.kind]),
            label=label(place),
            address=address(place),
        )
