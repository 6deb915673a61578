"""How a programme stands: what of its findings is late, over, unowned or unproven. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kurss.programme.lint.rule import Finding


class Aspect(TextChoices):
    LATE = "late", pgettext_lazy("programme", "Late")
    OVER = "over", pgettext_lazy("programme", "Over")
    UNOWNED = "unowned", _("Unowned")
    UNPROVEN = "unproven", _("Unproven")


MEANING: Final = MappingProxyType(
    {
        Aspect.LATE: _("Its day has come and it is not there."),
        Aspect.OVER: _("Its time or its money has run out, and nobody has settled what follows."),
        Aspect.UNOWNED: _("Nobody leads it, pays for it, plans it or answers for it."),
        Aspect.UNPROVEN: _("It is said or promised, and no record shows it."),
    }
)

RULES_OF: Final[Mapping[Aspect, tuple[str, ...]]] = MappingProxyType(
    {
        Aspect.LATE: (
            "deadline-missed",
            "deadline-near",
            "milestone-overdue",
            "registered-risk-overdue",
            "artefact-owed",
            "artefact-late",
            "charter-waits",
            "suggestion-unanswered",
        ),
        Aspect.OVER: (
            "committed-over-budget",
            "budget-differs-from-charter",
            "funding-over-cost",
            "funding-does-not-add-up",
            "target-over-unproven",
            "review-missing",
            "lessons-missing",
        ),
        Aspect.UNOWNED: (
            "charter-missing",
            "charter-without-lead",
            "artefact-unowned",
            "funding-missing",
            "budget-missing",
            "activities-missing",
            "governance-missing",
            "registered-risk-unowned",
            "risk-without-mitigation",
            "ambition-served-by-none",
        ),
        Aspect.UNPROVEN: (
            "indicator-undefined",
            "baseline-missing",
            "progress-without-number",
            "success-without-figure",
            "never-released",
        ),
    }
)
"""Which rules speak of which aspect, what is done first before the rest."""


def health(findings: tuple[Finding, ...]) -> dict[Aspect, tuple[Finding, ...]]:
    """The findings of each aspect, in the order of its rules; an aspect without any has an empty tuple."""
    return {
        aspect: tuple(
            sorted(
                (finding for finding in findings if finding.rule.key in rules),
                key=lambda finding: rules.index(finding.rule.key),
            )
        )
        for aspect, rules in RULES_OF.items()
    }


def first(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """What to do first: the first finding of each aspect that has one, in the order of the aspects."""
    return tuple(own[0] for own in health(findings).values() if own)
