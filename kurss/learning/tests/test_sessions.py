from datetime import date, timedelta

import pytest

from kurss.journal.queries import history_of
from kurss.learning.refusals import NotYetBegun, SessionNotPlanned
from kurss.learning.sessions import cancel_session, hold_session, hold_sessions, take_online
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.people.refusals import NotAllowed


def test_a_session_is_held_once_it_has_begun(city):
    session = city.group().sessions.first()
    with pytest.raises(NotYetBegun):
        hold_session(session=session, by=city.teacher, at=session.starts_at - timedelta(seconds=1))
    held = hold_session(session=session, by=city.teacher, at=session.starts_at)
    assert held.state == "held"
    assert [entry.act for entry in history_of(held)] == ["learning.hold"]
    with pytest.raises(SessionNotPlanned, match="Held"):
        hold_session(session=session, by=city.teacher, at=session.ends_at)
    with pytest.raises(SessionNotPlanned):
        cancel_session(session=session, reason="late", by=city.administrator, at=session.ends_at)


def test_the_sessions_of_a_day_are_confirmed_together_or_not_at_all(city):
    today = city.group().sessions.first()
    later = city.group("robots-2", times=[THURSDAYS]).sessions.last()
    with pytest.raises(NotYetBegun):
        hold_sessions(sessions=[today, later], by=city.teacher, at=today.ends_at)
    today.refresh_from_db()
    assert today.state == "planned"
    confirmed = hold_sessions(sessions=[today, later], by=city.teacher, at=later.ends_at)
    assert [session.state for session in confirmed] == ["held", "held"]
    assert [history_of(session).count() for session in confirmed] == [1, 1]


def test_a_cancelled_session_is_not_held(city):
    session = city.group().sessions.first()
    cancel_session(session=session, reason="Storm", by=city.administrator, at=AUGUST)
    with pytest.raises(SessionNotPlanned, match="Cancelled"):
        hold_session(session=session, by=city.teacher, at=session.ends_at)


def test_a_teacher_cancels_nothing(city):
    session = city.group().sessions.first()
    with pytest.raises(NotAllowed):
        cancel_session(session=session, reason="Storm", by=city.teacher, at=AUGUST)


def test_in_a_lockdown_the_planned_sessions_leave_their_room_and_keep_their_hour(city):
    group = city.group(room=city.rooms[0])
    first, second, third, fourth = group.sessions.all()
    hold_session(session=second, by=city.teacher, at=second.ends_at)
    taken = take_online(
        group=group,
        first=second.happened_on,
        last=third.happened_on,
        reason="Lockdown",
        by=city.administrator,
        at=second.ends_at,
    )
    assert taken == 1
    assert [(session.mode, session.room_id) for session in group.sessions.all()] == [
        ("on_site", city.rooms[0].pk),
        ("on_site", city.rooms[0].pk),
        ("online", None),
        ("on_site", city.rooms[0].pk),
    ]
    assert fourth.happened_on == date(2021, 9, 28)
    assert first.starts_at.time() == third.starts_at.time()
