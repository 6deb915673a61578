"""Reads for whoever plans: seasons with what is in them, and the groups of a season. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Prefetch, Q

from kurss.curriculum.models import TEACHABLE, CurriculumVersion
from kurss.learning.models import Group, GroupPool, GroupTeacher, Season, SessionState
from kurss.people.models import Person, RoleGrant
from kurss.people.permissions import Role
from kurss.people.restricting import namable
from kurss.places.models import Institution, Room


@dataclass(frozen=True, slots=True)
class Planned:
    """A group with what a planner watches: who teaches, how full it is, and how much of it lies ahead."""

    group: Group
    teachers: Sequence[str]
    taken: int
    capacity: int
    sessions: int
    ahead: int

    @property
    def too_small(self) -> bool:
        """Whether fewer have places than the group needs to meet."""
        return self.taken < self.group.minimum


def seasons_with_counts(places: Collection[Institution]) -> list[Season]:
    """Every season, the latest first, with `many`, its groups at these places. One query."""
    return list(
        Season.objects.annotate(many=Count("groups", filter=Q(groups__place__in=places))).order_by(
            "-starts_on", "key"
        )
    )


def groups_of(season: Season, places: Collection[Institution]) -> list[Planned]:
    """The groups of a season at these places, by their key."""
    groups = list(
        Group.objects.filter(season=season, place__in=places)
        .select_related("curriculum_version__curriculum", "place", "room", "operation")
        .prefetch_related(
            "times",
            "teachers",
            Prefetch("pools", GroupPool.objects.select_related("pool").order_by("-mode")),
        )
        .annotate(
            many=Count("sessions", filter=~Q(sessions__state=SessionState.MOVED), distinct=True),
            ahead=Count("sessions", filter=Q(sessions__state=SessionState.PLANNED), distinct=True),
        )
        .order_by("key")
    )
    known = namable({row.person_id for group in groups for row in group.teachers.all()})
    return [
        Planned(
            group=group,
            teachers=[known[row.person_id].name for row in group.teachers.all() if row.person_id in known],
            taken=sum(pool.pool.taken for pool in group.pools.all()),
            capacity=sum(pool.pool.capacity for pool in group.pools.all()),
            sessions=group.many,
            ahead=group.ahead,
        )
        for group in groups
    ]


def versions() -> list[CurriculumVersion]:
    """What a group can be planned with, by the curriculum's title."""
    found = CurriculumVersion.objects.filter(state__in=TEACHABLE).select_related("curriculum")
    return list(found.order_by("curriculum__title", "-number"))


def rooms_in(places: Collection[Institution], *, on: date) -> list[Room]:
    """The rooms in use at these places."""
    rooms = Room.objects.in_use_on(on).filter(building__institution__in=places)
    return list(
        rooms.select_related("building__institution").order_by("building__institution__sort_key", "name")
    )


def teachers() -> dict[Person, str]:
    """Who teaches: whoever taught a group, or holds the role under an account of their own; by name."""
    accounts = RoleGrant.objects.filter(role=Role.TEACHER, account__is_active=True)
    keys = set(GroupTeacher.objects.values_list("person", flat=True).distinct())
    keys |= set(accounts.exclude(account__person=None).values_list("account__person", flat=True))
    people = {
        person.pk: person
        for person in Person.objects.filter(pk__in=keys, survivor__isnull=True).select_related("identity")
    }
    known = namable(people)
    named = sorted((known[key].sort_key, key) for key in people if key in known)
    return {people[key]: known[key].name for _sort, key in named}


def free_key(season: Season, version: CurriculumVersion, *, but: Collection[str] = ()) -> str:
    """A key for one more group of this curriculum: its key, the year, and the first free number; none of `but`."""
    stem = f"{version.curriculum.key}-{season.starts_on:%y}"[:76]
    taken = set(Group.objects.filter(key__startswith=f"{stem}-").values_list("key", flat=True)) | set(but)
    return next(key for n in range(1, 10_000) if (key := f"{stem}-{n:02}") not in taken)
