"""How one figure stands against a promise, which may be for another period."""

from __future__ import annotations

from kurss.evidence.models import Figure, Target
from kurss.evidence.queries import due
from kurss.evidence.standing import OF_REASON, Standing, standing


def applies(target: Target, figure: Figure) -> bool:
    """Whether the promise is for this figure's period; a promise without a period is for every one."""
    return not target.period_key or target.period_key == figure.period_key


def standing_of(figure: Figure, target: Target | None) -> Standing | None:
    """The state of a figure; None where a promise exists but judges no such figure."""
    if figure.shown is None:
        return OF_REASON[figure.reason]
    if target is None:
        return Standing.UNPROMISED
    if target.value is None or not applies(target, figure):
        return None
    return standing(figure.shown, due(target, figure), figure.snapshot.as_of)
