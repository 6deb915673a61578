"""First come, first served: a place taken at once, kept for some minutes, or waited for.

Whoever asks has one application in the round, however many groups they ask for: it says which way they came, and
its offers are the places kept and taken. So a place kept is an offer of some minutes, and accepting it, giving it
back and letting it run out are the verbs of `offering`.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID, uuid4

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import errors

from kurss.learning.cityday import day_of
from kurss.learning.enrolment import Newcomer, check_group_open
from kurss.learning.fitting import check_age, said_for, said_grades
from kurss.learning.models import (
    GONE,
    Application,
    CameBy,
    Enrolment,
    EnrolmentRound,
    EnrolmentState,
    GroupPool,
    MoveKind,
    Offer,
    OfferState,
    RoundState,
    WaitingMove,
)
from kurss.learning.models.onday import Resident
from kurss.learning.naming import moment_said
from kurss.learning.refusals import (
    AlreadyEnrolled,
    KeptBefore,
    LearningRefused,
    NotAtOnce,
    NothingFree,
    PlacesFree,
    RoundNotOpen,
    TryAgain,
)
from kurss.learning.rounds.at_once import groups_as_said
from kurss.learning.rounds.hours import check_hours
from kurss.learning.rounds.letters import draft_enrolled
from kurss.learning.rounds.line import place_in_line
from kurss.learning.rounds.offering import accept, check_enough, let_run_out
from kurss.learning.rounds.place import take_it
from kurss.people.acting import note, permit
from kurss.people.asking import asked_by
from kurss.people.models import Account, Identity, Person
from kurss.people.permissions import Act
from kurss.people.standing import keys_of
from kurss.seats.line import wait
from kurss.seats.models import Pool, Seat
from kurss.seats.refusals import AlreadySeated, AlreadyWaiting, PoolFull
from kurss.seats.taking import hold

T = TypeVar("T")

KEPT = timedelta(minutes=10)
"""How long a place is kept for a family that has not finished: time to ask the other parent, not to trade it."""

PATIENCE = "5s"
"""How long a request waits for somebody else's hand on the same places before it is asked to try again."""

BUSY = (errors.LockNotAvailable, errors.DeadlockDetected, errors.QueryCanceled)
"""What the database says when it had no time for the request. It says nothing about free places."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for which places, which way they came, and by whose hand; `once` names the request."""

    pool: GroupPool
    person: UUID
    came_by: CameBy
    by: Account
    resident: Resident = Resident.NOT_RECORDED
    once: str = ""


@dataclass(frozen=True, slots=True)
class _Asked:
    """The asking once it was checked: the person who stands, who they are, and the application, held."""

    pool: GroupPool
    person: Person
    identity: Identity | None
    reader: Identity | None
    """Who asks, where it is a private person."""
    application: Application
    held: list[Offer]
    """Places that are kept for the person in the round, or that they have taken and not given up."""


def take_place(*, round: EnrolmentRound, asking: Asking, at: datetime) -> Offer:
    """A place at once: seat, enrolment, event, journal row and letter together, or a refusal and nothing.

    The same request sent again gives the same place. Refuses with NothingFree when the last place has gone and
    with TryAgain, never NothingFree, when the database was too busy to say. Whoever keeps a place here takes it.
    """
    return _answered(_take, round, asking, at)


def keep_place(*, round: EnrolmentRound, asking: Asking, at: datetime) -> Offer:
    """Keep a place for `KEPT`, once for each person and group: it is taken within that time, or goes on."""
    return _answered(_keep, round, asking, at)


def join_line(*, round: EnrolmentRound, asking: Asking, at: datetime) -> Application:
    """Stand at the end of the waiting list of places that are gone; who stands there already stays."""
    return _patiently(_join, round, asking, at)


@transaction.atomic
def _take(round: EnrolmentRound, asking: Asking, at: datetime) -> Offer:
    asked = _checked(round, asking, at)
    pool, application = asked.pool, asked.application
    kept = next((one for one in asked.held if one.pool_id == pool.pk and one.state == OfferState.OPEN), None)
    if kept is not None:
        accept(offer=kept, by=asking.by, at=at)
        kept.refresh_from_db()
        return kept
    check_enough(application, asked.held)
    taken = Offer(
        application=application,
        pool=pool,
        offered_at=at,
        expires_at=at + KEPT,
        answered_at=at,
        state=OfferState.ACCEPTED,
    )
    letter = draft_enrolled(taken, by=asking.by, known=asked.reader, at=at)
    for _turn in range(2):
        try:
            done = take_it(
                taken,
                newcomer=Newcomer(asked.person, asking.resident),
                identity=asked.identity,
                letter=letter,
                once=asking.once,
                by=asking.by,
                at=at,
            )
        except AlreadySeated:
            raise _already(pool) from None
        if done:
            return taken
        # Places kept too long are let go where none is free, once.
        if not let_run_out(pool=pool, at=at):
            break
    raise nothing_free(pool)


@transaction.atomic
def _keep(round: EnrolmentRound, asking: Asking, at: datetime) -> Offer:
    asked = _checked(round, asking, at)
    pool, application = asked.pool, asked.application
    check_enough(application, asked.held)
    if application.offers.filter(pool=pool).exclude(state=OfferState.ACCEPTED).exists():
        raise KeptBefore(
            _("A place in group {group} was kept once already. Take one, or leave it to others.").format(
                group=pool.group.key
            )
        )
    seat = _hold(asking, asked, at)
    kept = Offer.objects.create(
        application=application, pool=pool, seat=seat, offered_at=at, expires_at=at + KEPT
    )
    note(by=asking.by, at=at, act="learning.keep_place", about=kept, label=pool.group.key)
    return kept


@transaction.atomic
def _join(round: EnrolmentRound, asking: Asking, at: datetime) -> Application:
    asked = _checked(round, asking, at)
    pool, application = asked.pool, asked.application
    let_run_out(pool=pool, at=at)
    # The pool's row first: whoever frees a place offers it to the line of that moment, so nobody may join
    # between a place that came free and its offer.
    held = Pool.objects.select_for_update().get(pk=pool.pool_id)
    if held.free:
        raise PlacesFree(
            _("A place in group {group} is free at this moment. Take it instead of waiting.").format(
                group=pool.group.key
            )
        )
    try:
        wait(pool=held, holder=application.pk, at=at)
    except AlreadyWaiting:
        return application
    WaitingMove.objects.create(
        pool=pool,
        application=application,
        kind=MoveKind.JOINED,
        place=place_in_line(pool, application),
        reason="no place was free",
        moved_at=at,
        by_key=asking.by.pk,
    )
    note(by=asking.by, at=at, act="learning.join_line", about=application, label=pool.group.key)
    return application


def _answered(
    verb: Callable[[EnrolmentRound, Asking, datetime], Offer],
    round: EnrolmentRound,
    asking: Asking,
    at: datetime,
) -> Offer:
    """What the verb gives, or gave this very request before: also where it would be refused now."""
    try:
        return _patiently(verb, round, asking, at)
    except LearningRefused:
        earlier = asking.once and Offer.objects.filter(
            pool=asking.pool, seat__once=asking.once, seat__holder__in=keys_of(asking.person)
        )
        found = earlier.select_related("enrolment").first() if earlier else None
        if found is None:
            raise
        return found


def _patiently(
    verb: Callable[[EnrolmentRound, Asking, datetime], T],
    round: EnrolmentRound,
    asking: Asking,
    at: datetime,
) -> T:
    try:
        return verb(round, asking, at)
    except OperationalError as error:
        if isinstance(error.__cause__, BUSY):
            raise TryAgain(
                _(
                    "Too many people ask for group {group} at this moment. Nothing was changed: try again."
                ).format(group=asking.pool.group.key)
            ) from error
        raise


def _checked(round: EnrolmentRound, asking: Asking, at: datetime) -> _Asked:
    """Who may ask, in a round that gives places at once and is open; then the application they ask on, held.

    Every question is asked once, since it is asked thousands of times in the opening minute.
    """
    group = asking.pool.group
    asked = asked_by(asking.by, person=asking.person, on=timezone.localdate(at))
    person, reader = asked.person, asked.asker
    permit(asking.by, Act.ENROL, at=at, place=group.place.key, person=person)
    check_at_once(round, at)
    check_group_open(group, day_of(at))
    check_age(group, person.known, said=said_for(group, person.pk, said_grades([person.pk], [group])))
    seated = _seated(round, person)
    if any(one.group_id == group.pk for one in seated):
        raise _already(asking.pool)
    check_hours(group, [one for one in seated if one.state == EnrolmentState.ENROLLED])
    application = _presence(round, asking, person, at)
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"application": application.pk, "pool": asking.pool.pk})
        held = [Offer.from_db(connection.alias, _OFFER, row) for row in cursor.fetchall()]
    return _Asked(asking.pool, person, person.known, reader, application, held)


_SEATED = """/* prepared */
SELECT group_id, state FROM learning_enrolment
WHERE person_id IN (SELECT key FROM people_person WHERE key = %(person)s OR survivor_id = %(person)s)
    AND state <> ALL(%(gone)s)
"""


def _seated(round: EnrolmentRound, person: Person) -> list[Enrolment]:
    """The places the person has, under whichever key, with their groups as they are said. One query in a rush."""
    with connection.cursor() as cursor:
        cursor.execute(_SEATED, {"person": person.pk, "gone": [state.value for state in GONE]})
        rows = cursor.fetchall()
    known = groups_as_said([group for group, _state in rows], round=round.pk) if rows else {}
    return [Enrolment(group=known[group], state=state) for group, state in rows]


def check_at_once(round: EnrolmentRound, at: datetime) -> None:
    """Raise NotAtOnce or RoundNotOpen unless the round gives places at once at this moment.

    The round's row is read, not held: whoever asked while it was open keeps what they got, also where somebody
    ends the round in that very moment. No list must stand still to be computed from, as in a draw.
    """
    if not round.is_first_come:
        raise NotAtOnce(
            _("The round {round} does not give places at once. Apply in it instead.").format(round=round.key)
        )
    if round.state != RoundState.OPEN or not round.opens_at <= at < round.closes_at:
        raise RoundNotOpen(
            _("The round {round} gives places from {opens} to {closes}.").format(
                round=round.key, opens=moment_said(round.opens_at), closes=moment_said(round.closes_at)
            )
        )


# One statement finds the application and holds it, or makes it: two requests of one person at once wait for each
# other here, before either touches the places.
_PRESENCE = """/* prepared */
INSERT INTO learning_application AS held
    (key, round_id, person_id, ticket, came_by, wants, resident, applied_at, applied_by_key, once)
VALUES (%(key)s, %(round)s, %(person)s, %(ticket)s, %(came_by)s, %(wants)s, %(resident)s, %(at)s, %(by)s, '')
ON CONFLICT (round_id, person_id) WHERE withdrawn_at IS NULL DO UPDATE SET wants = EXCLUDED.wants
RETURNING key, came_by, resident, applied_at, applied_by_key, set_config('lock_timeout', %(patience)s, true)
"""

# A statement of its own, for it must see what whoever held the application before has written: the wish for these
# places, after those that stand, and the places kept or taken.
_OFFER = [field.attname for field in Offer._meta.concrete_fields]
_HELD = f"""/* prepared */
WITH wish AS (
    INSERT INTO learning_wish (application_id, pool_id, "order")
    SELECT %(application)s, %(pool)s, COALESCE(MAX("order"), 0) + 1
    FROM learning_wish WHERE application_id = %(application)s
    ON CONFLICT (application_id, pool_id) DO NOTHING
)
SELECT {", ".join(f"offer.{name}" for name in _OFFER)} FROM learning_offer offer
LEFT JOIN learning_enrolment enrolment ON enrolment.id = offer.enrolment_id
WHERE offer.application_id = %(application)s
    AND (offer.state = 'open' OR offer.state = 'accepted' AND enrolment.state = 'enrolled')
"""  # noqa: S608 - names of columns of our own model


def _presence(round: EnrolmentRound, asking: Asking, person: Person, at: datetime) -> Application:
    """The one application of the person in the round, with the wish for these places, held until the end."""
    values: dict[str, Any] = {
        "key": uuid4(),
        "round": round.pk,
        "person": person.pk,
        "ticket": secrets.token_hex(16),
        "came_by": asking.came_by.value,
        "wants": round.most_places,
        "resident": asking.resident.value,
        "at": at,
        "by": asking.by.pk,
        "patience": PATIENCE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PRESENCE, values)
        key, came_by, resident, applied_at, applied_by = cursor.fetchone()[:5]
    return Application(
        key=key,
        round=round,
        person=person,
        came_by=came_by,
        wants=round.most_places,
        resident=resident,
        applied_at=applied_at,
        applied_by_key=applied_by,
    )


def _hold(asking: Asking, asked: _Asked, at: datetime) -> Seat:
    """One of the places, held; those kept too long are let go first where none is free."""
    try:
        return _one(asking, asked, at)
    except PoolFull:
        if not let_run_out(pool=asked.pool, at=at):
            raise nothing_free(asked.pool) from None
    try:
        return _one(asking, asked, at)
    except PoolFull:
        raise nothing_free(asked.pool) from None


def _one(asking: Asking, asked: _Asked, at: datetime) -> Seat:
    pool, holder = asked.pool.pool, asked.person.pk
    return hold(pool=pool, holder=holder, at=at, until=at + KEPT, once=asking.once)


def _already(pool: GroupPool) -> AlreadyEnrolled:
    return AlreadyEnrolled(
        _("This person has a place in group {group}. There is no need to enrol again.").format(
            group=pool.group.key
        )
    )


def nothing_free(pool: GroupPool) -> NothingFree:
    """The refusal, as a sentence for whoever asked."""
    return NothingFree(
        _("The last place in group {group} has just gone. Nothing was changed.").format(group=pool.group.key)
    )
