"""Children in courses and at the science centre are one set; visitors and group visits are others."""

from __future__ import annotations

from datetime import date, time
from uuid import uuid4

import pytest

from kurss.curriculum.timetable import Weekly
from kurss.evidence import figures, indicators
from kurss.evidence.definition import Condition, Definition
from kurss.evidence.models import Figure
from kurss.people.duplicates.deciding import merge, put_side_by_side
from kurss.people.permissions import Role
from kurss.people.register import register_person
from kurss.programme.sealing import seal_and_compute
from kurss.science_centre.admitting import admit, admit_group, correct_visit
from kurss.science_centre.booking import book, mark
from kurss.science_centre.groups import Told, ask, confirm
from kurss.science_centre.models import SlotKind
from kurss.science_centre.slots import Plan, plan_slots, weekly
from tests.figures.small_city import AFTER, AS_OF, BEFORE, account, build

CHILD = Condition("audience", one_of=("child",))
CAME = Condition("status", one_of=("present", "late"))
PRESENT = Condition("status", one_of=("present",))
PARTICIPATION, VISIT, GROUP = (
    "science_centre.participation",
    "science_centre.visit",
    "science_centre.group_visit",
)
DEFINITIONS = {
    "centre.visitors": {"fact": VISIT, "counts": "sum", "quantity": "visitors", "breakdowns": ("came_from",)},
    "centre.group_visits": {"fact": GROUP, "counts": "rows", "breakdowns": ("school",)},
    "centre.participations": {"fact": PARTICIPATION, "counts": "rows", "conditions": (PRESENT,)},
    "centre.children": {"fact": PARTICIPATION, "conditions": (CHILD, PRESENT)},
    "centre.either": {
        "fact": "learning.attendance",
        "also": (PARTICIPATION,),
        "conditions": (CHILD, CAME),
        "breakdowns": ("gender", "age_band", "resident", "place", "topic", "operation"),
    },
}


@pytest.fixture
def city(db, settings, tmp_path):
    settings.SNAPSHOTS = tmp_path / "snapshots"
    city = build()
    for number, (key, said) in enumerate(DEFINITIONS.items(), start=20):
        indicator = indicators.declare(
            key=key, code=f"V-{number}", name=key, name_en=key, level="output", unit="", unit_en="",
            by_key=str(city.officer.pk), at=BEFORE,
        )  # fmt: skip
        definition = Definition(**({"grain": "school_year"} | said))
        indicators.define(indicator=indicator, definition=definition, by_key=str(city.officer.pk), at=BEFORE)
    return city


def slot(city, kind, day, hour=16, capacity=20):
    times, _left_out = weekly([Weekly(day.isoweekday(), time(hour), time(hour + 1))], first=day, last=day)
    plan = Plan(place=city.groups["tuesday"].place, kind=SlotKind(kind), capacity=capacity)
    return plan_slots(plan=plan, times=times, by=city.clerk, at=BEFORE)[0]


def come(city, made, *names):
    places = [book(slot=made, person=city.people[name], by=city.clerk, at=BEFORE) for name in names]
    mark(slot=made, marks=dict.fromkeys(places, "present"), by=city.clerk, at=AFTER)


def shown(snapshot):
    found = Figure.objects.filter(snapshot=snapshot, cell="", period_key="SY2021")
    return {one.version.indicator_id: one.value and int(one.value) for one in found.select_related("version")}


def seal(city):
    return seal_and_compute(by=city.officer, as_of=AS_OF, at=AFTER)[0]


def test_a_child_in_courses_and_at_the_science_centre_is_one_child(city):
    city.come("tuesday", "anna", "juris")
    come(city, slot(city, "after_school", date(2022, 3, 2)), "anna", "māra")
    come(city, slot(city, "after_school", date(2022, 3, 9)), "anna")
    snapshot = seal(city)
    values = shown(snapshot)
    assert (values["learning.children"], values["centre.children"], values["centre.either"]) == (2, 2, 3)
    assert values["centre.participations"] == 3
    cells = Figure.objects.filter(
        snapshot=snapshot, version__indicator="centre.either", cell__startswith="topic="
    )
    rows = [int(one.value) for one in cells if one.value]
    assert sum(rows) - 3 == 1, "Anna is in both rows: one repeat membership"
    assert figures.recheck(snapshot=snapshot)[1] == []


def test_visitors_are_a_sum_and_a_school_group_is_one_visit_among_them(city):
    hall = slot(city, "open_hall", date(2022, 4, 6), hour=11)
    told = Told(
        pupils=6, adults=2, teacher_name="Ilze", email="i@s.example", language="lv", school="Elsewhere"
    )
    group = confirm(group=ask(slot=hall, told=told, by=None, at=BEFORE), by=city.clerk, at=BEFORE)
    said = {"by": city.clerk, "at": AFTER}
    admit_group(group=group, pupils=5, adults=1, came_from="elsewhere", once=uuid4(), **said)
    family = admit(slot=hall, tickets={"child": 2, "adult": 2}, came_from="city", once=uuid4(), **said)
    assert {key: value for key, value in shown(seal(city)).items() if key.startswith("centre.")} == {
        "centre.visitors": 10, "centre.group_visits": 1,
    }  # fmt: skip
    correct_visit(
        visit=family, tickets={"adult": 1}, came_from="city", reason="Miscounted", once=uuid4(), **said
    )
    assert shown(seal(city))["centre.visitors"] == 7


def test_a_merge_counts_one_child_from_the_next_seal_on(city):
    again = register_person(given_name="Anna", family_name="S.", synthetic=True, by=city.clerk, at=BEFORE)
    city.people["twice"] = again
    city.come("tuesday", "anna")
    come(city, slot(city, "after_school", date(2022, 3, 2)), "twice")
    assert shown(seal(city))["centre.either"] == 2
    registrar = account(Role.REGISTRAR)
    pair = put_side_by_side(one=city.people["anna"], other=again, by=registrar, at=AFTER)
    merge(pair=pair, into=city.people["anna"], by=registrar, at=AFTER)
    assert shown(seal(city))["centre.either"] == 1
