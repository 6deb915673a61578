"""What a release published, line by line, in the reader's words."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kurss.evidence.models import Figure, Indicator, Line, Release, ReleasedFigure
from kurss.publication import times, words
from kurss.publication.numerals import LATVIAN
from kurss.publication.reported import name_of, unit


@dataclass(frozen=True, slots=True)
class ReleasedLine:
    """One period of an indicator: its total, and for a restatement what it replaced, the difference and why."""

    indicator: Indicator
    name: str
    when: str
    kind: str
    is_final: bool
    figure: Figure
    value: str
    old: Figure | None
    old_value: str
    difference: str
    reason: str


def lines_of(release: Release, language: str) -> list[ReleasedLine]:
    """The lines of a release by code and period, in three queries."""
    lines = list(release.lines.select_related("indicator", "version"))
    wanted = [line.pk for line in lines] + [line.replaces_id for line in lines if line.replaces_id]
    totals = {
        row.line_id: row.figure
        for row in ReleasedFigure.objects.filter(line__in=wanted, figure__cell="").select_related(
            "figure__version__indicator", "figure__snapshot"
        )
    }
    found = [
        _line(line, totals[line.pk], totals.get(line.replaces_id or 0), language)
        for line in lines
        if line.pk in totals
    ]
    found.sort(key=lambda own: (own.indicator.code, own.figure.period.starts_on))
    return found


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """A figure that was withdrawn, and why."""

    name: str
    code: str
    when: str
    old: Figure
    old_value: str
    reason: str


def withdrawn_of(release: Release, language: str) -> list[WithdrawnLine]:
    """What a release withdrew, by code and period (two queries)."""
    lines = list(release.lines.filter(kind=Line.Kind.WITHDRAWN).select_related("indicator", "version"))
    rows = ReleasedFigure.objects.filter(line__in=[line.replaces_id for line in lines], figure__cell="")
    totals = {
        row.line_id: row.figure
        for row in rows.select_related("figure__version__indicator", "figure__snapshot")
    }
    found = [(line, totals[line.replaces_id]) for line in lines if line.replaces_id in totals]
    found.sort(key=lambda pair: (pair[0].indicator.code, pair[1].period.starts_on))
    return [
        WithdrawnLine(
            name=name_of(line.indicator, language),
            code=line.indicator.code,
            when=times.named(line.period, language),
            old=old,
            old_value=_value(old, language),
            reason=line.reason if language == LATVIAN else line.reason_en,
        )
        for line, old in found
    ]


def _line(line: Line, figure: Figure, old: Figure | None, language: str) -> ReleasedLine:
    delta = line.delta
    if delta is not None and line.version.percent:
        delta *= 100
    return ReleasedLine(
        indicator=line.indicator,
        name=name_of(line.indicator, language),
        when=times.named(line.period, language),
        kind=line.kind,
        is_final=line.is_final,
        figure=figure,
        value=_value(figure, language),
        old=old,
        old_value=_value(old, language) if old is not None else "",
        difference=_signed(delta, figure, language) if old is not None else "",
        reason=line.reason if language == LATVIAN else line.reason_en,
    )


def _value(figure: Figure, language: str) -> str:
    if figure.shown is None:
        return words.reason(figure.reason, language)
    return unit(figure.version.indicator, figure.version).number(figure.shown, language)


def _signed(delta: Decimal | None, figure: Figure, language: str) -> str:
    if delta is None:
        return ""
    shown = unit(figure.version.indicator, figure.version).number(abs(delta), language)
    return f"{'+' if delta > 0 else '−' if delta < 0 else '±'}{shown}"
