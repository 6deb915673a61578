from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kurss.journal.queries import history_of
from kurss.learning.enrolment import Newcomer, enrol_all
from kurss.learning.marking import Mark, correct_attendance, mark_attendance, mark_lists
from kurss.learning.models import Attendance, Mode
from kurss.learning.models.onday import Resident
from kurss.learning.planning import Ages
from kurss.learning.refusals import (
    AlreadyMarked,
    MarkSuperseded,
    NotEnrolledThatDay,
    NothingToCorrect,
    NotOfThisGroup,
    SessionNotHeld,
    UnknownMark,
)
from kurss.learning.sessions import hold_session
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.withdrawing import withdraw
from kurss.people.permissions import Role, Scope
from kurss.people.refusals import NotAllowed


def held(city, group, number=0):
    session = group.sessions.all()[number]
    return hold_session(session=session, by=city.teacher, at=session.ends_at)


def mark(city, session, marks, **said):
    said = {"by": city.teacher, "at": session.ends_at} | said
    return mark_attendance(session=session, marks=marks, **said)


def test_a_mark_carries_the_words_of_its_day(city):
    group = city.group(operation=city.operation)
    enrolment = city.enrolled(group, city.person(born=date(2011, 9, 14)), resident=Resident.NO)
    before, birthday = (held(city, group, number) for number in (0, 1))
    [first] = mark(city, before, {enrolment: "present"})
    [second] = mark(city, birthday, {enrolment: "late"})
    row = Attendance.objects.values().get(pk=second.pk)
    assert row == {
        "id": second.pk,
        "session_id": birthday.pk,
        "enrolment_id": enrolment.pk,
        "person_id": enrolment.person_id,
        "status": "late",
        "mode": "on_site",
        "happened_on": date(2021, 9, 14),
        "minutes": 90,
        "marked_at": birthday.ends_at,
        "marked_by_key": city.teacher.pk,
        "is_current": True,
        "supersedes_id": None,
        "audience": "child",
        "gender": "female",
        "age": 10,
        "age_band": "10-12",
        "resident": "no",
        "topic": "robots",
        "place_key": "digital-centre",
        "group_key": "robots-1",
        "operation_key": "op-1",
        "synthetic": False,
    }
    assert (first.age, first.age_band) == (9, "7-9")
    [marked, _] = history_of(birthday)
    assert marked.act == "learning.mark"


@pytest.mark.parametrize(
    ("status", "minutes"), [("present", 90), ("late", 90), ("excused", 0), ("absent", 0)]
)
def test_minutes_are_of_those_who_were_there(city, status, minutes):
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    [row] = mark(city, held(city, group), {enrolment: status})
    assert (row.status, row.minutes, row.attended) == (status, minutes, minutes > 0)


def test_a_class_is_marked_with_as_many_statements_as_one_child(city):
    group = city.group(capacity=20)
    children = [Newcomer(city.person(str(number))) for number in range(20)]
    enrolments = enrol_all(group=group, newcomers=children, by=city.administrator, at=AUGUST)
    first, second = held(city, group, 0), held(city, group, 1)
    mark(city, held(city, group, 2), {enrolments[0]: "present"})
    with CaptureQueriesContext(
        connection,
    ) as one:
        mark(city, first, {enrolments[0]: "present"})
    with CaptureQueriesContext(connection) as all_of_them:
        mark(city, second, dict.fromkeys(enrolments, "present"))
    assert len(all_of_them) == len(one)
    assert Attendance.objects.filter(session=second).count() == 20


def test_the_same_list_sent_twice_is_marked_once(city):
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    session = held(city, group)
    assert len(mark(city, session, {enrolment: "present"})) == 1
    assert mark(city, session, {enrolment: "present"}) == []
    with pytest.raises(AlreadyMarked, match="Correct that mark"):
        mark(city, session, {enrolment: "absent"})
    assert Attendance.objects.get().status == "present"


def test_the_lists_of_several_sessions_are_entered_together_or_not_at_all(city):
    group = city.group()
    anna, bruno = city.enrolled(group, city.person()), city.enrolled(group, city.person("Bruno"))
    first, second = held(city, group, 0), held(city, group, 1)
    said = {"by": city.teacher, "at": second.ends_at}
    mark(city, second, {bruno: "absent"})
    with pytest.raises(AlreadyMarked):
        mark_lists(lists={first: {anna: "present"}, second: {anna: "late", bruno: "present"}}, **said)
    assert Attendance.objects.count() == 1
    written = mark_lists(lists={first: {anna: "present"}, second: {anna: "late", bruno: "absent"}}, **said)
    assert [(row.session_id, row.enrolment_id, row.status) for row in written] == [
        (first.pk, anna.pk, "present"),
        (second.pk, anna.pk, "late"),
    ]
    assert [history_of(session).filter(act="learning.mark").count() for session in (first, second)] == [1, 2]


def test_a_session_that_was_not_held_has_no_attendance(city):
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    with pytest.raises(SessionNotHeld, match="Planned"):
        mark(city, group.sessions.first(), {enrolment: "present"})


def test_a_learner_of_another_group_is_not_marked_here(city):
    group, other = city.group(), city.group("robots-2", times=[THURSDAYS])
    stranger = city.enrolled(other, city.person())
    with pytest.raises(NotOfThisGroup):
        mark(city, held(city, group), {stranger: "present"})


def test_nobody_is_marked_for_a_day_on_which_they_were_not_enrolled(city):
    group = city.group()
    gone, late = city.enrolled(group, city.person()), None
    withdraw(enrolment=gone, reason="", by=city.administrator, at=datetime(2021, 9, 14, 18, tzinfo=UTC))
    late = city.enrolled(group, city.person("Bruno"), at=datetime(2021, 9, 20, 9, tzinfo=UTC))
    on_its_last_day, after = held(city, group, 1), held(city, group, 2)
    assert len(mark(city, on_its_last_day, {gone: "present"})) == 1
    with pytest.raises(NotEnrolledThatDay):
        mark(city, after, {gone: "present"})
    with pytest.raises(NotEnrolledThatDay):
        mark(city, on_its_last_day, {late: "present"})


@pytest.mark.parametrize("wrong", ["here", Mark("present", "by_post")])
def test_a_mark_is_one_of_the_declared_words(city, wrong):
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    with pytest.raises(UnknownMark):
        mark(city, held(city, group), {enrolment: wrong})


def test_at_a_hybrid_session_everyone_attends_as_they_are_seated_unless_said(city):
    group = city.group(mode=Mode.HYBRID, capacity=2, capacity_online=2)
    anna = city.enrolled(group, city.person(), mode=Mode.ON_SITE)
    bruno = city.enrolled(group, city.person("Bruno"), mode=Mode.ONLINE)
    cilda = city.enrolled(group, city.person("Cilda"), mode=Mode.ONLINE)
    rows = mark(
        city,
        held(city, group),
        {anna: "present", bruno: "present", cilda: Mark("present", "recording")},
    )
    assert [row.mode for row in rows] == ["on_site", "online", "recording"]


def test_a_correction_takes_the_place_of_a_mark_and_keeps_it(city):
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    session = held(city, group)
    [wrong] = mark(city, session, {enrolment: "absent"})
    later = session.ends_at + timedelta(days=3)
    said = {"by": city.teacher, "at": later, "reason": "A note came"}
    right = correct_attendance(attendance=wrong, status="present", **said)
    wrong.refresh_from_db()
    assert (wrong.is_current, wrong.status, wrong.minutes) == (False, "absent", 0)
    assert (right.is_current, right.status, right.minutes, right.supersedes) == (True, "present", 90, wrong)
    assert (right.age_band, right.gender, right.group_key) == ("7-9", "female", "robots-1")
    [entry] = history_of(right)
    assert {detail.name: detail.value for detail in entry.details.all()} == {
        "was": "absent",
        "now": "present",
        "reason": "A note came",
    }
    with pytest.raises(MarkSuperseded):
        correct_attendance(attendance=wrong, status="late", **said)
    with pytest.raises(NothingToCorrect):
        correct_attendance(attendance=right, status="present", **said)
    assert mark(city, session, {enrolment: "present"}) == []


def test_the_database_itself_keeps_one_current_mark_and_whose_it_is(city):
    group = city.group()
    anna, bruno = city.enrolled(group, city.person()), city.enrolled(group, city.person("Bruno"))
    [row] = mark(city, held(city, group), {anna: "present"})
    with pytest.raises(IntegrityError, match="attendance_one_current"), transaction.atomic():
        Attendance.objects.bulk_create([Attendance(**{**_columns(row), "id": None})])
    with pytest.raises(IntegrityError, match="attendance_is_of_its_enrolment"), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).update(person=bruno.person)
        connection.check_constraints()
    with pytest.raises(IntegrityError, match="attendance_minutes_of_those_present"), transaction.atomic():
        Attendance.objects.filter(pk=row.pk).update(minutes=0)


def _columns(row):
    return {field.attname: getattr(row, field.attname) for field in Attendance._meta.concrete_fields}


def test_a_teacher_of_another_place_marks_nothing_here(city):
    group = city.group()
    enrolment = city.enrolled(group, city.person())
    elsewhere = city.account("far@city.example", Role.TEACHER, scope=Scope.PLACE, scope_key="school")
    with pytest.raises(NotAllowed):
        mark(city, held(city, group), {enrolment: "present"}, by=elsewhere)


def test_a_made_up_group_makes_made_up_marks(city):
    group = city.group(synthetic=True, ages=Ages(None, None, date(2021, 9, 1)))
    enrolment = city.enrolled(group, city.person())
    [row] = mark(city, held(city, group), {enrolment: "present"})
    assert (enrolment.synthetic, row.synthetic) == (True, True)
