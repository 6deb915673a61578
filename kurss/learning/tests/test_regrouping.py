"""Groups are split and joined: nobody loses a place, a mark or a place in the line, and everybody is told."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kurss.learning.completion import complete
from kurss.learning.framing import Frame
from kurss.learning.marking import mark_attendance
from kurss.learning.models import (
    Audience,
    Enrolment,
    EnrolmentState,
    Mode,
    Regrouping,
    SessionState,
)
from kurss.learning.refusals import (
    AlreadyEnrolled,
    CannotBeUndone,
    CannotJoin,
    GroupFull,
    GroupOver,
    HoursClash,
    NotEnrolled,
    NotThisWay,
    RoomTaken,
)
from kurss.learning.regrouping import join_groups, split_group, undo_joining
from kurss.learning.rounds.line import replay, waiting_applications
from kurss.learning.rounds.offering import accept
from kurss.learning.rounds.planning import Places, end_round
from kurss.learning.sessions import hold_sessions
from kurss.learning.tests.city import AUGUST, THURSDAYS, TUESDAYS
from kurss.learning.tests.rounds import DRAWN, SOON, applied, drawn, opened, pool_of, taken
from kurss.learning.transferring import hindrances
from kurss.learning.withdrawing import withdraw
from kurss.notices.models import Notice
from kurss.people import clock
from kurss.people.guardians import add_guardian
from kurss.people.permissions import Role

LATER = datetime(2021, 9, 15, 9, tzinfo=AUGUST.tzinfo)


def pair(city, **said):
    """Two groups of one curriculum on different days, two children in the first and one in the other."""
    first = city.group("robots-1", room=city.rooms[0])
    other = city.group("robots-2", times=[THURSDAYS], capacity=4, **said)
    children = [city.person(name) for name in ("Anna", "Bruno", "Cilda")]
    for group, child in zip((first, first, other), children, strict=True):
        city.enrolled(group, child)
    return first, other, children


def second(city, **said) -> Frame:
    usual = {
        "key": "robots-1b", "season": city.season, "version": city.robots, "provider": city.provider,
        "place": city.place, "audience": Audience.CHILD, "mode": Mode.ON_SITE, "times": [THURSDAYS], "capacity": 2,
        "starts_on": date(2021, 9, 15),
    }  # fmt: skip
    return Frame(**(usual | said))


def joined(city, group, into, **said):
    return join_groups(group=group, into=into, by=city.administrator, **({"at": AUGUST} | said))


def live(group) -> set:
    return set(group.enrolments.filter(state=EnrolmentState.ENROLLED).values_list("person", flat=True))


def test_joining_moves_everybody_with_seat_event_and_history_and_the_sessions_fall_out(city):
    first, other, children = pair(city)
    done = joined(city, first, other)
    assert live(first) == set()
    assert live(other) == {child.pk for child in children}
    assert (taken(first), taken(other)) == (0, 3)
    old = Enrolment.objects.get(group=first, person=children[0])
    new = old.continued_by
    assert (old.state, old.left_on) == (EnrolmentState.MOVED, date(2021, 8, 20))
    assert (new.group, new.group_key, new.enrolled_on) == (other, "robots-2", date(2021, 8, 20))
    assert [event.kind for event in old.events.all()] == ["enrolled", "moved_out"]
    assert [(event.kind, event.reason) for event in new.events.all()] == [("moved_in", "robots-1")]
    assert set(first.sessions.values_list("state", flat=True)) == {SessionState.CANCELLED}
    assert done.sessions.count() == 4
    first.refresh_from_db()
    with pytest.raises(GroupOver, match="was joined to group robots-2"):
        city.enrolled(first, city.person("Dace"))


def test_a_joining_is_taken_back_as_if_it_had_not_been(city):
    first, other, children = pair(city)
    done = joined(city, first, other)
    undo_joining(regrouping=done, by=city.administrator, at=AUGUST + timedelta(hours=1))
    assert live(first) == {child.pk for child in children[:2]}
    assert live(other) == {children[2].pk}
    assert (taken(first), taken(other)) == (2, 1)
    assert set(first.sessions.values_list("state", flat=True)) == {SessionState.PLANNED}
    with pytest.raises(CannotBeUndone, match="Only a joining that stands"):
        undo_joining(regrouping=done, by=city.administrator, at=AUGUST)
    joined(city, first, other)
    assert live(first) == set()


def test_a_joining_is_not_taken_back_once_somebody_left_or_was_marked_or_the_room_is_gone(city):
    first, other, children = pair(city)
    done = joined(city, first, other)
    moved = other.enrolments.get(person=children[0])
    with pytest.raises(CannotBeUndone, match="room or a teacher"):
        city.group("games-1", room=city.rooms[0])
        undo_joining(regrouping=done, by=city.administrator, at=AUGUST)
    assert live(first) == set()
    session = other.sessions.order_by("starts_at").first()
    hold_sessions(sessions=[session], by=city.teacher, at=session.ends_at)
    session.refresh_from_db()
    mark_attendance(session=session, marks={moved: "present"}, by=city.teacher, at=session.ends_at)
    with pytest.raises(CannotBeUndone, match="was marked"):
        undo_joining(regrouping=done, by=city.administrator, at=session.ends_at)
    withdraw(enrolment=moved, reason="", by=city.administrator, at=session.ends_at)
    with pytest.raises(CannotBeUndone, match="has left"):
        undo_joining(regrouping=done, by=city.administrator, at=session.ends_at)
    done.refresh_from_db()
    assert done.undone_at is None


def test_a_joining_that_would_lose_or_double_a_place_is_refused_and_changes_nothing(city):
    first, _other, children = pair(city)
    full = city.group("robots-3", times=[THURSDAYS], capacity=1)
    online = city.group("robots-4", times=[THURSDAYS], mode=Mode.ONLINE)
    both = city.group("robots-5", times=[THURSDAYS], capacity=5)
    city.enrolled(both, children[0])
    elsewhere = city.group("games-1", times=[THURSDAYS], version=city.robots)
    city.enrolled(elsewhere, children[1])
    free = city.group("robots-6", times=[THURSDAYS], capacity=5)
    for into, refusal in ((full, HoursClash), (online, HoursClash), (both, HoursClash), (free, HoursClash)):
        with pytest.raises(refusal):
            joined(city, first, into)
    withdraw(enrolment=elsewhere.enrolments.get(), reason="", by=city.administrator, at=AUGUST)
    withdraw(enrolment=both.enrolments.get(), reason="", by=city.administrator, at=AUGUST)
    for into, refusal in ((full, GroupFull), (online, NotThisWay), (first, CannotJoin)):
        with pytest.raises(refusal):
            joined(city, first, into)
    city.enrolled(both, children[0])
    with pytest.raises(AlreadyEnrolled):
        joined(city, first, both)
    assert live(first) == {child.pk for child in children[:2]}
    assert not Regrouping.objects.exists()
    assert hindrances(first, full) != []
    assert hindrances(first, online) != []


def test_a_split_moves_those_chosen_and_nobody_else(city):
    first, _other, children = pair(city)
    [enrolment] = first.enrolments.filter(person=children[0])
    done = split_group(group=first, frame=second(city), moved=[enrolment], by=city.administrator, at=LATER)
    assert live(first) == {children[1].pk}
    assert live(done.target) == {children[0].pk}
    assert (taken(first), taken(done.target)) == (1, 1)
    again = replace(second(city), key="robots-1c", times=[TUESDAYS])
    with pytest.raises(NotEnrolled, match="any more"):
        split_group(group=first, frame=again, moved=[enrolment], by=city.administrator, at=LATER)
    with pytest.raises(NotEnrolled, match="Choose who goes"):
        split_group(group=first, frame=again, moved=[], by=city.administrator, at=LATER)
    with pytest.raises(RoomTaken):
        clash = replace(again, room=city.rooms[0])
        split_group(group=first, frame=clash, moved=first.enrolments.all(), by=city.administrator, at=LATER)
    assert live(first) == {children[1].pk}


def test_what_was_attended_before_a_move_counts_towards_completion(city):
    first, other, children = pair(city)
    tuesdays = list(first.sessions.order_by("starts_at"))
    for session in tuesdays[:2]:
        hold_sessions(sessions=[session], by=city.teacher, at=session.ends_at)
        session.refresh_from_db()
        marks = {first.enrolments.get(person=children[0]): "present"}
        mark_attendance(session=session, marks=marks, by=city.teacher, at=session.ends_at)
    joined(city, first, other, at=LATER)
    for session in other.sessions.order_by("starts_at"):
        hold_sessions(sessions=[session], by=city.teacher, at=session.ends_at)
        session.refresh_from_db()
        if session.starts_at > LATER:
            marks = {other.enrolments.get(person=children[0]): "present"}
            mark_attendance(session=session, marks=marks, by=city.teacher, at=session.ends_at)
    completed = complete(group=other, by=city.administrator, at=datetime(2021, 10, 1, tzinfo=AUGUST.tzinfo))
    assert [one.person for one in completed] == [children[0]]


def test_who_waits_moves_to_the_line_of_the_other_group_and_back(city):
    first, other = city.group("robots-1"), city.group("robots-2", times=[THURSDAYS], capacity=6)
    round = opened(city, Places(pool_of(first)), Places(pool_of(other)))
    wishes = [applied(city, round, city.person(f"Child {n}"), first) for n in range(4)]
    done = drawn(city, round)
    with pytest.raises(CannotJoin, match="waits for an answer"):
        joined(city, first, other, at=SOON)
    waiting = [one.pk for one in waiting_applications(pool_of(first))]
    assert len(waiting) == 2
    for offer in [one for wish in wishes for one in wish.offers.open()]:
        accept(offer=offer, by=city.administrator, at=SOON)
    end_round(drawn=done, by=city.administrator, at=SOON)
    regrouping = joined(city, first, other, at=SOON)
    assert waiting_applications(pool_of(first)) == []
    assert [one.pk for one in waiting_applications(pool_of(other))] == waiting
    undo_joining(regrouping=regrouping, by=city.administrator, at=SOON + timedelta(hours=1))
    assert [one.pk for one in waiting_applications(pool_of(first))] == waiting
    assert waiting_applications(pool_of(other)) == []
    assert replay(pool_of(first).moves.order_by("pk")) == waiting
    assert DRAWN < SOON


def test_places_that_are_being_drawn_are_not_regrouped(city):
    first, other, _children = pair(city)
    opened(city, Places(pool_of(other)))
    with pytest.raises(CannotJoin, match="are being given out by round autumn-children"):
        joined(city, first, other)


def test_each_family_of_those_moved_and_each_teacher_gets_one_letter_in_their_language(city):
    first, other, children = pair(city)
    parent = city.person("Ilze", born=date(1985, 1, 1), language="en")
    for child in children[:2]:
        add_guardian(guardian=parent, child=child, by=city.administrator, at=AUGUST)
    city.account("ilze@home.example", Role.GUARDIAN, person=parent)
    away = city.person("Zane", born=date(1985, 1, 1))
    add_guardian(guardian=away, child=children[2], by=city.administrator, at=AUGUST)
    city.account("zane@home.example", Role.GUARDIAN, person=away)
    joined(city, first, other)
    [letter] = Notice.objects.all()
    assert (letter.to, letter.language) == ("ilze@home.example", "en")
    assert "2 people of group robots-1 learn in group robots-2 from now on." in letter.body
    assert "Sept. 2, 2021, 16:00–17:30" in letter.body


def test_groups_are_split_joined_and_parted_in_the_browser(city, client, monkeypatch, settings):
    del settings.DEMO_DATE
    monkeypatch.setattr(clock, "now", lambda: AUGUST)
    client.force_login(city.administrator)
    first, other, children = pair(city)
    page = client.get("/en/planning/groups/robots-1/split/").content.decode()
    assert "Anna Zariņa" in page
    chosen = str(first.enrolments.get(person=children[0]).pk)
    said = {
        "version": str(city.robots.pk), "audience": "child", "mode": "on_site", "place": city.place.key,
        "capacity": "5", "minimum": "1", "weekday1": "5", "starts1": "16:00", "ends1": "17:30",
        "provider": city.provider.key, "moved": [chosen], "key": "robots-1b",
    }  # fmt: skip
    assert "It would meet 4 times" in client.post(
        "/en/planning/groups/robots-1/split/", said | {"step": "look"}
    ).content.decode()  # fmt: skip
    assert (
        client.post("/en/planning/groups/robots-1/split/", said | {"moved": [], "step": "save"}).status_code
        == 422
    )
    client.post("/en/planning/groups/robots-1/split/", said | {"step": "save"})
    assert Enrolment.objects.filter(group__key="robots-1b", person=children[0]).exists()
    join = "/en/planning/groups/robots-1/join/"
    assert "robots-2" in client.get(join).content.decode()
    assert "Choose one of the groups" in client.post(join, {"into": "none"}).content.decode()
    client.post(join, {"into": "robots-2"})
    assert live(other) == {children[1].pk, children[2].pk}
    assert "was joined to another" in client.get("/en/planning/groups/robots-1/").content.decode()
    assert "/courses/robots-1/" not in client.get("/en/courses/").content.decode()
    client.post("/en/planning/groups/robots-1/")
    assert live(other) == {children[2].pk}
    answer = client.post("/en/planning/groups/robots-1/", follow=True)
    assert "was joined to no other" in answer.content.decode()
