import random
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from kurss.people.ages import age_on
from kurss.people.demo import BelievablePeople, believable_people
from kurss.people.demo.names import LATVIAN, RUSSIAN, as_borne_by_a_woman
from kurss.people.models import Gender, Identity
from kurss.people.register import register_people
from kurss.people.tests.city import MOMENT, clerk

TODAY = date(2021, 9, 1)


def city(seed: int = 1, families: int = 600, adults: int = 500, teachers: int = 100) -> BelievablePeople:
    return believable_people(
        rng=random.Random(seed), families=families, adults=adults, teachers=teachers, today=TODAY
    )


def test_the_same_seed_makes_the_same_people_and_another_seed_others():
    assert city() == city()
    assert city().everyone()[0].key != city(seed=2).everyone()[0].key


def test_as_many_are_made_as_asked_and_all_are_marked_as_made_up():
    made = city()
    assert (len(made.families), len(made.adults), len(made.teachers)) == (600, 500, 100)
    everyone = made.everyone()
    assert all(person.synthetic for person in everyone)
    assert len({person.key for person in everyone}) == len(everyone)


def test_children_are_of_school_age_and_younger_than_their_guardians():
    for family in city().families:
        born = [child.birth_date for child in family.children if child.birth_date]
        assert all(6 <= age_on(day, TODAY) <= 17 for day in born)
        assert born == sorted(born)
        for guardian in family.guardians:
            if guardian.birth_date:
                assert all((day - guardian.birth_date).days > 18 * 365 for day in born)


def test_brothers_and_sisters_are_twins_or_at_least_a_year_apart():
    gaps = [
        (younger.birth_date - elder.birth_date).days
        for family in city().families
        for elder, younger in pairwise(family.children)
        if elder.birth_date and younger.birth_date
    ]
    assert all(gap == 0 or gap >= 365 for gap in gaps)
    assert 0 in gaps


def test_families_differ_in_size_and_in_their_guardians():
    families = city().families
    assert set(Counter(len(family.children) for family in families)) >= {1, 2, 3}
    assert set(Counter(len(family.guardians) for family in families)) == {1, 2}


def test_adults_are_grown_up_and_teachers_of_working_age():
    made = city()
    assert all(age_on(adult.birth_date, TODAY) >= 18 for adult in made.adults if adult.birth_date)
    assert all(24 <= age_on(each.birth_date, TODAY) <= 66 for each in made.teachers if each.birth_date)


def test_some_things_are_not_recorded_as_in_a_real_register():
    everyone = city().everyone()
    genders = Counter(person.gender for person in everyone)
    languages = Counter(person.language for person in everyone)
    assert 0 < genders[Gender.NOT_RECORDED] < len(everyone) * 0.06
    assert genders[Gender.OTHER] > 0
    assert 0 < sum(person.birth_date is None for person in everyone) < len(everyone) * 0.05
    assert languages["lv"] > languages["ru"] > languages[""] > 0


def test_nobody_can_be_written_to_or_rung_up():
    everyone = city().everyone()
    assert all(person.email.endswith(".example") for person in everyone if person.email)
    assert not any(person.phone for person in everyone)
    assert not any(child.email for family in city().families for child in family.children)


def test_some_names_can_stand_in_either_order():
    given = {name for stock in (LATVIAN, RUSSIAN) for name in (*stock.women, *stock.men)}
    family = {
        form
        for stock in (LATVIAN, RUSSIAN)
        for name in stock.families
        for form in (name, as_borne_by_a_woman(name))
    }
    assert {"Pauls", "Paula"} <= given & family


@pytest.mark.parametrize(
    ("mans", "womans"),
    [
        ("Bērziņš", "Bērziņa"),
        ("Ozols", "Ozola"),
        ("Lācis", "Lāce"),
        ("Jansons", "Jansone"),
        ("Birznieks", "Birzniece"),
        ("Višņevskis", "Višņevska"),
        ("Petrovs", "Petrova"),
        ("Markus", "Markus"),
        ("Priede", "Priede"),
        ("Ševčenko", "Ševčenko"),
    ],
)
def test_a_woman_bears_her_form_of_the_family_name(mans, womans):
    assert as_borne_by_a_woman(mans) == womans


@pytest.mark.django_db
def test_the_register_takes_five_thousand_of_them_in_a_dozen_statements(django_assert_max_num_queries):
    everyone = city(families=1_000, adults=2_200, teachers=150).everyone()
    assert len(everyone) >= 5_000
    by = clerk()
    with django_assert_max_num_queries(24):
        register_people(everyone, by=by, at=MOMENT)
    assert Identity.objects.count() == len(everyone)
