"""A city small enough to count by hand: two groups, four children, one adult, made by the modules' verbs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from kurss.curriculum.review import approve, draft, pilot, submit
from kurss.curriculum.timetable import Weekly
from kurss.evidence import indicators
from kurss.evidence.definition import Condition, Definition
from kurss.learning.enrolment import enrol
from kurss.learning.marking import mark_attendance
from kurss.learning.models import Attendance, Group, Session
from kurss.learning.planning import plan_group
from kurss.learning.seasons import open_season
from kurss.learning.sessions import hold_session
from kurss.partners.register import open_operation, register_partner
from kurss.people.models import Account, Person
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account, register_person
from kurss.people.roles import grant_role
from kurss.places.register import open_institution

BEFORE = datetime(2021, 8, 1, 9, tzinfo=UTC)
AFTER = datetime(2022, 10, 1, 9, tzinfo=UTC)
AS_OF = date(2022, 9, 30)


@dataclass
class SmallCity:
    officer: Account
    clerk: Account
    groups: dict[str, Group] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def come(self, group: str, *names: str, week: int = 0) -> None:
        """These people are at the group's session of that week; everyone else enrolled in it is absent."""
        session = list(Session.objects.filter(group=self.groups[group]).order_by("happened_on"))[week]
        hold_session(session=session, by=self.clerk, at=AFTER)
        marks = {
            enrolment: "present" if enrolment.person_id in {self.people[n].pk for n in names} else "absent"
            for enrolment in self.groups[group].enrolments.all()
        }
        mark_attendance(session=session, marks=marks, by=self.clerk, at=AFTER)

    def mark_of(self, group: str, name: str) -> Attendance:
        return Attendance.objects.get(
            group_key=self.groups[group].key, person=self.people[name], is_current=True, status="present"
        )


def account(role: Role) -> Account:
    made = open_account(email=f"{role.value}@city.example", name=role.value, by=unattended(), at=BEFORE)
    grant_role(account=made, role=role, holds_from=date(2020, 1, 1), by=unattended(), at=BEFORE)
    return made


def build() -> SmallCity:
    city = SmallCity(officer=account(Role.PROGRAMME_OFFICER), clerk=account(Role.COURSE_ADMINISTRATOR))
    clerk = city.clerk
    provider = register_partner(
        key="centre", name="Centrs", name_en="Centre", kind="municipality", by_key=str(clerk.pk), at=BEFORE
    )
    place = open_institution(
        key="centre",
        name="Centrs",
        name_en="Centre",
        kind="digital_centre",
        synthetic=True,
        by_key=str(clerk.pk),
        at=BEFORE,
    )
    project = open_operation(
        key="project", title="Projekts", title_en="Project", funder=provider, starts_on=date(2021, 1, 1),
        by_key=str(clerk.pk), at=BEFORE,
    )  # fmt: skip
    season = open_season(
        key="2021",
        title="2021./22.",
        title_en="2021/22",
        starts_on=date(2021, 9, 1),
        ends_on=date(2022, 5, 31),
        by=clerk,
        at=BEFORE,
    )
    approvers = []
    for name in ("first", "second"):
        approver = open_account(email=f"{name}@city.example", name=name, by=unattended(), at=BEFORE)
        grant_role(
            account=approver, role=Role.APPROVER, holds_from=date(2020, 1, 1), by=unattended(), at=BEFORE
        )
        approvers.append(approver)
    version = draft(
        key="robots", title="Roboti", title_en="Robots", topic="robotics", hours=30, required_share=75,
        by=clerk, at=BEFORE,
    )  # fmt: skip
    submit(version=version, by=clerk, at=BEFORE)
    pilot(version=version, by=clerk, at=BEFORE)
    for approver in approvers:
        version = approve(version=version, by=approver, at=BEFORE)
    for weekday, (key, audience) in enumerate(
        {"tuesday": "child", "wednesday": "child", "evening": "adult"}.items(), start=2
    ):
        city.groups[key] = plan_group(
            key=key,
            season=season,
            version=version,
            provider=provider,
            place=place,
            audience=audience,
            mode="on_site",
            times=[Weekly(weekday, time(16), time(17, 30))],
            capacity=10,
            operation=project if key == "tuesday" else None,
            by=clerk,
            at=BEFORE,
        )
    born = {"anna": date(2012, 3, 1), "juris": date(2010, 3, 1), "olga": None, "māra": date(2013, 5, 5)}
    for name, birth_date in (born | {"pēteris": date(1980, 1, 1)}).items():
        city.people[name] = register_person(
            given_name=name.title(), family_name="Synthetic", birth_date=birth_date,
            gender="female" if name in {"anna", "olga"} else "not_recorded", synthetic=True,
            by=clerk, at=BEFORE,
        )  # fmt: skip
    for name, *own in (
        ("anna", "tuesday", "wednesday"), ("juris", "tuesday"), ("olga", "wednesday"), ("māra", "tuesday"),
        ("pēteris", "evening"),
    ):  # fmt: skip
        for group in own:
            enrol(group=city.groups[group], person=city.people[name], by=clerk, at=BEFORE)
    _declare(city)
    return city


def _declare(city: SmallCity) -> None:
    came = Condition("status", one_of=("present", "late"))
    for key, code, more in (
        ("learning.children", "L-01", {"conditions": (Condition("audience", one_of=("child",)), came)}),
        ("learning.adults", "L-02", {"conditions": (Condition("audience", one_of=("adult",)), came)}),
        ("learning.marks", "L-09", {"counts": "rows"}),
    ):
        indicator = indicators.declare(
            key=key, code=code, name=key, name_en=key, level="output", unit="", unit_en="",
            by_key=str(city.officer.pk), at=BEFORE,
        )  # fmt: skip
        definition = Definition(
            fact="learning.attendance", grain="school_year", breakdowns=("gender", "group"), **more
        )
        indicators.define(indicator=indicator, definition=definition, by_key=str(city.officer.pk), at=BEFORE)
