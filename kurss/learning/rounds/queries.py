"""Reads of rounds, shared by pages: what a round promised, how an application stands, and who got in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from kurss.learning import draw
from kurss.learning.models import (
    GONE,
    Application,
    CameBy,
    EnrolmentRound,
    Offer,
    OfferState,
    RoundPool,
    Wish,
)
from kurss.learning.rounds.input import pool_key
from kurss.learning.rounds.line import Chance, chance, places_in_line
from kurss.learning.rounds.told import Told, told
from kurss.people.models import Gender
from kurss.people.queries import identities


def round_with_policy(key: str, *, planned: bool = False) -> EnrolmentRound | None:
    """A round with all that is promised about it; one that was not announced only where `planned` asks for it."""
    found = EnrolmentRound.objects.all() if planned else EnrolmentRound.objects.announced()
    return (
        found.filter(key=key)
        .select_related("season")
        .prefetch_related(
            "priorities",
            Prefetch(
                "pools",
                RoundPool.objects.select_related(
                    "pool__pool", "pool__group__curriculum_version__curriculum", "pool__group__place"
                ).prefetch_related("reserves", "pool__group__times"),
            ),
        )
        .first()
    )


def rounds(*, planned: bool = False) -> list[EnrolmentRound]:
    """Every round that was announced, the newest first; those being planned too where the reader runs rounds."""
    found = EnrolmentRound.objects.all() if planned else EnrolmentRound.objects.announced()
    return list(found.select_related("season"))


def places_left(round: EnrolmentRound) -> int:
    """How many places of a round nobody has taken or is offered. One query."""
    parts = round.pools.select_related("pool__pool")
    return sum(part.pool.pool.free for part in parts)


@dataclass(frozen=True, slots=True)
class WishStanding:
    """How one wish of an application stands now, and why it came out so in the draw."""

    wish: Wish
    offer: Offer | None
    line: int | None
    chance: Chance | None
    reason: draw.Reason | None
    marks: Sequence[str]
    """One mark a child who asked for these places, best number first: in, out, me."""

    @property
    def state(self) -> str:
        """A word of the page: enrolled, left, offered, waiting, gone, asked, enough, hours."""
        enrolment = self.offer.enrolment if self.offer is not None else None
        if self.line is None and enrolment is not None and enrolment.state in GONE:
            return "left"
        if self.offer is not None and (self.line is None or self.offer.state == OfferState.OPEN):
            return {
                OfferState.ACCEPTED: "enrolled",
                OfferState.OPEN: "offered",
            }.get(OfferState(self.offer.state), "gone")
        if self.line is not None:
            return "waiting"
        return self.reason.why if self.reason is not None else "asked"


@dataclass(frozen=True, slots=True)
class ApplicationStanding:
    application: Application
    wishes: Sequence[WishStanding]
    number: str
    """The number the ticket drew, in hexadecimal; empty before the draw."""

    @property
    def waits(self) -> bool:
        return any(one.state == "waiting" for one in self.wishes)

    @property
    def open_offers(self) -> list[Offer]:
        return [one.offer for one in self.wishes if one.offer is not None and one.state == "offered"]


def applications_of(people: Iterable[UUID]) -> list[Application]:
    """The live applications for these people, the newest round first."""
    return list(
        Application.objects.live()
        .filter(person__in=list(people))
        .select_related("round__season", "person")
        .order_by("-round__opens_at", "applied_at")
    )


def standing_of(application: Application) -> ApplicationStanding:
    """How each wish of an application stands."""
    return standings_of([application])[0]


def standings_of(applications: Sequence[Application]) -> list[ApplicationStanding]:
    """How each wish of each stands: a fixed number of queries, and two for each wish that waits."""
    wishes = Wish.objects.select_related(
        "pool__pool",
        "pool__group__curriculum_version__curriculum",
        "pool__group__place",
        "pool__group__room",
    ).prefetch_related("pool__group__times")
    offers = Offer.objects.select_related("enrolment").order_by("offered_at")
    prefetch_related_objects(
        applications,
        Prefetch("wishes", wishes, to_attr="wishes_in_order"),
        Prefetch("offers", offers, to_attr="offers_in_order"),
    )
    lines, said = places_in_line(applications), told(applications)
    return [_standing(one, said.get(one.pk), lines) for one in applications]


def _standing(
    application: Any, said: Told | None, lines: Mapping[tuple[UUID, int], int]
) -> ApplicationStanding:
    offers = {offer.pool_id: offer for offer in application.offers_in_order}
    return ApplicationStanding(
        application=application,
        wishes=[
            _wish(wish, application, offers.get(wish.pool_id), said, lines)
            for wish in application.wishes_in_order
        ],
        number=said.number if said else "",
    )


def _wish(
    wish: Wish,
    application: Application,
    offer: Offer | None,
    said: Told | None,
    lines: Mapping[tuple[UUID, int], int],
) -> WishStanding:
    line = lines.get((application.pk, wish.pool.pool_id))
    return WishStanding(
        wish=wish,
        offer=offer,
        line=line,
        chance=chance(wish.pool, line) if line is not None else None,
        reason=said.reasons.get(pool_key(wish.pool)) if said else None,
        marks=said.marks(pool_key(wish.pool)) if said else (),
    )


@dataclass(frozen=True, slots=True)
class Fairness:
    """Who applied and who was offered a place, by one thing told apart. For staff."""

    title: str
    rows: Sequence[tuple[str, int, int]]
    """Word, applied, offered."""


def fairness(round: EnrolmentRound) -> list[Fairness]:
    """By the way people came, by gender, and by where they live: whether a way or a group is left behind."""
    applications = list(round.applications.live())
    offered = set(Offer.objects.filter(application__round=round).values_list("application", flat=True))
    known = identities(one.person_id for one in applications)
    genders = {
        one.pk: known[one.person_id].gender if one.person_id in known else Gender.NOT_RECORDED.value
        for one in applications
    }
    return [
        _told("came_by", [(one.pk, one.came_by) for one in applications], offered, dict(CameBy.choices)),
        _told("gender", list(genders.items()), offered, dict(Gender.choices)),
        _told(
            "resident",
            [(one.pk, one.resident) for one in applications],
            offered,
            dict(Application._meta.get_field("resident").choices or ()),
        ),
    ]


def _told(
    title: str, told: Sequence[tuple[UUID, str]], offered: set[UUID], words: Mapping[str, object]
) -> Fairness:
    asked = Counter(word for _, word in told)
    got = Counter(word for key, word in told if key in offered)
    return Fairness(title, [(str(words[word]), asked[word], got[word]) for word in words if asked[word]])
