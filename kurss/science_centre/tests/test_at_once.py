"""The last place at one moment: two desks, two parents. Each acts on a connection of its own."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from kurss.science_centre.admitting import admit
from kurss.science_centre.booking import book
from kurss.science_centre.models import Booking, Visit
from kurss.science_centre.refusals import ScienceCentreRefused, SlotFull
from kurss.science_centre.tests.city import EARLIER, ON_THE_DAY, found_city
from kurss.seats.models import Pool, Seat

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST = 60
"""Seconds until somebody who never comes back counts as lost."""


def at_once(*errands):
    """What each was given or refused with; all begin at one moment."""
    answers, start = [], Barrier(len(errands), timeout=LONGEST)

    def run(errand):
        start.wait()
        try:
            answers.append(errand())
        except ScienceCentreRefused as refusal:
            answers.append(refusal)
        finally:
            connection.close()

    people = [Thread(target=run, args=(errand,)) for errand in errands]
    for each in people:
        each.start()
    for each in people:
        each.join(LONGEST)
    assert len(answers) == len(errands)
    return answers


def test_two_desks_at_one_moment_do_not_both_let_somebody_in_to_the_last_place():
    city = found_city()
    slot = city.slot(capacity=3)
    city.admit(slot, adult=2)

    def press():
        return admit(
            slot=slot, tickets={"adult": 1}, came_from="city", once=uuid4(), by=city.desk, at=ON_THE_DAY
        )

    answers = at_once(*[press] * 4)
    assert sorted(type(answer).__name__ for answer in answers) == ["SlotFull"] * 3 + ["Visit"]
    assert Pool.objects.get(pk=slot.pool_id).taken == 3
    assert sum(Visit.objects.values_list("visitors", flat=True)) == 3


def test_one_press_that_arrives_twice_at_one_moment_is_one_admission():
    city = found_city()
    slot, once = city.slot(capacity=9), uuid4()

    def press():
        return admit(
            slot=slot, tickets={"adult": 2}, came_from="city", once=once, by=city.desk, at=ON_THE_DAY
        )

    first, second = at_once(press, press)
    assert first.pk == second.pk
    assert Pool.objects.get(pk=slot.pool_id).taken == 2


def test_two_parents_at_one_moment_do_not_both_get_the_last_place():
    city = found_city()
    children = [city.person(name) for name in ("Anna", "Bruno")]
    parents = [city.parent(child, email=f"{n}@home.example") for n, child in enumerate(children)]
    slot = city.after_school(capacity=1)
    errands = [
        lambda child=child, parent=parent: book(slot=slot, person=child, by=parent, at=EARLIER)
        for child, parent in zip(children, parents, strict=True)
    ]
    answers = at_once(*errands)
    assert {type(answer) for answer in answers} == {Booking, SlotFull}
    assert Seat.objects.filter(pool=slot.pool_id, state="taken").count() == Booking.objects.count() == 1
