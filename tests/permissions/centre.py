"""The science centre of the city that is walked."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING
from uuid import uuid4

from kurss.curriculum.timetable import Weekly
from kurss.people.clock import now
from kurss.science_centre.admitting import admit
from kurss.science_centre.booking import book, mark
from kurss.science_centre.groups import Told, ask
from kurss.science_centre.models import SlotKind
from kurss.science_centre.slots import Plan, plan_slots, weekly
from tests.figures.small_city import AFTER, BEFORE

if TYPE_CHECKING:
    from tests.permissions.city import WalkedCity


def open_centre(city: WalkedCity) -> None:
    """Slots of the same place: one with a group that asks and a party let in, one with the child after school."""
    by, place, said = (
        city.small.clerk,
        city.small.groups["tuesday"].place,
        {"by": city.small.clerk, "at": AFTER},
    )
    day = now().date()
    for kind, hour in (("open_hall", 10), ("after_school", 16)):
        times, _left_out = weekly([Weekly(day.isoweekday(), time(hour), time(hour + 1))], first=day, last=day)
        plan = Plan(place=place, kind=SlotKind(kind), capacity=9)
        (city.slot,) = plan_slots(plan=plan, times=times, by=by, at=BEFORE)
        if kind == "open_hall":
            told = Told(
                school="Elsewhere",
                pupils=2,
                adults=1,
                teacher_name="Ilze",
                email="t@city.example",
                language="en",
            )
            city.school_group = ask(slot=city.slot, told=told, by=None, at=BEFORE)
            city.visit = admit(slot=city.slot, tickets={"adult": 1}, came_from="city", once=uuid4(), **said)
            hall = city.slot
    place_of_child = book(slot=city.slot, person=city.child, by=by, at=BEFORE)
    (city.participation,) = mark(slot=city.slot, marks={place_of_child: "present"}, **said)
    city.after_school, city.slot = city.slot, hall
