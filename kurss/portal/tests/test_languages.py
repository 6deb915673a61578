"""Every text of the site is in Latvian, and Latvian counts as Latvian counts."""

import gettext
import os
import re
import time

import pytest

from kurss.portal import catalogue

CATALOGUES = {file.parents[3].name: catalogue.read(file) for file in catalogue.catalogues()}
TEXTS = catalogue.texts()
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
ROWS = [(module, row) for module, rows in CATALOGUES.items() for row in rows if row.id]


def singular(message):
    return message if isinstance(message, str) else message[0]


def test_every_text_of_the_site_has_a_latvian_translation_in_its_own_module():
    missing = []
    for text in TEXTS:
        known = CATALOGUES.get(text.module)
        message = known.get(text.message, text.context) if known else None
        forms = () if message is None or message.fuzzy else message.string
        if not forms or (isinstance(forms, tuple) and not all(forms)):
            missing.append(f"{text.file}:{text.line}: {text.message!r}")
    assert missing == []


def test_the_catalogue_has_no_text_that_no_source_asks_for():
    asked = {(text.module, singular(text.message), text.context) for text in TEXTS}
    kept = {(module, singular(row.id), row.context) for module, row in ROWS}
    assert kept - asked == set()


def test_a_text_that_two_modules_say_is_translated_the_same_way():
    said = {}
    for _, row in ROWS:
        said.setdefault((singular(row.id), row.context), set()).add(row.string)
    assert {text: ways for text, ways in said.items() if len(ways) > 1} == {}


def test_a_translation_keeps_the_places_of_its_values():
    for _, message in ROWS:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(strings):
            continue
        wanted = set(PLACES.findall(ids[-1]))
        assert set(PLACES.findall("".join(strings))) == wanted, message.id


def test_a_translation_keeps_its_markup():
    for _, message in ROWS:
        if isinstance(message.id, str):
            tags = re.findall(r"<[^>]+>", message.id)
            assert sorted(re.findall(r"<[^>]+>", message.string)) == sorted(tags), message.id


@pytest.mark.parametrize(
    ("number", "noun"),
    [
        (0, "kursu"),
        (1, "kurss"),
        (2, "kursi"),
        (9, "kursi"),
        (10, "kursu"),
        (11, "kursu"),
        (19, "kursu"),
        (20, "kursu"),
        (21, "kurss"),
        (22, "kursi"),
        (30, "kursu"),
        (100, "kursu"),
        (101, "kurss"),
        (111, "kursu"),
        (112, "kursu"),
        (121, "kurss"),
    ],
)
def test_latvian_counts_one_few_and_none(number, noun):
    for rows in CATALOGUES.values():
        plural = gettext.c2py(rows.plural_expr)
        assert ("kurss", "kursi", "kursu")[plural(number)] == noun


@pytest.fixture
def another_package(tmp_path, monkeypatch):
    """A package elsewhere that has the portal's Latvian and nothing else; its .po file."""
    source = catalogue.file_of("portal")
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    file = catalogue.file_of("portal")
    file.parent.mkdir(parents=True)
    file.write_bytes(source.read_bytes())
    return file


def test_a_catalogue_is_compiled_only_when_it_is_stale(another_package):
    file = another_package
    assert catalogue.compile_all() == [file.with_suffix(".mo")]
    assert catalogue.compile_all() == []

    os.utime(file, (time.time() + 5, time.time() + 5))
    assert catalogue.compile_all() == [file.with_suffix(".mo")]
    assert list(file.parent.glob(".django-*")) == []


def test_refreshing_a_catalogue_that_is_in_step_changes_nothing():
    for file in catalogue.catalogues():
        before = file.read_bytes()
        catalogue.refresh(file.parents[3].name)
        assert file.read_bytes() == before
