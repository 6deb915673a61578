"""What import-linter cannot see: names of models in text, models asked for by name, and the documents."""

import ast
import re
import tomllib
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "kurss"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
LAYERS = [
    [name.strip(" ()") for name in layer.split("|")]
    for layer in next(contract for contract in CONTRACTS if contract["type"] == "layers")["layers"]
]
DEPTH = {name: depth for depth, layer in enumerate(LAYERS) for name in layer}
SOURCES = sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_every_foreign_key_points_to_a_lower_module_or_its_own():
    wrong = []
    for model in apps.get_models():
        own = model._meta.app_label
        if own not in DEPTH:
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            other = field.related_model._meta.app_label
            if other in DEPTH and other != own and DEPTH[other] <= DEPTH[own]:
                wrong.append(f"{model.__name__}.{field.name} in {own} points at {other}")
    assert wrong == []


def test_no_module_asks_for_a_model_by_name_or_listens_to_signals():
    forbidden = re.compile(r"\bget_model\(|\bpost_save\b|\bpre_save\b|\bm2m_changed\b|@receiver\b")
    assert [str(path) for path in SOURCES if forbidden.search(path.read_text())] == []


def test_no_file_or_folder_has_a_name_that_says_nothing():
    empty_words = {"utils", "helpers", "services", "common", "core", "base", "misc", "manager", "managers"}
    # The second is the name by which Django asks for a database.
    allowed = {PACKAGE / "portal" / "settings" / "base.py", PACKAGE / "portal" / "postgres" / "base.py"}
    found = [
        path
        for path in [*PACKAGE.rglob("*.py"), *(p for p in PACKAGE.rglob("*") if p.is_dir())]
        if path.stem in empty_words and path not in allowed and "vendor" not in path.parts
    ]
    assert found == []


LONGER = {
    "learning/draw.py": (600, "one file that anybody can download, read and run by itself"),
    "evidence/verify_figures.py": (1300, "one file that whoever verifies downloads and needs nothing else"),
}
"""Files that may be longer than the budget: how long, and why."""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_files_functions_and_classes_stay_within_their_budget(path):
    text = path.read_text()
    most, _why = LONGER.get(path.relative_to(PACKAGE).as_posix(), (400, ""))
    assert text.count("\n") <= most, f"{path} is longer than {most} lines"
    for node in ast.walk(ast.parse(text)):
        length = getattr(node, "end_lineno", 0) - getattr(node, "lineno", 0) + 1
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert length <= 60, f"{node.name} in {path} has {length} lines"
        if isinstance(node, ast.ClassDef):
            assert length <= 250, f"{node.name} in {path} has {length} lines"


def modules() -> list[Path]:
    return sorted(path for path in PACKAGE.iterdir() if path.is_dir() and not path.name.startswith("__"))


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_every_module_has_a_short_readme_with_its_parts(module):
    readme = module / "README.md"
    assert readme.is_file(), f"{module.name} has no README.md"
    text = readme.read_text()
    assert text.count("\n") <= 80
    for part in ("What it is for", "Words", "Rules", "Not here"):
        assert f"## {part}" in text, f"{readme} has no section {part!r}"


@pytest.mark.parametrize("module", modules(), ids=lambda path: path.name)
def test_a_readme_names_only_tests_that_exist(module):
    readme = module / "README.md"
    names = set(re.findall(r"\btest_[a-z0-9_]+\b", readme.read_text() if readme.is_file() else ""))
    tests = [*module.rglob("tests/*.py"), *(ROOT / "tests").rglob("*.py")]
    defined = {name for path in tests for name in re.findall(r"def (test_\w+)", path.read_text())}
    defined |= {path.stem for path in tests}
    assert names - defined == set()


def test_the_table_of_laws_names_only_tests_that_exist():
    names = set(re.findall(r"\btest_[a-z0-9_]+\b", (ROOT / "docs" / "laws.md").read_text()))
    tests = [*PACKAGE.rglob("tests/*.py"), *(ROOT / "tests").rglob("*.py")]
    assert (
        names - {name for path in tests for name in re.findall(r"def (test_\w+)", path.read_text())} == set()
    )


@pytest.mark.parametrize(("name", "most"), [("README.md", 120), ("ARCHITECTURE.md", 200)])
def test_the_documents_at_the_root_stay_short(name, most):
    assert (ROOT / name).read_text().count("\n") <= most


def test_the_layers_in_the_architecture_page_are_those_of_the_contract():
    page = (ROOT / "ARCHITECTURE.md").read_text()
    drawn = re.search(r"```layers\n(.*?)```", page, re.DOTALL)
    assert drawn, "ARCHITECTURE.md has no block ```layers"
    assert [
        [name.strip(" ()") for name in line.split("|")] for line in drawn.group(1).strip().splitlines()
    ] == LAYERS


def test_every_decision_is_numbered_and_fits_a_page():
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [path.name[:4] for path in decisions] == [f"{n:04}" for n in range(1, len(decisions) + 1)]
    for path in decisions:
        text = path.read_text()
        assert text.count("\n") <= 70, path
        for part in ("## Context", "## Decision", "## Consequences"):
            assert part in text, f"{path} has no {part}"
