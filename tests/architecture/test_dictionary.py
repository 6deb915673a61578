"""Every fact the city declares is explained, in both languages and by an example, to whoever composes a figure."""

import re

import pytest
from django.apps import apps

from kurss.evidence.facts import declared

FACTS = sorted(declared().values(), key=lambda fact: fact.key)
WORDS = [
    pytest.param(fact, word, id=f"{fact.key} {word.key}")
    for fact in FACTS
    for word in (*fact.dimensions, *fact.quantities)
]


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.key)
def test_every_fact_is_explained_in_both_languages_with_an_example(fact):
    for text in (fact.title, fact.title_en, fact.explains, fact.explains_en, fact.example, fact.example_en):
        assert text.strip()
    assert fact.explains != fact.explains_en


@pytest.mark.parametrize(("fact", "word"), WORDS)
def test_every_dimension_and_quantity_of_a_fact_is_explained_in_both_languages(fact, word):
    for text in (word.title, word.title_en, word.explains, word.explains_en):
        assert text.strip(), f"{fact.key} {word.key}: say in kurss/<module>/facts.py what it means"
    assert word.explains != word.explains_en
    if word in fact.dimensions:
        assert word.values or word.examples or word.whole_number, f"{word.key} shows no example of its values"


def test_no_table_and_no_fact_has_a_place_for_somebodys_ethnicity():
    names = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
    } | {f"{fact.key}.{word.key}" for fact in FACTS for word in (*fact.dimensions, *fact.quantities)}
    telling = {"ethnicity", "ethnic", "nationality", "race", "religion", "tautiba", "origin"}
    assert len(names) > 500
    assert {name for name in names if telling & set(re.split(r"[._]", name.lower()))} == set()
