"""Every text of the site is in Latvian, and Latvian counts as Latvian counts."""

import gettext
import os
import re
import time

import pytest

from kurss.portal import catalogue

LATVIAN = next(file for file in catalogue.catalogues() if file.parents[1].name == "lv")
TEXTS = catalogue.texts()
PLACES = re.compile(r"%\(\w+\)[sd]|\{\w*\}")


def singular(message):
    return message if isinstance(message, str) else message[0]


def test_every_text_of_the_site_has_a_latvian_translation():
    known = catalogue.read(LATVIAN)
    missing = []
    for text in TEXTS:
        message = known.get(text.message, text.context)
        forms = () if message is None or message.fuzzy else message.string
        if not forms or (isinstance(forms, tuple) and not all(forms)):
            missing.append(f"{text.file}:{text.line}: {text.message!r}")
    assert missing == []


def test_the_catalogue_has_no_text_that_no_source_asks_for():
    asked = {(singular(text.message), text.context) for text in TEXTS}
    kept = {(singular(row.id), row.context) for row in catalogue.read(LATVIAN) if row.id}
    assert kept - asked == set()


def test_a_translation_keeps_the_places_of_its_values():
    for message in catalogue.read(LATVIAN):
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not message.id or not all(strings):
            continue
        wanted = set(PLACES.findall(ids[-1]))
        assert set(PLACES.findall("".join(strings))) == wanted, message.id


def test_a_translation_keeps_its_markup():
    for message in catalogue.read(LATVIAN):
        if isinstance(message.id, str) and message.id:
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
    plural = gettext.c2py(catalogue.read(LATVIAN).plural_expr)
    assert ("kurss", "kursi", "kursu")[plural(number)] == noun


def test_a_catalogue_is_compiled_only_when_it_is_stale(tmp_path, monkeypatch):
    file = tmp_path / "lv" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(LATVIAN.read_bytes())
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path)

    assert catalogue.compile_all() == [file.with_suffix(".mo")]
    assert catalogue.compile_all() == []

    os.utime(file, (time.time() + 5, time.time() + 5))
    assert catalogue.compile_all() == [file.with_suffix(".mo")]
    assert list(file.parent.glob(".django-*")) == []


def test_refreshing_a_catalogue_that_is_in_step_changes_nothing(tmp_path):
    file = tmp_path / "lv" / "LC_MESSAGES" / "django.po"
    file.parent.mkdir(parents=True)
    file.write_bytes(LATVIAN.read_bytes())
    catalogue.refresh(file)
    assert file.read_text(encoding="utf-8") == LATVIAN.read_text(encoding="utf-8")
