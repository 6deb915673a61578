"""Reading a deliverable like an auditor: every rule of prose over one report."""

from __future__ import annotations

from kurss.programme.prose import files, rules
from kurss.programme.prose.finding import RULES, Finding, Rule
from kurss.programme.prose.reading import Reading

assert rules.__all__


def all_rules() -> tuple[Rule, ...]:
    """Every rule of prose, in the order in which it is declared."""
    return tuple(RULES)


def lint_report(data: bytes, name: str = "") -> tuple[Finding, ...]:
    """What a file says in two ways or leaves unsaid, the worst first, each kind in the order of the report.

    Raises ReportRefused for a file that cannot be read.
    """
    reading = Reading.of(files.read(data, name))
    found = [Finding(rule, one) for rule in RULES for one in rule.check(reading)]
    return tuple(sorted(found, key=lambda finding: (finding.rule.severity.rank, _where(finding))))


def _where(finding: Finding) -> tuple[int, int]:
    spot = finding.places[0].spot
    return spot.page or 0, spot.line
