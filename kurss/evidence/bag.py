"""A sealed bag on disk: BagIt (RFC 8493) over Parquet files named by their content. Pure but for the files.

    snapshots/<digest>/bagit.txt · bag-info.txt · manifest-sha256.txt · tagmanifest-sha256.txt
                      /data/<fact>/<partition>/<sha256>.parquet

A partition that has not changed is the same file in every bag: a hard link where the disk allows one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


class BagBroken(RuntimeError):
    """A sealed file is gone or no longer what was sealed; the sentence names it."""


class BagDisagrees(RuntimeError):
    """The rows under pseudonyms do not give a figure that the snapshot gave."""


class FilesRemoved(BagBroken):
    """The files of an old snapshot that no release needs were removed."""


def manifest(files: Mapping[str, str]) -> str:
    """The payload manifest: one `sha256  path` line per file, by path."""
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(files.items()))


def snapshot_digest(files: Mapping[str, str], as_of: date) -> str:
    """What a snapshot is called: SHA-256 over its manifest and the day it stands for."""
    return hashlib.sha256(f"as-of {as_of.isoformat()}\n{manifest(files)}".encode()).hexdigest()


def close(folder: Path, *, files: Mapping[str, str], as_of: date, octets: int) -> None:
    """Write the tag files that make a folder of payload a bag."""
    tags = {
        "bagit.txt": BAGIT,
        "bag-info.txt": (
            f"Source-Organization: Kurss\nExternal-Description: facts sealed as of {as_of.isoformat()}\n"
            f"Kurss-As-Of: {as_of.isoformat()}\nPayload-Oxum: {octets}.{len(files)}\n"
        ),
        "manifest-sha256.txt": manifest(files),
    }
    for name, text in tags.items():
        (folder / name).write_text(text, encoding="utf-8")
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in tags.items()}
    (folder / "tagmanifest-sha256.txt").write_text(manifest(digests), encoding="utf-8")


def share(source: Path, target: Path) -> None:
    """Put the source's content at the target, as the same file where the disk allows it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check(folder: Path, files: Mapping[str, str]) -> None:
    """Raise BagBroken unless every file is there and is what was sealed."""
    for path, digest in files.items():
        sealed = folder / path
        if not sealed.is_file():
            raise BagBroken(f"{sealed} is missing: restore the snapshot folder from its backup.")
        if file_digest(sealed) != digest:
            raise BagBroken(f"{sealed} is not what was sealed: restore it from a backup.")


def check_whole(folder: Path, files: Mapping[str, str]) -> None:
    """Raise BagBroken where the manifest says something else, or a file lies there that it does not name."""
    written = folder / "manifest-sha256.txt"
    if not written.is_file() or written.read_text(encoding="utf-8") != manifest(files):
        raise BagBroken(f"{written} is not the manifest that was sealed: restore it from a backup.")
    found = {path.relative_to(folder).as_posix() for path in (folder / "data").rglob("*") if path.is_file()}
    if unnamed := sorted(found - set(files)):
        raise BagBroken(f"{folder / unnamed[0]} was not sealed: remove it from the snapshot.")
