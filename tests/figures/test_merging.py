"""A merge counts one person from the next seal on, moves no figure that was released, and can be taken back."""

import pytest

from kurss.evidence.figures import recheck
from kurss.learning.enrolment import enrol
from kurss.learning.models import Enrolment
from kurss.learning.refusals import AlreadyEnrolled
from kurss.learning.withdrawing import withdraw
from kurss.people.duplicates.deciding import against, merge, put_side_by_side, undo_merge
from kurss.people.duplicates.refusals import HeldTwice
from kurss.people.holdings import counts
from kurss.people.permissions import Role
from kurss.people.register import register_person
from tests.figures.small_city import AFTER, BEFORE, account, build
from tests.figures.test_opening import seal, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    made = build()
    made.come("tuesday", "anna", "juris")
    made.come("wednesday", "anna", "olga")
    return made


@pytest.fixture
def registrar(city):
    return account(Role.REGISTRAR)


def totals(snapshot) -> dict[str, tuple]:
    return {
        key: (value, records) for (key, cell), (value, records, _) in values(snapshot).items() if not cell
    }


def test_a_merge_moves_no_released_figure_and_the_next_seal_counts_one_person(city, registrar):
    before = seal(city)
    released = values(before)
    assert totals(before)["learning.children"] == (3, 4)

    pair = put_side_by_side(one=city.people["juris"], other=city.people["olga"], by=registrar, at=AFTER)
    done = merge(pair=pair, into=city.people["juris"], by=registrar, at=AFTER)
    assert values(before) == released
    assert recheck(snapshot=before)[1] == []

    after = seal(city)
    assert totals(after)["learning.children"] == (2, 4)
    assert totals(after)["learning.marks"] == totals(before)["learning.marks"]
    assert recheck(snapshot=after)[1] == []

    undo_merge(merge=done, by=registrar, at=AFTER)
    assert values(before) == released
    again = seal(city)
    assert again.digest == before.digest
    assert values(again) == released


def test_two_who_have_a_place_in_one_group_are_merged_once_one_place_was_given_back(city, registrar):
    anna, juris = city.people["anna"], city.people["juris"]
    pair = put_side_by_side(one=anna, other=juris, by=registrar, at=AFTER)
    assert against(pair) == ["Both have a place in group tuesday. Withdraw one of them, then merge."]
    with pytest.raises(HeldTwice, match="group tuesday"):
        merge(pair=pair, into=anna, by=registrar, at=AFTER)
    place = Enrolment.objects.get(person=juris, group_key="tuesday")
    withdraw(enrolment=place, reason="entered twice", by=city.clerk, at=AFTER)
    merge(pair=pair, into=anna, by=registrar, at=AFTER)
    assert [(holding.key, many) for holding, many in counts([anna.pk, juris.pk])] == [
        ("learning.enrolments", 3),
        ("learning.attendances", 3),
        ("learning.care", 0),
        ("learning.grades", 0),
        ("science_centre.bookings", 0),
        ("science_centre.participations", 0),
        ("science_centre.groups", 0),
    ]


def test_whoever_has_a_place_under_one_key_takes_no_second_one_under_the_other(city, registrar):
    anna = city.people["anna"]
    again = register_person(given_name="Anna", family_name="S.", synthetic=True, by=city.clerk, at=BEFORE)
    pair = put_side_by_side(one=anna, other=again, by=registrar, at=AFTER)
    merge(pair=pair, into=again, by=registrar, at=AFTER)
    for key in (anna, again):
        with pytest.raises(AlreadyEnrolled):
            enrol(group=city.groups["tuesday"], person=key, by=city.clerk, at=BEFORE)
    enrolment = enrol(group=city.groups["evening"], person=anna, by=city.clerk, at=BEFORE)
    assert enrolment.person_id == again.pk
