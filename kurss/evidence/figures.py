"""Figures of a snapshot: computed once, kept for ever, and computed again to see that they agree."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kurss.evidence import engine, indicators, snapshots
from kurss.evidence.canonical import FigureRecord
from kurss.evidence.definition import Definition
from kurss.evidence.facts import Fact, fact
from kurss.evidence.models import Computation, Figure, IndicatorVersion, Snapshot


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stored figure that its snapshot does not give again, or that stands on one side only."""

    figure: str
    stored: str
    recomputed: str


def compute(*, snapshot: Snapshot, by_key: str, at: datetime) -> Computation | None:
    """Compute the figures of every indicator version in force, and keep those the snapshot lacks.

    Returns the computation, or None where every figure was there already: figures are never rewritten.
    Raises BagBroken where a sealed file is missing or altered.
    """
    snapshots.check(snapshot)
    versions = _lacking(indicators.in_force(), snapshot)
    if not versions:
        return None
    began = time.monotonic()
    values = engine.compute(_sealed(snapshot), _wanted(indicators.in_force()))
    took = time.monotonic() - began
    with transaction.atomic():
        computation = Computation.objects.create(
            snapshot=snapshot,
            computed_at=at,
            computed_by_key=by_key,
            engine=engine.NAME,
            milliseconds=round(took * 1000),
        )
        figures = [
            _figure(version, snapshot, computation, value)
            for version in versions
            for value in values.get(version.indicator_id, ())
        ]
        Figure.objects.bulk_create(figures, batch_size=2000)
    return computation


def recheck(*, snapshot: Snapshot) -> tuple[int, list[Disagreement]]:
    """Recompute every stored figure from its sealed files: how many were compared, and which disagree."""
    snapshots.check(snapshot)
    stored = {
        (figure.version_id, figure.period_key, figure.cell): figure
        for figure in Figure.objects.filter(snapshot=snapshot).select_related("version__indicator")
    }
    versions = {figure.version_id: figure.version for figure in stored.values()}
    every = list(
        IndicatorVersion.objects.filter(pk__in=versions)
        .select_related("indicator")
        .prefetch_related("terms", "breakdowns")
    )
    disagreements = []
    values = engine.compute(_sealed(snapshot), _wanted(every))
    given = {
        (version.pk, value.period.key, value.cell.key): _record(version, snapshot, value).text()
        for version in every
        for value in values.get(version.indicator_id, ())
    }
    for key in sorted(set(stored) | set(given), key=str):
        kept = stored[key].as_record().text() if key in stored else ""
        again = given.get(key, "")
        if kept != again:
            name = stored[key].address if key in stored else f"{key}"
            disagreements.append(Disagreement(name, kept, again))
    return len(stored), disagreements


def _lacking(versions: Iterable[IndicatorVersion], snapshot: Snapshot) -> list[IndicatorVersion]:
    have = set(
        Figure.objects.filter(snapshot=snapshot).order_by().values_list("version_id", flat=True).distinct()
    )
    return [version for version in versions if version.pk not in have]


def _wanted(versions: Iterable[IndicatorVersion]) -> dict[str, tuple[Definition, Fact | None]]:
    return {
        version.indicator_id: (version.as_definition(), fact(version.fact) if version.fact else None)
        for version in versions
    }


def _sealed(snapshot: Snapshot) -> engine.Sealed:
    bag = snapshots.folder(snapshot)
    files: dict[str, list] = {}
    for file in snapshot.files.all():
        files.setdefault(file.fact, []).append(bag / file.path)
    return engine.Sealed(as_of=snapshot.as_of, files=files)


def _record(version: IndicatorVersion, snapshot: Snapshot, value: engine.Value) -> FigureRecord:
    return FigureRecord(
        indicator=version.indicator_id,
        version=version.number,
        period=value.period.key,
        cell=value.cell.key,
        snapshot=snapshot.digest,
        value=value.value,
        reason=value.reason,
        numerator=value.numerator,
        denominator=value.denominator,
        records=value.records,
        digest=value.digest,
    )


def _figure(
    version: IndicatorVersion, snapshot: Snapshot, computation: Computation, value: engine.Value
) -> Figure:
    record = _record(version, snapshot, value)
    return Figure(
        address=record.address(version.indicator.code),
        version=version,
        snapshot=snapshot,
        computation=computation,
        period_key=record.period,
        cell=record.cell,
        value=record.value,
        reason=record.reason,
        numerator=record.numerator,
        denominator=record.denominator,
        records=record.records,
        digest=record.digest,
        synthetic=value.synthetic,
    )
