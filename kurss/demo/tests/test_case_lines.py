"""Lines are found in the text itself, for the parser tells none."""

import tomllib

import pytest

from kurss.demo.case_lines import line_of, lines_of
from kurss.demo.loading import VENTSPILS

TEXT = '''# a comment with [brackets] and key = value
title = "a \\" quote and a # mark"

[[stage]]
key = "first"  # trailing [comment]
text = """
[[stage]] is no header here
key = "nor is this a key"
"""
[[stage.period]]
months = 5
[[stage.period]]
months = 3
place = 'it''s'.to

[[stage]]
key = "second"
owes = [
  { key = "a", title = "x, [y]" },  # one
  # between
  { key = "b" },
]
rows = [1, 2]
[stage.charter]
what = "w"
'''.replace("place = 'it''s'.to\n", "place = 'it]s'\n")


def test_every_table_key_and_item_has_the_line_on_which_it_stands():
    assert lines_of(TEXT) == {
        ("title",): 2,
        ("stage",): 4,
        ("stage", 0): 4,
        ("stage", 0, "key"): 5,
        ("stage", 0, "text"): 6,
        ("stage", 0, "period"): 10,
        ("stage", 0, "period", 0): 10,
        ("stage", 0, "period", 0, "months"): 11,
        ("stage", 0, "period", 1): 12,
        ("stage", 0, "period", 1, "months"): 13,
        ("stage", 0, "period", 1, "place"): 14,
        ("stage", 1): 16,
        ("stage", 1, "key"): 17,
        ("stage", 1, "owes"): 18,
        ("stage", 1, "owes", 0): 19,
        ("stage", 1, "owes", 1): 21,
        ("stage", 1, "rows"): 23,
        ("stage", 1, "rows", 0): 23,
        ("stage", 1, "rows", 1): 23,
        ("stage", 1, "charter"): 24,
        ("stage", 1, "charter", "what"): 25,
    }


def test_what_has_no_line_of_its_own_stands_where_its_table_does():
    lines = lines_of(TEXT)
    assert line_of(lines, ("stage", 1, "owes", 1, "title")) == 21
    assert line_of(lines, ("stage", 1, "missing")) == 16
    assert line_of(lines, ("nowhere",)) is None


def walk(value, steps=()):
    yield steps
    if isinstance(value, dict):
        for key, part in value.items():
            yield from walk(part, (*steps, key))
    elif isinstance(value, list):
        for place, part in enumerate(value):
            yield from walk(part, (*steps, place))


@pytest.mark.parametrize("path", sorted(VENTSPILS.glob("*.toml")), ids=lambda path: path.name)
def test_the_lines_of_the_case_lead_to_what_the_parser_found(path):
    text = path.read_text()
    lines, rows = lines_of(text), text.split("\n")
    found = set(walk(tomllib.loads(text)))
    assert set(lines) <= found
    for steps, line in lines.items():
        if isinstance(steps[-1], str):
            assert steps[-1] in rows[line - 1], steps
