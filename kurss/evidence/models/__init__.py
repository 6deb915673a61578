from kurss.evidence.models.figure import Computation, Figure, Reason
from kurss.evidence.models.indicator import (
    Breakdown,
    Direction,
    Indicator,
    IndicatorVersion,
    Level,
    Term,
)
from kurss.evidence.models.lens import LensFigure
from kurss.evidence.models.promise import Comparison, Statement, Target
from kurss.evidence.models.release import (
    AuditFinding,
    Line,
    Release,
    ReleasedFigure,
    ReleasedReading,
    ReleasedRows,
    ReleasedText,
    ReleaseStamp,
    SelfAudit,
)
from kurss.evidence.models.snapshot import SealedFile, Snapshot, SubjectNumber

__all__ = [
    "AuditFinding",
    "Breakdown",
    "Comparison",
    "Computation",
    "Direction",
    "Figure",
    "Indicator",
    "IndicatorVersion",
    "LensFigure",
    "Level",
    "Line",
    "Reason",
    "Release",
    "ReleaseStamp",
    "ReleasedFigure",
    "ReleasedReading",
    "ReleasedRows",
    "ReleasedText",
    "SealedFile",
    "SelfAudit",
    "Snapshot",
    "Statement",
    "SubjectNumber",
    "Target",
    "Term",
]
