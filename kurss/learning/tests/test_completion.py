from datetime import date

import pytest

from kurss.journal.queries import history_of
from kurss.learning.completion import complete, completes
from kurss.learning.marking import mark_attendance
from kurss.learning.refusals import SessionsStillPlanned
from kurss.learning.sessions import cancel_session, hold_session
from kurss.learning.tests.city import AUGUST
from kurss.learning.withdrawing import withdraw


@pytest.mark.parametrize(
    ("attended", "held", "required_share", "enough"),
    [
        (3, 4, 75, True),
        (2, 3, 67, False),
        (2, 3, 66, True),
        (0, 0, 1, False),
        (4, 4, 100, True),
        (0, 4, 1, False),
    ],
)
def test_the_completion_rule_compares_whole_numbers(attended, held, required_share, enough):
    assert completes(attended=attended, held=held, required_share=required_share) is enough


def test_at_the_end_those_who_came_often_enough_have_completed(city):
    group = city.group(capacity=4)
    often, seldom, gone = (city.enrolled(group, city.person(name)) for name in ("Anna", "Bruno", "Cilda"))
    withdraw(enrolment=gone, reason="", by=city.administrator, at=AUGUST)
    *meetings, cancelled = group.sessions.all()
    cancel_session(session=cancelled, reason="Storm", by=city.administrator, at=AUGUST)
    for number, session in enumerate(meetings):
        session = hold_session(session=session, by=city.teacher, at=session.ends_at)
        marks = {often: "late", seldom: "present" if number < 2 else "excused"}
        mark_attendance(session=session, marks=marks, by=city.teacher, at=session.ends_at)
    assert complete(group=group, by=city.administrator, at=cancelled.ends_at) == [often]
    for enrolment, state, kinds in (
        (often, "completed", ["enrolled", "completed"]),
        (seldom, "unfinished", ["enrolled", "unfinished"]),
        (gone, "withdrawn", ["enrolled", "withdrawn"]),
    ):
        enrolment.refresh_from_db()
        assert enrolment.state == state
        assert [event.kind for event in enrolment.events.all()] == kinds
    assert often.left_on == date(2021, 10, 1)
    assert group.pools.get().pool.taken == 2
    assert {detail.name: detail.value for detail in history_of(group)[0].details.all()} == {
        "completed": "1",
        "unfinished": "1",
    }


def test_a_group_with_sessions_ahead_is_not_completed(city):
    group = city.group()
    with pytest.raises(SessionsStillPlanned, match="2021-09-07"):
        complete(group=group, by=city.administrator, at=AUGUST)
