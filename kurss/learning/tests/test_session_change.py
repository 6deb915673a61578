"""A session is moved or cancelled in the browser: clashes are said first, and everybody concerned is told."""

import re
from datetime import date, datetime

import pytest
from icalendar import Calendar

from kurss.learning.models import Session, SessionState
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.notices.models import Notice
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role


@pytest.fixture
def desk(city, client, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    client.force_login(city.administrator)
    return client


@pytest.fixture
def group(city):
    """A group with a teacher and one child; the teacher and the child's mother have accounts."""
    teacher = city.person("Juris", born=date(1980, 1, 1), language="lv")
    city.account("juris@city.example", Role.TEACHER, person=teacher)
    parent, child = city.person("Ilze", born=date(1985, 1, 1), language="en"), city.person()
    add_guardian(guardian=parent, child=child, by=city.administrator, at=AUGUST)
    city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    made = city.group(room=city.rooms[0], teachers=[teacher])
    city.enrolled(made, child)
    return made


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def moved(group, **said) -> dict:
    usual = {
        "day": "2021-09-08",
        "starts": "15:00",
        "ends": "16:30",
        "mode": "on_site",
        "reason": "Ūdens noplūde",
    }
    return usual | {"room": str(group.room_id), "step": "move"} | said


def test_a_moved_session_is_told_to_mother_and_teacher_with_the_old_and_the_new_time(desk, group):
    session = group.sessions.first()
    page = f"/en/planning/sessions/{session.pk}/"
    assert "2 letters go out" in words(desk.get(page))
    assert desk.post(page, moved(group))["location"] == "/en/planning/groups/robots-1/"
    letters = {letter.to: letter for letter in Notice.objects.all()}
    assert set(letters) == {"ilze@home.example", "juris@city.example"}
    body = letters["ilze@home.example"].body
    assert "Before: Sept. 7, 2021, 16:00–17:30" in body
    assert "Now: Sept. 8, 2021, 15:00–16:30, 1" in body
    assert "Ūdens noplūde" in body
    assert "Iepriekš: 2021. gada 7. septembris, 16:00–17:30" in letters["juris@city.example"].body
    desk.logout()
    feed = Calendar.from_ical(desk.get("/en/courses/robots-1.ics").content)
    events = {
        event.decoded("dtstart").astimezone(AUGUST.tzinfo): str(event["status"]) for event in feed.events
    }
    assert events[datetime(2021, 9, 7, 13, tzinfo=AUGUST.tzinfo)] == "CANCELLED"
    assert events[datetime(2021, 9, 8, 12, tzinfo=AUGUST.tzinfo)] == "CONFIRMED"


def test_a_cancelled_session_is_told_once_and_cannot_be_cancelled_again(desk, group):
    session = group.sessions.first()
    page = f"/en/planning/sessions/{session.pk}/"
    desk.post(page, {"step": "cancel", "reason": "Slimība"})
    assert Notice.objects.count() == 2
    assert "will not take place" in Notice.objects.get(to="ilze@home.example").body
    assert "is “Cancelled” already" in words(desk.post(page, {"step": "cancel"}))
    assert "is “Cancelled” already" in words(desk.post(page, moved(group)))
    assert Notice.objects.count() == 2


def test_room_teacher_and_child_in_the_way_are_said_and_room_and_teacher_refused(desk, city, group):
    child = group.enrolments.get().person
    other = city.group("games-1", times=[THURSDAYS], room=city.rooms[0])
    city.enrolled(other, child)
    page = f"/en/planning/sessions/{group.sessions.first().pk}/"
    onto = moved(group, day="2021-09-09", starts="16:00", ends="17:30")
    looked = words(desk.post(page, onto | {"step": "look"}))
    assert "room 1 is taken by group games-1" in looked
    assert "1 of them has a place in group games-1, which meets then" in looked
    assert desk.post(page, onto).status_code == 422
    assert group.sessions.filter(state=SessionState.PLANNED).count() == 4
    assert not Notice.objects.exists()
    desk.post(page, onto | {"room": str(city.rooms[1].pk)})
    assert Session.objects.filter(group=group, state=SessionState.MOVED).count() == 1


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"day": "2022-09-08"}, "cannot move to 2022-09-08"),
        ({"day": "31.02.2021"}, "This is no date"),
        ({"ends": "14:00"}, "would end before it starts"),
        ({"room": "999999"}, "Select a valid choice"),
    ],
)
def test_a_move_said_wrongly_is_answered_in_a_sentence_and_nobody_is_told(desk, group, said, sentence):
    page = f"/en/planning/sessions/{group.sessions.first().pk}/"
    answer = desk.post(page, moved(group, **said))
    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Notice.objects.exists()
    assert desk.get("/en/planning/sessions/999999/").status_code == 404
