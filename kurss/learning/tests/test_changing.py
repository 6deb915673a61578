"""A planned group is changed for the meetings to come, gets a meeting more, and a lost meeting comes back."""

import re
from datetime import UTC, date, datetime

import pytest

from kurss.curriculum.timetable import Slot
from kurss.learning.changing import Details, add_meeting, change_group
from kurss.learning.framing import Ages
from kurss.learning.models import Mode, Offer, SessionState, SessionTeacher
from kurss.learning.refusals import (
    HoursUnclear,
    OutsideSeason,
    PlacesPromised,
    PlacesUnclear,
    RoomTaken,
    SessionNotPlanned,
    TeacherTaken,
)
from kurss.learning.rounds.planning import Places
from kurss.learning.sessions import cancel_session, restore_session
from kurss.learning.tests.city import AUGUST
from kurss.learning.tests.rounds import DRAWN, DURING, applied, drawn, opened, pool_of
from kurss.notices.models import Notice
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role

MIDWAY = datetime(2021, 9, 15, 9, tzinfo=UTC)


def details(group, **said) -> Details:
    """The group as it is, but for what is said."""
    pools = group.pools.select_related("pool")
    usual = {
        "places": {Mode(pool.mode): pool.pool.capacity for pool in pools},
        "minimum": group.minimum,
        "room": group.room,
        "teachers": [row.person for row in group.teachers.select_related("person")],
        "language": group.language,
        "operation": group.operation,
        "ages": Ages(group.age_from, group.age_to, group.age_on) if group.age_on else None,
    }
    return Details(**(usual | said))


def changed(city, group, at=AUGUST, **said):
    return change_group(group=group, details=details(group, **said), by=city.administrator, at=at)


def slot(day: int, hour: int = 10) -> Slot:
    return Slot(
        datetime(2021, 9, day, hour, tzinfo=UTC),
        datetime(2021, 9, day, hour + 1, tzinfo=UTC),
        date(2021, 9, day),
    )


@pytest.fixture
def mother(city):
    """A child of a mother with an account: whom letters go to."""
    parent, child = city.person("Ilze", born=date(1985, 1, 1), language="en"), city.person()
    add_guardian(guardian=parent, child=child, by=city.administrator, at=AUGUST)
    city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    return child


def test_a_new_room_and_teacher_hold_for_the_meetings_to_come_and_the_family_is_told_the_room(city, mother):
    juris, zane = (city.person(name, born=date(1980, 1, 1)) for name in ("Juris", "Zane"))
    group = city.group(room=city.rooms[0], teachers=[juris])
    city.enrolled(group, mother)
    changed(city, group, at=MIDWAY, room=city.rooms[1], teachers=[zane], language="en", minimum=2)
    group.refresh_from_db()
    assert (group.room, group.language, group.minimum) == (city.rooms[1], "en", 2)
    assert [session.room for session in group.sessions.order_by("starts_at")] == [
        *[city.rooms[0]] * 2,
        *[city.rooms[1]] * 2,
    ]
    taught = SessionTeacher.objects.filter(session__group=group).order_by("starts_at")
    assert [row.person for row in taught] == [juris, juris, zane, zane]
    [letter] = Notice.objects.filter(to="ilze@home.example")
    assert "in another room: 2" in letter.body


def test_a_place_more_is_offered_to_whoever_waits_and_fewer_than_taken_is_refused(city):
    group = city.group(capacity=1)
    round = opened(city, Places(pool_of(group)))
    for name in ("Anna", "Marta"):
        applied(city, round, city.person(name), group)
    with pytest.raises(PlacesPromised, match="says publicly whom"):
        changed(city, group, at=DURING, ages=None)
    drawn(city, round)
    assert Offer.objects.count() == 1
    changed(city, group, at=DRAWN, places={Mode.ON_SITE: 2})
    assert Offer.objects.count() == 2
    with pytest.raises(PlacesPromised, match="fewer when it is over"):
        changed(city, group, at=DRAWN, places={Mode.ON_SITE: 1})
    assert pool_of(group).pool.capacity == 2


def test_no_place_that_is_taken_is_taken_away(city):
    group = city.group()
    for name in ("Anna", "Marta"):
        city.enrolled(group, city.person(name))
    with pytest.raises(PlacesUnclear, match="2 places of group robots-1 are taken"):
        changed(city, group, places={Mode.ON_SITE: 1})
    with pytest.raises(PlacesUnclear, match="needs 3 people"):
        changed(city, group, minimum=3)
    assert pool_of(group).pool.capacity == 2


def test_a_room_or_a_teacher_in_use_then_is_refused_by_name_and_nothing_changes(city):
    juris = city.person("Juris", born=date(1980, 1, 1))
    city.group("robots-1", room=city.rooms[0], teachers=[juris])
    other = city.group("robots-2", room=city.rooms[1])
    with pytest.raises(RoomTaken, match="room 1 is taken by group robots-1"):
        changed(city, other, room=city.rooms[0], places={Mode.ON_SITE: 9})
    with pytest.raises(TeacherTaken, match="teaches group robots-1"):
        changed(city, other, teachers=[juris])
    other.refresh_from_db()
    assert (other.room, pool_of(other).pool.capacity, other.teachers.count()) == (city.rooms[1], 2, 0)


def test_a_meeting_more_is_told_and_stands_beside_none_of_its_own(city, mother):
    group = city.group(room=city.rooms[0])
    city.enrolled(group, mother)
    added = add_meeting(
        group=group, slot=slot(11), room=city.rooms[1], mode=Mode.ON_SITE, reason="Izlaidums",
        by=city.administrator, at=AUGUST,
    )  # fmt: skip
    assert (added.happened_on, added.state) == (date(2021, 9, 11), SessionState.PLANNED)
    [letter] = Notice.objects.filter(to="ilze@home.example")
    assert "meets once more" in letter.body
    assert "Izlaidums" in letter.body
    for wrong, refusal in ((slot(7, 13), HoursUnclear), (slot(11), HoursUnclear)):
        with pytest.raises(refusal, match="meets at that hour already"):
            add_meeting(
                group=group, slot=wrong, room=None, mode=Mode.ONLINE, by=city.administrator, at=AUGUST
            )
    late = Slot(
        datetime(2021, 10, 1, 9, tzinfo=UTC), datetime(2021, 10, 1, 10, tzinfo=UTC), date(2021, 10, 1)
    )
    with pytest.raises(OutsideSeason, match="outside season"):
        add_meeting(group=group, slot=late, room=None, mode=Mode.ONLINE, by=city.administrator, at=AUGUST)


def test_a_cancelled_meeting_takes_place_after_all_unless_its_room_is_gone(city, mother):
    group = city.group(room=city.rooms[0])
    city.enrolled(group, mother)
    first, second = group.sessions.order_by("starts_at")[:2]
    for each in (first, second):
        cancel_session(session=each, reason="Slimība", by=city.administrator, at=AUGUST)
    restore_session(session=first, reason="Vesels", by=city.administrator, at=AUGUST)
    first.refresh_from_db()
    assert first.state == SessionState.PLANNED
    told = Notice.objects.filter(to="ilze@home.example", subject__startswith="It takes place")
    assert "after all" in told.get().body
    with pytest.raises(SessionNotPlanned, match="Only a cancelled one"):
        restore_session(session=first, reason="", by=city.administrator, at=AUGUST)
    city.group("robots-2", room=city.rooms[0], starts_on=second.happened_on, ends_on=second.happened_on)
    with pytest.raises(RoomTaken, match="taken by group robots-2"):
        restore_session(session=second, reason="", by=city.administrator, at=AUGUST)
    second.refresh_from_db()
    assert second.state == SessionState.CANCELLED


@pytest.fixture
def desk(city, client, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    client.force_login(city.administrator)
    return client


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_an_administrator_changes_a_group_adds_a_meeting_and_restores_one_on_pages(city, desk):
    group = city.group(room=city.rooms[0], operation=city.operation)
    page = "/en/planning/groups/robots-1/"
    form = desk.get(f"{page}change/").context["form"]
    said = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    said |= {"places_on_site": "1", "language": "ru", "age_on": "2021-09-01"}
    assert desk.post(f"{page}change/", said)["location"] == page
    group.refresh_from_db()
    assert (pool_of(group).pool.capacity, group.language, group.operation, group.room) == (
        1, "ru", city.operation, city.rooms[0],
    )  # fmt: skip
    wrong = desk.post(f"{page}change/", said | {"minimum": "5"})
    assert (wrong.status_code, "needs 5 people" in words(wrong)) == (422, True)
    meeting = {"day": "2021-09-11", "starts": "10:00", "ends": "11:00", "room": "", "mode": "online"}
    assert desk.post(f"{page}meetings/new/", meeting)["location"] == page
    twice = desk.post(f"{page}meetings/new/", meeting)
    assert (twice.status_code, "meets at that hour already" in words(twice)) == (422, True)
    session = group.sessions.get(happened_on=date(2021, 9, 11))
    address = f"/en/planning/sessions/{session.pk}/"
    desk.post(address, {"step": "cancel"})
    assert "It takes place after all" in words(desk.get(address))
    assert desk.post(address, {"step": "restore"})["location"] == page
    session.refresh_from_db()
    assert session.state == SessionState.PLANNED
