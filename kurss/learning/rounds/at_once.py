"""Reads for a round that gives places at once: the group, who is ready to enrol, and where else is a place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

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


def at_once(group: str) -> AtOnce | None:
    """The announced round that gives this group's places at once, the current one first. One query."""
    parts = list(
        RoundPool.objects.filter(pool__group__key=group, round__policy=Policy.FIRST_COME)
        .exclude(round__state=RoundState.PLANNED)
        .select_related(
            "round",
            "pool__pool",
            "pool__group__curriculum_version__curriculum",
            "pool__group__place",
            "pool__group__room",
            "pool__group__operation",
        )
        .order_by("-round__opens_at", "-pool__mode")
    )
    if not parts:
        return None
    current = next((part.round for part in parts if part.round.state != RoundState.OVER), parts[0].round)
    pools = [part.pool for part in parts if part.round_id == current.pk]
    for pool in pools:
        pool.group = pools[0].group
    return AtOnce(round=current, group=pools[0].group, pools=pools)


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


def others(group: Group, *, at: datetime, on: date) -> list[Group]:
    """Other groups of the same course in which a place is free at this moment. Two queries."""
    curriculum = group.curriculum_version.curriculum_id
    return list(
        Group.objects.filter(
            curriculum_version__curriculum=curriculum,
            ends_on__gte=on,
            pools__pool__taken__lt=F("pools__pool__capacity"),
            pools__rounds__round__policy=Policy.FIRST_COME,
            pools__rounds__round__state=RoundState.OPEN,
            pools__rounds__round__opens_at__lte=at,
            pools__rounds__round__closes_at__gt=at,
        )
        .exclude(pk=group.pk)
        .select_related("place", "curriculum_version__curriculum")
        .prefetch_related("times")
        .distinct()
        .order_by("starts_on", "key")[:MOST_OTHERS]
    )
