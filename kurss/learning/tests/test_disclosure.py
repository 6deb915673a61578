"""What learning tells somebody about themselves, and that showing a child's record leaves a line."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kurss.learning.disclosure import attendance, enrolments, teaching
from kurss.learning.tests.city import AUGUST
from kurss.learning.tests.test_marking import held, mark
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role
from kurss.people.reading import looked_at, readings

pytestmark = pytest.mark.django_db


def said(chapter) -> list[dict]:
    return [{field.key: field.value for field in record} for record in chapter.records]


@pytest.fixture
def anna(city):
    person = city.person()
    group = city.group()
    enrolment = city.enrolled(group, person)
    [marked] = mark(city, held(city, group), {enrolment: "present"})
    person.mark = marked
    return person


def test_a_guardian_is_told_places_and_marks_of_the_child_and_nobody_elses(city, anna):
    reader = city.account("ilze@home.example", Role.GUARDIAN, person=city.person("Ilze", None))
    told = said(enrolments(anna, reader=reader, at=AUGUST))
    assert [(row["group"], row["group_key"]) for row in told] == [(told[0]["group"], "robots-1")]
    assert "Enrolled" in told[0]["events"]
    marks = said(attendance(anna, reader=reader, at=AUGUST))
    assert [(row["mark"], row["minutes"], row["current"]) for row in marks] == [("Present", 90, True)]
    assert said(teaching(anna, reader=reader, at=AUGUST)) == []
    assert said(enrolments(reader.person, reader=reader, at=AUGUST)) == []


def test_whoever_was_merged_is_told_what_stands_under_both_keys(city, anna):
    registrar = city.account("registrar@city.example", Role.REGISTRAR)
    other = city.person("Ana")
    pair = put_side_by_side(one=anna, other=other, by=registrar, at=AUGUST)
    merge(pair=pair, into=other, by=registrar, at=AUGUST)
    reader = city.account("ilze@home.example", Role.GUARDIAN, person=city.person("Ilze", None))
    assert len(said(enrolments(other, reader=reader, at=AUGUST))) == 1
    assert len(said(attendance(other, reader=reader, at=AUGUST))) == 1


def test_a_teacher_who_opens_a_childs_mark_is_seen_by_the_guardian_and_the_guardian_is_not(
    city, anna, client
):
    page = reverse("learning:attendance", args=[anna.mark.pk])
    mother = city.person("Ilze", None)
    add_guardian(child=anna, guardian=mother, by=city.administrator, at=AUGUST)
    for account in (city.teacher, city.account("ilze@home.example", Role.GUARDIAN, person=mother)):
        client.force_login(account)
        assert client.get(page).status_code == 200
    assert [(one.office, one.page) for one in readings(anna)] == [("Teacher", "One mark of attendance")]


def test_all_that_is_held_of_a_learner_is_read_in_few_statements(city, anna, client):
    mother = city.person("Ilze", None)
    add_guardian(child=anna, guardian=mother, by=city.administrator, at=AUGUST)
    looked_at(by=city.teacher, at=AUGUST, person=anna, what="learning:attendance")
    client.force_login(city.account("ilze@home.example", Role.GUARDIAN, person=mother))
    for page, statements in (("people:held", 30), ("people:erase", 33)):
        address = reverse(page, args=[anna.pk])
        assert "robots-1" in client.get(reverse("people:held", args=[anna.pk])).content.decode()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert (page, len(asked)) == (page, statements)


def test_a_page_that_is_refused_leaves_no_line(city, anna, client):
    client.force_login(city.account("stranger@city.example", Role.PROGRAMME_OFFICER))
    assert client.get(reverse("learning:attendance", args=[anna.mark.pk])).status_code == 403
    assert readings(anna) == []
