"""Reads for a round that gives places at once: the group, who is ready to enrol, and where else is a place."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from time import monotonic
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import F, Q
from django.utils.translation import gettext as _

from kurss.learning.fitting import check_age, said_for, said_grades
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
    comes_at: datetime | None = None
    """The moment of the holder's turn, where they have been given one."""
    gone: frozenset[int] = frozenset()
    """Places of which there is nothing to ask for: none was free when they were read, nobody's place kept has run
    out, which would make room, and this very request was not answered before."""

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


@dataclass(frozen=True, slots=True)
class Asks:
    """Who asks, for whom, and by which request: what the answer for a group depends on."""

    holder: UUID | None = None
    person: UUID | None = None
    once: str = ""


# Written out, for it is asked at every press of the opening minute: composing it anew would cost as much as
# answering it. No lock is taken, so places that are gone are refused without one.
_ROUND = [field.attname for field in EnrolmentRound._meta.concrete_fields]
_PARTS = f"""/* prepared */
SELECT {", ".join(f"round.{name}" for name in _ROUND)}, turn.comes_at,
    own.id, own.mode, own.group_id, pool.id, pool.key, pool.capacity, pool.taken,
    pool.taken < pool.capacity OR EXISTS (
        SELECT FROM seats_seat seat WHERE seat.pool_id = pool.id AND (
            seat.once <> '' AND seat.once = %(once)s
            OR seat.state = 'held' AND (seat.expires_at <= %(at)s OR seat.holder = %(person)s)
        )
    )
FROM learning_group wanted
JOIN learning_grouppool own ON own.group_id = wanted.id
JOIN seats_pool pool ON pool.id = own.pool_id
JOIN learning_roundpool part ON part.pool_id = own.id
JOIN learning_enrolmentround round ON round.id = part.round_id
LEFT JOIN learning_turn turn ON turn.round_id = round.id AND turn.holder = %(holder)s
WHERE wanted.key = %(group)s AND round.policy = 'first_come' AND round.state <> 'planned'
ORDER BY round.state = 'over', round.opens_at DESC, own.mode DESC
"""  # noqa: S608 - names of columns of our own model


def at_once(group: str, *, at: datetime, asks: Asks | None = None) -> AtOnce | None:
    """The announced round that gives this group's places at once, the current one first. One query, or three."""
    asks = asks or Asks()
    values: dict[str, Any] = {"group": group, "at": at, **asdict(asks)}
    with connection.cursor() as cursor:
        cursor.execute(_PARTS, values)
        rows = cursor.fetchall()
    if not rows:
        return None
    width = len(_ROUND)
    round = EnrolmentRound.from_db(connection.alias, _ROUND, rows[0][:width])
    own = [row[width:] for row in rows if row[0] == rows[0][0]]
    same = groups_as_said([own[0][3]], round=round.pk)[own[0][3]]
    pools = [
        GroupPool(pk=pk, group=same, mode=mode, pool=Pool(pk=places, key=key, capacity=capacity, taken=taken))
        for _turn, pk, mode, _group, places, key, capacity, taken, _answerable in own
    ]
    gone = frozenset(row[1] for row in own if not row[-1])
    return AtOnce(round=round, group=same, pools=pools, comes_at=own[0][0], gone=gone)


STALE = 10.0
"""Seconds for which a process knows what a group is called and where and when it meets. How many places are free,
and whether the round is open, is never kept."""

LATELY = 1.0
"""Seconds for which a process remembers where else a place was free."""

RUSH = 3
"""From so many groups read one by one within `STALE` seconds on, all groups of the round are read together."""

_known: dict[int, tuple[float, Group]] = {}
_lately: deque[float] = deque(maxlen=RUSH)


def groups_as_said(keys: Iterable[int], *, round: int) -> dict[int, Group]:
    """Groups with all that is said of them, as they stood `STALE` seconds ago at most. No query in a rush."""
    keys, now = list(keys), monotonic()
    if missing := {key for key in keys if key not in _known or now - _known[key][0] > STALE}:
        wanted = Q(pk__in=missing)
        if len(_lately) == RUSH and now - _lately[0] <= STALE:
            wanted |= Q(pools__rounds__round=round)
        _lately.append(now)
        read = Group.objects.select_related(
            "curriculum_version__curriculum", "place", "operation", "joined_to"
        ).prefetch_related("times")
        _known.update({group.pk: (now, group) for group in read.filter(wanted).distinct()})
    return {key: _known[key][1] for key in keys}


@dataclass(frozen=True, slots=True)
class Ready:
    """Somebody whom the reader acts for; where the group is not for them, the sentence that says why."""

    key: UUID
    name: str
    hindrance: str = ""


def readiness(group: Group, people: Mapping[UUID, str]) -> list[Ready]:
    """Who of these can have a place in the group, as far as it can be known before asking. Five queries,
    and one more where the group takes grades."""
    known, said = identities(people), said_grades(people, [group])
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
            else _hindrance(
                group,
                [one for one in beside if one.person_id == key],
                known.get(key),
                said_for(group, key, said),
            ),
        )
        for key, name in people.items()
    ]


def _hindrance(group: Group, beside: Sequence[Enrolment], identity: Identity | None, said: int | None) -> str:
    try:
        check_age(group, identity, said=said)
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
    known = groups_as_said(keys, round=found.round.pk)
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
