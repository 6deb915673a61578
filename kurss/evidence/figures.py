"""Figures of a snapshot: computed once, kept for ever, and computed again to see that they agree."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kurss.evidence import engine, indicators, snapshots
from kurss.evidence.canonical import FigureRecord
from kurss.evidence.definition import Definition
from kurss.evidence.facts import Fact, fact
from kurss.evidence.models import Computation, Figure, IndicatorVersion, Snapshot

DRAFT = "draft"
"""The name under which the engine is asked for a definition that is no version yet."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A stored figure that its snapshot does not give again, or that stands on one side only."""

    figure: str
    stored: str
    recomputed: str


def compute(*, snapshot: Snapshot, by_key: str, at: datetime) -> Computation | None:
    """Compute the figures of every indicator version in force, and keep those the snapshot lacks.

    Returns the computation, or None where every figure was there already: figures are never rewritten. Two
    computations at once come one after the other. Raises BagBroken where a sealed file is missing or altered.
    """
    with snapshots.one_at_a_time():
        snapshots.check(snapshot)
        in_force = indicators.in_force()
        lacking = _lacking(in_force, snapshot)
        if not lacking:
            return None
        began = time.monotonic()
        values = engine.compute(_sealed(snapshot), _wanted(in_force))
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
                for version in lacking
                for value in values[str(version.pk)]
            ]
            Figure.objects.bulk_create(figures, batch_size=2000)
    return computation


def values_of(definition: Definition, snapshot: Snapshot) -> list[engine.Value]:
    """What a definition that is in force nowhere gives on a snapshot; a ratio divides the versions in force.

    Raises LookupError where the snapshot lacks a fact, or an indicator it divides has no version.
    """
    parts = {version.indicator_id: version.pk for version in indicators.in_force()}
    if lacking := [key for key in definition.divided if key not in parts]:
        raise LookupError(f"{', '.join(lacking)} has no definition yet, so nothing can be made of it.")
    wanted = _wanted(with_parts({parts[key] for key in definition.divided}))
    own = replace(
        definition,
        numerator=str(parts.get(definition.numerator, "")),
        denominator=str(parts.get(definition.denominator, "")),
    )
    wanted[DRAFT] = (own, _facts(definition.facts))
    return engine.compute(_sealed(snapshot), wanted)[DRAFT]


def recheck(*, snapshot: Snapshot, using: engine.Engine = engine.compute) -> tuple[int, list[Disagreement]]:
    """Recompute every stored figure from its sealed files: how many were compared, and which disagree.

    `using` is the engine that computes: DuckDB's unless another is given.

    Compared are the canonical record, the address, and the mark of made-up rows; a figure that stands on one
    side only disagrees too. Raises BagBroken where a sealed file is missing or altered.
    """
    snapshots.check(snapshot)
    stored = {
        (figure.version_id, figure.period_key, figure.cell): stored_text(figure)
        for figure in Figure.objects.filter(snapshot=snapshot).select_related("version__indicator")
    }
    versions = with_parts({key[0] for key in stored})
    values = using(_sealed(snapshot), _wanted(versions))
    kept = {key[0] for key in stored}
    given = {
        (version.pk, value.period.key, value.cell.key): _given_text(version, snapshot, value)
        for version in versions
        if version.pk in kept
        for value in values[str(version.pk)]
    }
    disagreements = [
        Disagreement(_name(stored.get(key) or given[key]), stored.get(key, ""), given.get(key, ""))
        for key in sorted(set(stored) | set(given))
        if stored.get(key) != given.get(key)
    ]
    return len(stored), disagreements


def recomputed(
    snapshot: Snapshot, versions: Iterable[IndicatorVersion], files: Mapping[str, Sequence[Path]]
) -> dict[tuple[int, str, str], engine.Value]:
    """What the engine makes of these files, by version, period and cell. The files are taken as they are."""
    values = engine.compute(engine.Sealed(as_of=snapshot.as_of, files=files), _wanted(versions))
    return {
        (int(version), value.period.key, value.cell.key): value
        for version, found in values.items()
        for value in found
    }


def given(snapshot: Snapshot, versions: Sequence[IndicatorVersion]) -> dict[tuple[int, str, str], str]:
    """The texts that the sealed files of a snapshot give for these versions, by version, period and cell."""
    by_key = {version.pk: version for version in versions}
    found = recomputed(snapshot, versions, _sealed(snapshot).files)
    return {key: _given_text(by_key[key[0]], snapshot, value) for key, value in found.items()}


def stored_text(figure: Figure) -> str:
    return _text(figure.as_record(), figure.address, figure.synthetic)


def _given_text(version: IndicatorVersion, snapshot: Snapshot, value: engine.Value) -> str:
    record = _record(version, snapshot, value)
    return _text(record, record.address(version.indicator.code), value.synthetic)


def _text(record: FigureRecord, address: str, synthetic: bool) -> str:
    return f"{address}\n{record.text()}synthetic {synthetic}\n"


def _name(text: str) -> str:
    return text.partition("\n")[0]


def with_parts(wanted: set[int]) -> list[IndicatorVersion]:
    """These versions and those that their ratios divide, down to what counts rows."""
    found: dict[int, IndicatorVersion] = {}
    while wanted - set(found):
        for version in (
            IndicatorVersion.objects.filter(pk__in=wanted - set(found))
            .select_related("indicator")
            .prefetch_related("terms", "breakdowns")
        ):
            found[version.pk] = version
            wanted |= {pk for pk in (version.numerator_version_id, version.denominator_version_id) if pk}
    return list(found.values())


def _lacking(versions: Iterable[IndicatorVersion], snapshot: Snapshot) -> list[IndicatorVersion]:
    have = set(
        Figure.objects.filter(snapshot=snapshot).order_by().values_list("version_id", flat=True).distinct()
    )
    return [version for version in versions if version.pk not in have]


def _wanted(versions: Iterable[IndicatorVersion]) -> dict[str, engine.Question]:
    """What the engine is asked for, by version; a ratio names the versions it divides, divided before it.

    What it divides by that has no version yet keeps its own name, of which nothing is found: so it is *missing*.
    """
    wanted: dict[str, engine.Question] = {
        str(version.pk): (
            replace(
                version.as_definition(),
                numerator=str(version.numerator_version_id or version.numerator_id or ""),
                denominator=str(version.denominator_version_id or version.denominator_id or ""),
            ),
            _facts((version.fact, *version.also) if version.fact else ()),
        )
        for version in versions
    }
    return dict(sorted(wanted.items(), key=lambda item: int(item[0])))


def _facts(keys: Iterable[str]) -> tuple[Fact, ...] | None:
    return tuple(fact(key) for key in keys) or None


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
