"""The laws over every indicator of the case: totals are never added from parts, and nothing looks like a zero."""

import json
from collections import defaultdict
from fractions import Fraction

import pytest

from tests.figures.test_recount import RATIOS, RECOUNTS


@pytest.fixture(scope="module")
def figures(city):
    """Every figure of the newest snapshot, by indicator and period."""
    found = defaultdict(lambda: defaultdict(dict))
    for own in json.loads(city.kurss("figures", "--unreleased", "--json").stdout)["figures"]:
        found[own["indicator"]][own["period"]][own["cell"]] = own
    return found


def test_no_indicator_of_the_case_is_left_out(figures):
    assert set(figures) == {*RECOUNTS, *RATIOS}


@pytest.mark.parametrize("key", sorted({*RECOUNTS, *RATIOS}))
def test_every_figure_obeys_the_laws(figures, key):
    assert figures[key]
    for cells in figures[key].values():
        total = cells[""]
        for own in cells.values():
            assert (own["value"] is None) is (own["reason"] is not None), own["address"]
        breakdowns = defaultdict(list)
        for cell, own in cells.items():
            if cell:
                breakdowns[cell.partition("=")[0]].append(own)
        for parts in breakdowns.values():
            # Every record of the total is in exactly one cell of a breakdown; *not recorded* is one of them.
            assert sum(own["records"] for own in parts) == total["records"]
            values = [Fraction(own["value"]) for own in parts if own["value"] is not None]
            whole = Fraction(total["value"])
            assert max(values) <= whole <= sum(values)
        if key in RATIOS:
            _divides_totals(figures, key, total)


def _divides_totals(figures, key, ratio):
    above, below = (figures[part].get(ratio["period"], {}).get("") for part in RATIOS[key])
    assert ratio["numerator"] == above["value"]
    assert ratio["denominator"] == (below["value"] if below else None)
    if ratio["value"] is not None:
        exact = Fraction(above["value"]) / Fraction(below["value"])
        assert Fraction(ratio["value"]) == Fraction(round(exact * 10**12), 10**12)
    assert ratio["records"] == above["records"] + (below["records"] if below else 0)
