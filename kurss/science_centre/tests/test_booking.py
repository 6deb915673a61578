"""A child's place after school: one to a child, free again when given back, and marked in the words of the day."""

from datetime import date, timedelta

import pytest

from kurss.notices.models import Notice
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.erasure import erase_identity
from kurss.people.models import Person
from kurss.people.models.onday import Resident
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.science_centre.booking import give_back, mark
from kurss.science_centre.models import Participation, Status
from kurss.science_centre.refusals import (
    AlreadyBooked,
    NotBooked,
    OutsideAge,
    SlotFull,
    SlotHasBegun,
    SlotToCome,
    WrongKindOfSlot,
)
from kurss.science_centre.tests.city import EARLIER
from kurss.seats.models import Pool


def test_a_parent_books_their_own_child_only(city):
    anna, other = city.person(), city.person("Bruno")
    mother, slot = city.parent(anna), city.after_school()
    assert city.book(slot, anna, by=mother).person == anna
    with pytest.raises(NotAllowed):
        city.book(slot, other, by=mother)
    letter = Notice.objects.get(to="mother@home.example")
    assert (letter.language, letter.subject) == ("lv", "Vieta zinātnes centrā")


def test_a_child_has_one_place_in_a_slot(city):
    anna, slot = city.person(), city.after_school()
    first = city.book(slot, anna, once="form-1")
    assert city.book(slot, anna, once="form-1") == first
    with pytest.raises(AlreadyBooked):
        city.book(slot, anna, once="form-2")


def test_a_place_under_a_key_merged_since_is_the_same_childs(city):
    anna, twice, slot = city.person(), city.person("Annija"), city.after_school()
    city.book(slot, twice)
    registrar = city.account("reg@city.example", Role.REGISTRAR)
    pair = put_side_by_side(one=anna, other=twice, by=registrar, at=EARLIER)
    merge(pair=pair, into=anna, by=registrar, at=EARLIER)
    with pytest.raises(AlreadyBooked):
        city.book(slot, Person.objects.get(pk=anna.pk))


def test_two_people_with_a_place_in_one_slot_are_not_merged(city):
    from kurss.people.holdings import counts, held_twice

    anna, twice, slot = city.person(), city.person("Annija"), city.after_school()
    city.book(slot, anna)
    city.book(slot, twice)
    assert len(held_twice({anna.pk}, {twice.pk})) == 1
    assert ("science_centre.bookings", 1) in [(holding.key, many) for holding, many in counts({anna.pk})]


def test_the_third_of_two_places_is_refused_and_free_again_when_one_is_given_back(city):
    slot = city.after_school(capacity=2)
    first, second, third = (city.person(name) for name in ("Anna", "Bruno", "Cilda"))
    place = city.book(slot, first)
    city.book(slot, second)
    with pytest.raises(SlotFull, match="all 2 places are taken"):
        city.book(slot, third)
    give_back(booking=place, by=city.administrator, at=EARLIER)
    city.book(slot, third)
    assert Pool.objects.get(pk=slot.pool_id).taken == 2
    with pytest.raises(NotBooked):
        give_back(booking=place, by=city.administrator, at=EARLIER)


def test_a_place_is_for_the_ages_of_the_slot_before_it_begins_and_after_school(city):
    slot = city.after_school(age_from=7, age_to=10)
    with pytest.raises(OutsideAge, match="ages 7 to 10, and the child is 14 then"):
        city.book(slot, city.person(born=date(2008, 3, 4)))
    city.book(slot, city.person(born=None))
    with pytest.raises(SlotHasBegun):
        city.book(slot, city.person(born=date(2014, 3, 4)), at=slot.starts_at)
    with pytest.raises(WrongKindOfSlot):
        city.book(city.slot(), city.person())


def test_a_mark_is_in_the_words_of_the_day_and_a_correction_supersedes_it(city):
    slot = city.after_school(operation=city.operation)
    place = city.book(slot, city.person(), resident=Resident.YES)
    with pytest.raises(SlotToCome):
        mark(slot=slot, marks={place: Status.PRESENT}, by=city.desk, at=slot.starts_at - timedelta(minutes=1))
    (came,) = mark(slot=slot, marks={place: Status.PRESENT}, by=city.desk, at=slot.ends_at)
    assert mark(slot=slot, marks={place: Status.PRESENT}, by=city.desk, at=slot.ends_at) == []
    assert (came.gender, came.age, came.age_band, came.resident) == ("female", 10, "10-12", "yes")
    assert (came.audience, came.topic, came.place_key, came.operation_key, came.minutes) == (
        "child", "rockets", "vizium", "eea-science", 90,
    )  # fmt: skip
    (away,) = mark(slot=slot, marks={place: Status.ABSENT}, by=city.desk, at=slot.ends_at)
    assert (away.supersedes, away.minutes, away.age) == (came, 0, 10)
    assert list(Participation.objects.filter(is_current=True)) == [away]


def test_erasing_who_a_child_is_changes_no_mark(city):
    slot, anna = city.after_school(), city.person()
    place = city.book(slot, anna)
    mark(slot=slot, marks={place: Status.PRESENT}, by=city.desk, at=slot.ends_at)
    before = Participation.objects.values().get()
    officer = city.account("dpo@city.example", Role.DATA_PROTECTION_OFFICER)
    erase_identity(person=anna, because="asked", by=officer, at=slot.ends_at)
    assert Participation.objects.values().get() == before
    assert not Notice.objects.filter(about=place.about).exclude(body="").exists()


def test_whoever_takes_no_part_in_a_slot_is_not_marked_at_it(city):
    one, other = city.after_school(), city.after_school(hour=17)
    place = city.book(other, city.person())
    with pytest.raises(NotBooked):
        mark(slot=one, marks={place: Status.PRESENT}, by=city.desk, at=one.ends_at)
