"""Counts under funders' rules as part of a release: sealed with its figures, and computed again from its rows.

A release takes the readings that stand beside its totals, by the lenses as they are declared when it is proposed.
Each rule is sealed as a text, so that a reading can be computed again after the rule has changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from kurss.evidence import lens_figures, lenses, snapshots
from kurss.evidence.bag import BagDisagrees
from kurss.evidence.figures import Disagreement
from kurss.evidence.lenses import Lens, Reading
from kurss.evidence.models import (
    IndicatorVersion,
    LensFigure,
    Line,
    Release,
    ReleasedReading,
    ReleasedText,
)
from kurss.evidence.release_text import SealedFigure, sha256

Files = Mapping[str, Sequence[Path]]


def wanted(release: Release) -> list[tuple[Line, LensFigure]]:
    """The readings that belong to a draft: those of its lines by the lenses in force."""
    lines = {
        (line.version_id, line.period_key): line for line in release.lines.exclude(kind=Line.Kind.WITHDRAWN)
    }
    in_force = {(lens.key, lens.version) for lens in lenses.declared()}
    rows = LensFigure.objects.filter(
        snapshot=release.snapshot_id, version__in={version for version, _period in lines}
    ).select_related("version__indicator")
    return [
        (lines[row.version_id, row.period_key], row)
        for row in rows.order_by("address")
        if (row.version_id, row.period_key) in lines and (row.lens, row.lens_version) in in_force
    ]


def texts(readings: Iterable[LensFigure]) -> dict[str, str]:
    """The rules that readings rest on, by name and version."""
    used = {(row.lens, row.lens_version) for row in readings}
    found = {(lens.key, lens.version): lens.text() for lens in lenses.declared()}
    return {f"{key}.{version}": found[key, version] for key, version in sorted(used)}


def digests(release: Release, readings: Sequence[LensFigure], files: Files) -> dict[int, str]:
    """The digest of each reading's records by pseudonyms, by its row; each is compared on the way.

    Raises BagDisagrees where the rows under pseudonyms give another count.
    """
    by_name = {(lens.key, lens.version): lens for lens in lenses.declared()}
    found = {}
    for row, given in _again(release, readings, by_name, files):
        if given is None or _counts(given) != _counts(row):
            raise BagDisagrees(
                f"{row.address} does not come out the same from its rows under pseudonyms: run "
                "`kurss figures --check`, and propose again when the figures agree."
            )
        found[row.pk] = given.digest
    return found


def keep(pairs: Iterable[tuple[Line, LensFigure]], found: Mapping[int, str]) -> None:
    ReleasedReading.objects.bulk_create(
        [ReleasedReading(line=line, reading=row, bag_digest=found[row.pk]) for line, row in pairs],
        batch_size=2000,
    )


def of(release: Release) -> list[LensFigure]:
    """The readings a release itself published, by address (one query)."""
    found = LensFigure.objects.filter(released__line__release=release)
    return list(found.select_related("version__indicator", "released").order_by("address"))


def sealed(release: Release) -> tuple[SealedFigure, ...]:
    return tuple(
        SealedFigure(row.address, sha256(row.text()), row.released.bag_digest) for row in of(release)
    )


def recheck(release: Release) -> tuple[int, list[Disagreement]]:
    """Read every released reading again from the sealed files, by the rule it was sealed with: how many were
    compared, and which disagree. The files have been checked."""
    rules = {}
    for sealed_text in release.texts.filter(kind=ReleasedText.Kind.LENS):
        lens = Lens.parse(sealed_text.text)
        rules[lens.key, lens.version] = lens
    folder = snapshots.folder(release.snapshot)
    files: dict[str, list[Path]] = defaultdict(list)
    for file in release.snapshot.files.all():
        files[file.fact].append(folder / file.path)
    stored = of(release)
    found = []
    for row, given in _again(release, stored, rules, files):
        text = "" if given is None else lens_figures.line_of(lens_figures.figure_of(row.version, row, given))
        if text != lens_figures.line_of(row):
            found.append(Disagreement(row.address, lens_figures.line_of(row), text))
    return len(stored), found


def _again(
    release: Release, rows: Iterable[LensFigure], rules: Mapping[tuple[str, int], Lens], files: Files
) -> Iterable[tuple[LensFigure, Reading | None]]:
    """Each row with what the files give now: one pass for each version and lens."""
    grouped: dict[tuple[IndicatorVersion, str, int], list[LensFigure]] = defaultdict(list)
    for row in rows:
        grouped[row.version, row.lens, row.lens_version].append(row)
    for (version, key, number), own in grouped.items():
        read = lenses.read(
            files.get(version.fact, ()),
            release.snapshot.as_of.isoformat(),
            version.as_definition(),
            rules[key, number],
            [row.period for row in own],
        )
        given = {reading.period.key: reading for reading in read}
        for row in own:
            yield row, given.get(row.period_key)


def _counts(one: Reading | LensFigure) -> tuple[int, ...]:
    return one.value, one.base, one.outside, one.again, one.earlier, one.records
