"""The classroom's pages as forms and as what a phone sends; signing out of a phone that keeps something."""

import json
import re
from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from kurss.learning.models import Attendance, Disagreement, SessionState
from kurss.learning.sessions import cancel_session
from kurss.learning.tests.city import AUGUST, THURSDAYS
from kurss.learning.tests.classes import a_class, handed_in, standing
from kurss.people import clock
from kurss.people.permissions import Role, Scope
from kurss.people.reading import readings


@pytest.fixture
def moment(monkeypatch, settings):
    """The clock of the pages, set by the test."""

    def at(when: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: when)

    del settings.DEMO_DATE
    return at


@pytest.fixture
def lesson(city, moment, client):
    """Four children at the end of their first session, and their teacher at the phone."""
    group, enrolments = a_class(city)
    session = group.sessions.first()
    moment(session.ends_at)
    client.force_login(city.teacher)
    return session, enrolments


def page_of(session) -> str:
    return reverse("learning:class-session", args=[session.pk])


def blank(enrolments) -> dict[str, str]:
    """The form as it stands before anybody is marked."""
    return {"key": str(uuid4())} | {f"seen-{one.pk}": "" for one in enrolments}


def words(response) -> str:
    main = response.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def send(client, session, **said):
    content = {"key": str(uuid4()), "made_at": session.ends_at.isoformat(), "marks": {}} | said
    return client.post(
        reverse("learning:class-send", args=[session.pk]),
        json.dumps(content),
        content_type="application/json",
    )


def test_everyone_is_present_by_one_press_but_for_whom_something_else_is_said(client, lesson):
    session, enrolments = lesson
    anna = enrolments[0]
    assert client.get(page_of(session)).status_code == 200
    form = blank(enrolments) | {f"mark-{anna.pk}": "late", f"way-{anna.pk}": "online", "rest": "present"}
    answer = client.post(page_of(session), form, follow=True)
    assert "Saglabāts." in words(answer) or "Saved." in words(answer)
    assert standing(session) == {"Anna": "late", "Bruno": "present", "Cilda": "present", "Dace": "present"}
    assert Attendance.objects.get(enrolment=anna).mode == "online"


def test_the_same_form_sent_twice_is_saved_once(client, lesson):
    session, enrolments = lesson
    form = blank(enrolments) | {"rest": "present"}
    first, second = (client.post("/en" + page_of(session)[3:], form, follow=True) for _ in range(2))
    assert "Saved." in words(first)
    assert "nothing was written twice" in words(second)
    assert Attendance.objects.count() == 4


def test_a_refused_form_says_why_and_keeps_what_was_chosen(client, lesson, moment):
    session, (anna, *_) = lesson
    moment(session.starts_at - timedelta(minutes=1))
    answer = client.post("/en" + page_of(session)[3:], {"key": str(uuid4()), f"mark-{anna.pk}": "excused"})
    assert answer.status_code == 409
    assert "The session has not begun yet" in words(answer)
    assert f'id="m{anna.pk}excused" value="excused" checked' in answer.content.decode()
    assert not Attendance.objects.exists()


def test_what_a_phone_sends_later_is_written_once_and_answered_with_what_stands(client, lesson):
    session, (anna, bruno, *_) = lesson
    marks = {str(anna.pk): {"status": "present"}, str(bruno.pk): {"status": "absent", "way": "on_site"}}
    key = str(uuid4())
    first, second = (send(client, session, key=key, marks=marks).json() for _ in range(2))
    assert (first["written"], first["again"], second["written"], second["again"]) == (2, False, 0, True)
    assert first["standing"] == second["standing"]
    assert first["standing"][str(bruno.pk)]["status"] == "absent"
    assert Attendance.objects.count() == 2


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"marks": 1}',
        b'{"key": "x", "marks": {}}',
        b'{"marks": {"1": {"status": "present"}}}',
        b'{"key": "1f3c0f2e-58a1-4b1e-9a58-000000000000", "marks": {"a": {"status": "present"}}}',
        b'{"key": "1f3c0f2e-58a1-4b1e-9a58-000000000000", "marks": {"99999999999999999999": {"status": "late"}}}',
        b'{"key": "1f3c0f2e-58a1-4b1e-9a58-000000000000", "marks": {}, "made_at": "2021-09-07T16:00:00"}',
        b"\xff\xfe",
        b"[" * 60_000,
        b"[" * 70_000,
    ],
)
def test_what_is_no_list_gets_a_sentence(client, lesson, body):
    session, _ = lesson
    url = reverse("learning:class-send", args=[session.pk])
    answer = client.post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["sentence"]


def test_a_list_of_a_session_cancelled_meanwhile_is_refused_with_a_sentence(city, client, lesson):
    session, (anna, *_) = lesson
    cancel_session(session=session, reason="Ill", by=city.administrator, at=AUGUST)
    answer = send(client, session, marks={str(anna.pk): {"status": "present"}})
    assert (answer.status_code, Attendance.objects.count()) == (409, 0)
    assert answer.json()["sentence"]


def test_two_marks_are_shown_side_by_side_and_one_is_chosen(city, client, lesson):
    session, (anna, *_) = lesson
    handed_in(city, session, {anna: "excused"}, by=city.account("rita@city.example", Role.TEACHER))
    assert send(client, session, marks={str(anna.pk): {"status": "absent"}}).json()["disagreements"] == 1
    page = client.get("/en" + page_of(session)[3:])
    assert "Two marks differ: which is right?" in words(page)
    assert "rita" in words(page)
    url = reverse("learning:class-decide", args=[Disagreement.objects.get().pk])
    client.post(url, {"which": "said"})
    assert standing(session) == {"Anna": "absent"}
    assert "Two marks differ" not in words(client.get("/en" + page_of(session)[3:]))


def test_a_session_is_said_not_to_have_been_held_with_a_reason(client, lesson):
    session, _ = lesson
    url = reverse("learning:class-not-held", args=[session.pk])
    assert client.post(url, {"reason": ""}).status_code == 200
    assert client.post(url, {"reason": "No electricity"}).status_code == 302
    session.refresh_from_db()
    assert session.state == SessionState.CANCELLED


def test_a_teacher_sees_the_own_groups_first_and_all_of_the_house_to_stand_in(city, client, moment):
    mine, _ = a_class(city, "Anna", key="mine-1", teachers=[person := city.person("Ilze", date(1980, 1, 1))])
    a_class(city, "Bruno", key="other-1", room=city.rooms[1])
    session = mine.sessions.first()
    moment(session.starts_at)
    client.force_login(city.account("ilze@city.example", Role.TEACHER, person=person))
    own, all_of_them = (words(client.get(f"/en/classroom/{asked}")) for asked in ("", "?all"))
    assert "mine-1" in own
    assert "other-1" not in own
    assert "other-1" in all_of_them
    assert "1 child, not marked yet" in own


def test_what_was_not_marked_waits_on_the_page_until_it_is(city, client, lesson, moment):
    session, enrolments = lesson
    moment(session.ends_at + timedelta(days=2))
    assert "Still to mark" in words(client.get("/en/classroom/"))
    handed_in(city, session, dict.fromkeys(enrolments, "present"))
    assert "Still to mark" not in words(client.get("/en/classroom/"))


def test_a_teacher_of_another_place_finds_no_session_here(city, client, lesson):
    session, (anna, *_) = lesson
    far = city.account("far@city.example", Role.TEACHER, scope=Scope.PLACE, scope_key="another-school")
    client.force_login(far)
    assert client.get(page_of(session)).status_code == 404
    assert send(client, session, marks={str(anna.pk): {"status": "present"}}).status_code == 404
    assert not Attendance.objects.exists()


def test_whoever_opens_a_class_is_named_to_the_guardians_of_its_children(client, lesson):
    session, (anna, *_) = lesson
    client.get(page_of(session))
    assert len(readings(anna.person)) == 1


def test_signing_out_has_the_browser_forget_and_asks_first_where_something_is_not_sent(city, client, lesson):
    client.cookies["kurss_unsent"] = "2"
    asked = client.post("/en/sign-out/")
    assert "Not everything on this device has been sent" in words(asked)
    assert client.get("/en/classroom/").status_code == 200
    answer = client.post("/en/sign-out/", {"surely": "1"})
    assert answer.headers["Clear-Site-Data"] == '"storage"'
    assert client.get("/en/classroom/").status_code == 302


@pytest.mark.parametrize("cookie", ["0", "", "x", "-1", "²"])
def test_a_device_that_keeps_nothing_is_signed_out_at_once(city, client, lesson, cookie):
    client.cookies["kurss_unsent"] = cookie
    assert client.post("/en/sign-out/").status_code == 302


def test_the_class_is_shown_with_as_many_statements_whatever_its_size(
    city, client, moment, django_assert_max_num_queries
):
    group, _ = a_class(city, *(f"N{n}" for n in range(20)), times=[THURSDAYS])
    session = group.sessions.first()
    moment(session.starts_at)
    client.force_login(city.teacher)
    client.get(page_of(session))
    with django_assert_max_num_queries(22):
        client.get(page_of(session))
    with django_assert_max_num_queries(22):
        client.get("/en/classroom/")


def test_a_teacher_with_nothing_today_reads_what_comes_next(lesson, client, moment):
    session, _enrolments = lesson
    moment(session.starts_at + timedelta(days=1))
    page = words(client.get("/en/classroom/"))
    assert "None of your groups meets today" in page or "No group meets today" in page
    assert "The next session is on 14 September 2021 at 16:00: Robots" in page
    moment(session.starts_at)
    assert "The next session" not in words(client.get("/en/classroom/"))


def test_the_latest_session_of_a_group_stands_first_and_those_to_come_apart(lesson, client, moment):
    session, _enrolments = lesson
    moment(session.ends_at + timedelta(days=8))
    page = words(client.get(f"/en/classroom/groups/{session.group.key}/"))
    past, _said, ahead = page.partition("Still to come")
    assert past.index("14 September 2021") < past.index("7 September 2021")
    assert ahead.index("21 September 2021") < ahead.index("28 September 2021")
