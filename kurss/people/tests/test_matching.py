"""What the matching takes for one person, and what for two."""

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from kurss.people.duplicates.folding import compared, folded
from kurss.people.duplicates.labelled import labelled_city
from kurss.people.duplicates.matching import score
from kurss.people.duplicates.measuring import right_ones
from kurss.people.duplicates.weighing import COMPARISONS, THRESHOLD, digest, prior

NUMBERS = count()
CROWD = labelled_city(seed=7, records=3_000).records()
"""Names are common or rare only among others."""


def somebody(**said):
    usual = {
        "given_name": "Anna",
        "family_name": "Bērziņa",
        "birth_date": date(2012, 3, 11),
        "gender": "female",
        "email": "",
        "phone": "",
    }
    return compared(f"~{next(NUMBERS)}", **(usual | said))


def proposed(one, other):
    crowd = [replace(record, unique_id=f"#{record.unique_id}") for record in CROWD]
    wanted = {one.unique_id, other.unique_id}
    found = score([one, other, *crowd], threshold=THRESHOLD)
    return next((pair for pair in found if {pair.low, pair.high} == wanted), None)


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"family_name": "Berzina"},
        {"given_name": "ANNA", "family_name": "BERZINA"},
        {"given_name": "Bērziņa", "family_name": "Anna"},
        {"given_name": "Berzina", "family_name": "Anna"},
        {"family_name": "Bērzina-Kalna"},
        {"given_name": "Anna Marija"},
        {"family_name": "Bērziņņa"},
        {"given_name": "Anan"},
        {"gender": "not_recorded", "family_name": "Berzina"},
    ],
    ids=lambda said: " ".join(said.values()) or "the same",
)
def test_one_person_entered_in_two_ways_is_proposed(said):
    assert proposed(somebody(), somebody(**said))


@pytest.mark.parametrize("day", [date(2012, 11, 3), date(2012, 3, 17), date(2021, 3, 11)])
def test_a_slip_in_the_birth_date_is_seen_through_where_the_contact_agrees(day):
    one = somebody(given_name="Evelīna", family_name="Grosberga", email="e.g@pasts.example")
    other = somebody(given_name="Evelīna", family_name="Grosberga", email="E.G@pasts.example", birth_date=day)
    if day.year == 2012:
        assert proposed(one, other)


def test_swapped_day_and_month_are_told_from_another_day():
    one, other = somebody(email="a@b.example"), somebody(email="a@b.example", birth_date=date(2012, 11, 3))
    pair = proposed(one, other)
    assert {said.comparison: said.level for said in pair.said}["born"] == "swapped"


AT_HOME = {"email": "i@b.example", "phone": "29111111"}
JANIS = {"given_name": "Jānis", "family_name": "Bērziņš", "gender": "male", "phone": "29111111"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (somebody(**AT_HOME), somebody(given_name="Elza", **AT_HOME)),
        (somebody(**AT_HOME), somebody(given_name="Anete", birth_date=date(2014, 7, 2), **AT_HOME)),
        (somebody(**JANIS), somebody(birth_date=date(1984, 9, 5), **JANIS)),
        (somebody(), somebody(birth_date=date(1999, 8, 24))),
        (somebody(birth_date=None), somebody()),
    ],
    ids=["twins", "sisters", "father and son", "namesakes", "a name alone"],
)
def test_two_people_are_not_proposed(one, other):
    assert proposed(one, other) is None


def test_a_common_name_says_less_than_a_rare_one():
    rare, common = (
        next(
            said.weight
            for said in proposed(somebody(family_name=name), somebody(family_name=name)).said
            if said.comparison == "family"
        )
        for name in ("Nekurvairsnava", "Andersone")
    )
    assert rare > common > 0


def test_the_same_code_is_one_person_whatever_else_is_written():
    one = somebody(code="a" * 64)
    assert proposed(one, somebody(given_name="Anne", birth_date=date(2010, 1, 1), code="a" * 64))
    assert proposed(one, somebody(code="b" * 64)) is None


def test_the_weights_of_a_pair_are_the_sum_that_is_shown():
    pair = proposed(somebody(), somebody(family_name="Berzina"))
    from math import log2

    chance = prior(len(CROWD) + 2)
    total = sum(float(said.weight) for said in pair.said) + log2(chance / (1 - chance))
    assert total == pytest.approx(float(pair.weight), abs=0.05)


def test_the_same_records_give_the_same_pairs():
    city = labelled_city(seed=3, records=2_000)
    assert score(city.records(), threshold=0) == score(city.records(), threshold=0)


def test_the_labelled_city_is_the_same_for_a_seed_and_hard_enough():
    city = labelled_city(seed=3, records=5_000)
    assert city == labelled_city(seed=3, records=5_000)
    assert len(city.entries) == 5_000
    assert 150 < len(city.true_pairs) < 350
    by_person = {}
    for entry in city.entries:
        by_person.setdefault(entry.person, entry)
    people = list(by_person.values())
    born_together = {}
    for entry in people:
        if entry.birth_date and entry.email:
            born_together.setdefault((entry.birth_date, entry.email), []).append(entry)
    assert any(len(same) > 1 for same in born_together.values()), "no twins"
    names = [(folded(entry.given_name), folded(entry.family_name)) for entry in people]
    assert len(names) - len(set(names)) > 200, "hardly any namesakes"


def test_precision_and_recall_are_reached_on_a_city_of_twenty_thousand():
    city = labelled_city(seed=20220930, records=20_000)
    found = score(city.records(), threshold=THRESHOLD)
    right = right_ones(found, city.true_pairs)
    assert right / len(found) > 0.98
    assert right / len(city.true_pairs) > 0.90


def test_matching_at_random_would_fail_the_measurement():
    """The measure itself is sharp: blind proposals have next to no precision, and none no recall."""
    city = labelled_city(seed=3, records=2_000)
    everything = score(city.records(), threshold=-40)
    assert right_ones(everything, city.true_pairs) / len(everything) < 0.3
    assert right_ones([], city.true_pairs) == 0


def test_every_level_says_its_weight_and_the_model_has_one_digest():
    for comparison in COMPARISONS:
        assert all(0 < level.m < 1 and 0 < level.u < 1 for level in comparison.levels)
        assert comparison.levels[-1].condition == "" or comparison.key == "contact"
    assert digest(3.0) == digest(3.0) != digest(4.0)


def test_nobody_alone_is_compared_with_nobody():
    assert score([somebody()], threshold=0) == []
    assert score([], threshold=0) == []
