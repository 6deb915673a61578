from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from kurss.curriculum import review
from kurss.curriculum.timetable import Weekly
from kurss.journal.queries import history_of
from kurss.learning.models import Group, Mode, Session, SessionTeacher
from kurss.learning.refusals import (
    GroupExists,
    NoSessions,
    NotTeachable,
    OutsideSeason,
    PlacesUnclear,
    RoomElsewhere,
    RoomTaken,
    SeasonExists,
    TeacherTaken,
)
from kurss.learning.seasons import open_season
from kurss.learning.sessions import cancel_session, move_session
from kurss.learning.tests.city import AUGUST, EARLIER, THURSDAYS, TUESDAYS
from kurss.people.permissions import Role, Scope
from kurss.people.refusals import NotAllowed
from kurss.places.register import add_building, add_room, open_institution

THE_TUESDAYS = [date(2021, 9, day) for day in (7, 14, 21, 28)]


def test_a_planned_group_has_its_places_and_its_sessions(city):
    group = city.group(times=[TUESDAYS, THURSDAYS], capacity=12, operation=city.operation)
    assert [session.happened_on for session in group.sessions.all()] == [
        date(2021, 9, day) for day in (2, 7, 9, 14, 16, 21, 23, 28, 30)
    ]
    assert {session.minutes for session in group.sessions.all()} == {90}
    [pool] = group.pools.all()
    assert (pool.mode, pool.pool.key, pool.pool.capacity) == ("on_site", "group:robots-1:on_site", 12)
    [entry] = history_of(group)
    assert (entry.act, entry.label, entry.by_key) == ("learning.plan", "robots-1", str(city.administrator.pk))


def test_a_season_skips_its_free_days(city):
    season = open_season(
        key="with-a-holiday",
        title="Rudens",
        title_en="Autumn",
        starts_on=date(2021, 9, 1),
        ends_on=date(2021, 9, 30),
        free_days={date(2021, 9, 14): ("Svētki", "Holiday")},
        by=city.administrator,
        at=AUGUST,
    )
    group = city.group(season=season)
    assert [session.happened_on for session in group.sessions.all()] == [
        day for day in THE_TUESDAYS if day.day != 14
    ]


def test_a_season_opens_once_and_ends_after_it_starts(city):
    said = {"title": "R", "title_en": "A", "by": city.administrator, "at": AUGUST}
    with pytest.raises(SeasonExists):
        open_season(key="autumn", starts_on=date(2021, 9, 1), ends_on=date(2021, 9, 30), **said)
    with pytest.raises(OutsideSeason):
        open_season(key="spring", starts_on=date(2021, 9, 2), ends_on=date(2021, 9, 1), **said)


def test_a_hybrid_group_has_places_of_both_kinds(city):
    group = city.group(mode=Mode.HYBRID, capacity=10, capacity_online=20)
    assert {pool.mode: pool.pool.capacity for pool in group.pools.all()} == {"on_site": 10, "online": 20}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"mode": Mode.HYBRID, "capacity": 10}, PlacesUnclear),
        ({"mode": Mode.ONLINE, "capacity": 10, "capacity_online": 5}, PlacesUnclear),
        ({"capacity": 0}, PlacesUnclear),
        ({"starts_on": date(2021, 8, 31)}, OutsideSeason),
        ({"ends_on": date(2021, 10, 1)}, OutsideSeason),
        ({"times": []}, NoSessions),
        ({"starts_on": date(2021, 9, 8), "ends_on": date(2021, 9, 13)}, NoSessions),
    ],
)
def test_a_group_that_makes_no_sense_is_refused_and_nothing_is_left_behind(city, said, refusal):
    with pytest.raises(refusal):
        city.group(**said)
    assert not Group.objects.exists()
    assert not Session.objects.exists()


def test_a_group_is_planned_once(city):
    city.group()
    with pytest.raises(GroupExists):
        city.group(times=[THURSDAYS])


def test_a_draft_is_not_taught_and_a_pilot_is(city):
    said = {"title": "A", "title_en": "A", "topic": "programming", "hours": 10, "required_share": 50}
    draft = review.draft(key="new", **said, by=city.teacher, at=EARLIER)
    with pytest.raises(NotTeachable, match="Draft"):
        city.group(version=draft)
    review.submit(version=draft, by=city.teacher, at=EARLIER)
    pilot = review.pilot(version=draft, by=city.teacher, at=EARLIER)
    assert city.group(version=pilot).curriculum_version == pilot


def test_a_room_elsewhere_is_refused(city):
    said = {"by_key": "test", "at": EARLIER}
    school = open_institution(
        key="school", name="Skola", name_en="School", kind="secondary_school", synthetic=True, **said
    )
    house = add_building(institution=school, name="House", **said)
    room = add_room(building=house, name="9", kind="lab", seats=10, **said)
    with pytest.raises(RoomElsewhere, match="Room 9 is not in"):
        city.group(room=room)


def test_two_groups_do_not_meet_in_one_room_at_one_time(city):
    city.group(room=city.rooms[0])
    overlapping = [Weekly(2, time(17), time(18))]
    with pytest.raises(RoomTaken, match="room 1 is taken by group robots-1"):
        city.group("robots-2", times=overlapping, room=city.rooms[0])
    city.group("robots-2", times=overlapping, room=city.rooms[1])
    city.group("robots-3", times=[Weekly(2, time(17, 30), time(19))], room=city.rooms[0])


def test_a_teacher_is_not_in_two_sessions_at_once(city):
    teacher = city.person("Jānis", date(1980, 1, 1))
    city.group(teachers=[teacher])
    with pytest.raises(TeacherTaken, match="teaches group robots-1"):
        city.group("robots-2", teachers=[teacher])


def test_a_cancelled_session_frees_its_room_and_its_teacher(city):
    teacher = city.person("Jānis", date(1980, 1, 1))
    frame = {"teachers": [teacher], "room": city.rooms[0]}
    first = city.group(**frame).sessions.first()
    cancel_session(session=first, reason="Storm", by=city.administrator, at=AUGUST)
    assert not SessionTeacher.objects.get(session=first).stands
    instead = city.group("robots-2", ends_on=date(2021, 9, 8), **frame)
    assert [session.happened_on for session in instead.sessions.all()] == [date(2021, 9, 7)]


def test_a_moved_session_is_replaced_by_one_that_keeps_its_teacher(city):
    teacher = city.person("Jānis", date(1980, 1, 1))
    first = city.group(teachers=[teacher], room=city.rooms[0]).sessions.first()
    frame = {"room": city.rooms[1], "mode": Mode.ON_SITE, "by": city.administrator, "at": AUGUST}
    day = timedelta(days=1)
    moved = move_session(session=first, starts_at=first.starts_at + day, ends_at=first.ends_at + day, **frame)
    first.refresh_from_db()
    assert (first.state, moved.state, moved.replaces) == ("moved", "planned", first)
    assert moved.happened_on == date(2021, 9, 8)
    assert moved.teachers.get().person == teacher
    with pytest.raises(OutsideSeason):
        move_session(
            session=moved, starts_at=first.starts_at + 60 * day, ends_at=first.ends_at + 60 * day, **frame
        )


def test_a_session_moved_into_another_is_refused_and_stays_where_it_was(city):
    first = city.group(room=city.rooms[0]).sessions.first()
    city.group("robots-2", times=[THURSDAYS], room=city.rooms[0])
    days = timedelta(days=2)
    with pytest.raises(RoomTaken):
        move_session(
            session=first,
            starts_at=first.starts_at + days,
            ends_at=first.ends_at + days,
            room=city.rooms[0],
            mode=Mode.ON_SITE,
            by=city.administrator,
            at=AUGUST,
        )
    first.refresh_from_db()
    assert first.state == "planned"
    assert not Session.objects.filter(replaces=first).exists()


def test_the_database_itself_keeps_a_teachers_time_equal_to_the_sessions(city):
    session = city.group(teachers=[city.person("Jānis", date(1980, 1, 1))]).sessions.first()
    with pytest.raises(IntegrityError, match="session_teacher_follows_its_session"), transaction.atomic():
        SessionTeacher.objects.filter(session=session).update(starts_at=AUGUST)
        connection.check_constraints()


def test_planning_takes_the_course_administrator_of_the_place(city):
    elsewhere = city.account(
        "other@city.example", Role.COURSE_ADMINISTRATOR, scope=Scope.PLACE, scope_key="school"
    )
    for account in (city.teacher, elsewhere):
        with pytest.raises(NotAllowed):
            city.group(by=account)
    here = city.account(
        "here@city.example", Role.COURSE_ADMINISTRATOR, scope=Scope.PLACE, scope_key="digital-centre"
    )
    assert city.group(by=here).key == "robots-1"
