"""What a definition would give on a snapshot, before anybody puts it in force. Nothing is kept.

A preview takes a bounded time: what takes longer is given up, so that a page never hangs on a question.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from kurss.evidence import figures, indicators
from kurss.evidence.canonical import Cell
from kurss.evidence.definition import OF_FIGURES, Definition
from kurss.evidence.engine import Value
from kurss.evidence.engine.stopping import Stop
from kurss.evidence.models import Figure, IndicatorVersion, Snapshot
from kurss.evidence.periods import Period
from kurss.evidence.records import Opened, open_figure

WITHIN = 5.0
"""Seconds a preview may take."""

_Answer = TypeVar("_Answer")
_ONE_AT_A_TIME = threading.Semaphore(1)


class TooSlow(TimeoutError):
    """The preview was not ready in time. Saving is not affected: the seal takes the time it needs."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The values a definition would have: totals by period, oldest first, and the cells of the last period."""

    totals: tuple[Value, ...]
    cells: tuple[Value, ...]

    @property
    def last(self) -> Value | None:
        return self.totals[-1] if self.totals else None


def preview(definition: Definition, *, snapshot: Snapshot, of: str = "", within: float = WITHIN) -> Preview:
    """Compute a definition on the sealed files of a snapshot. `of` is the indicator it is meant for.

    Raises what `indicators.define` refuses a definition for, TooSlow, and LookupError where the snapshot lacks
    a fact it counts.
    """
    indicators.check(definition, of=of)
    values = _bounded(lambda: figures.values_of(definition, snapshot), within)
    totals = sorted(
        (value for value in values if not value.cell.parts), key=lambda value: value.period.starts_on
    )
    last = totals[-1].period if totals else None
    return Preview(
        tuple(totals), tuple(value for value in values if value.cell.parts and value.period == last)
    )


@dataclass(frozen=True, slots=True)
class _Unsaved:
    """A definition in the place of the version it may become, and of the figure that would have."""

    definition: Definition
    snapshot: Snapshot
    period: Period
    numerator_version: IndicatorVersion | None = None
    denominator_version: IndicatorVersion | None = None
    cell_parts: Cell = field(default_factory=Cell)
    address: str = "The preview"

    @property
    def version(self) -> _Unsaved:
        return self

    @property
    def fact(self) -> str:
        return self.definition.fact

    @property
    def counts(self) -> str:
        return self.definition.counts

    def as_definition(self) -> Definition:
        return self.definition


def first_records(
    definition: Definition, *, snapshot: Snapshot, period: Period, limit: int = 10, within: float = WITHIN
) -> Opened | None:
    """The first records a definition counts in a period; for a ratio those of its numerator. None: there are none.

    Raises BagBroken where a sealed file is altered, TooSlow.
    """
    above = next(
        (version for version in indicators.in_force() if version.indicator_id == definition.numerator), None
    )
    if definition.counts in OF_FIGURES and (above is None or not above.fact):
        return None
    asked = _Unsaved(definition, snapshot, period, numerator_version=above)
    # `records` reads of a figure just what stands in _Unsaved, so that a draft opens by the very rule of a figure.
    return _bounded(lambda: open_figure(cast(Figure, asked), limit=limit), within)


def _bounded(work: Callable[[], _Answer], within: float) -> _Answer:
    """The answer of `work`, or TooSlow, and then its query is stopped. One preview of a process at a time: the
    next waits no longer than its own time, so that many impatient readers never pile up work."""
    if not _ONE_AT_A_TIME.acquire(timeout=within):
        raise TooSlow
    outcome: list[_Answer | BaseException] = []

    def run() -> None:
        try:
            outcome.append(work())
        except BaseException as error:
            outcome.append(error)
        finally:
            _ONE_AT_A_TIME.release()

    stop = Stop()
    worker = threading.Thread(target=stop.watching, args=(run,), name="preview", daemon=True)
    worker.start()
    worker.join(within)
    if not outcome:
        stop.now(worker)
        raise TooSlow
    answer = outcome[0]
    if isinstance(answer, BaseException):
        raise answer
    return answer
