"""Renews the built files of others that Kurss keeps in its tree, so that set-up needs Python only.

`tools/vendor/package.json` names each package with its exact version, `package-lock.json` its digest.
Running this script installs them by npm into a throw-away folder (npm refuses a package that does not
match the lock), copies the few files named in PARTS with their licences, and writes the manifest
`kurss/portal/static/portal/vendor/vendor.json`: every committed file with its origin and SHA-256.
A test compares tree and manifest, so a file changed by hand is noticed.

To take a newer version: edit package.json, run `npm install --package-lock-only` in tools/vendor, then
`python tools/vendor_assets.py`, and read the difference before committing it.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DECLARED = ROOT / "tools" / "vendor"
BROWSER = ROOT / "kurss" / "portal" / "static" / "portal" / "vendor"
PAPER = ROOT / "kurss" / "publication" / "fonts"
MANIFEST = BROWSER / "vendor.json"


def without_source_map(text: str) -> str:
    """The stylesheet without its pointer to a source map, which is not kept here."""
    return re.sub(r"\s*/\*# sourceMappingURL=[^*]*\*/\s*$", "\n", text)


def dark_rules(text: str) -> str:
    """Only the rules of Bootstrap's dark theme, addressed to the whole page.

    Bootstrap ties them to an attribute that a script would have to set from the reader's system. As a
    file of its own they follow the `media` of the link that loads them, without any script.
    """
    attribute = "[data-bs-theme=dark]"
    rules = []
    for selectors, body in re.findall(r"([^{}]*)\{([^{}]*)\}", text):
        dark = [one.strip().replace(attribute, "") for one in selectors.split(",") if attribute in one]
        if dark:
            heads = (f":root {one}".replace("  ", " ").strip() for one in dark)
            rules.append(f"{','.join(heads)}{{{body}}}")
    if not rules:
        raise SystemExit(f"bootstrap.min.css has no rule for {attribute}: its dark theme has changed.")
    return "/* The dark rules of bootstrap.min.css, cut out by tools/vendor_assets.py. MIT licence. */\n" + (
        "\n".join(rules) + "\n"
    )


@dataclass(frozen=True)
class Taken:
    """One file taken from a package, as it is or changed in one way that the manifest names."""

    source: str
    name: str
    change: Callable[[str], str] | None = None
    changed: str = ""


@dataclass(frozen=True)
class Part:
    """A package, where its files go, and under which licence they stand."""

    package: str
    licence: str
    licence_file: Taken
    folder: Path = BROWSER
    files: tuple[Taken, ...] = field(default=())


def _variable_font(package: str, name: str, licence: str) -> Part:
    files = tuple(
        Taken(f"files/{name.format(subset=subset)}.woff2", f"{name.format(subset=subset)}.woff2")
        for subset in ("latin", "latin-ext")
    )
    return Part(package, "OFL-1.1", Taken("LICENSE", licence), files=files)


def _static_font(package: str, name: str, licence: str) -> Part:
    cuts = ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")
    files = tuple(Taken(f"{cut}/{name}_{cut}.ttf", f"{name}_{cut}.ttf") for cut in cuts)
    return Part(package, "OFL-1.1", Taken("LICENSE_FONT", licence), PAPER, files)


PARTS = (
    Part(
        "bootstrap",
        "MIT",
        Taken("LICENSE", "bootstrap.LICENSE"),
        files=(
            Taken(
                "dist/css/bootstrap.min.css",
                "bootstrap.min.css",
                without_source_map,
                "pointer to the source map removed",
            ),
            Taken(
                "dist/css/bootstrap.min.css",
                "bootstrap-dark.css",
                dark_rules,
                "only the rules of the dark theme, addressed to :root",
            ),
        ),
    ),
    Part(
        "htmx.org",
        "0BSD",
        Taken("LICENSE", "htmx.LICENSE"),
        files=(Taken("dist/htmx.min.js", "htmx.min.js"),),
    ),
    _variable_font("@fontsource-variable/inter", "inter-{subset}-wght-normal", "inter.LICENSE"),
    _variable_font(
        "@fontsource-variable/source-serif-4", "source-serif-4-{subset}-opsz-normal", "source-serif-4.LICENSE"
    ),
    _static_font("@expo-google-fonts/inter", "Inter", "Inter.LICENSE"),
    _static_font("@expo-google-fonts/source-serif-4", "SourceSerif4", "SourceSerif4.LICENSE"),
)


def _copy(taken: Taken, package: Path, folder: Path) -> dict[str, object]:
    source, target = package / taken.source, folder / taken.name
    if taken.change is None:
        target.write_bytes(source.read_bytes())
    else:
        target.write_text(taken.change(source.read_text(encoding="utf-8")), encoding="utf-8")
    target.chmod(0o644)
    content = target.read_bytes()
    row: dict[str, object] = {
        "path": target.relative_to(ROOT).as_posix(),
        "from": taken.source,
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    return row | ({"changed": taken.changed} if taken.changed else {})


def _renew(modules: Path) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for part in PARTS:
        package = modules / part.package
        version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
        files = [_copy(taken, package, part.folder) for taken in (*part.files, part.licence_file)]
        rows.append({"package": part.package, "version": version, "licence": part.licence, "files": files})
    return rows


def main() -> None:
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed. It is needed only to renew these files; the site runs without it.")
    for folder in {part.folder for part in PARTS}:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(DECLARED / name, scratch)
        subprocess.run([npm, "ci", "--no-audit", "--no-fund"], cwd=scratch, check=True)  # noqa: S603
        rows = _renew(Path(scratch) / "node_modules")
    MANIFEST.write_text(json.dumps({"parts": rows}, indent=2) + "\n", encoding="utf-8")
    print(f"The files of {len(rows)} packages are renewed.")  # noqa: T201


if __name__ == "__main__":
    main()
