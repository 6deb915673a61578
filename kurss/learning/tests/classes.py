"""A class for tests: a group of some children, its first session, and somebody to mark it."""

from uuid import uuid4

from kurss.learning.classroom.lists import Outcome, Said, hand_in
from kurss.learning.enrolment import Newcomer, enrol_all
from kurss.learning.models import Attendance, Enrolment, Group, Session
from kurss.learning.tests.city import AUGUST, City

NAMES = ("Anna", "Bruno", "Cilda", "Dace")


def a_class(city: City, *names: str, key: str = "robots-1", **said) -> tuple[Group, list[Enrolment]]:
    names = names or NAMES
    group = city.group(key, **({"capacity": len(names)} | said))
    newcomers = [Newcomer(city.person(name)) for name in names]
    return group, enrol_all(group=group, newcomers=newcomers, by=city.administrator, at=AUGUST)


def handed_in(city: City, session: Session, marks: dict[Enrolment, str | Said], **more) -> Outcome:
    """A list of the session, by the teacher at its end under a name of its own, unless said otherwise."""
    said = {
        one.pk: mark if isinstance(mark, Said) else Said(mark) for one, mark in marks.items()
    }  # fmt: skip
    return hand_in(
        session=session,
        said=said,
        **({"key": uuid4(), "by": city.teacher, "at": session.ends_at} | more),
    )


def standing(session: Session) -> dict[str, str]:
    """What stands marked, by given name."""
    marks = Attendance.objects.filter(session=session, is_current=True).select_related("person__identity")
    return {mark.person.identity.given_name: mark.status for mark in marks}
