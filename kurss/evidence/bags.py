"""The bags of a release, as zip files: the audit bag with its rows, and the public bag of city totals alone.

    kurss-release-1-audit/bagit.txt · bag-info.txt · manifest-sha256.txt · tagmanifest-sha256.txt
        data/release.txt                         its SHA-256 is the digest of the release
        data/definitions/<indicator>.<n>.json    what each version counts
        data/facts/<fact>/declaration.json       what a row means
        data/lenses/<lens>.<n>.json              a funder's rule of counting people, where a figure is read by it
        data/facts/<fact>/rows.csv.gz            audit bag: the rows, under pseudonyms of this release
        data/facts/<fact>/rows.parquet           audit bag: the same rows for analysis
        data/figures/totals.txt                  canonical records of the city totals
        data/figures/lenses.txt                  the counts under those rules, canonical text by text
        data/figures/cells.txt, cell-digests.txt audit bag: those of every cell
        data/time-stamp.tsr                      where an authority stamped the digest (RFC 3161)

Until disclosure control lands, a cell is never safe enough for the public bag. The same release gives the same
bag: nothing in it hangs on the hour at which it is asked for.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from kurss.evidence import bag, release_bag, release_readings, release_text
from kurss.evidence.bag import BagBroken
from kurss.evidence.models import Figure, Release, ReleasedText
from kurss.evidence.published import figures_of

BLOCK = 1 << 20
_STANDS_STILL = (1980, 1, 1, 0, 0, 0)
"""The earliest moment a zip file can name."""

_PLACES: dict[str, str] = {
    ReleasedText.Kind.DEFINITION: "data/definitions/{}.json",
    ReleasedText.Kind.FACT: "data/facts/{}/declaration.json",
    ReleasedText.Kind.LENS: "data/lenses/{}.json",
}


def name_of(release: Release, *, public: bool) -> str:
    return f"kurss-release-{release.number}-{'public' if public else 'audit'}"


def write(release: Release, target: Path, *, public: bool) -> None:
    """Write a bag of a release, whole or not at all. Raises BagBroken where its rows are lost for good.

    Memory stays bounded: files are read and packed block by block.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=target.parent, prefix=".bag-")
    os.close(handle)
    try:
        with zipfile.ZipFile(unfinished, "w") as packed:
            _fill(packed, release, public=public)
        Path(unfinished).chmod(0o644)
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


def kept(release: Release, *, public: bool) -> Path:
    """The bag of a release as a file, made when it is first asked for."""
    folder = release_bag.home().parent / "bags"
    stamped = "-stamped" if release.stamps.exists() else ""
    path = folder / f"{name_of(release, public=public)}-{release.digest[:16]}{stamped}.zip"
    if not path.is_file():
        write(release, path, public=public)
    return path


def _fill(packed: zipfile.ZipFile, release: Release, *, public: bool) -> None:
    root = name_of(release, public=public)
    digests: dict[str, str] = {}
    octets = 0
    payload: list[tuple[str, bytes | Path]] = [*_texts(release, public=public)]
    payload += _rows(release, public=public)
    for name, source in payload:
        size, digests[name] = _pack(packed, f"{root}/{name}", source)
        octets += size
    tags = {
        "bagit.txt": bag.BAGIT,
        "bag-info.txt": (
            f"Source-Organization: Kurss\nExternal-Description: {'public' if public else 'audit'} bag of release "
            f"{release.number}, {release_text.one_line(release.name_en)}\n"
            f"Kurss-Release-Digest: {release.digest}\nPayload-Oxum: {octets}.{len(digests)}\n"
        ),
        "manifest-sha256.txt": bag.manifest(digests),
    }
    tagged = {name: _pack(packed, f"{root}/{name}", text.encode())[1] for name, text in tags.items()}
    _pack(packed, f"{root}/tagmanifest-sha256.txt", bag.manifest(tagged).encode())


def _texts(release: Release, *, public: bool) -> Iterator[tuple[str, bytes]]:
    yield "data/release.txt", release.text.encode()
    for text in release.texts.all():
        yield _PLACES[text.kind].format(text.name), text.text.encode()
    yield "data/figures/totals.txt", _records(figures_of(release, totals=True)).encode()
    if readings := release_readings.of(release):
        told = "".join(f"address {row.address}\n{row.text()}\n" for row in readings)
        yield "data/figures/lenses.txt", told.encode()
    if not public:
        _totals, cells = release_bag.sealed_figures(release)
        yield "data/figures/cells.txt", _records(figures_of(release).exclude(cell="")).encode()
        listed = release_text.cells_text(release_bag.salt(release), cells)
        yield "data/figures/cell-digests.txt", listed.encode()
    stamp = release.stamps.first()
    if stamp is not None:
        yield "data/time-stamp.tsr", bytes(stamp.token)


def _records(figures: Iterable[Figure]) -> str:
    return "".join(f"address {figure.address}\n{figure.as_record().text()}\n" for figure in figures)


def _rows(release: Release, *, public: bool) -> Iterator[tuple[str, Path]]:
    if public:
        return
    own = release_bag.folder(release.pseudonym_key)
    if not own.is_dir():
        _restore(release)
    for rows in release.rows.all():
        for name in ("rows.csv.gz", "rows.parquet"):
            yield f"data/facts/{rows.fact}/{name}", own / rows.fact / name


def _restore(release: Release) -> None:
    """Make lost rows again from the snapshot and the key; they are the same or they are refused."""
    facts = [rows.fact for rows in release.rows.all()]
    written = {own.fact: own.sha256 for own in release_bag.write_rows(release, release.pseudonym_key, facts)}
    for rows in release.rows.all():
        if written[rows.fact] != rows.sha256:
            shutil.rmtree(release_bag.folder(release.pseudonym_key))
            raise BagBroken(
                f"The rows of {rows.fact} in release {release.number} cannot be made again as they were: "
                "restore the folder `releases` from a backup."
            )


def _pack(packed: zipfile.ZipFile, name: str, source: bytes | Path) -> tuple[int, str]:
    """Put one file into the zip; returns its size and digest. What is packed already is not packed again."""
    entry = zipfile.ZipInfo(name, _STANDS_STILL)
    entry.external_attr = 0o100644 << 16
    entry.compress_type = zipfile.ZIP_STORED if isinstance(source, Path) else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    if isinstance(source, Path):
        entry.file_size = source.stat().st_size
    with packed.open(entry, "w", force_zip64=entry.file_size >= 1 << 31) as file:
        for block in _blocks(source):
            digest.update(block)
            size += len(block)
            file.write(block)
    return size, digest.hexdigest()


def _blocks(source: bytes | Path) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while block := file.read(BLOCK):
            yield block
