"""A list that is handed in: once, however often it comes; and nothing of somebody else's is overwritten unseen."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kurss.journal.queries import history_of
from kurss.learning.classroom.lists import Said, say_not_held, settle
from kurss.learning.classroom.rosters import changes, roster, two_sides
from kurss.learning.models import Attendance, ClassList, Disagreement, Mode, SessionState
from kurss.learning.refusals import (
    AlreadySettled,
    ListKeyUsed,
    NotEnrolledThatDay,
    NotOfThisGroup,
    NotYetBegun,
    ReasonNeeded,
    SessionMarked,
    SessionNotHeld,
    SessionNotPlanned,
    UnknownMark,
)
from kurss.learning.sessions import cancel_session
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.tests.classes import a_class, handed_in, standing
from kurss.learning.withdrawing import withdraw
from kurss.people.permissions import Role, Scope
from kurss.people.refusals import NotAllowed


@pytest.fixture
def lesson(city):
    """Four children and the first session of their group."""
    group, enrolments = a_class(city)
    return group.sessions.first(), enrolments


def nothing_written() -> bool:
    return not Attendance.objects.exists() and not ClassList.objects.exists()


def test_marking_a_session_says_that_it_is_held(city, lesson):
    session, (anna, bruno, *_) = lesson
    outcome = handed_in(city, session, {anna: "present", bruno: Said("late", "online")})
    session.refresh_from_db()
    assert (session.state, outcome.written) == (SessionState.HELD, 2)
    assert standing(session) == {"Anna": "present", "Bruno": "late"}
    assert Attendance.objects.get(enrolment=bruno).mode == "online"


def test_the_same_list_again_is_the_same_list(city, lesson):
    session, (anna, *_) = lesson
    key = uuid4()
    handed_in(city, session, {anna: "present"}, key=key)
    later = session.ends_at + timedelta(hours=1)
    office = city.account("office@city.example", Role.TEACHER)
    handed_in(city, session, {anna: Said("excused", seen=Attendance.objects.get().pk)}, by=office, at=later)
    again = handed_in(city, session, {anna: "present"}, key=key, at=later + timedelta(hours=1))
    assert (again.again, again.written, list(again.disagreements)) == (True, 0, [])
    assert standing(session) == {"Anna": "excused"}
    assert ClassList.objects.count() == 2


@pytest.mark.parametrize("what", ["marks", "account", "session"])
def test_another_list_under_the_same_name_is_refused(city, lesson, what):
    session, (anna, *_) = lesson
    key = uuid4()
    handed_in(city, session, {anna: "present"}, key=key)
    other = {
        "marks": lambda: handed_in(city, session, {anna: "late"}, key=key),
        "account": lambda: handed_in(
            city, session, {anna: "present"}, key=key, by=city.account("other@city.example", Role.TEACHER)
        ),
        "session": lambda: handed_in(
            city,
            session.group.sessions.all()[1],
            {anna: "present"},
            key=key,
            at=session.ends_at + timedelta(7),
        ),
    }
    with pytest.raises(ListKeyUsed):
        other[what]()
    assert standing(session) == {"Anna": "present"}


def test_what_somebody_else_marked_meanwhile_stands_beside_mine_and_is_not_overwritten(city, lesson):
    session, (anna, bruno, *_) = lesson
    other = city.account("other@city.example", Role.TEACHER)
    handed_in(city, session, {anna: "excused", bruno: "present"}, by=other)
    outcome = handed_in(city, session, {anna: "absent", bruno: "present"})
    assert standing(session) == {"Anna": "excused", "Bruno": "present"}
    [side] = two_sides(session, {anna.pk: "Anna"})
    assert (side.name, side.standing.status, side.standing_by) == ("Anna", "excused", "other")
    assert (side.disagreement.status, side.said_by) == ("absent", "teach")
    assert outcome.disagreements[0].pk == side.disagreement.pk
    assert [entry.act for entry in history_of(outcome.list)] == ["learning.disagree"]


@pytest.mark.parametrize(("take", "stands"), [(True, "absent"), (False, "excused")])
def test_a_disagreement_is_settled_once_and_both_marks_stay_readable(city, lesson, take, stands):
    session, (anna, *_) = lesson
    other = city.account("other@city.example", Role.TEACHER)
    handed_in(city, session, {anna: "excused"}, by=other)
    handed_in(city, session, {anna: "absent"})
    [found] = Disagreement.objects.all()
    said = {"disagreement": found, "take": take, "by": city.administrator, "at": session.ends_at}
    assert settle(**said).status == stands
    with pytest.raises(AlreadySettled):
        settle(**said)
    assert standing(session) == {"Anna": stands}
    assert two_sides(session, {}) == []
    found.refresh_from_db()
    assert (found.taken, found.status, found.against.status) == (take, "absent", "excused")


def test_a_mark_that_was_only_on_the_page_says_nothing_new(city, lesson):
    session, (anna, bruno, *_) = lesson
    handed_in(city, session, {anna: "present", bruno: "present"})
    shown = {mark.enrolment_id: mark.pk for mark in Attendance.objects.all()}
    other = city.account("other@city.example", Role.TEACHER)
    handed_in(city, session, {anna: Said("late", seen=shown[anna.pk])}, by=other)
    page = {one: Said("present", "on_site", shown[one.pk]) for one in (anna, bruno)}
    outcome = handed_in(city, session, page | {bruno: Said("absent", "on_site", shown[bruno.pk])})
    assert (outcome.corrected, list(outcome.disagreements)) == (1, [])
    assert standing(session) == {"Anna": "late", "Bruno": "absent"}


def test_a_phone_whose_answer_was_lost_does_not_argue_with_itself(city, lesson):
    session, (anna, *_) = lesson
    at = session.ends_at
    handed_in(city, session, {anna: "absent"}, at=at, made_at=at)
    outcome = handed_in(
        city, session, {anna: "late"}, at=at + timedelta(minutes=9), made_at=at + timedelta(minutes=4)
    )
    assert (outcome.corrected, list(outcome.disagreements)) == (1, [])
    older = handed_in(
        city, session, {anna: "present"}, at=at + timedelta(hours=2), made_at=at - timedelta(hours=1)
    )
    assert len(older.disagreements) == 1
    assert standing(session) == {"Anna": "late"}


def test_a_week_later_a_mark_is_changed_with_a_reason_and_teacher_and_administrator_read_it(city, lesson):
    session, (anna, *_) = lesson
    handed_in(city, session, {anna: "absent"})
    seen = Said("excused", seen=Attendance.objects.get().pk)
    late = session.ends_at + timedelta(days=7, minutes=1)
    with pytest.raises(ReasonNeeded, match="7 days"):
        handed_in(city, session, {anna: seen}, at=late)
    assert standing(session) == {"Anna": "absent"}
    handed_in(city, session, {anna: seen}, at=late, reason="A note came")
    [change] = changes(session, {anna.pk: "Anna Zariņa"})
    assert (change.name, change.was.status, change.now.status) == ("Anna Zariņa", "absent", "excused")
    assert (change.by, change.why, change.now.marked_at) == ("teach", "A note came", late)


def test_nobody_is_marked_before_the_session_begins(city, lesson):
    session, (anna, *_) = lesson
    with pytest.raises(NotYetBegun, match="not begun"):
        handed_in(city, session, {anna: "present"}, at=session.starts_at - timedelta(seconds=1))
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
    assert nothing_written()


def test_nobody_is_marked_at_a_session_that_was_cancelled(city, lesson):
    session, (anna, *_) = lesson
    cancel_session(session=session, reason="Ill", by=city.administrator, at=AUGUST)
    with pytest.raises(SessionNotHeld, match="was not held"):
        handed_in(city, session, {anna: "present"})
    assert nothing_written()


def test_a_child_who_was_not_in_the_group_that_day_is_named_and_nothing_of_the_list_is_written(city, lesson):
    session, (anna, bruno, *_) = lesson
    withdraw(enrolment=bruno, reason="", by=city.administrator, at=datetime(2021, 9, 1, 9, tzinfo=UTC))
    with pytest.raises(NotEnrolledThatDay, match="Bruno Zariņa"):
        handed_in(city, session, {anna: "present", bruno: "present"})
    _, (stranger,) = a_class(city, "Egils", key="robots-2", times=[THURSDAYS])
    with pytest.raises(NotOfThisGroup):
        handed_in(city, session, {anna: "present", stranger: "present"})
    assert nothing_written()
    assert [seat.name for seat in roster(session)] == ["Anna Zariņa", "Cilda Zariņa", "Dace Zariņa"]


@pytest.mark.parametrize("wrong", [Said("here"), Said("present", "by_post")])
def test_a_word_that_is_no_mark_is_refused(city, lesson, wrong):
    session, (anna, *_) = lesson
    with pytest.raises(UnknownMark):
        handed_in(city, session, {anna: wrong})
    assert nothing_written()


def test_a_teacher_of_another_place_hands_in_no_list(city, lesson):
    session, (anna, *_) = lesson
    far = city.account("far@city.example", Role.TEACHER, scope=Scope.PLACE, scope_key="another-school")
    with pytest.raises(NotAllowed):
        handed_in(city, session, {anna: "present"}, by=far)
    assert nothing_written()


def test_a_session_whose_hour_has_come_is_said_not_to_have_been_held(city, lesson):
    session, (anna, *_) = lesson
    said = {"session": session, "by": city.teacher, "at": session.ends_at}
    with pytest.raises(ReasonNeeded):
        say_not_held(reason=" ", **said)
    with pytest.raises(NotYetBegun):
        say_not_held(reason="Ill", **(said | {"at": AUGUST}))
    assert say_not_held(reason="No electricity", **said).state == SessionState.CANCELLED
    with pytest.raises(SessionNotPlanned):
        say_not_held(reason="Again", **said)
    with pytest.raises(SessionNotHeld):
        handed_in(city, session, {anna: "present"})
    assert history_of(session).latest("id").act == "learning.not_held"


def test_a_session_at_which_somebody_is_marked_was_held(city, lesson):
    session, (anna, *_) = lesson
    handed_in(city, session, {anna: "present"})
    with pytest.raises(SessionMarked, match="1 child is marked"):
        say_not_held(session=session, reason="Ill", by=city.teacher, at=session.ends_at)


def test_a_class_of_twenty_is_handed_in_with_as_many_statements_as_one_of_two(city):
    counted = {}
    for many, times in ((2, THURSDAYS), (20, None)):
        more = {"times": [times]} if times else {}
        group, enrolments = a_class(city, *(f"N{n}" for n in range(many)), key=f"robots-{many}", **more)
        session = group.sessions.first()
        with CaptureQueriesContext(connection) as asked:
            handed_in(city, session, dict.fromkeys(enrolments, "present"))
        counted[many] = len(asked)
    assert counted[20] == counted[2]


def test_at_a_hybrid_session_the_roster_says_how_each_usually_attends(city):
    group = city.group(mode=Mode.HYBRID, capacity=2, capacity_online=2)
    city.enrolled(group, city.person(), mode=Mode.ON_SITE)
    city.enrolled(group, city.person("Bruno"), mode=Mode.ONLINE)
    assert [seat.way for seat in roster(group.sessions.first())] == ["on_site", "online"]
