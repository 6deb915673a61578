"""What all parts of the re-lived year share: the scene, the dice, the agenda, the diary."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random

from kurss.curriculum.models import CurriculumVersion, Topic
from kurss.learning.cityday import zone
from kurss.learning.demo.agenda import Agenda
from kurss.learning.demo.diary import Diary, Times
from kurss.learning.demo.habits import Habit
from kurss.learning.demo.offer import Theme
from kurss.learning.models import Enrolment, Group, Mode, Season, Session
from kurss.learning.models.onday import Resident
from kurss.partners.models import Operation, Partner
from kurss.people.models import Account, Person
from kurss.places.models import Institution, Room

PAID = {
    Topic.ROBOTICS: 0,
    Topic.PROGRAMMING: 0,
    Topic.ELECTRONICS: 0,
    Topic.OFFICE_SKILLS: 0,
    Topic.TEACHING_WITH_TECHNOLOGY: 0,
    Topic.DESIGN_3D: 1,
    Topic.DIGITAL_MEDIA: 1,
    Topic.GAME_DESIGN: 1,
    Topic.E_SERVICES: 1,
}
"""Which of the projects pays for a topic, by its place among them."""


@dataclass(frozen=True, kw_only=True)
class Scene:
    """Where the year is re-lived and who acts. The author of curricula is the teacher."""

    place: Institution
    rooms: Sequence[Room]
    provider: Partner
    administrator: Account
    teacher: Account
    approvers: tuple[Account, Account]
    operations: Sequence[Operation] = ()
    """The funders' projects that pay for groups, if there are any."""

    def pays_for(self, theme: Theme) -> Operation | None:
        """Which project pays for a group of this theme: the first for what is built and programmed, and for
        teachers, the next for media, games and design; nobody for the rest."""
        paid = PAID.get(theme.topic)
        return self.operations[paid] if paid is not None and paid < len(self.operations) else None


@dataclass(eq=False)
class Learner:
    """A made-up person with what the register need not know: true age, habits, and when they are busy."""

    person: Person
    born: date
    resident: Resident
    habit: Habit
    busy: set[tuple[date, time]] = field(default_factory=set)
    themes: set[str] = field(default_factory=set)

    def can_join(self, circle: "Circle") -> bool:
        return circle.theme.key not in self.themes and self.busy.isdisjoint(circle.times)


@dataclass(eq=False)
class Circle:
    """A group, with what was planned for it and who sits in it now."""

    group: Group
    theme: Theme
    times: Times
    sessions: list[Session]
    capacity: int
    roster: dict[int, tuple[Enrolment, Learner]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    """Sessions that were cancelled or moved."""
    online: set[int] = field(default_factory=set)
    """Sessions that left their room."""

    @property
    def free(self) -> bool:
        return len(self.roster) < self.capacity

    def join(self, enrolment: Enrolment, learner: Learner) -> None:
        self.roster[enrolment.pk] = (enrolment, learner)
        learner.busy |= self.times
        learner.themes.add(self.theme.key)

    def leave(self, enrolment: Enrolment) -> None:
        _, learner = self.roster.pop(enrolment.pk)
        learner.busy -= self.times

    def is_online(self, session: Session, enrolment: Enrolment) -> bool:
        return session.pk in self.online or enrolment.mode == Mode.ONLINE


@dataclass
class Year:
    scene: Scene
    rng: Random
    size: float = 1
    agenda: Agenda = field(default_factory=Agenda)
    diary: Diary = field(default_factory=Diary)
    versions: dict[str, CurriculumVersion] = field(default_factory=dict)
    seasons: dict[str, Season] = field(default_factory=dict)
    circles: list[Circle] = field(default_factory=list)
    staff: list[Person] = field(default_factory=list)
    today: list[tuple[Circle, Session]] = field(default_factory=list)
    """Sessions that took place since the last evening."""
    known: dict[str, list[Learner]] = field(default_factory=lambda: defaultdict(list))
    """Learners so far, by audience."""

    def sized(self, number: int) -> int:
        """As many as this year has of what a whole one has so many of."""
        return max(1, round(number * self.size))

    def moment(self, day: date, *, first: int = 9, last: int = 17) -> datetime:
        """Some minute of the day, in office hours unless others are given."""
        minute = self.rng.randrange(first * 60, last * 60)
        return datetime.combine(day, time(minute // 60, minute % 60), zone())
