"""A first summer and autumn of a science centre, re-lived: made up, seeded, by the module's own verbs.

The hall is open on Wednesdays and Saturdays from the day on which the centre opened, workshops for children are
on Tuesdays and Thursdays, and school groups come in September. October is planned, and some of it is booked. No
figure is aimed at. Every row is marked synthetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from kurss.curriculum import review
from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import Weekly
from kurss.partners.models import Operation
from kurss.people.models import Account, Person
from kurss.people.models.onday import Resident
from kurss.places.models import Institution, Room, RoomKind
from kurss.places.register import add_building, add_room
from kurss.science_centre.admitting import admit, admit_group
from kurss.science_centre.booking import book, mark
from kurss.science_centre.groups import Told, ask, confirm, refuse
from kurss.science_centre.models import Slot, SlotKind, Status
from kurss.science_centre.refusals import SlotFull
from kurss.science_centre.slots import Plan, plan_slots, weekly

__all__ = ["relive"]

ZONE = ZoneInfo(settings.TIME_ZONE)
PLANNED = datetime(2022, 6, 1, 9, tzinfo=ZONE)
AUTUMN_PLANNED = datetime(2022, 9, 1, 9, tzinfo=ZONE)
OPENS, TODAY, PLANNED_TO = date(2022, 6, 18), date(2022, 9, 30), date(2022, 10, 29)
HALL = (Weekly(3, time(11), time(15)), Weekly(6, time(11), time(15)))
WORKSHOPS = (Weekly(2, time(15, 30), time(17)), Weekly(4, time(15, 30), time(17)))
GROUPS = (Weekly(2, time(10), time(11, 30)), Weekly(4, time(10), time(11, 30)))
PROGRAMMES = (
    ("raketes", "Raķešu darbnīca", "Rocket workshop", "electronics"),
    ("skaitlu-speles", "Skaitļu spēles", "Games with numbers", "programming"),
)
FAMILIES = ((1, 1), (2, 1), (2, 2), (1, 2), (3, 2), (0, 2), (0, 1))
"""Children and adults of a party that comes by itself."""
FROM = (("city", "elsewhere", "abroad", "not_recorded"), (58, 31, 6, 5))
CAME = 0.86


@dataclass
class Scene:
    """Where it happens, who acts, and the dice."""

    rng: Random
    by: Account
    place: Institution
    operation: Operation | None
    hall: Room
    lab: Room
    programmes: list[CurriculumVersion] = field(default_factory=list)

    def plan(
        self, kind: SlotKind, times: Sequence[Weekly], first: date, last: date, *, at: datetime, capacity: int
    ) -> list[Slot]:
        """Slots of one kind over a period; programmes take turns, and a project pays for them."""
        hours, _left_out = weekly(times, first=first, last=last)
        in_hall = kind == SlotKind.OPEN_HALL
        made = []
        for number, each in enumerate(hours):
            plan = Plan(
                place=self.place,
                kind=kind,
                capacity=capacity,
                room=self.hall if in_hall else self.lab,
                version=None if in_hall else self.programmes[number % len(self.programmes)],
                operation=None if in_hall else self.operation,
                age_from=7 if kind == SlotKind.AFTER_SCHOOL else None,
                age_to=15 if kind == SlotKind.AFTER_SCHOOL else None,
                synthetic=True,
            )
            made += plan_slots(plan=plan, times=[each], by=self.by, at=at)
        return made

    def press(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def relive(
    *,
    rng: Random,
    by: Account,
    place: Institution,
    children: Sequence[Person],
    schools: Sequence[Institution],
    operation: Operation | None = None,
    opens: date = OPENS,
) -> None:
    """Live through it at a place, run by its administrator. The same state of `rng`, children and schools give the
    same visits and marks. Call it in a transaction, so that an interruption leaves nothing."""
    scene = _scene(rng, by, place, operation)
    autumn = max(opens, date(2022, 9, 1))
    halls = scene.plan(SlotKind.OPEN_HALL, HALL, opens, PLANNED_TO, at=PLANNED, capacity=40)
    workshops = scene.plan(SlotKind.AFTER_SCHOOL, WORKSHOPS, opens, PLANNED_TO, at=PLANNED, capacity=12)
    grouped = scene.plan(SlotKind.GROUP_PROGRAMME, GROUPS, autumn, PLANNED_TO, at=AUTUMN_PLANNED, capacity=36)
    for slot in halls:
        if slot.happened_on <= TODAY:
            _open_hall(scene, slot)
    for slot in workshops:
        _workshop(scene, slot, children)
    for slot in grouped:
        _group(scene, slot, schools)


def _scene(rng: Random, by: Account, place: Institution, operation: Operation | None) -> Scene:
    actor: dict[str, Any] = {"by_key": str(by.pk), "by_label": by.name, "at": PLANNED}
    house = place.buildings.first() or add_building(institution=place, name="Centrs", synthetic=True, **actor)
    hall, lab = (
        add_room(building=house, name=name, kind=kind, seats=seats, synthetic=True, **actor)
        for name, kind, seats in (("Zāle", RoomKind.HALL, 40), ("Darbnīca", RoomKind.LAB, 36))
    )
    scene = Scene(rng, by, place, operation, hall, lab)
    for key, title, title_en, topic in PROGRAMMES:
        version = review.draft(
            key=key, title=title, title_en=title_en, topic=topic, hours=2, required_share=100, by=by,
            at=PLANNED, synthetic=True,
        )  # fmt: skip
        review.submit(version=version, by=by, at=PLANNED)
        scene.programmes.append(review.pilot(version=version, by=by, at=PLANNED))
    return scene


def _open_hall(scene: Scene, slot: Slot) -> None:
    """Parties come one after the other; on a good Saturday the last are sent away."""
    rng, at = scene.rng, slot.starts_at
    for _party in range(rng.randrange(9, 17) if slot.happened_on.isoweekday() == 6 else rng.randrange(3, 9)):
        at += timedelta(minutes=rng.randrange(2, 18))
        children, adults = rng.choice(FAMILIES)
        seniors = rng.choices((0, 1), (85, 15))[0]
        tickets = {"child": children, "adult": adults, "concession": seniors}
        try:
            admit(
                slot=slot, tickets=tickets, came_from=rng.choices(*FROM)[0], once=scene.press(), by=scene.by,
                at=at,
            )  # fmt: skip
        except SlotFull:
            continue


def _workshop(scene: Scene, slot: Slot, children: Sequence[Person]) -> None:
    """Some children have places, and most of them come; what is still to come is booked in part."""
    rng, to_come = scene.rng, slot.happened_on > TODAY
    booked_at = min(slot.starts_at - timedelta(days=4), datetime.combine(TODAY, time(9), ZONE))
    many = rng.randrange(2, 7) if to_come else rng.randrange(7, 13)
    places = [
        book(
            slot=slot, person=person, resident=rng.choices((Resident.YES, Resident.NO), (9, 1))[0],
            by=scene.by, at=booked_at,
        )
        for person in rng.sample(list(children), min(many, len(children)))
    ]  # fmt: skip
    if not to_come:
        marks = {place: Status.PRESENT if rng.random() < CAME else Status.ABSENT for place in places}
        mark(slot=slot, marks=marks, by=scene.by, at=slot.ends_at)


def _group(scene: Scene, slot: Slot, schools: Sequence[Institution]) -> None:
    """A school asks; in September it comes in about the numbers it named, in October some wait for an answer."""
    rng = scene.rng
    school, pupils = rng.choice(schools), rng.randrange(12, 29)
    told = Told(
        pupils=pupils, adults=2, teacher_name="Izdomāta skolotāja", email=f"{school.key}@skola.example",
        language="lv", institution=school, grade=rng.randrange(3, 10),
    )  # fmt: skip
    days = 0 if slot.happened_on.month == 9 else 20
    asked_at = AUTUMN_PLANNED + timedelta(days=days, hours=rng.randrange(1, 6))
    if slot.starts_at <= asked_at:
        return
    group = ask(slot=slot, told=told, by=None, at=asked_at)
    if slot.happened_on > TODAY:
        outcome = rng.choice(("wait", "wait", "confirm", "refuse"))
        if outcome == "confirm":
            confirm(group=group, by=scene.by, at=asked_at + timedelta(hours=3))
        elif outcome == "refuse":
            refuse(
                group=group,
                reason="Tajā stundā darbnīcu labo.",
                by=scene.by,
                at=asked_at + timedelta(hours=3),
            )
        return
    group = confirm(group=group, by=scene.by, at=asked_at + timedelta(minutes=90))
    came = pupils - rng.choice((0, 0, 1, 2, 3))
    admit_group(
        group=group,
        pupils=came,
        adults=2,
        came_from="city",
        once=scene.press(),
        by=scene.by,
        at=slot.starts_at,
    )
