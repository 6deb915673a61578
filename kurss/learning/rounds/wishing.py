"""What can be wished for in a round: its places, numbered, as a family reads them and a clerk types them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kurss.learning.fitting import Said, said_for, turns
from kurss.learning.models import Audience, EnrolmentRound, GroupPool
from kurss.learning.naming import title_of
from kurss.learning.rounds.input import pool_key
from kurss.people.models import Identity


@dataclass(frozen=True, slots=True)
class Wishable:
    """The places of one group in one way of attending. The number holds as long as the round."""

    number: int
    pool: GroupPool

    @property
    def key(self) -> str:
        return pool_key(self.pool)

    @property
    def title(self) -> str:
        return title_of(self.pool.group.curriculum_version.curriculum, "title")

    @property
    def times(self) -> str:
        return ", ".join(
            f"{time.every} {time.starts:%H:%M}–{time.ends:%H:%M}" for time in self.pool.group.times.all()
        )

    @property
    def ages(self) -> str:
        """For which ages; empty where any age is welcome."""
        group = self.pool.group
        if group.age_from is None and group.age_to is None:
            return ""
        if group.by_grade:
            return _("grades {first}–{last}").format(first=group.grade_from, last=group.grade_to)
        if group.age_to is None:
            return _("ages {first} and over").format(first=group.age_from)
        return _("ages {first}–{last}").format(first=group.age_from or 0, last=group.age_to)

    @property
    def label(self) -> str:
        """The group in a line: number, what, when, for whom."""
        way = str(self.pool.get_mode_display()) if self.pool.group.mode == "hybrid" else ""
        parts = (f"{self.number}. {self.title}", self.times, way, self.ages)
        return " · ".join(part for part in parts if part)

    @property
    def is_for_adults(self) -> bool:
        return self.pool.group.audience != Audience.CHILD

    def takes(self, identity: Identity, said: Said) -> bool:
        """Whether somebody is of the age or grade and the audience, as far as it is known."""
        group = self.pool.group
        age = turns(group, identity, said_for(group, identity.person_id, said))
        if group.age_on is None:
            age = identity.age_on(group.starts_on)
        if age is None:
            return True
        if group.age_from is None and group.age_to is None:
            return (age < ADULT) == (group.audience == Audience.CHILD)
        return (group.age_from or 0) <= age <= (group.age_to if group.age_to is not None else age)


ADULT = 18


def numbered(round: EnrolmentRound) -> list[Wishable]:
    """The places of a round in the order of its page, numbered from 1. Needs `round_with_policy`."""
    return [Wishable(number, part.pool) for number, part in enumerate(round.pools.all(), start=1)]
