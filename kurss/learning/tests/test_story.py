"""What the figures will rest on, counted here straight from the tables."""

from django.db import connection

from kurss.learning.marking import correct_attendance, mark_attendance
from kurss.learning.sessions import hold_session
from kurss.learning.tests.city import THURSDAYS
from kurss.learning.withdrawing import withdraw

CHILDREN = """
    SELECT count(DISTINCT person_id) FROM learning_attendance
    WHERE is_current AND audience = 'child' AND status IN ('present', 'late')
      AND happened_on BETWEEN '2021-09-01' AND '2022-08-31'
"""
PARTICIPATIONS = CHILDREN.replace("count(DISTINCT person_id)", "count(DISTINCT (person_id, group_key))")


def count(query):
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def test_a_child_in_two_groups_is_counted_once(city):
    robots, games = city.group(), city.group("games-1", times=[THURSDAYS])
    anna, bruno = city.person("Anna"), city.person("Bruno")
    meeting = {}
    for group in (robots, games):
        session = group.sessions.first()
        meeting[group] = hold_session(session=session, by=city.teacher, at=session.ends_at)
    for group, person, status in (
        (robots, anna, "present"),
        (games, anna, "late"),
        (games, bruno, "absent"),
    ):
        mark_attendance(
            session=meeting[group],
            marks={city.enrolled(group, person): status},
            by=city.teacher,
            at=meeting[group].ends_at,
        )
    assert (count(CHILDREN), count(PARTICIPATIONS)) == (1, 2)
    missed = bruno.attendances.get()
    correct_attendance(
        attendance=missed, status="present", reason="Came in", by=city.teacher, at=missed.marked_at
    )
    assert (count(CHILDREN), count(PARTICIPATIONS)) == (2, 3)
    withdraw(enrolment=missed.enrolment, reason="", by=city.administrator, at=missed.marked_at)
    assert (count(CHILDREN), count(PARTICIPATIONS)) == (2, 3)
