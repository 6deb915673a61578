"""School groups ask, are answered by letter, come or stay away; slots are planned and called off."""

from datetime import date, time, timedelta

import pytest

from kurss.curriculum.timetable import Weekly
from kurss.notices.models import Notice
from kurss.notices.refusals import AddressUnreadable
from kurss.people.permissions import Role, Scope
from kurss.people.queries import unattended
from kurss.people.refusals import NotAllowed
from kurss.science_centre.groups import call_off, confirm, did_not_come, opened, refuse, token_of
from kurss.science_centre.models import SlotKind
from kurss.science_centre.queries import slot_of
from kurss.science_centre.refusals import (
    GroupAnswered,
    GroupUnclear,
    NothingPlanned,
    PlanUnclear,
    ReasonMissing,
    RoomTaken,
    SlotFull,
    SlotHasBegun,
    TooFewAdults,
    WrongKindOfSlot,
)
from kurss.science_centre.retention import CONTACTS
from kurss.science_centre.slots import Plan, cancel_slot, plan_slots, weekly
from kurss.science_centre.tests.city import DAY, EARLIER, ON_THE_DAY
from kurss.seats.models import Pool


def free(slot):
    return Pool.objects.get(pk=slot.pool_id).free


def subjects(to="ilze@school.example"):
    return list(Notice.objects.filter(to=to).order_by("posted_at", "key").values_list("subject", flat=True))


def test_a_request_holds_no_place_and_the_page_says_how_many_ask(city):
    slot = city.slot(capacity=6)
    city.ask(slot, pupils=4, adults=1)
    assert (free(slot), slot_of(slot.pk).asked) == (6, 5)


def test_a_confirmed_group_has_its_places_and_the_next_is_told_that_too_few_are_left(city):
    slot = city.slot(SlotKind.GROUP_PROGRAMME, capacity=6)
    first, second = city.ask(slot), city.ask(slot)
    confirm(group=first, by=city.administrator, at=EARLIER)
    assert confirm(group=first, by=city.administrator, at=EARLIER).state == "confirmed"
    with pytest.raises(SlotFull, match="has 2 places left, and 4 are needed"):
        confirm(group=second, by=city.administrator, at=EARLIER)
    with pytest.raises(ReasonMissing):
        refuse(group=second, reason=" ", by=city.administrator, at=EARLIER)
    refuse(group=second, reason="Full on that day", by=city.administrator, at=EARLIER)
    with pytest.raises(GroupAnswered, match="Nothing is left to answer"):
        refuse(group=second, reason="Again", by=city.administrator, at=EARLIER)
    assert "Full on that day" in Notice.objects.get(subject="Your group cannot come").body


def test_a_group_with_too_few_adults_is_told_how_many_are_needed(city):
    with pytest.raises(TooFewAdults, match="31 pupils come with at least 3 adults here: one for each 15"):
        city.ask(city.slot(capacity=60), pupils=31, adults=2)
    stricter = city.slot(capacity=60, hour=14, pupils_per_adult=8)
    with pytest.raises(TooFewAdults, match="9 pupils come with at least 2 adults here: one for each 8"):
        city.ask(stricter, pupils=9, adults=1)
    assert city.ask(stricter, pupils=16, adults=2).state == "requested"


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"institution": None}, GroupUnclear),
        ({"teacher_name": " "}, GroupUnclear),
        ({"pupils": 0}, GroupUnclear),
        ({"pupils": 6, "adults": 1}, GroupUnclear),
        ({"email": "nowhere"}, AddressUnreadable),
    ],
)
def test_a_request_that_cannot_be_so_is_refused_with_a_sentence(city, said, refused):
    with pytest.raises(refused):
        city.ask(city.slot(capacity=6), **said)
    assert not Notice.objects.exists()


def test_a_group_does_not_ask_for_an_hour_that_is_over_or_for_children_after_school(city):
    with pytest.raises(WrongKindOfSlot):
        city.ask(city.after_school(capacity=30))
    with pytest.raises(SlotHasBegun):
        city.ask(city.slot(day=date(2022, 5, 1)))


def test_a_teacher_calls_off_by_the_address_of_the_letter_and_the_places_are_free(city):
    slot = city.slot(capacity=6)
    group = confirm(group=city.ask(slot), by=city.administrator, at=EARLIER)
    token = token_of(group)
    assert token in Notice.objects.get(subject="Your group is confirmed").body
    assert opened(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    call_off(group=opened(token), reason="", by=None, at=EARLIER)
    assert (free(slot), opened(token).state) == (6, "cancelled")
    assert "The visit is called off" in subjects()


def test_a_group_that_stayed_away_frees_its_places(city):
    slot = city.slot(capacity=6)
    group = confirm(group=city.ask(slot), by=city.administrator, at=EARLIER)
    assert did_not_come(group=group, by=city.desk, at=ON_THE_DAY).state == "absent"
    assert free(slot) == 6


def test_a_slot_called_off_frees_its_places_and_tells_everybody(city):
    anna = city.person()
    city.parent(anna)
    hall, workshop = city.slot(capacity=9), city.after_school()
    confirmed = confirm(group=city.ask(hall), by=city.administrator, at=EARLIER)
    waiting = city.ask(hall, email="other@school.example")
    place = city.book(workshop, anna)
    for slot in (hall, workshop):
        with pytest.raises(ReasonMissing):
            cancel_slot(slot=slot, reason="", by=city.administrator, at=EARLIER)
        cancel_slot(slot=slot, reason="No light", by=city.administrator, at=EARLIER)
    for record in (confirmed, waiting, place):
        record.refresh_from_db()
    assert [confirmed.state, waiting.state, place.state] == ["cancelled"] * 3
    assert (free(hall), free(workshop)) == (9, 2)
    for to in ("ilze@school.example", "other@school.example", "mother@home.example"):
        assert (
            "No light"
            in Notice.objects.filter(to=to)
            .order_by("-posted_at", "subject")
            .filter(body__contains="No light")
            .get()
            .body
        )
    begun = city.slot(hour=16)
    with pytest.raises(SlotHasBegun):
        cancel_slot(slot=begun, reason="Late", by=city.administrator, at=begun.starts_at)


def test_the_contact_of_a_group_goes_and_its_numbers_stay(city):
    slot = city.slot()
    group = city.ask(slot)
    assert CONTACTS.count(slot.ends_at) == 0
    site, later = unattended(), slot.ends_at + timedelta(days=60)
    assert CONTACTS.remove(before=later, because="rule", by=site, at=later) == 1
    group.refresh_from_db()
    assert (group.teacher_name, group.email, group.pupils, group.school or group.institution) == (
        "", "", 3, city.school,
    )  # fmt: skip
    assert not Notice.objects.filter(about=group.about).exclude(to="").exists()
    assert CONTACTS.count(later) == 0


def test_a_weekly_pattern_leaves_out_holidays_and_keeps_the_clock(city):
    times = [Weekly(3, time(15), time(16, 30)), Weekly(5, time(15), time(16, 30))]
    kept, left_out = weekly(times, first=date(2022, 10, 24), last=date(2022, 11, 20))
    assert list(left_out) == [date(2022, 11, 18)]
    made = plan_slots(
        plan=Plan(place=city.place, kind=SlotKind.AFTER_SCHOOL, capacity=12, room=city.lab),
        times=kept, by=city.administrator, at=EARLIER,
    )  # fmt: skip
    assert len(made) == 7
    assert {slot.starts_at.strftime("%H:%M") for slot in made} == {"15:00"}
    assert {slot.starts_at.utcoffset() for slot in made} == {timedelta(hours=3), timedelta(hours=2)}


def test_two_slots_do_not_stand_in_one_room_at_one_time(city):
    city.slot(room=city.hall)
    with pytest.raises(RoomTaken, match="Room Hall has another slot at"):
        city.slot(room=city.hall, hour=12)
    assert city.slot(room=city.hall, hour=13).stands


def test_a_plan_that_cannot_be_so_is_refused(city):
    plan = Plan(place=city.place, kind=SlotKind.OPEN_HALL, capacity=5)
    with pytest.raises(NothingPlanned):
        plan_slots(plan=plan, times=[], by=city.administrator, at=EARLIER)
    for wrong in ({"capacity": 0}, {"pupils_per_adult": 0}, {"age_from": 9, "age_to": 8}):
        with pytest.raises(PlanUnclear):
            city.slot(**wrong)
    elsewhere = city.account(
        "far@city.example", Role.COURSE_ADMINISTRATOR, scope=Scope.PLACE, scope_key="library"
    )
    times, _none = weekly([Weekly(3, time(9), time(10))], first=DAY, last=DAY)
    with pytest.raises(NotAllowed):
        plan_slots(plan=plan, times=times, by=elsewhere, at=EARLIER)
