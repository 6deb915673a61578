"""What a release is sealed with: its rows under pseudonyms, its definitions, and every figure recomputed.

A proposal writes the rows of the facts it counts once, under pseudonyms of its own, and recomputes every figure
from them. The digest of a figure's records is over ids; the same digest over pseudonyms, by the same rule,
stands beside it. Both, and the digests of the rows, go into the release text: so one printed digest holds the
figures, what they mean, and the rows from which anyone who has the audit bag can compute them again.
"""

from __future__ import annotations

import hmac
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from kurss.evidence import figures, pseudonyms, release_readings, release_text, snapshots
from kurss.evidence.bag import BagDisagrees
from kurss.evidence.canonical import decimal_text
from kurss.evidence.facts import fact
from kurss.evidence.models import (
    IndicatorVersion,
    LensFigure,
    Line,
    Release,
    ReleasedFigure,
    ReleasedRows,
    ReleasedText,
)
from kurss.evidence.pseudonyms import Written
from kurss.evidence.release_text import SealedFigure, SealedLine, sha256

__all__ = ["BagDisagrees", "Prepared", "folder", "keep", "prepare", "sha256", "text_of"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a proposal keeps: the texts, the rows, and the digest of each figure and reading by pseudonyms."""

    definitions: Mapping[tuple[str, int], str]
    declarations: Mapping[str, str]
    rows: tuple[Written, ...]
    digests: Mapping[int, str]
    lenses: Mapping[str, str]
    readings: tuple[tuple[Line, LensFigure], ...]
    reading_digests: Mapping[int, str]


def home() -> Path:
    """Where the rows of releases stand."""
    return Path(settings.SNAPSHOTS).parent / "releases"


def folder(key: str) -> Path:
    """The folder of a release's rows, named by what the release says of its key."""
    return home() / pseudonyms.commitment(key)


def prepare(release: Release, key: str) -> Prepared:
    """Write the rows of every fact the release counts, and recompute its figures from them.

    Raises BagBroken where a sealed file is damaged, BagDisagrees where a figure does not come out the same.
    """
    released = list(
        ReleasedFigure.objects.filter(line__release=release).select_related("figure__version__indicator")
    )
    versions = figures.with_parts({row.figure.version_id for row in released})
    facts = sorted({name for version in versions for name in version.as_definition().facts})
    _clear_debris(key)
    rows = write_rows(release, key, facts)
    readings = tuple(release_readings.wanted(release))
    read = [row for _line, row in readings]
    return Prepared(
        definitions={
            (version.indicator_id, version.number): _definition(version, versions) for version in versions
        },
        declarations={name: release_text.declaration_text(fact(name)) for name in facts},
        rows=rows,
        digests=_digests(release, key, versions, released),
        lenses=release_readings.texts(read),
        readings=readings,
        reading_digests=release_readings.digests(release, read, _files(key)),
    )


def write_rows(release: Release, key: str, facts: list[str]) -> tuple[Written, ...]:
    """The rows of these facts under the release's pseudonyms, whole or not at all."""
    snapshots.check(release.snapshot)
    sealed: dict[str, list[str]] = {}
    for file in release.snapshot.files.all():
        sealed.setdefault(file.fact, []).append(str(snapshots.folder(release.snapshot) / file.path))
    final, unfinished = folder(key), folder(key).with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    written = tuple(pseudonyms.write(fact(name), sealed[name], key, unfinished / name) for name in facts)
    unfinished.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(final, ignore_errors=True)
    unfinished.rename(final)
    return written


def _clear_debris(key: str) -> None:
    """Remove what proposals left behind that were returned or never finished."""
    kept = {
        folder(own).name
        for own in Release.objects.exclude(pseudonym_key="").values_list("pseudonym_key", flat=True)
    }
    for left in home().glob("*"):
        if left.name not in kept and left != folder(key):
            shutil.rmtree(left, ignore_errors=True)


def _definition(version: IndicatorVersion, versions: list[IndicatorVersion]) -> str:
    pinned = {
        pin.indicator_id: pin.number
        for pin in versions
        if pin.pk in (version.numerator_version_id, version.denominator_version_id)
    }
    return release_text.definition_text(
        version.as_definition(),
        indicator=version.indicator_id,
        version=version.number,
        parts=pinned,
        unit=version.indicator.unit_en,
    )


def _files(key: str) -> dict[str, list[Path]]:
    return {path.name: [path / "rows.parquet"] for path in folder(key).iterdir()}


def _digests(
    release: Release, key: str, versions: list[IndicatorVersion], released: list[ReleasedFigure]
) -> dict[int, str]:
    """The digest of each released figure by pseudonyms, by the figure's row; each is compared on the way."""
    given = figures.recomputed(release.snapshot, versions, _files(key))
    found: dict[int, str] = {}
    for row in released:
        own = row.figure
        value = given.get((own.version_id, own.period_key, own.cell))
        if value is None or (value.value, value.reason, value.records) != (
            own.value,
            own.reason,
            own.records,
        ):
            raise BagDisagrees(
                f"{own.address} does not come out the same from its rows under pseudonyms: run "
                "`kurss figures --check`, and propose again when the figures agree."
            )
        found[own.pk] = value.digest
    return found


def keep(release: Release, prepared: Prepared) -> None:
    """Keep the texts, rows and digests of a proposal beside it."""
    texts = [
        *(
            (ReleasedText.Kind.DEFINITION, f"{key}.{n}", text)
            for (key, n), text in prepared.definitions.items()
        ),
        *((ReleasedText.Kind.FACT, key, text) for key, text in prepared.declarations.items()),
        *((ReleasedText.Kind.LENS, key, text) for key, text in prepared.lenses.items()),
    ]
    ReleasedText.objects.bulk_create(
        ReleasedText(release=release, kind=kind, name=name, text=text, sha256=sha256(text))
        for kind, name, text in texts
    )
    ReleasedRows.objects.bulk_create(
        ReleasedRows(release=release, fact=own.fact, rows=own.rows, octets=own.octets, sha256=own.sha256)
        for own in prepared.rows
    )
    released = list(ReleasedFigure.objects.filter(line__release=release))
    for row in released:
        row.bag_digest = prepared.digests[row.figure_id]
    ReleasedFigure.objects.bulk_update(released, ["bag_digest"], batch_size=1000)
    release_readings.keep(prepared.readings, prepared.reading_digests)


def text_of(release: Release) -> str:
    """The canonical text of a release that has its number, its people and its hour."""
    totals, cells = sealed_figures(release)
    texts = list(release.texts.all())
    if release.released_at is None or release.number is None:
        raise ValueError("A release gets its text when it is approved.")
    return release_text.release_text(
        release_text.ReleaseContent(
            number=release.number,
            name=release.name,
            name_en=release.name_en,
            previous=release.previous.digest if release.previous else "",
            snapshot=release.snapshot_id,
            as_of=release.snapshot.as_of,
            sealed_at=release.released_at,
            author=release.author_key,
            approver=release.approver_key,
            pseudonyms=pseudonyms.commitment(release.pseudonym_key),
            definitions=_numbered(texts, ReleasedText.Kind.DEFINITION),
            facts={text.name: text.sha256 for text in texts if text.kind == ReleasedText.Kind.FACT},
            rows={own.fact: (own.rows, own.octets, own.sha256) for own in release.rows.all()},
            lines=_lines(release),
            totals=totals,
            cells=len(cells),
            cells_digest=sha256(release_text.cells_text(salt(release), cells)),
            lenses=_numbered(texts, ReleasedText.Kind.LENS),
            readings=release_readings.sealed(release),
        )
    )


def _numbered(texts: list[ReleasedText], kind: str) -> dict[tuple[str, int], str]:
    """The digests of texts that are named by key and version."""
    names = ((text.name.rpartition("."), text.sha256) for text in texts if text.kind == kind)
    return {(key, int(number)): digest for (key, _, number), digest in names}


def sealed_figures(release: Release) -> tuple[tuple[SealedFigure, ...], tuple[SealedFigure, ...]]:
    """The totals and the cells of a release, each with its digests."""
    totals: list[SealedFigure] = []
    cells: list[SealedFigure] = []
    rows = ReleasedFigure.objects.filter(line__release=release).select_related("figure__version")
    for row in rows.iterator(chunk_size=2000):
        sealed = SealedFigure(row.figure.address, sha256(row.figure.as_record().text()), row.bag_digest)
        (totals if row.figure.cell == "" else cells).append(sealed)
    return tuple(totals), tuple(cells)


def salt(release: Release) -> str:
    """What keeps the digest over the cells from being guessed; the audit bag tells it, the public one does not."""
    return hmac.new(bytes.fromhex(release.pseudonym_key), b"cells", "sha256").hexdigest()


def _lines(release: Release) -> tuple[SealedLine, ...]:
    lines = list(release.lines.select_related("version"))
    replaced = ReleasedFigure.objects.filter(
        figure__cell="", line__in=[line.replaces_id for line in lines if line.replaces_id]
    )
    addresses = dict(replaced.values_list("line_id", "figure__address"))
    return tuple(
        SealedLine(
            indicator=line.indicator_id,
            version=line.version.number,
            period=line.period_key,
            kind=line.kind,
            is_final=line.is_final,
            replaces=addresses.get(line.replaces_id, "") if line.replaces_id else "",
            delta="" if line.delta is None else decimal_text(line.delta),
            reason=line.reason,
            reason_en=line.reason_en,
        )
        for line in lines
    )
