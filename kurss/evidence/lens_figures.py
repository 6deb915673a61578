"""Figures under the lenses: computed once from the same seal, kept for ever, and computed again to compare."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import transaction

from kurss.evidence import engine, indicators, snapshots
from kurss.evidence.facts import fact
from kurss.evidence.figures import Disagreement
from kurss.evidence.lenses import Lens, Reading, declared, read
from kurss.evidence.models import Computation, Figure, IndicatorVersion, LensFigure, Snapshot


def compute(*, snapshot: Snapshot, by_key: str, at: datetime) -> int:
    """Compute, for every figure of the versions in force that a lens fits, what its rule counts; how many are
    new. Those that stand are never rewritten. Raises BagBroken where a sealed file is missing or altered."""
    with snapshots.one_at_a_time():
        wanted = list(_wanted(indicators.in_force(), snapshot))
        lacking = [one for one in wanted if one not in _kept(snapshot)]
        if not lacking:
            return 0
        snapshots.check(snapshot)
        began = time.monotonic()
        rows = [row for version, lens in lacking for row in _rows(version, lens, snapshot)]
        took = round((time.monotonic() - began) * 1000)
        with transaction.atomic():
            computation = Computation.objects.create(
                snapshot=snapshot,
                computed_at=at,
                computed_by_key=by_key,
                engine=engine.NAME,
                milliseconds=took,
            )
            for row in rows:
                row.computation = computation
            LensFigure.objects.bulk_create(rows, batch_size=2000)
    return len(rows)


def beside(figure: Figure) -> list[tuple[Lens, LensFigure]]:
    """The readings of a figure, in the order of the declared lenses; of a lens that was changed, the one by its
    newest version that was computed (one query)."""
    if not figure.is_total:
        return []
    newest: dict[str, LensFigure] = {}
    for row in LensFigure.objects.filter(
        version=figure.version_id, snapshot=figure.snapshot_id, period_key=figure.period_key
    ).order_by("lens_version"):
        newest[row.lens] = row
    return [(lens, newest[lens.key]) for lens in declared() if lens.key in newest]


def recheck(*, snapshot: Snapshot) -> tuple[int, list[Disagreement]]:
    """Read every kept figure of the declared lenses again: how many were compared, and which disagree."""
    snapshots.check(snapshot)
    kept = LensFigure.objects.filter(snapshot=snapshot).select_related("version__indicator")
    stored = {(row.version_id, row.lens, row.lens_version, row.period_key): line_of(row) for row in kept}
    versions = {row.version_id: row.version for row in kept}
    given = {}
    for version in versions.values():
        for lens in declared():
            if any(key[:3] == (version.pk, lens.key, lens.version) for key in stored):
                for row in _rows(version, lens, snapshot):
                    given[version.pk, lens.key, lens.version, row.period_key] = line_of(row)
    current = {(lens.key, lens.version) for lens in declared()}
    compared = {key: line for key, line in stored.items() if key[1:3] in current}
    differing = [key for key in sorted(set(compared) | set(given)) if compared.get(key) != given.get(key)]
    return len(compared), [_disagreement(compared.get(key, ""), given.get(key, "")) for key in differing]


def _disagreement(stored: str, given: str) -> Disagreement:
    return Disagreement((stored or given).partition("\n")[0], stored, given)


def line_of(row: LensFigure) -> str:
    """What is compared: the address, the canonical text, and the mark of made-up rows."""
    return f"{row.own_address()}\n{row.text()}synthetic {row.synthetic}\n"


def _wanted(
    versions: Iterable[IndicatorVersion], snapshot: Snapshot
) -> Iterator[tuple[IndicatorVersion, Lens]]:
    counted = set(Figure.objects.filter(snapshot=snapshot, cell="").values_list("version", flat=True))
    for version in versions:
        definition, own = version.as_definition(), fact(version.fact) if version.fact else None
        for lens in declared():
            if version.pk in counted and lens.fits(definition, own):
                yield version, lens


def _kept(snapshot: Snapshot) -> set[tuple[IndicatorVersion, Lens]]:
    by_name = {(lens.key, lens.version): lens for lens in declared()}
    rows = LensFigure.objects.filter(snapshot=snapshot).select_related("version")
    return {
        (row.version, by_name[row.lens, row.lens_version])
        for row in rows
        if (row.lens, row.lens_version) in by_name
    }


def _rows(version: IndicatorVersion, lens: Lens, snapshot: Snapshot) -> Iterator[LensFigure]:
    """A row for each period the indicator has a figure for."""
    folder = snapshots.folder(snapshot)
    files = [folder / file.path for file in snapshot.files.all() if file.fact == version.fact]
    totals = Figure.objects.filter(snapshot=snapshot, version=version, cell="").order_by("pk")
    readings = read(
        files,
        snapshot.as_of.isoformat(),
        version.as_definition(),
        lens,
        [figure.period for figure in totals],
    )
    named = LensFigure(lens=lens.key, lens_version=lens.version, snapshot=snapshot)
    for reading in readings:
        yield figure_of(version, named, reading)


def figure_of(version: IndicatorVersion, named: LensFigure, reading: Reading) -> LensFigure:
    """What is kept of a reading, under the lens and of the snapshot that `named` is of."""
    row = LensFigure(
        lens=named.lens,
        lens_version=named.lens_version,
        version=version,
        snapshot_id=named.snapshot_id,
        period_key=reading.period.key,
        value=reading.value,
        base=reading.base,
        outside=reading.outside,
        again=reading.again,
        earlier=reading.earlier,
        records=reading.records,
        digest=reading.digest,
        synthetic=reading.synthetic,
    )
    row.address = row.own_address()
    return row
