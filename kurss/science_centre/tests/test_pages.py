"""What the pages say and do: planning a week, a teacher's request, the list of groups, a family's places."""

from uuid import uuid4

import pytest
from django.test import Client

from kurss.science_centre.groups import token_of
from kurss.science_centre.models import Booking, SchoolGroup, Slot
from kurss.science_centre.tests.test_story import page, signed_in


def test_a_week_is_shown_with_its_holidays_before_it_is_written(city):
    office, once = signed_in(city.administrator), uuid4()
    said = {
        "room": city.lab.pk, "kind": "after_school", "weekday1": 5, "starts1": "15:00", "ends1": "16:30",
        "first": "2022-11-07", "last": "2022-11-25", "version": city.rockets.pk, "capacity": 12, "once": once,
    }  # fmt: skip
    shown = office.post(page("plan"), said).content.decode()
    assert "2 slots would be planned" in shown
    assert "18 Nov" in shown
    assert not Slot.objects.exists()
    assert office.post(page("plan"), said | {"write": "yes"}).status_code == 302
    assert {slot.pupils_per_adult for slot in Slot.objects.all()} == {15}
    again = office.post(page("plan"), said | {"write": "yes"})
    assert (again.status_code, Slot.objects.count()) == (422, 2)
    assert "Room Lab has another slot at" in again.content.decode()
    assert office.post(page("plan"), {"once": once}).status_code == 422


def test_a_teacher_is_told_at_the_field_what_is_wrong_and_calls_off_by_the_letter(city):
    slot, anybody = city.slot(capacity=60), Client()
    wrong = anybody.post(page("ask", slot_id=slot.pk), {"pupils": "x", "adults": 1, "once": uuid4()})
    text = wrong.content.decode()
    assert wrong.status_code == 422
    assert "Enter a whole number." in text
    assert "Choose your school, or write its name below: one of the two." in text
    said = {
        "school": "Elsewhere", "pupils": 40, "adults": 1, "teacher_name": "Ilze", "email": "i@s.example",
        "once": uuid4(),
    }  # fmt: skip
    few = anybody.post(page("ask", slot_id=slot.pk), said)
    assert "40 pupils come with at least 3 adults here" in few.content.decode()
    for _press in range(2):
        answer = anybody.post(page("ask", slot_id=slot.pk), said | {"adults": 3})
    group = SchoolGroup.objects.get()
    assert answer["Location"].endswith(token_of(group) + "/")
    anybody.post(page("asked", token=token_of(group)))
    group.refresh_from_db()
    assert group.state == "cancelled"
    assert anybody.get(page("asked", token="nobody.knows")).status_code == 404


def test_groups_are_listed_by_state_and_taken_along_as_csv(city):
    office, slot = signed_in(city.administrator), city.slot(capacity=60)
    city.ask(slot)
    city.ask(slot, institution=None, school="=Elsewhere", email="e@s.example")
    assert "School 2" in office.get(page("groups"), {"state": "requested"}).content.decode()
    assert "School 2" not in office.get(page("groups"), {"state": "came"}).content.decode()
    lines = office.get(page("groups-csv")).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("When,Slot,School,Grade,Pupils,Adults,Teacher")
    assert len(lines) == 3
    assert not any(",=Elsewhere" in line for line in lines), "a cell that runs is made neutral"
    group = SchoolGroup.objects.first()
    unsaid = office.post(page("group", school_group_id=group.pk), {"act": "refuse", "reason": " "})
    assert (unsaid.status_code, SchoolGroup.objects.filter(state="refused").count()) == (422, 0)


def test_a_family_sees_its_places_and_gives_one_back(city):
    anna = city.person()
    parent, slot = signed_in(city.parent(anna)), city.after_school()
    place = city.book(slot, anna)
    assert "Anna Zariņa: Rockets" in parent.get(page("slots")).content.decode()
    assert "Give back the place of Anna" in parent.get(page("book", slot_id=slot.pk)).content.decode()
    parent.post(page("book", slot_id=slot.pk), {"give_back": place.pk})
    assert Booking.objects.get().state == "cancelled"
    assert parent.post(page("book", slot_id=slot.pk), {}).status_code == 422
    stranger = signed_in(city.parent(email="other@home.example"))
    refused = stranger.post(page("book", slot_id=slot.pk), {"person": anna.pk, "once": "x"})
    assert refused.status_code == 403


def test_a_slot_is_called_off_on_its_page_with_a_reason(city):
    office, slot = signed_in(city.administrator), city.slot()
    city.ask(slot)
    assert "1 school group is written to." in office.get(page("cancel", slot_id=slot.pk)).content.decode()
    assert office.post(page("cancel", slot_id=slot.pk), {"reason": ""}).status_code == 422
    assert office.post(page("cancel", slot_id=slot.pk), {"reason": "No light"}).status_code == 302
    assert "called off" in signed_in(city.desk).get(page("desk", slot_id=slot.pk)).content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "yesterday", ""])
def test_a_day_that_cannot_be_shown_is_today(city, day):
    shown = signed_in(city.desk).get(page("today"), {"day": day})
    assert shown.status_code == 200
    assert shown.context["is_today"]


def test_where_a_party_comes_from_is_not_guessed(city):
    shown = signed_in(city.desk).get(page("desk", slot_id=city.slot().pk))
    assert shown.context["form"]["came_from"].value() == "not_recorded"
