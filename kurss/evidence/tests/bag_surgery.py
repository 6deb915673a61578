"""Taking a bag apart and putting it together wrongly, as somebody would who wants to be believed."""

from __future__ import annotations

import gzip
import hashlib
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from kurss.evidence.bag import manifest


def opened(bag: Path) -> tuple[str, dict[str, bytes]]:
    """The bag's folder and its files."""
    with zipfile.ZipFile(bag) as packed:
        files = {name.partition("/")[2]: packed.read(name) for name in packed.namelist()}
        return packed.namelist()[0].partition("/")[0], files


def closed(target: Path, root: str, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(f"{root}/{name}", content)
    return target


def changed(bag: Path, target: Path, change: Callable[[dict[str, bytes]], None], *, resealed: bool) -> Path:
    """The bag with a change made to its files; `resealed` writes manifests that fit, as a forger would."""
    root, files = opened(bag)
    change(files)
    if resealed:
        payload = {name: digest(content) for name, content in files.items() if name.startswith("data/")}
        _measured(files, sum(len(files[name]) for name in payload), len(payload))
        files["manifest-sha256.txt"] = manifest(payload).encode()
        tags = {
            name: digest(content)
            for name, content in files.items()
            if not name.startswith("data/") and not name.startswith("tagmanifest")
        }
        files["tagmanifest-sha256.txt"] = manifest(tags).encode()
    return closed(target, root, files)


def forged(bag: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> tuple[Path, str]:
    """The bag with a change, and a release text and digest that fit it: what a city itself could forge."""
    names: list[str] = []

    def all_of_it(files: dict[str, bytes]) -> None:
        change(files)
        lines = files["data/release.txt"].decode().split("\n")
        files["data/release.txt"] = "\n".join(_fitting(line, files) for line in lines).encode()
        names.append(digest(files["data/release.txt"]))
        files["bag-info.txt"] = re.sub(
            rb"(Release-Digest: )\w+", rb"\g<1>" + names[0].encode(), files["bag-info.txt"]
        )

    return changed(bag, target, all_of_it, resealed=True), names[0]


def _measured(files: dict[str, bytes], octets: int, count: int) -> None:
    """What the bag says of its size, where it says the truth about its files."""
    told = files.get("bag-info.txt", b"")
    files["bag-info.txt"] = re.sub(rb"Payload-Oxum: (\d+)\.", b"Payload-Oxum: %d." % octets, told)
    files["bag-info.txt"] = re.sub(rb"(Oxum: \d+)\.\d+", rb"\g<1>.%d" % count, files["bag-info.txt"])


def _fitting(line: str, files: dict[str, bytes]) -> str:
    word, *rest = line.split(" ")
    if word == "definition":
        return f"definition {rest[0]} {rest[1]} {digest(files[f'data/definitions/{rest[0]}.{rest[1]}.json'])}"
    if word == "fact":
        return f"fact {rest[0]} {digest(files[f'data/facts/{rest[0]}/declaration.json'])}"
    if word == "lens":
        return f"lens {rest[0]} {rest[1]} {digest(files[f'data/lenses/{rest[0]}.{rest[1]}.json'])}"
    if word == "rows":
        rows = gzip.decompress(files[f"data/facts/{rest[0]}/rows.csv.gz"])
        return f"rows {rest[0]} {rows.count(10) - 1} {len(rows)} {digest(rows)}"
    return line


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
