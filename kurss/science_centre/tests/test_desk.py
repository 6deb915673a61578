"""The desk lets in as many as there are places, and what was pressed is corrected and never changed."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from kurss.people.refusals import NotAllowed
from kurss.science_centre.admitting import admit, admit_group, correct_visit
from kurss.science_centre.groups import confirm
from kurss.science_centre.models import SlotKind, SlotState, Visit
from kurss.science_centre.refusals import (
    GroupAnswered,
    NobodyAdmitted,
    NothingToCorrect,
    ReasonMissing,
    SlotFull,
    SlotNotStanding,
    SlotToCome,
    TryAgain,
    VisitSuperseded,
    WrongKindOfSlot,
)
from kurss.science_centre.slots import cancel_slot
from kurss.science_centre.tests.city import EARLIER, ON_THE_DAY
from kurss.seats.models import Pool


def taken(slot):
    return Pool.objects.get(pk=slot.pool_id).taken


def correct(city, visit, reason="Miscounted", came_from="city", **tickets):
    return correct_visit(
        visit=visit, tickets=tickets, came_from=came_from, reason=reason, once=uuid4(), by=city.desk,
        at=ON_THE_DAY,
    )  # fmt: skip


def test_a_family_is_let_in_and_counted_by_ticket_and_by_where_it_came_from(city):
    slot = city.slot(version=city.rockets, operation=city.operation)
    visit = city.admit(slot, "abroad", child=2, adult=2)
    visit.refresh_from_db()
    assert (visit.visitors, visit.tickets, visit.came_from) == (4, [("child", 2), ("adult", 2)], "abroad")
    assert (visit.topic, visit.place_key, visit.operation_key) == ("rockets", "vizium", "eea-science")
    slot.refresh_from_db()
    assert (taken(slot), slot.state) == (4, SlotState.HELD)


def test_the_seventh_of_six_places_is_refused_with_how_many_are_left_and_nobody_is_let_in(city):
    slot = city.slot(capacity=6)
    city.admit(slot, adult=5)
    with pytest.raises(SlotFull, match=r"has 1 place left, and 2 are needed\. Choose a later slot"):
        city.admit(slot, child=1, adult=1)
    city.admit(slot, child=1)
    with pytest.raises(SlotFull, match="is full: all 6 places are taken"):
        city.admit(slot, adult=1)
    assert (Visit.objects.count(), taken(slot)) == (2, 6)


def test_the_same_press_twice_is_one_admission(city):
    slot, once = city.slot(), uuid4()
    said = {"slot": slot, "came_from": "city", "once": once, "by": city.desk, "at": ON_THE_DAY}
    first = admit(tickets={"adult": 2}, **said)
    assert admit(tickets={"adult": 2}, **said).pk == first.pk
    assert (Visit.objects.count(), taken(slot)) == (1, 2)


def test_a_correction_supersedes_and_places_follow_it(city):
    slot = city.slot(capacity=6)
    first = city.admit(slot, child=2, adult=2)
    more = correct(city, first, child=4, adult=2)
    assert (taken(slot), more.visitors) == (6, 6)
    with pytest.raises(SlotFull):
        correct(city, more, child=5, adult=2)
    fewer = correct(city, more, adult=1)
    assert taken(slot) == 1
    again = correct(city, fewer, adult=3)
    assert taken(slot) == 3
    assert [one.is_current for one in Visit.objects.order_by("pk")] == [False, False, False, True]
    assert again.supersedes == fewer
    with pytest.raises(VisitSuperseded):
        correct(city, first, adult=1)


def test_a_press_by_mistake_is_corrected_to_nobody(city):
    slot = city.slot()
    nobody = correct(city, city.admit(slot, adult=3))
    assert (nobody.visitors, nobody.is_current, taken(slot)) == (0, True, 0)


def test_a_correction_says_why_and_says_something_else(city):
    visit = city.admit(city.slot(), adult=1)
    with pytest.raises(ReasonMissing):
        correct(city, visit, reason=" ", adult=2)
    with pytest.raises(NothingToCorrect):
        correct(city, visit, adult=1)


def test_the_database_itself_refuses_to_change_or_remove_an_admission(city):
    visit = city.admit(city.slot(), adult=1)
    for statement in ("UPDATE science_centre_visit SET adult = 9", "DELETE FROM science_centre_visit"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    visit.refresh_from_db()
    assert visit.adult == 1


@pytest.mark.parametrize(
    "tickets", [{}, {"adult": 0}, {"adult": -1, "child": 2}, {"adult": 501}, {"pupil": 3}]
)
def test_tickets_for_nobody_or_of_another_kind_are_refused(city, tickets):
    with pytest.raises(NobodyAdmitted):
        city.admit(city.slot(), **tickets)


def test_nobody_is_let_in_before_the_day_into_a_slot_called_off_or_without_a_role(city):
    slot = city.slot()
    said = {"tickets": {"adult": 1}, "came_from": "city", "once": uuid4(), "by": city.desk}
    with pytest.raises(SlotToCome):
        admit(slot=slot, at=ON_THE_DAY - timedelta(days=1), **said)
    with pytest.raises(NotAllowed):
        admit(slot=slot, at=ON_THE_DAY, **(said | {"by": city.parent()}))
    with pytest.raises(NobodyAdmitted, match="where they come from"):
        admit(slot=slot, at=ON_THE_DAY, **(said | {"came_from": "moon"}))
    cancel_slot(slot=slot, reason="No light", by=city.administrator, at=EARLIER)
    with pytest.raises(SlotNotStanding, match="No light"):
        admit(slot=slot, at=ON_THE_DAY, **said)
    with pytest.raises(WrongKindOfSlot):
        admit(slot=city.after_school(), at=ON_THE_DAY, **said)


def test_a_school_group_comes_in_its_real_numbers_and_gives_back_what_it_did_not_need(city):
    slot = city.slot(SlotKind.GROUP_PROGRAMME, capacity=10)
    group = confirm(group=city.ask(slot, pupils=6, adults=2), by=city.administrator, at=EARLIER)
    assert taken(slot) == 8
    once = uuid4()
    said = {"group": group, "came_from": "city", "once": once, "by": city.desk, "at": ON_THE_DAY}
    visit = admit_group(pupils=5, adults=1, **said)
    assert (taken(slot), visit.pupil, visit.escort, visit.school_key, visit.grade) == (6, 5, 1, "school-2", 5)
    assert admit_group(pupils=5, adults=1, **said) == visit
    with pytest.raises(GroupAnswered, match="Has come"):
        admit_group(pupils=5, adults=1, **(said | {"once": uuid4()}))
    correct(city, visit)
    group.refresh_from_db()
    assert (group.state, taken(slot)) == ("absent", 0)


def test_a_group_larger_than_the_places_left_is_told_so_and_keeps_what_it_had(city):
    slot = city.slot(capacity=8)
    group = confirm(group=city.ask(slot, pupils=4, adults=1), by=city.administrator, at=EARLIER)
    city.admit(slot, adult=2)
    with pytest.raises(SlotFull, match="has 1 place left, and 2 are needed"):
        admit_group(
            group=group, pupils=6, adults=1, came_from="city", once=uuid4(), by=city.desk, at=ON_THE_DAY
        )
    assert taken(slot) == 7


@pytest.mark.django_db(transaction=True)
def test_a_lock_that_times_out_is_never_called_full(monkeypatch):
    from threading import Event, Thread

    from kurss.science_centre import patience
    from kurss.science_centre.tests.city import found_city

    monkeypatch.setattr(patience, "PATIENCE", "50ms")
    city = found_city()
    slot, locked, tried = city.slot(), Event(), Event()

    def another_desk():
        with transaction.atomic():
            Pool.objects.select_for_update().get(pk=slot.pool_id)
            locked.set()
            tried.wait(30)
        connection.close()

    holder = Thread(target=another_desk)
    holder.start()
    locked.wait(30)
    try:
        with pytest.raises(TryAgain, match="Nothing was changed: try again"):
            city.admit(slot, adult=1)
    finally:
        tried.set()
        holder.join(30)
    assert not Visit.objects.exists()
