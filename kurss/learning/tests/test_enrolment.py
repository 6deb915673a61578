from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from kurss.journal.models import Entry
from kurss.journal.queries import history_of
from kurss.learning.enrolment import Newcomer, enrol, enrol_all
from kurss.learning.models import Enrolment, EnrolmentEvent, Mode
from kurss.learning.models.onday import Resident
from kurss.learning.planning import Ages
from kurss.learning.refusals import AlreadyEnrolled, GroupFull, GroupOver, NotEnrolled, NotThisWay, OutsideAge
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.withdrawing import withdraw
from kurss.people.erasure import erase_identity
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.refusals import NotAllowed
from kurss.seats.models import Pool, Seat

SEPTEMBER = datetime(2021, 9, 10, 12, tzinfo=UTC)


def taken(group):
    return [pool.pool.taken for pool in group.pools.select_related("pool")]


def test_an_enrolment_is_a_seat_an_event_and_a_journal_row(city):
    group, anna = city.group(operation=city.operation), city.person()
    enrolment = city.enrolled(group, anna, resident=Resident.YES)
    assert (enrolment.state, enrolment.enrolled_on, enrolment.left_on) == (
        "enrolled",
        date(2021, 8, 20),
        None,
    )
    assert (enrolment.audience, enrolment.gender, enrolment.age, enrolment.age_band) == (
        "child",
        "female",
        9,
        "7-9",
    )
    assert (enrolment.topic, enrolment.place_key, enrolment.group_key, enrolment.operation_key) == (
        "robots",
        "digital-centre",
        "robots-1",
        "op-1",
    )
    assert enrolment.resident == "yes"
    assert enrolment.seat.holder == anna.pk
    assert taken(group) == [1]
    [event] = enrolment.events.all()
    assert (event.kind, event.happened_at, event.by_key) == ("enrolled", AUGUST, city.administrator.pk)
    [entry] = history_of(enrolment)
    assert (entry.act, entry.label) == ("learning.enrol", "robots-1")


def test_the_third_child_of_two_places_is_refused_and_nothing_is_left_behind(city):
    group = city.group()
    for name in ("Anna", "Bruno"):
        city.enrolled(group, city.person(name))
    cilda, entries = city.person("Cilda"), Entry.objects.count()
    with pytest.raises(GroupFull, match="2 places"):
        city.enrolled(group, cilda)
    assert taken(group) == [2]
    assert Enrolment.objects.count() == Seat.objects.count() == EnrolmentEvent.objects.count() == 2
    assert Entry.objects.count() == entries


def test_nobody_is_enrolled_in_a_group_twice(city):
    group, anna = city.group(), city.person()
    city.enrolled(group, anna)
    with pytest.raises(AlreadyEnrolled):
        city.enrolled(group, anna)
    assert taken(group) == [1]


def test_the_same_form_sent_twice_is_one_enrolment_and_one_answer(city):
    group, anna = city.group(), city.person()
    first = city.enrolled(group, anna, once="form 7")
    assert city.enrolled(group, anna, once="form 7") == first
    assert taken(group) == [1]
    assert EnrolmentEvent.objects.count() == 1


def test_a_child_may_be_in_three_groups(city):
    anna = city.person()
    for number in (1, 2, 3):
        city.enrolled(city.group(f"robots-{number}"), anna)
    assert anna.enrolments.count() == 3


@pytest.mark.parametrize(
    ("born", "outside"),
    [
        (date(2014, 9, 1), False),
        (date(2014, 9, 2), True),
        (date(2008, 9, 2), False),
        (date(2008, 9, 1), True),
        (None, False),
    ],
)
def test_the_age_is_counted_on_the_groups_reference_date(city, born, outside):
    group, child = city.group(), city.person(born=born)
    if outside:
        with pytest.raises(OutsideAge, match="ages 7 to 12 on 1 September 2021"):
            city.enrolled(group, child)
    assert Enrolment.objects.count() == 0
    if not outside:
        city.enrolled(group, child)


def test_a_group_for_the_older_has_no_upper_age(city):
    group = city.group(ages=Ages(55, None, date(2021, 9, 1)))
    city.enrolled(group, city.person(born=date(1940, 1, 1)))
    with pytest.raises(OutsideAge, match="55 and over"):
        city.enrolled(group, city.person(born=date(1990, 1, 1)))


def test_what_is_not_recorded_stays_not_recorded(city):
    enrolment = city.enrolled(city.group(), city.person(born=None, gender="not_recorded"))
    assert (enrolment.gender, enrolment.age, enrolment.age_band, enrolment.resident) == (
        "not_recorded",
        None,
        None,
        "not_recorded",
    )


def test_a_hybrid_group_asks_which_place_is_wanted(city):
    group = city.group(mode=Mode.HYBRID, capacity=1, capacity_online=1)
    anna = city.person()
    with pytest.raises(NotThisWay, match=r"On site, Online|Online, On site"):
        city.enrolled(group, anna)
    assert city.enrolled(group, anna, mode=Mode.ONLINE).mode == "online"
    with pytest.raises(NotThisWay):
        city.enrolled(city.group("robots-2"), anna, mode=Mode.ONLINE)


def test_a_group_that_is_over_takes_nobody(city):
    with pytest.raises(GroupOver, match="2021-09-30"):
        city.enrolled(city.group(), city.person(), at=datetime(2021, 10, 1, 8, tzinfo=UTC))


def test_a_list_is_enrolled_whole_or_not_at_all(city):
    group = city.group(capacity=3)
    children = [city.person(name) for name in ("Anna", "Bruno", "Cilda", "Dora")]
    said = {"group": group, "by": city.administrator, "at": AUGUST}
    with pytest.raises(GroupFull):
        enrol_all(newcomers=[Newcomer(child) for child in children], **said)
    assert taken(group) == [0]
    enrolments = enrol_all(newcomers=[Newcomer(child, Resident.NO) for child in children[:2]], **said)
    assert [enrolment.person for enrolment in enrolments] == children[:2]
    assert [history_of(enrolment).count() for enrolment in enrolments] == [1, 1]
    with pytest.raises(AlreadyEnrolled):
        enrol_all(newcomers=[Newcomer(child) for child in (children[2], children[0])], **said)
    old = city.person(born=date(1990, 1, 1))
    with pytest.raises(OutsideAge):
        enrol_all(newcomers=[Newcomer(old)], **said)
    assert taken(group) == [2]


def test_who_withdraws_frees_a_place_and_may_come_back(city):
    group, anna = city.group(capacity=1), city.person()
    first = city.enrolled(group, anna)
    gone = withdraw(enrolment=first, reason="Moved away", by=city.administrator, at=SEPTEMBER)
    assert (gone.state, gone.left_on) == ("withdrawn", date(2021, 9, 10))
    assert [(event.kind, event.reason) for event in gone.events.all()] == [
        ("enrolled", ""),
        ("withdrawn", "Moved away"),
    ]
    assert taken(group) == [0]
    with pytest.raises(NotEnrolled):
        withdraw(enrolment=gone, reason="", by=city.administrator, at=SEPTEMBER)
    again = city.enrolled(group, anna, at=SEPTEMBER)
    assert again != first
    assert taken(group) == [1]


def test_a_parent_enrols_their_own_child_only(city):
    group, anna, mother = city.group(), city.person(), city.person("Ilze", date(1985, 5, 5))
    add_guardian(child=anna, guardian=mother, by=city.administrator, at=AUGUST)
    parent = city.account("ilze@home.example", Role.GUARDIAN, person=mother)
    with pytest.raises(NotAllowed):
        enrol(group=group, person=city.person("Bruno"), by=parent, at=AUGUST)
    enrolment = enrol(group=group, person=anna, by=parent, at=AUGUST)
    assert withdraw(enrolment=enrolment, reason="", by=parent, at=SEPTEMBER).state == "withdrawn"


def test_a_teacher_enrols_nobody(city):
    with pytest.raises(NotAllowed):
        enrol(group=city.group(), person=city.person(), by=city.teacher, at=AUGUST)


def test_erasing_who_a_child_is_leaves_the_enrolment_as_it_was(city):
    anna = city.person()
    enrolment = city.enrolled(city.group(), anna)
    before = Enrolment.objects.values().get()
    keeper = city.account("keeper@city.example", Role.ADMINISTRATOR)
    erase_identity(person=anna, because="asked", by=keeper, at=SEPTEMBER)
    assert Enrolment.objects.values().get() == before
    later = city.enrolled(city.group("robots-2", times=[THURSDAYS]), anna, at=SEPTEMBER)
    assert (enrolment.gender, later.gender, later.age) == ("female", "not_recorded", None)


def test_the_ledger_is_only_added_to(city):
    event = city.enrolled(city.group(), city.person()).events.get()
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        EnrolmentEvent.objects.filter(pk=event.pk).update(reason="other")
    with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
        EnrolmentEvent.objects.filter(pk=event.pk).delete()
    assert Pool.objects.get().taken == 1
