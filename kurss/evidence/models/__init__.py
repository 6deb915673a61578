from kurss.evidence.models.figure import Computation, Figure, Reason
from kurss.evidence.models.indicator import (
    Breakdown,
    Direction,
    Indicator,
    IndicatorVersion,
    Level,
    Term,
)
from kurss.evidence.models.promise import Comparison, Statement, Target
from kurss.evidence.models.snapshot import SealedFile, Snapshot

__all__ = [
    "Breakdown",
    "Comparison",
    "Computation",
    "Direction",
    "Figure",
    "Indicator",
    "IndicatorVersion",
    "Level",
    "Reason",
    "SealedFile",
    "Snapshot",
    "Statement",
    "Target",
    "Term",
]
