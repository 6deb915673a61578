"""Running the rules over a programme."""

from __future__ import annotations

from kurss.programme.lint import rules
from kurss.programme.lint.rule import RULES, Finding, Rule
from kurss.programme.lint.view import ProgrammeView

assert rules.__all__


def all_rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which it is declared."""
    return tuple(RULES)


def rules_for(view: ProgrammeView) -> tuple[Rule, ...]:
    """The rules that hold for programmes of its template: all but those the template leaves out."""
    return tuple(rule for rule in RULES if rule.key not in view.programme.rules_left_out)


def lint(view: ProgrammeView) -> tuple[Finding, ...]:
    """What is found, the worst first and each kind in the order of the rules."""
    worst_first = sorted(rules_for(view), key=lambda rule: rule.severity.rank)
    return tuple(Finding(rule, hit) for rule in worst_first for hit in rule.check(view))
