"""Who runs the re-lived year: the accounts that write, approve and mark, and the people who teach."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kurss.learning.demo.year import Scene, Year
from kurss.partners.models import Operation, Partner
from kurss.people.demo import believable_people
from kurss.people.models import Account
from kurss.people.permissions import Role, Scope
from kurss.people.queries import unattended
from kurss.people.register import open_account, register_people
from kurss.people.roles import grant_role
from kurss.places.models import Institution, Room, RoomKind
from kurss.places.register import add_building, add_room

ROOMS = (
    ("1. kabinets", 16),
    ("2. kabinets", 16),
    ("3. kabinets", 14),
    ("4. kabinets", 16),
    ("5. kabinets", 14),
)
STAFF = 15


def set_scene(
    *, place: Institution, provider: Partner, operations: Sequence[Operation], by: Account, at: datetime
) -> Scene:
    """Accounts for an author of curricula, a teacher and two approvers, and five rooms, all made up."""
    return Scene(
        place=place,
        rooms=_rooms(place, by=by, at=at),
        provider=provider,
        operations=tuple(operations),
        administrator=by,
        teacher=_account("skolotaja", "Course teacher", Role.TEACHER, at=at, place=place.key),
        approvers=(
            _account("apstiprina-1", "Approver of curricula, first", Role.APPROVER, at=at),
            _account("apstiprina-2", "Approver of curricula, second", Role.APPROVER, at=at),
        ),
    )


def hire_teachers(year: Year, *, at: datetime) -> None:
    """The people who teach the groups."""
    made_up = believable_people(rng=year.rng, families=0, adults=0, teachers=STAFF, today=at.date())
    year.staff.extend(register_people(made_up.teachers, by=year.scene.administrator, at=at))


def _account(word: str, name: str, role: Role, *, at: datetime, place: str = "") -> Account:
    site = unattended()
    account = open_account(email=f"{word}@kursi.example", name=name, by=site, at=at)
    scope = Scope.PLACE if place else Scope.EVERYTHING
    grant_role(account=account, role=role, scope=scope, scope_key=place, by=site, at=at)
    return account


def _rooms(place: Institution, *, by: Account, at: datetime) -> list[Room]:
    actor: dict[str, Any] = {"by_key": str(by.pk), "by_label": by.name, "at": at}
    house = place.buildings.order_by("in_use_from", "pk").in_use_on(at.date()).first()
    if house is None:
        house = add_building(institution=place, name="Kursu ēka", synthetic=True, **actor)
    return [
        add_room(building=house, name=name, kind=RoomKind.LAB, seats=seats, synthetic=True, **actor)
        for name, seats in ROOMS
    ]
