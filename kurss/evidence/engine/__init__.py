"""The engine: every figure of a snapshot, computed over its sealed files. See README.md beside this."""

from kurss.evidence.engine.asked import Question, Wanted
from kurss.evidence.engine.duck import NAME, compute
from kurss.evidence.engine.sql import where
from kurss.evidence.engine.values import Engine, Sealed, Value

__all__ = ["NAME", "Engine", "Question", "Sealed", "Value", "Wanted", "compute", "where"]
