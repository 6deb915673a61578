"""The files of others in the tree are exactly those the manifest names."""

import hashlib
import json
import re
from pathlib import Path

from django.core.management import call_command

import kurss

ROOT = Path(kurss.__file__).resolve().parents[1]
VENDOR = ROOT / "kurss" / "portal" / "static" / "portal" / "vendor"
FOLDERS = (VENDOR, ROOT / "kurss" / "publication" / "fonts")
PARTS = json.loads((VENDOR / "vendor.json").read_text(encoding="utf-8"))["parts"]
FILES = [file for part in PARTS for file in part["files"]]


def test_every_vendored_file_is_as_the_manifest_says():
    digests = {file["path"]: hashlib.sha256((ROOT / file["path"]).read_bytes()).hexdigest() for file in FILES}
    assert digests == {file["path"]: file["sha256"] for file in FILES}


def test_no_vendored_file_is_without_a_line_in_the_manifest():
    present = {file.relative_to(ROOT).as_posix() for folder in FOLDERS for file in folder.iterdir()}
    assert present - {file["path"] for file in FILES} == {
        "kurss/portal/static/portal/vendor/vendor.json",
    }


def test_every_package_brings_its_licence():
    for part in PARTS:
        assert [file["path"] for file in part["files"] if file["path"].endswith(".LICENSE")], part["package"]


def test_manifest_and_lock_name_the_same_versions_and_no_registry():
    lock = json.loads((ROOT / "tools" / "vendor" / "package-lock.json").read_text(encoding="utf-8"))
    locked = {
        name.removeprefix("node_modules/"): row["version"] for name, row in lock["packages"].items() if name
    }
    assert {part["package"]: part["version"] for part in PARTS} == locked
    assert not [name for name, row in lock["packages"].items() if "resolved" in row]
    assert all(row["integrity"].startswith("sha512-") for name, row in lock["packages"].items() if name)


def test_the_typeset_document_has_every_cut_it_needs():
    cuts = {file["path"].rsplit("/", 1)[1] for file in FILES if file["path"].endswith(".ttf")}
    assert cuts == {
        f"{family}_{cut}.ttf"
        for family in ("Inter", "SourceSerif4")
        for cut in ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")
    }


def test_every_file_that_a_stylesheet_names_is_there(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_no_stylesheet_of_ours_names_a_colour_but_those_of_the_tokens():
    colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\brgba?\(")
    allowed = {"tokens.css", "dark.css", "print.css"}
    found = [
        file.name
        for file in (VENDOR.parent).rglob("*.css")
        if VENDOR not in file.parents and file.name not in allowed and colour.search(file.read_text())
    ]
    assert found == []
