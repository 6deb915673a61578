"""What a definition would give on a snapshot, before anybody puts it in force. Nothing is kept.

A preview takes a bounded time: what takes longer is given up, so that a page never hangs on a question.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from kurss.evidence import figures, indicators
from kurss.evidence.definition import Definition
from kurss.evidence.engine import Value
from kurss.evidence.models import Snapshot

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


def _bounded(work: Callable[[], _Answer], within: float) -> _Answer:
    """The answer of `work`, or TooSlow. One preview of a process at a time: the next waits no longer than its
    own time, so that many impatient readers never pile up work."""
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

    worker = threading.Thread(target=run, name="preview", daemon=True)
    worker.start()
    worker.join(within)
    if not outcome:
        raise TooSlow
    answer = outcome[0]
    if isinstance(answer, BaseException):
        raise answer
    return answer
