"""What a family has in hand: whom it acts for, their applications, places and calendars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kurss.learning.cityday import day_of
from kurss.learning.models import Application, Enrolment, EnrolmentState, Offer, Session, SessionState
from kurss.learning.rounds.queries import ApplicationStanding, applications_of, standings_of
from kurss.people.models import Account, Identity
from kurss.people.queries import children_of, identities
from kurss.people.standing import every_key


@dataclass(frozen=True, slots=True)
class Place:
    """A place somebody has, and when the group meets next."""

    enrolment: Enrolment
    next: Session | None


@dataclass(frozen=True, slots=True)
class Member:
    """One of the family with all that is theirs."""

    key: UUID
    identity: Identity
    applications: Sequence[ApplicationStanding]
    places: Sequence[Place]

    @property
    def open_offers(self) -> list[Offer]:
        return [offer for one in self.applications for offer in one.open_offers]


def family_of(account: Account, *, on: date) -> dict[UUID, Identity]:
    """Whom the account acts for, by key: the children in its person's care, the oldest first, then the person."""
    if account.person is None:
        return {}
    bonds = children_of(account.person, on=on)
    children = {bond.child.standing_key for bond in bonds}
    known = identities([*children, account.person.standing_key])
    own = account.person.standing_key
    found = {
        key: known[key]
        for key in sorted(children, key=lambda key: (_born(known.get(key)), key))
        if key in known and known[key].is_in_care_on(on)
    }
    return found | ({own: known[own]} if own in known else {})


def mine_of(account: Account, *, at: datetime) -> list[Member]:
    """Everybody the account acts for with applications, places and offers, those with the most to do first."""
    day = day_of(at)
    family = family_of(account, on=day)
    keys = every_key(family)
    applications = standings_of([one for one in applications_of(keys) if not _is_past(one, day)])
    places = _places(keys, at)
    members = [
        Member(
            own,
            identity,
            [one for one in applications if keys[one.application.person_id] == own],
            [place for place in places if keys[place.enrolment.person_id] == own],
        )
        for own, identity in family.items()
    ]
    return sorted(members, key=lambda member: not member.open_offers)


def resident_before(people: Iterable[UUID], *, among: Sequence[str]) -> str:
    """Where it was said before that these people live: the last word, empty where nothing was said."""
    last = (
        Application.objects.filter(person__in=list(people), resident__in=["yes", "no"])
        .order_by("-applied_at")
        .values_list("resident", flat=True)
        .first()
    )
    return last if last is not None and last in among else ""


def _born(identity: Identity | None) -> date:
    return (identity.birth_date if identity else None) or date.max


def _is_past(application: Application, day: date) -> bool:
    return application.round.season.ends_on < day


def _places(people: Iterable[UUID], at: datetime) -> list[Place]:
    enrolments = list(
        Enrolment.objects.filter(
            person__in=list(people), state=EnrolmentState.ENROLLED, group__ends_on__gte=day_of(at)
        )
        .select_related("group__curriculum_version__curriculum", "group__place", "group__room")
        .prefetch_related("group__times")
        .order_by("group__starts_on", "pk")
    )
    ahead = Session.objects.filter(
        group__in=[one.group_id for one in enrolments], state=SessionState.PLANNED, starts_at__gte=at
    )
    first = {session.group_id: session for session in ahead.order_by("-starts_at")}
    return [Place(one, first.get(one.group_id)) for one in enrolments]
