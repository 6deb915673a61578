"""A small city with a science centre for the tests of this module, made by calling verbs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from kurss.curriculum import review
from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import slot
from kurss.partners.models import Operation
from kurss.partners.register import open_operation, register_partner
from kurss.people.guardians import add_guardian
from kurss.people.models import Account, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account, register_person
from kurss.people.roles import grant_role
from kurss.places.models import Institution, Room
from kurss.places.register import add_building, add_room, open_institution
from kurss.science_centre.admitting import admit
from kurss.science_centre.booking import book
from kurss.science_centre.groups import Told, ask
from kurss.science_centre.models import Slot, SlotKind
from kurss.science_centre.slots import Plan, plan_slots

EARLIER = datetime(2022, 5, 2, 9, tzinfo=UTC)
DAY = date(2022, 10, 5)
"""A Wednesday after the day on which the tests' clock stands still."""
ON_THE_DAY = datetime(2022, 10, 5, 8, tzinfo=UTC)
"""Eleven in the morning there."""


@dataclass
class City:
    """Who acts, and what there is before any slot is planned."""

    administrator: Account
    desk: Account
    place: Institution
    school: Institution
    hall: Room
    lab: Room
    operation: Operation
    rockets: CurriculumVersion

    def account(self, email: str, *roles: Role, person: Person | None = None, **scope) -> Account:
        site = unattended()
        account = open_account(email=email, name=email.split("@")[0], person=person, by=site, at=EARLIER)
        for role in roles:
            grant_role(account=account, role=role, by=site, at=EARLIER, **scope)
        return account

    def person(self, given_name: str = "Anna", born: date | None = date(2012, 3, 4), **said) -> Person:
        said = {"family_name": "Zariņa", "gender": "female"} | said
        return register_person(
            given_name=given_name, birth_date=born, **said, by=self.administrator, at=EARLIER
        )

    def parent(self, *children: Person, email: str = "mother@home.example", **said) -> Account:
        """An account that acts for these children."""
        mother = self.person("Māra", date(1985, 1, 1), **said)
        for child in children:
            add_guardian(child=child, guardian=mother, by=self.administrator, at=EARLIER)
        return self.account(email, Role.GUARDIAN, person=mother)

    def slot(
        self,
        kind: SlotKind = SlotKind.OPEN_HALL,
        capacity: int = 6,
        *,
        day: date = DAY,
        hour: int = 11,
        **said,
    ) -> Slot:
        """A slot of an hour and a half."""
        when = slot(day, time(hour), time(hour + 1, 30), ZoneInfo("Europe/Riga"))
        plan = Plan(place=self.place, kind=kind, capacity=capacity, **said)
        return plan_slots(plan=plan, times=[when], by=self.administrator, at=EARLIER)[0]

    def after_school(self, capacity: int = 2, **said) -> Slot:
        return self.slot(SlotKind.AFTER_SCHOOL, capacity, **({"hour": 15, "version": self.rockets} | said))

    def admit(self, slot: Slot, came_from: str = "city", **tickets: int):
        return admit(
            slot=slot, tickets=tickets, came_from=came_from, once=uuid4(), by=self.desk,
            at=max(ON_THE_DAY, slot.starts_at - timedelta(hours=1)),
        )  # fmt: skip

    def ask(self, slot: Slot, pupils: int = 3, adults: int = 1, **said):
        told = {
            "pupils": pupils,
            "adults": adults,
            "teacher_name": "Ilze Ozola",
            "email": "ilze@school.example",
            "language": "en",
            "institution": self.school,
            "grade": 5,
        } | said
        return ask(slot=slot, told=Told(**told), by=None, at=EARLIER)

    def book(self, slot: Slot, person: Person, **said):
        return book(slot=slot, person=person, **({"by": self.administrator, "at": EARLIER} | said))


def found_city() -> City:
    city = City(*[None] * 8)
    city.administrator = city.account("plan@city.example", Role.COURSE_ADMINISTRATOR)
    city.desk = city.account("desk@city.example", Role.TEACHER)
    by_key = "test"
    city.place = open_institution(
        key="vizium", name="Zinātnes centrs", name_en="Science centre", kind="science_centre", synthetic=True,
        by_key=by_key, at=EARLIER,
    )  # fmt: skip
    city.school = open_institution(
        key="school-2", name="2. skola", name_en="School 2", kind="basic_school", synthetic=True,
        by_key=by_key, at=EARLIER,
    )  # fmt: skip
    house = add_building(institution=city.place, name="House", by_key=by_key, at=EARLIER)
    city.hall = add_room(building=house, name="Hall", kind="hall", seats=60, by_key=by_key, at=EARLIER)
    city.lab = add_room(building=house, name="Lab", kind="lab", seats=24, by_key=by_key, at=EARLIER)
    funder = register_partner(key="eea", name="EEZ", name_en="EEA", kind="funder", by_key=by_key, at=EARLIER)
    city.operation = open_operation(
        key="eea-science", title="Projekts", title_en="Project", funder=funder, starts_on=date(2021, 1, 1),
        by_key=by_key, at=EARLIER,
    )  # fmt: skip
    city.rockets = piloted(city, "rockets")
    return city


def piloted(city: City, key: str) -> CurriculumVersion:
    version = review.draft(
        key=key, title="Raķetes", title_en="Rockets", topic="electronics", hours=2, required_share=100,
        by=city.desk, at=EARLIER,
    )  # fmt: skip
    review.submit(version=version, by=city.desk, at=EARLIER)
    return review.pilot(version=version, by=city.desk, at=EARLIER)
