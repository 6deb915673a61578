"""Reads for a round that gives places at once: the group, who is ready to enrol, and where else is a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F
from django.utils.translation import gettext as _

from kurss.learning.enrolment import check_age
from kurss.learning.models import (
    GONE,
    Enrolment,
    EnrolmentRound,
    Group,
    GroupPool,
    Policy,
    RoundPool,
    RoundState,
)
from kurss.learning.refusals import LearningRefused
from kurss.learning.rounds.hours import check_hours, enrolments_beside
from kurss.people.models import Identity
from kurss.people.queries import identities
from kurss.seats.models import Pool

MOST_OTHERS: Final = 5
"""So many other groups are named beside a full one; the catalogue has the rest."""


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A group whose places a round gives at once, with its pools: one, or one for each way of attending."""

    round: EnrolmentRound
    group: Group
    pools: Sequence[GroupPool]

    @property
    def free(self) -> int:
        return sum(pool.pool.free for pool in self.pools)

    def is_open(self, at: datetime) -> bool:
        round = self.round
        return round.state == RoundState.OPEN and round.opens_at <= at < round.closes_at

    def is_to_come(self, at: datetime) -> bool:
        return self.round.state == RoundState.OPEN and at < self.round.opens_at

    def pool(self, mode: str) -> GroupPool | None:
        """The places of a way of attending; a group of one way need not be asked which."""
        if len(self.pools) == 1:
            return self.pools[0]
        return next((pool for pool in self.pools if pool.mode == mode), None)


# Written out, for it is asked at every press of the opening minute: composing it anew would cost as much as
# answering it.
_PARTS = """
SELECT round.*, part.pool_id AS group_pool, own.mode, own.group_id, pool.id AS places, pool.key AS places_key,
    pool.capacity, pool.taken
FROM learning_group wanted
JOIN learning_grouppool own ON own.group_id = wanted.id
JOIN seats_pool pool ON pool.id = own.pool_id
JOIN learning_roundpool part ON part.pool_id = own.id
JOIN learning_enrolmentround round ON round.id = part.round_id
WHERE wanted.key = %s AND round.policy = 'first_come' AND round.state <> 'planned'
ORDER BY round.state = 'over', round.opens_at DESC, own.mode DESC
"""


def at_once(group: str) -> AtOnce | None:
    """The announced round that gives this group's places at once, the current one first. One query, or three."""
    rows: list[Any] = list(EnrolmentRound.objects.raw(_PARTS, [group]))
    if not rows:
        return None
    round, same = rows[0], _groups([rows[0].group_id])[rows[0].group_id]
    pools = [
        GroupPool(
            pk=row.group_pool,
            group=same,
            mode=row.mode,
            pool=Pool(pk=row.places, key=row.places_key, capacity=row.capacity, taken=row.taken),
        )
        for row in rows
        if row.pk == round.pk
    ]
    return AtOnce(round=round, group=same, pools=pools)


STALE = 10.0
"""Seconds for which a process knows what a group is called and where and when it meets. How many places are free,
and whether the round is open, is never kept."""

LATELY = 1.0
"""Seconds for which a process remembers where else a place was free."""

_known: dict[int, tuple[float, Group]] = {}


def _groups(keys: Sequence[int]) -> dict[int, Group]:
    """Groups with all that is said of them, as they stood `STALE` seconds ago at most. No query in a rush."""
    now = monotonic()
    if missing := {key for key in keys if key not in _known or now - _known[key][0] > STALE}:
        read = Group.objects.select_related(
            "curriculum_version__curriculum", "place", "operation"
        ).prefetch_related("times")
        _known.update({group.pk: (now, group) for group in read.filter(pk__in=missing)})
    return {key: _known[key][1] for key in keys}


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody whom the reader acts for; where the group is not for them, the sentence that says why."""

    key: UUID
    name: str
    hindrance: str = ""


def readiness(group: Group, people: Mapping[UUID, str]) -> list[Ready]:
    """Who of these can have a place in the group, as far as it can be known before asking. Five queries."""
    known = identities(people)
    seated = set(
        Enrolment.objects.filter(group=group, person__in=list(people))
        .exclude(state__in=GONE)
        .values_list("person", flat=True)
    )
    beside = enrolments_beside(group, list(people))
    return [
        Ready(
            key,
            name,
            _("Has a place in this group.")
            if key in seated
            else _hindrance(group, [one for one in beside if one.person_id == key], known.get(key)),
        )
        for key, name in people.items()
    ]


def _hindrance(group: Group, beside: Sequence[Enrolment], identity: Identity | None) -> str:
    try:
        check_age(group, identity)
        check_hours(group, beside)
    except LearningRefused as refusal:
        return str(refusal)
    return ""


_elsewhere: dict[int, tuple[float, list[int]]] = {}


def others(found: AtOnce, *, at: datetime) -> list[Group]:
    """Other groups of the same course in which a place was given at once a second ago. No query in a rush."""
    course, now = found.group.curriculum_version.curriculum_id, monotonic()
    read, keys = _elsewhere.get(course, (-LATELY, []))
    if now - read >= LATELY:
        keys = _free(course, at)
        _elsewhere[course] = (now, keys)
    keys = [key for key in keys if key != found.group.pk][:MOST_OTHERS]
    known = _groups(keys)
    return [known[key] for key in keys]


def _free(course: int, at: datetime) -> list[int]:
    """Groups of a course with a free place in an open round that gives it at once. One query."""
    rows = RoundPool.objects.filter(
        round__policy=Policy.FIRST_COME,
        round__state=RoundState.OPEN,
        round__opens_at__lte=at,
        round__closes_at__gt=at,
        pool__group__curriculum_version__curriculum=course,
        pool__pool__taken__lt=F("pool__pool__capacity"),
    ).order_by("pool__group__starts_on", "pool__group_id")
    # Twice as many, since a group may have places of two kinds, and one more, since the group itself is no other.
    return list(dict.fromkeys(rows.values_list("pool__group_id", flat=True)[: 2 * MOST_OTHERS + 2]))


_ANSWERABLE = """
SELECT EXISTS (
    SELECT FROM seats_seat WHERE pool_id = %(pool)s AND (
        once <> '' AND once = %(once)s
        OR state = 'held' AND (expires_at <= %(at)s OR holder = %(person)s)
    )
)
"""


def is_gone(pool: GroupPool, *, person: UUID, once: str, at: datetime) -> bool:
    """Whether there is nothing to ask for, where no place was free when the pool was read. One query, no lock.

    Nobody's place kept has run out, which would make room, and this very request was not answered before.
    """
    if pool.pool.free > 0:
        return False
    values: dict[str, Any] = {"pool": pool.pool_id, "once": once, "at": at, "person": person}
    with connection.cursor() as cursor:
        cursor.execute(_ANSWERABLE, values)
        return not cursor.fetchone()[0]
