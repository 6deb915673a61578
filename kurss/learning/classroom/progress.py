"""A class so far: who came how often, who falls short of the rule, who can still complete. Four queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kurss.learning.classroom.rosters import Seat, in_order
from kurss.learning.completion import completes
from kurss.learning.marking import usual_way
from kurss.learning.models import ATTENDED, Attendance, Enrolment, EnrolmentState, Group, SessionState, Status
from kurss.people.restricting import namable

SOON: Final = 3
"""With fewer sessions held than this, nobody is said to come too seldom: one missed week would do it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One learner: marks so far, against the sessions of the group that were held and those still planned."""

    seat: Seat
    many: Counter[str]
    held: int
    ahead: int
    required_share: int

    @property
    def enrolment(self) -> Enrolment:
        return self.seat.enrolment

    @property
    def attended(self) -> int:
        return sum(self.many[status] for status in ATTENDED)

    @property
    def late(self) -> int:
        return self.many[Status.LATE]

    @property
    def excused(self) -> int:
        return self.many[Status.EXCUSED]

    @property
    def absent(self) -> int:
        return self.many[Status.ABSENT]

    @property
    def unmarked(self) -> int:
        """Held sessions without a mark of this learner, whatever the reason."""
        return self.held - self.many.total()

    @property
    def here(self) -> bool:
        return self.enrolment.state == EnrolmentState.ENROLLED

    @property
    def fulfils(self) -> bool:
        """Whether the completion rule would be fulfilled if the group ended now."""
        return completes(attended=self.attended, held=self.held, required_share=self.required_share)

    @property
    def possible(self) -> bool:
        """Whether it can still be fulfilled, by coming to everything that is planned."""
        return completes(
            attended=self.attended + self.ahead,
            held=self.held + self.ahead,
            required_share=self.required_share,
        )

    @property
    def low(self) -> bool:
        """Comes less often than the rule asks, once enough was held to say so."""
        return self.here and self.held >= SOON and not self.fulfils


@dataclass(frozen=True, slots=True)
class ClassSoFar:
    group: Group
    held: int
    ahead: int
    rows: Sequence[Progress]

    @property
    def low(self) -> int:
        return sum(row.low for row in self.rows)


def class_so_far(group: Group) -> ClassSoFar:
    """Everybody who has or had a place in the group, in Latvian order; those who left last."""
    states = Counter(group.sessions.values_list("state", flat=True))
    held, ahead = states[SessionState.HELD], states[SessionState.PLANNED]
    enrolments = list(group.enrolments.all())
    known = namable(one.person_id for one in enrolments)
    many: defaultdict[int, Counter[str]] = defaultdict(Counter)
    marks = Attendance.objects.filter(session__group=group, is_current=True)
    for enrolment, status in marks.values_list("enrolment_id", "status"):
        many[enrolment][status] += 1
    seats = in_order(
        [Seat(one, known.get(one.person_id), usual_way(group.mode, one.mode)) for one in enrolments]
    )
    share = group.curriculum_version.required_share
    rows = [Progress(seat, many[seat.enrolment.pk], held, ahead, share) for seat in seats]
    gone = EnrolmentState.WITHDRAWN
    return ClassSoFar(group, held, ahead, sorted(rows, key=lambda row: row.enrolment.state == gone))
