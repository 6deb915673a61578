"""What a draw is drawn from: tickets, tiers, marks and wishes, read from the records at the closing. No names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q

from kurss.learning import draw
from kurss.learning.models import (
    GONE,
    Application,
    Criterion,
    Enrolment,
    EnrolmentRound,
    EnrolmentState,
    GroupPool,
    Mark,
    RoundPool,
)
from kurss.learning.models.onday import Resident
from kurss.people.models import Gender, Guardianship
from kurss.people.queries import identities

MINUTES = 24 * 60


def pool_key(pool: GroupPool) -> str:
    """How a draw names places: the group, and the way of attending where the group has several."""
    return f"{pool.group.key}/{pool.mode}"


def input_of(round: EnrolmentRound) -> dict[str, Any]:
    """The canonical input of a round as its records stand. A handful of queries, however many apply."""
    parts = list(
        round.pools.select_related("pool__pool", "pool__group__curriculum_version").prefetch_related(
            "reserves", "pool__group__times"
        )
    )
    applications = list(round.applications.live().prefetch_related("wishes"))
    pools = {part.pool_id: part.pool for part in parts}
    known = _Known(round, parts, applications)
    applicants = [
        draw.Applicant(
            ticket=application.ticket,
            wishes=[
                draw.Wish(
                    pool_key(pools[wish.pool_id]),
                    tier=known.tier(application, pools[wish.pool_id]),
                    mark=known.mark(application, wish.pool_id),
                )
                for wish in application.wishes.all()
            ],
            wants=application.wants,
            bundle=str(application.bundle or ""),
        )
        for application in applications
    ]
    return draw.as_input(round.key, (_group(part) for part in parts), applicants)


def _group(part: RoundPool) -> draw.Group:
    pool = part.pool
    meets = [
        (
            (time.weekday - 1) * MINUTES + time.starts.hour * 60 + time.starts.minute,
            (time.weekday - 1) * MINUTES + time.ends.hour * 60 + time.ends.minute,
        )
        for time in pool.group.times.all()
    ]
    free = pool.pool.free
    reserves = {reserve.mark: min(reserve.places, free) for reserve in part.reserves.all()}
    return draw.Group(pool_key(pool), free, meets, {mark: kept for mark, kept in reserves.items() if kept})


class _Known:
    """What the records say of the applicants, read once for all of them."""

    def __init__(
        self, round: EnrolmentRound, parts: Iterable[RoundPool], applications: Iterable[Application]
    ) -> None:
        people = {application.person_id for application in applications}
        self._criteria = [Criterion(row.criterion) for row in round.priorities.all()]
        self._marks = {part.pool_id: Mark(row.mark) for part in parts for row in part.reserves.all()}
        self._continuing = _learned_before(round, people)
        self._siblings = _groups_of_siblings(people)
        self._genders = {key: identity.gender for key, identity in identities(people).items()}
        self._seen = set(Enrolment.objects.filter(person__in=people).values_list("person", flat=True))

    def tier(self, application: Application, pool: GroupPool) -> int:
        """The first criterion of the round that fits, or one more than there are."""
        for order, criterion in enumerate(self._criteria):
            if self._fits(criterion, application, pool):
                return order
        return len(self._criteria)

    def _fits(self, criterion: Criterion, application: Application, pool: GroupPool) -> bool:
        if criterion is Criterion.RESIDENT:
            return application.resident == Resident.YES
        if criterion is Criterion.SIBLING:
            return pool.group_id in self._siblings[application.person_id]
        return pool.group.curriculum_version.curriculum_id in self._continuing[application.person_id]

    def mark(self, application: Application, pool: int) -> str:
        """The mark of a wish: that of the pool's reserve, where the applicant is one it is for."""
        wanted = self._marks.get(pool)
        fits = {
            Mark.GIRLS: self._genders.get(application.person_id) == Gender.FEMALE,
            Mark.BOYS: self._genders.get(application.person_id) == Gender.MALE,
            Mark.FIRST_TIME: application.person_id not in self._seen,
        }
        return wanted.value if wanted is not None and fits[wanted] else ""


def _learned_before(round: EnrolmentRound, people: set[UUID]) -> Mapping[UUID, set[int]]:
    """The curricula each had a place in during the season before the round's: the last that ended by its start."""
    found: dict[UUID, set[int]] = defaultdict(set)
    before = (
        type(round.season)
        .objects.filter(ends_on__lt=round.season.starts_on)
        .order_by("-ends_on", "-starts_on")
        .first()
    )
    if before is not None:
        rows = (
            Enrolment.objects.filter(person__in=people, group__season=before)
            .exclude(state__in=GONE)
            .values_list("person", "group__curriculum_version__curriculum")
        )
        for person, curriculum in rows:
            found[person].add(curriculum)
    return found


def _groups_of_siblings(people: set[UUID]) -> Mapping[UUID, set[int]]:
    """The groups in which a child of the same guardian has a place now."""
    guardians: dict[UUID, set[UUID]] = defaultdict(set)
    children: dict[UUID, set[UUID]] = defaultdict(set)
    own = Guardianship.objects.filter(child__in=people, holds_until__isnull=True).values("guardian")
    for guardian, child in Guardianship.objects.filter(
        guardian__in=own, holds_until__isnull=True
    ).values_list("guardian", "child"):
        guardians[child].add(guardian)
        children[guardian].add(child)
    seated: dict[UUID, set[int]] = defaultdict(set)
    everybody = {child for family in children.values() for child in family}
    live = Enrolment.objects.filter(Q(person__in=everybody), state=EnrolmentState.ENROLLED)
    for person, group in live.values_list("person", "group"):
        seated[person].add(group)
    found: dict[UUID, set[int]] = defaultdict(set)
    for child in people:
        for guardian in guardians[child]:
            for sibling in children[guardian] - {child}:
                found[child] |= seated[sibling]
    return found
