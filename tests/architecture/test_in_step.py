"""Migrations in step with the models, licences known, and nothing in the repository that does not belong."""

import re
import subprocess
from importlib.metadata import distributions, requires
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]

ALLOWED = re.compile(
    r"MIT|BSD|Apache|PSF|Python Software Foundation|PostgreSQL|ISC|LGPL|Lesser General Public|MPL|"
    r"Mozilla|Unlicense|0BSD|CC0|Zlib",
    re.IGNORECASE,
)


@pytest.mark.django_db
def test_the_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def locked(name: str) -> set[str]:
    text = (ROOT / "requirements" / name).read_text()
    return {
        match.lower().replace("_", "-") for match in re.findall(r"^([A-Za-z0-9_.-]+)==", text, re.MULTILINE)
    }


READ = {
    "fido2": "BSD-2-Clause (its COPYING; the metadata names the holder only)",
    "python-dateutil": "Apache-2.0 or BSD-3-Clause (its LICENSE; the metadata says dual)",
}
"""Parts whose metadata does not name a licence, with what the licence file in the part says."""


def licence_of(distribution) -> str:
    """What the metadata states: the expression, else the field's first line, else the classifier."""
    if read := READ.get(distribution.metadata["Name"].lower().replace("_", "-")):
        return read
    meta = distribution.metadata
    classifiers = [c for c in meta.get_all("Classifier") or [] if c.startswith("License ::")]
    stated = [
        meta.get("License-Expression"),
        (meta.get("License") or "").strip().split("\n")[0],
        *classifiers,
    ]
    return next((text.rpartition(":: ")[2] for text in stated if text), "not stated")


def licences() -> dict[str, str]:
    """Every part that runs, with the licence its metadata states."""
    wanted = locked("app.txt")
    return {
        name: licence_of(distribution)
        for distribution in distributions()
        if (name := distribution.metadata["Name"].lower().replace("_", "-")) in wanted
    }


def test_every_part_that_runs_has_a_licence_that_fits_eupl():
    assert {name: text for name, text in licences().items() if not ALLOWED.search(text)} == {}


def test_the_list_of_licences_names_every_part_that_runs():
    page = (ROOT / "docs" / "licences.md").read_text()
    listed = dict(re.findall(r"^\| ([a-z0-9.-]+) \| (.+) \|$", page.partition("---|\n")[2], re.MULTILINE))
    installed = licences()
    assert {name: listed.get(name) for name in installed} == installed
    assert set(listed) <= locked("app.txt")


def test_every_direct_requirement_is_locked_with_hashes():
    for name in ("app", "dev"):
        text = (ROOT / "requirements" / f"{name}.txt").read_text()
        pins = re.findall(
            r"^[A-Za-z0-9_.-]+(?:\[[^\]]*\])?==.*?(?=^[A-Za-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL
        )
        assert pins
        assert all("--hash=sha256:" in pin for pin in pins)
    assert requires("kurss")


def test_no_file_names_a_package_registry_or_a_folder_of_one_machine():
    hosts = re.compile(
        "|".join((r"pypi\.org", r"pythonhosted", r"registry\.npm" + "js", r"deb\.deb" + "ian"))
    )
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    found = []
    for name in listed:
        path = ROOT / name
        if path.suffix in {".woff2", ".ttf", ".png", ".pdf"} or not path.is_file() or path == Path(__file__):
            continue
        if hosts.search(path.read_text(errors="replace")):
            found.append(name)
    assert found == []
