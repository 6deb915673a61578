"""Who looked at whose record. Reading leaves an entry in the journal, which its chain covers.

One entry for each reader, record, page and hour of the clock is enough to answer who looked and why, and a page
that is read all day does not flood the journal. Guardians and the person themselves leave none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kurss.journal.models import Entry
from kurss.people.acting import note_many, roles_of
from kurss.people.models import Account, Person
from kurss.people.permissions import STAFF, Act, Role
from kurss.people.queries import children_of, identities
from kurss.people.standing import keys_of

LOOKED: Final = "people.look"
KIND: Final = Person._meta.label_lower

PAGES: Final[Mapping[str, Any]] = {
    "learning:attendance": gettext_lazy("One mark of attendance"),
    "registrar:by-code": gettext_lazy("A search by the personal code"),
    "learning:enrolment": gettext_lazy("One enrolment in a group"),
    "learning:class-session": gettext_lazy("The class of a session, to mark attendance"),
    "learning:class-group": gettext_lazy("The class of a group, with attendance so far"),
    "learning:class-care": gettext_lazy("What teachers should know of the children of a group"),
    "learning:group-split": gettext_lazy("The list of a group that is split in two"),
    "learning:desk": gettext_lazy("A search at the telephone or the counter, to apply for a course"),
    "learning:newcomer": gettext_lazy("A look whether somebody is in the register already"),
    "learning:slip": gettext_lazy("The printed slip of an application"),
    "learning:apply": gettext_lazy("A search by name, to apply for a course"),
    "learning:enrol": gettext_lazy("A search by name, to enrol in a course"),
    "learning:grades": gettext_lazy("A search by name, to record a school grade"),
    "learning:grade": gettext_lazy("The school grades that were recorded"),
    "science_centre:participation": gettext_lazy("One mark of a child after school at the science centre"),
    "science_centre:children": gettext_lazy("The list of children of an after-school slot"),
    "registrar:people": gettext_lazy("A search in the register of people"),
    "registrar:duplicates": gettext_lazy("The list of people who may have been entered twice"),
    "registrar:person": gettext_lazy("The record in the register of people"),
    "registrar:pair": gettext_lazy("Two records side by side, whether they are one person"),
    "privacy:request-held": gettext_lazy("All that is held, to answer a request about it"),
    "privacy:request-whose": gettext_lazy("A search by name, to find whom a request is about"),
}
"""What a page is called to a guardian, by the name of its address. A page that is not here is said by its name."""

WHY: Final[Mapping[str, Any]] = {
    Act.SEE_ATTENDANCE: gettext_lazy("to follow who comes to courses"),
    Act.SEE_PEOPLE: gettext_lazy("to keep the register of people"),
    Act.FIND_BY_CODE: gettext_lazy("to find a person by the personal code"),
    Act.OPEN_REGISTER: gettext_lazy("to keep the register of people"),
    Act.DECIDE_DUPLICATES: gettext_lazy("to find people entered twice"),
    Act.KEEP_PRIVACY: gettext_lazy("to answer a request about these data"),
    Act.ENROL: gettext_lazy("to enrol in courses"),
    Act.RUN_ROUNDS: gettext_lazy("to enrol in courses"),
    Act.RECORD_GRADES: gettext_lazy("to record a school grade"),
    Act.READ_CARE: gettext_lazy("to look after the child"),
    Act.MARK_ATTENDANCE: gettext_lazy("to mark attendance"),
    Act.PLAN_COURSES: gettext_lazy("to plan courses"),
    Act.SEE_VISITS: gettext_lazy("to follow who comes to the science centre"),
    Act.ADMIT_VISITORS: gettext_lazy("to receive visitors of the science centre"),
    Act.READ_JOURNAL: gettext_lazy("to check what was done"),
    Act.OPEN_RECORDS: gettext_lazy("to check a figure"),
}
"""What the reader was allowed the page for, by the act that opened it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look: when, in which role of the city's service, at what page, and what for. Never a name of staff."""

    at: datetime
    office: str
    page: str
    why: str


def looked_at(*, by: Account, at: datetime, person: Person | UUID, what: str, why: Act | None = None) -> None:
    """Say in the journal that somebody's record was shown: `what` page, opened by which act (`why`)."""
    looked_at_all(by=by, at=at, people=[person], what=what, why=why)


def looked_at_all(
    *, by: Account, at: datetime, people: Iterable[Person | UUID], what: str, why: Act | None = None
) -> None:
    """The same for a page that shows several: as many statements for a thousand as for one."""
    keys = {person.pk if isinstance(person, Person) else person for person in people}
    today = timezone.localdate(at)
    own = _own(by, today)
    others = [key for key in _in_care(keys, today) if key not in own]
    if not others:
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    seen = Entry.objects.filter(
        kind=KIND,
        key__in=[str(key) for key in others],
        act=LOOKED,
        by_key=str(by.pk),
        label=what,
        at__gte=hour,
    )
    noted = set(seen.values_list("key", flat=True))
    new = [key for key in others if str(key) not in noted]
    if not new:
        return
    office = ", ".join(role.value for role in Role if role in roles_of(by, at=at) & STAFF)
    note_many(
        ((Person(key=key), {"office": office, "why": why}) for key in new),
        by=by,
        at=at,
        act=LOOKED,
        label=what,
    )


def readings(person: Person) -> list[Reading]:
    """Who looked at a record, newest first."""
    keys = [str(key) for key in keys_of(person)]
    rows = Entry.objects.filter(kind=KIND, key__in=keys, act=LOOKED).order_by("-id")
    found = []
    for row in rows.prefetch_related("details"):
        said = {detail.name: detail.value for detail in row.details.all()}
        found.append(
            Reading(
                at=row.at,
                office=_offices(said.get("office", "")),
                page=str(PAGES.get(row.label, row.label)),
                why=str(WHY.get(said.get("why", ""), "")),
            )
        )
    return found


def _in_care(keys: set[UUID], today: date) -> list[UUID]:
    """Those of them who are known and not of full age, by the key that stands: whose reading is journalled."""
    known = {identity.person_id: identity for identity in identities(keys).values()}
    return sorted(key for key, identity in known.items() if identity.is_in_care_on(today))


def _own(by: Account, today: date) -> set[UUID]:
    """The account's own person, and those whose guardian that person is."""
    if by.person is None:
        return set()
    bonds = children_of(by.person, on=today)
    return {by.person.standing_key, *(bond.child.standing_key for bond in bonds)}


def _offices(words: str) -> str:
    labels = [str(Role(word).label) for word in words.split(", ") if word in Role.values]
    return ", ".join(labels) or _("Somebody without a role in the city’s service")
