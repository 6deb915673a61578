"""The catalogue: groups one can still join, found by what a family asks for. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Self

from django.db.models import Count, F, Prefetch, Q, QuerySet

from kurss.curriculum.models import Topic
from kurss.learning.models import (
    Audience,
    EnrolmentRound,
    Group,
    GroupPool,
    Mode,
    Policy,
    RoundPool,
    RoundState,
    Wish,
)
from kurss.learning.models.group import language_named
from kurss.places.models import Institution
from kurss.seats.models import Waiting

PAGE = 50


def readable(text: str) -> str:
    """What somebody typed to search by: one line of what can be printed, and not too long."""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:80]


@dataclass(frozen=True, slots=True)
class Filters:
    """What was asked for; empty fields ask for nothing. Unknown words find nothing rather than fail."""

    q: str = ""
    age: str = ""
    day: str = ""
    place: str = ""
    mode: str = ""
    language: str = ""
    topic: str = ""
    audience: str = ""
    free: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Self:
        return cls(**{one.name: readable(query.get(one.name, "")) for one in fields(cls)})

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Places:
    """The places of a group in one way of attending, and how many wait or have applied for them."""

    pool: GroupPool
    waiting: int
    applied: int

    @property
    def capacity(self) -> int:
        return self.pool.pool.capacity

    @property
    def free(self) -> int:
        return self.pool.pool.free

    @property
    def drawn(self) -> Sequence[bool]:
        """One mark a place, true where it is gone; none where there are too many to draw."""
        return [n < self.pool.pool.taken for n in range(self.capacity)] if self.capacity <= 24 else []


@dataclass(frozen=True, slots=True)
class Listed:
    group: Group
    places: Sequence[Places]
    round: EnrolmentRound | None

    @property
    def free(self) -> int:
        return sum(each.free for each in self.places)

    @property
    def applied(self) -> int:
        return sum(each.applied for each in self.places)

    @property
    def waiting(self) -> int:
        return sum(each.waiting for each in self.places)

    @property
    def is_drawn(self) -> bool:
        """Whether a draw gives out the places, now or soon."""
        return self.round is not None and self.round.policy == Policy.DRAW


@dataclass(frozen=True, slots=True)
class Catalogue:
    found: Sequence[Listed]
    total: int
    page: int
    pages: int


def to_join(*, on: date) -> QuerySet[Group]:
    """Groups that still meet on or after this day."""
    return Group.objects.filter(ends_on__gte=on, joined_to__isnull=True)


def catalogue(filters: Filters, *, on: date, page: int = 1) -> Catalogue:
    """A page of the groups that fit, the next to begin first."""
    found = _narrowed(to_join(on=on), filters).order_by("starts_on", "key")
    total = found.count()
    pages = max(-(-total // PAGE), 1)
    page = min(max(page, 1), pages)
    return Catalogue(_listed(found[(page - 1) * PAGE : page * PAGE]), total, page, pages)


def one(key: str) -> Listed | None:
    """One group with all that its page says, whenever it meets."""
    return next(iter(_listed(Group.objects.filter(key=key))), None)


def choices(*, on: date) -> Mapping[str, Sequence[tuple[str, object]]]:
    """What can be chosen from in each field, of what there is. Three queries."""
    groups = to_join(on=on)
    places = Institution.objects.filter(groups__in=groups).distinct().order_by("sort_key")
    topics = set(groups.order_by().values_list("curriculum_version__curriculum__topic", flat=True).distinct())
    return {
        "place": [(place.key, place) for place in places],
        "topic": [(topic.value, topic.label) for topic in Topic if topic.value in topics],
        "mode": list(Mode.choices),
        "language": [
            (code, language_named(code))
            for code in groups.order_by("language").values_list("language", flat=True).distinct()
        ],
        "audience": list(Audience.choices),
    }


def _narrowed(groups: QuerySet[Group], wanted: Filters) -> QuerySet[Group]:
    if wanted.q:
        curriculum = "curriculum_version__curriculum__"
        groups = groups.filter(
            Q(**{f"{curriculum}title__icontains": wanted.q})
            | Q(**{f"{curriculum}title_en__icontains": wanted.q})
            | Q(key__icontains=wanted.q)
        )
    if wanted.age:
        groups = groups.filter(_of_age(int(wanted.age))) if wanted.age.isdecimal() else groups.none()
    if wanted.day:
        days = wanted.day if wanted.day in set("1234567") else "0"
        groups = groups.filter(times__weekday=int(days)).distinct()
    if wanted.place:
        groups = groups.filter(place__key=wanted.place)
    if wanted.mode == Mode.HYBRID:
        groups = groups.filter(mode=Mode.HYBRID)
    elif wanted.mode:
        groups = groups.filter(mode__in=(wanted.mode, Mode.HYBRID))
    if wanted.language:
        groups = groups.filter(language=wanted.language)
    if wanted.topic:
        groups = groups.filter(curriculum_version__curriculum__topic=wanted.topic)
    if wanted.audience:
        groups = groups.filter(audience=wanted.audience)
    if wanted.free:
        groups = groups.filter(pools__pool__taken__lt=F("pools__pool__capacity")).distinct()
    return groups


def _of_age(age: int) -> Q:
    age = min(age, 150)
    return (Q(age_from__isnull=True) | Q(age_from__lte=age)) & (Q(age_to__isnull=True) | Q(age_to__gte=age))


def _listed(groups: QuerySet[Group]) -> list[Listed]:
    rounds = RoundPool.objects.exclude(round__state__in=(RoundState.PLANNED, RoundState.OVER))
    shown = list(
        groups.select_related(
            "curriculum_version__curriculum", "place", "room__building", "provider", "season"
        ).prefetch_related(
            "times",
            Prefetch("pools", GroupPool.objects.select_related("pool").order_by("-mode")),
            Prefetch("pools__rounds", rounds.select_related("round"), to_attr="current_rounds"),
        )
    )
    pools = [pool for group in shown for pool in group.pools.all()]
    waiting = dict(
        Waiting.objects.filter(pool__in=[pool.pool_id for pool in pools], left_at__isnull=True)
        .order_by()
        .values_list("pool")
        .annotate(many=Count("pk"))
    )
    applied = dict(
        Wish.objects.filter(
            pool__in=pools,
            application__withdrawn_at__isnull=True,
            application__round__state__in=(RoundState.OPEN, RoundState.CLOSED),
        )
        .order_by()
        .values_list("pool")
        .annotate(many=Count("pk"))
    )
    return [_one(group, waiting, applied) for group in shown]


def _one(group: Group, waiting: Mapping[int, int], applied: Mapping[int, int]) -> Listed:
    pools = list(group.pools.all())
    # A pool is in one round at a time that is not over (`PoolInAnotherRound`).
    current = next((part.round for pool in pools for part in getattr(pool, "current_rounds", ())), None)
    return Listed(
        group=group,
        places=[Places(pool, waiting.get(pool.pool_id, 0), applied.get(pool.pk, 0)) for pool in pools],
        round=current,
    )
