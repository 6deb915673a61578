"""A small city for the tests of this module, made by calling verbs."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from kurss.curriculum import review
from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import Weekly
from kurss.learning.enrolment import enrol
from kurss.learning.models import Audience, Group, Mode, Season
from kurss.learning.planning import Ages, plan_group
from kurss.learning.seasons import open_season
from kurss.partners.models import Operation, Partner
from kurss.partners.register import open_operation, register_partner
from kurss.people.models import Account, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account, register_person
from kurss.people.roles import grant_role
from kurss.places.models import Institution, Room
from kurss.places.register import add_building, add_room, open_institution

EARLIER = datetime(2020, 9, 1, 9, tzinfo=UTC)
AUGUST = datetime(2021, 8, 20, 9, tzinfo=UTC)
TUESDAYS = Weekly(2, time(16), time(17, 30))
THURSDAYS = Weekly(4, time(16), time(17, 30))


@dataclass
class City:
    """Who acts, and what there is to act on before any group is planned."""

    administrator: Account
    teacher: Account
    approvers: tuple[Account, Account]
    place: Institution
    rooms: tuple[Room, Room]
    provider: Partner
    operation: Operation
    season: Season
    robots: CurriculumVersion

    def account(self, email: str, *roles: Role, person: Person | None = None, **scope) -> Account:
        site = unattended()
        account = open_account(email=email, name=email.split("@")[0], person=person, by=site, at=EARLIER)
        for role in roles:
            grant_role(account=account, role=role, by=site, at=EARLIER, **scope)
        return account

    def person(self, given_name: str = "Anna", born: date | None = date(2012, 3, 4), **said) -> Person:
        said = {"family_name": "Zariņa", "gender": "female"} | said
        return register_person(
            given_name=given_name, birth_date=born, **said, by=self.administrator, at=AUGUST
        )

    def group(self, key: str = "robots-1", **said) -> Group:
        """A group of two places for ages 7 to 12, on the Tuesdays of September."""
        wanted = {
            "season": self.season,
            "version": self.robots,
            "provider": self.provider,
            "place": self.place,
            "audience": Audience.CHILD,
            "mode": Mode.ON_SITE,
            "times": [TUESDAYS],
            "capacity": 2,
            "ages": Ages(7, 12, date(2021, 9, 1)),
            "by": self.administrator,
            "at": AUGUST,
        }
        return plan_group(key=key, **(wanted | said))

    def enrolled(self, group: Group, person: Person, **said):
        return enrol(group=group, person=person, by=self.administrator, **({"at": AUGUST} | said))


def found_city() -> City:
    city = City(*[None] * 9)
    city.administrator = city.account("plan@city.example", Role.COURSE_ADMINISTRATOR)
    city.teacher = city.account("teach@city.example", Role.TEACHER)
    city.approvers = tuple(city.account(f"{name}@city.example", Role.APPROVER) for name in ("yes", "aye"))
    by_key = "test"
    city.place = open_institution(
        key="digital-centre",
        name="Digitālais centrs",
        name_en="Digital centre",
        kind="digital_centre",
        synthetic=True,
        by_key=by_key,
        at=EARLIER,
    )
    house = add_building(institution=city.place, name="House", by_key=by_key, at=EARLIER)
    city.rooms = tuple(
        add_room(building=house, name=name, kind="lab", seats=14, by_key=by_key, at=EARLIER)
        for name in ("1", "2")
    )
    city.provider = register_partner(
        key="centre", name="Centrs", name_en="Centre", kind="municipal_enterprise", by_key=by_key, at=EARLIER
    )
    city.operation = open_operation(
        key="op-1",
        title="Projekts",
        title_en="Project",
        funder=city.provider,
        starts_on=date(2021, 1, 1),
        by_key=by_key,
        at=EARLIER,
    )
    city.season = open_season(
        key="autumn",
        title="Rudens",
        title_en="Autumn",
        starts_on=date(2021, 9, 1),
        ends_on=date(2021, 9, 30),
        by=city.administrator,
        at=EARLIER,
    )
    city.robots = approved(city, "robots")
    return city


def approved(city: City, key: str, required_share: int = 75) -> CurriculumVersion:
    version = review.draft(
        key=key,
        title="Roboti",
        title_en="Robots",
        topic="robotics",
        hours=60,
        required_share=required_share,
        by=city.teacher,
        at=EARLIER,
    )
    review.submit(version=version, by=city.teacher, at=EARLIER)
    review.pilot(version=version, by=city.teacher, at=EARLIER)
    for approver in city.approvers:
        version = review.approve(version=version, by=approver, at=EARLIER)
    return version
