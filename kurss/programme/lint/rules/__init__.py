"""The rules over records, by subject. A new rule is one function with its decorator in one of these files."""

from kurss.programme.lint.rules import (
    around,
    charters,
    indicators,
    ledger,
    logic,
    money,
    pipeline,
    promises,
    review,
    roadmap,
    stages,
    strategy,
)

__all__ = (
    "around",
    "charters",
    "indicators",
    "ledger",
    "logic",
    "money",
    "pipeline",
    "promises",
    "review",
    "roadmap",
    "stages",
    "strategy",
)
