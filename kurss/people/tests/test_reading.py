"""Reading a child's record is written down, once an hour, and not of those whose child it is."""

from datetime import date, timedelta

import pytest

from kurss.journal.models import Entry
from kurss.people.permissions import Act, Role
from kurss.people.reading import LOOKED, looked_at, looked_at_all, readings
from kurss.people.tests.city import MOMENT, account, administrator, child, clerk, parent
from kurss.people.tests.household import add, resident, second

pytestmark = pytest.mark.django_db

PAGE = "learning:attendance"


def look(by, person, at=MOMENT, what=PAGE):
    looked_at(by=by, at=at, person=person, what=what, why=Act.SEE_ATTENDANCE)


def looks() -> int:
    return Entry.objects.filter(act=LOOKED).count()


def test_a_look_of_the_service_is_written_down_with_office_page_and_reason():
    anna, teacher = child(), account("Teodors", Role.TEACHER)
    look(teacher, anna)
    found = readings(anna)
    assert [(one.at, one.office, one.page) for one in found] == [
        (MOMENT, "Teacher", "One mark of attendance")
    ]
    assert found[0].why == "to follow who comes to courses"


def test_many_looks_of_one_hour_are_one_and_another_page_or_hour_is_another():
    anna, teacher = child(), account("Teodors", Role.TEACHER)
    for minute in (0, 10, 59):
        look(teacher, anna, at=MOMENT + timedelta(minutes=minute))
    assert looks() == 1
    look(teacher, anna, what="learning:enrolment")
    look(teacher, anna, at=MOMENT + timedelta(hours=1))
    look(clerk(), anna)
    assert looks() == 4


def test_a_guardian_and_the_child_themselves_leave_no_line():
    mother = resident()
    anna = add(mother)
    father = second(anna, mother)
    for one in (mother, father, account("anna", Role.RESIDENT, person=anna)):
        look(one, anna)
    assert looks() == 0
    look(resident("neighbour"), anna)
    assert readings(anna)[0].office == "Somebody without a role in the city’s service"


def test_a_grown_up_and_somebody_erased_are_not_children_who_are_looked_at():
    from kurss.people.erasure import erase_identity

    look(clerk(), parent())
    gone = child()
    erase_identity(person=gone, because="asked", by=administrator(), at=MOMENT)
    look(clerk(), gone)
    assert looks() == 0
    look(clerk(), child(birth_date=None))
    look(clerk(), child(birth_date=date(2003, 9, 2)))
    assert looks() == 2


def test_a_list_of_children_costs_as_many_statements_as_one(django_assert_num_queries):
    children = [child(given_name=f"Anna {number}") for number in range(30)]
    teacher = account("Teodors", Role.TEACHER)
    look(teacher, child(given_name="Marta"))
    with django_assert_num_queries(5):
        looked_at_all(by=teacher, at=MOMENT, people=children, what=PAGE)
    with django_assert_num_queries(3):
        looked_at_all(by=teacher, at=MOMENT, people=children, what=PAGE)
    assert looks() == 31


def test_what_a_page_is_called_is_said_even_if_nobody_gave_it_a_name():
    anna = child()
    look(clerk(), anna, what="people:duplicates")
    assert readings(anna)[0].page == "people:duplicates"
