"""The laws over every indicator of the case and over generated ones: docs/laws.md says which law is held where."""

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kurss.evidence import engine
from kurss.evidence.definition import OF_FIGURES, Counts
from kurss.evidence.tests.generated import questions, records, rows
from kurss.evidence.tests.test_parity import quick, sealed
from tests.figures.laws import Told, broken
from tests.figures.test_recount import RATIOS, RECOUNTS

SUMS = {"context.residents", "visits.visitors"}
"""Indicators of the case that add up a quantity: one record may count for many."""


@dataclass(frozen=True)
class OfTheCase:
    """An indicator of the Ventspils case, as its newest snapshot gives it."""

    key: str

    def obeys(self, request):
        by_indicator = request.getfixturevalue("figures")
        counts = "ratio" if self.key in RATIOS else "sum" if self.key in SUMS else "distinct"
        own = [figure for cells in by_indicator[self.key].values() for figure in cells.values()]
        assert own
        told = (
            Told.of(
                *(
                    figure[name]
                    for name in ("period", "cell", "value", "reason", "numerator", "denominator", "records")
                )
            )
            for figure in own
        )
        assert broken(counts, told) == []
        if self.key in RATIOS:
            for cells in by_indicator[self.key].values():
                _divides_totals(by_indicator, self.key, cells[""])


@dataclass(frozen=True)
class Generated:
    """Any indicator of one unit of count over any rows, the others that it is made of, and their neighbours."""

    unit: str

    def obeys(self, request):
        folder = request.getfixturevalue("tmp_path")

        @quick
        @given(rows(), questions("" if self.unit in OF_FIGURES else self.unit), st.integers())
        def every(drawn, asked, seed):
            said = computed(folder, drawn, asked)
            for key, own in said.items():
                assert broken(asked[key][0].counts, map(told_of, own)) == [], asked[key][0]
            counted = {key: own for key, own in asked.items() if own[1]}
            assert_one_record_less_moves_what_it_feeds(folder, drawn, counted, seed)

        every()


SOURCES = [
    *(OfTheCase(key) for key in sorted({*RECOUNTS, *RATIOS})),
    *(Generated(unit.value) for unit in Counts),
]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: " ".join(vars(source).values()))
def test_every_figure_obeys_the_laws(request, source):
    source.obeys(request)


def computed(folder, drawn, asked):
    return {key: records(own) for key, own in engine.compute(sealed(folder, drawn), asked).items()}


def told_of(record):
    return Told.of(
        record.period, record.cell, record.value, record.reason, record.numerator, record.denominator,
        record.records,
    )  # fmt: skip


def assert_one_record_less_moves_what_it_feeds(folder, drawn, asked, seed):
    """Law 6: where a record goes, exactly the figures that held it say something else, and each holds one less."""
    choices = [(fact, at) for fact, own in drawn.items() for at in range(len(own))]
    if not choices:
        return
    fact, at = random.Random(seed).choice(choices)
    less = {key: [row for i, row in enumerate(own) if (key, i) != (fact, at)] for key, own in drawn.items()}
    before, after = computed(folder, drawn, asked), computed(folder, less, asked)
    for key in asked:
        then = {(one.period, one.cell): one for one in before[key]}
        now = {(one.period, one.cell): one for one in after[key]}
        # A period at an end, or a part, that held this record alone is claimed no more.
        assert set(now) <= set(then)
        assert all(then[gone].records <= 1 for gone in set(then) - set(now))
        for place, one in now.items():
            if one.digest == then[place].digest:
                assert one.text() == then[place].text()
            else:
                assert one.records == then[place].records - 1


@pytest.fixture(scope="module")
def figures(city):
    """Every figure of the newest snapshot, by indicator and period."""
    found = defaultdict(lambda: defaultdict(dict))
    for own in json.loads(city.kurss("figures", "--unreleased", "--json").stdout)["figures"]:
        found[own["indicator"]][own["period"]][own["cell"]] = own
    return dict(found)


def test_no_indicator_of_the_case_is_left_out(figures):
    assert set(figures) == {*RECOUNTS, *RATIOS}


def _divides_totals(figures, key, ratio):
    """Law 5: a ratio is one total over another, never a mean of the ratios of parts."""
    above, below = (figures.get(part, {}).get(ratio["period"], {}).get("") for part in RATIOS[key])
    assert ratio["numerator"] == above["value"]
    assert ratio["denominator"] == (below["value"] if below else None)
    if ratio["value"] is not None:
        exact = Fraction(above["value"]) / Fraction(below["value"])
        assert Fraction(ratio["value"]) == Fraction(round(exact * 10**12), 10**12)
    assert ratio["records"] == above["records"] + (below["records"] if below else 0)
