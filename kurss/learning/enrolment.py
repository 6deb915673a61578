"""Enrolling in a group."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from kurss.journal.entries import Line, write_many
from kurss.learning import words
from kurss.learning.cityday import day_of
from kurss.learning.fitting import check_age, said_for, said_grades
from kurss.learning.models import (
    GONE,
    Enrolment,
    EnrolmentEvent,
    EventKind,
    Group,
    GroupPool,
    Mode,
    Policy,
    RoundPool,
    RoundState,
)
from kurss.learning.models.onday import Resident
from kurss.learning.refusals import (
    AlreadyEnrolled,
    GivenByDraw,
    GroupFull,
    GroupOver,
    NotThisWay,
)
from kurss.people.acting import permit, signature
from kurss.people.models import Account, Identity, Person
from kurss.people.permissions import Act
from kurss.people.queries import identities as identities_of
from kurss.people.standing import standing, standing_keys
from kurss.seats.models import Seat
from kurss.seats.refusals import AlreadySeated, PoolFull
from kurss.seats.taking import take, take_all


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to be enrolled, and whether they said that they live in the city."""

    person: Person
    resident: Resident = Resident.NOT_RECORDED


@transaction.atomic
def enrol(
    *,
    group: Group,
    person: Person,
    by: Account,
    at: datetime,
    resident: Resident = Resident.NOT_RECORDED,
    mode: Mode | None = None,
    once: str = "",
) -> Enrolment:
    """One place in the group: seat, enrolment, event and journal row together, or a refusal and nothing.

    `once` names the request: sent twice, it is one enrolment and the same answer.
    """
    permit(by, Act.ENROL, at=at, place=group.place.key, person=person)
    person = standing(person)
    _check_merged_keys(group, [person.pk])
    pool = _pool(group, mode)
    check_group_open(group, day_of(at))
    _check_not_drawn(pool)
    identities = identities_of([person.pk])
    said = said_grades([person.pk], [group])
    check_age(group, identities.get(person.pk), said=said_for(group, person.pk, said))
    try:
        seat = take(pool=pool.pool, holder=person.pk, at=at, once=once)
    except PoolFull:
        raise _full(group, pool) from None
    except AlreadySeated:
        raise _already(group) from None
    earlier = Enrolment.objects.filter(seat=seat).first() if once else None
    if earlier is not None:
        return earlier
    return _write(group, pool, [Newcomer(person, resident)], [seat], identities, by=by, at=at)[0]


@transaction.atomic
def enrol_all(
    *, group: Group, newcomers: Sequence[Newcomer], by: Account, at: datetime, mode: Mode | None = None
) -> list[Enrolment]:
    """A place for everyone named, or for nobody: a class, a family, a list from a clerk."""
    for newcomer in newcomers:
        permit(by, Act.ENROL, at=at, place=group.place.key, person=newcomer.person)
    keys = standing_keys(newcomer.person.pk for newcomer in newcomers)
    newcomers = [
        replace(newcomer, person=standing(newcomer.person))
        if keys[newcomer.person.pk] != newcomer.person.pk
        else newcomer
        for newcomer in newcomers
    ]
    _check_merged_keys(group, keys.values())
    pool = _pool(group, mode)
    check_group_open(group, day_of(at))
    _check_not_drawn(pool)
    people = [newcomer.person.pk for newcomer in newcomers]
    identities, said = identities_of(people), said_grades(people, [group])
    for key in people:
        check_age(group, identities.get(key), said=said_for(group, key, said))
    try:
        seats = take_all(pool=pool.pool, holders=people, at=at)
    except PoolFull:
        raise _full(group, pool) from None
    except AlreadySeated:
        raise _already(group) from None
    return _write(group, pool, newcomers, seats, identities, by=by, at=at)


def enrol_on(*, pool: GroupPool, seat: Seat, newcomer: Newcomer, by: Account, at: datetime) -> Enrolment:
    """The enrolment that goes with a seat taken before: an offer that was accepted.

    Part of the verb that accepts; the caller holds the transaction and has asked for permission.
    """
    group = pool.group
    check_group_open(group, day_of(at))
    _check_merged_keys(group, [newcomer.person.pk])
    identity = identities_of([newcomer.person.pk]).get(newcomer.person.pk)
    return write_enrolment(pool=pool, seat=seat, newcomer=newcomer, identity=identity, by=by, at=at)


def write_enrolment(
    *, pool: GroupPool, seat: Seat, newcomer: Newcomer, identity: Identity | None, by: Account, at: datetime
) -> Enrolment:
    """Enrolment and event in one statement, and the journal row, on a seat just taken.

    Part of a verb that has asked and checked everything.
    """
    group, day = pool.group, day_of(at)
    enrolment = _enrolment(group, pool, newcomer, seat, words.of_group(group), identity, day)
    values = [field.get_db_prep_save(getattr(enrolment, field.attname), connection) for field in _FIELDS]
    with connection.cursor() as cursor:
        cursor.execute(_ENROL, [*values, EventKind.ENROLLED.value, at, by.pk])
        enrolment.pk = cursor.fetchone()[0]
    enrolment._state.adding, enrolment._state.db = False, connection.alias
    _note(group, [enrolment], by=by, at=at)
    return enrolment


_NAMES = [field.attname for field in Enrolment._meta.concrete_fields if field.name not in ("id", "seat")]
ENROLLED = f"""
enrolment AS (
    INSERT INTO learning_enrolment ({", ".join(f'"{name}"' for name in _NAMES)}, seat_id)
    SELECT {", ".join(f"%(enrolment_{name})s" for name in _NAMES)}, seat.id FROM seat
    RETURNING id, seat_id
), event AS (
    INSERT INTO learning_enrolmentevent (enrolment_id, kind, happened_at, by_key, reason)
    SELECT id, 'enrolled', %(at)s, %(by)s, '' FROM enrolment
)
"""  # noqa: S608 - names of columns of our own model
"""The enrolment and its event on the seat that the same statement takes."""


def enrolment_values(
    *, pool: GroupPool, newcomer: Newcomer, identity: Identity | None, by: Account, at: datetime
) -> dict[str, Any]:
    """What `ENROLLED` takes besides the moment `at`."""
    group, day = pool.group, day_of(at)
    enrolment = _enrolment(group, pool, newcomer, None, words.of_group(group), identity, day)
    return {f"enrolment_{name}": getattr(enrolment, name) for name in _NAMES} | {"by": by.pk}


def line_of(group: Group) -> Line:
    """The line of the journal about an enrolment whose key is still to come."""
    return Line(act="learning.enrol", kind=Enrolment._meta.label_lower, key="-", label=group.key)


_FIELDS = [field for field in Enrolment._meta.concrete_fields if not field.primary_key]
_ENROL = f"""
WITH enrolment AS (
    INSERT INTO learning_enrolment ({", ".join(f'"{field.column}"' for field in _FIELDS)})
    VALUES ({", ".join("%s" for _ in _FIELDS)})
    RETURNING id
)
INSERT INTO learning_enrolmentevent (enrolment_id, kind, happened_at, by_key, reason)
SELECT id, %s, %s, %s, '' FROM enrolment
RETURNING enrolment_id
"""  # noqa: S608 - names of columns of our own model


def _pool(group: Group, mode: Mode | None) -> GroupPool:
    """The places asked for; a group of one kind need not be asked which."""
    pools = {pool.mode: pool for pool in group.pools.select_related("pool")}
    if mode is None and len(pools) == 1:
        return next(iter(pools.values()))
    if mode is None or mode not in pools:
        ways = ", ".join(str(Mode(way).label) for way in sorted(pools))
        raise NotThisWay(
            _("Group {group} has these places: {ways}. Say which of them is wanted.").format(
                group=group.key, ways=ways
            )
        )
    return pools[mode]


def _check_merged_keys(group: Group, people: Iterable[UUID]) -> None:
    """A person has one place in a group, also where the first was taken under a key that was merged since."""
    behind = Enrolment.objects.filter(group=group, person__survivor__in=list(people))
    if behind.exclude(state__in=GONE).exists():
        raise _already(group)


def check_group_open(group: Group, day: date) -> None:
    """Raise GroupOver where the group has met for the last time, or was joined to another."""
    if group.joined_to is not None:
        raise GroupOver(
            _("Group {group} was joined to group {other}. Choose that one.").format(
                group=group.key, other=group.joined_to.key
            )
        )
    if day > group.ends_on:
        raise GroupOver(
            _("Group {group} met for the last time on {day}. Choose another group.").format(
                group=group.key, day=group.ends_on
            )
        )


def _check_not_drawn(pool: GroupPool) -> None:
    """Places that a draw gives out are not given past it, by whomever."""
    live = (RoundState.OPEN, RoundState.CLOSED, RoundState.DRAWN)
    parts = RoundPool.objects.filter(pool=pool, round__policy=Policy.DRAW, round__state__in=live)
    found = parts.select_related("round").first()
    if found is not None:
        raise GivenByDraw(
            _(
                "The places of group {group} are given out by the draw of round {round}. Apply in the round, "
                "in the same way for everybody."
            ).format(group=pool.group.key, round=found.round.key)
        )


def _write(
    group: Group,
    pool: GroupPool,
    newcomers: Sequence[Newcomer],
    seats: Sequence[Seat],
    identities: dict[UUID, Identity],
    *,
    by: Account,
    at: datetime,
) -> list[Enrolment]:
    """Enrolments on seats just taken, with their events and journal rows."""
    day, group_words = day_of(at), words.of_group(group)
    enrolments = Enrolment.objects.bulk_create(
        _enrolment(group, pool, newcomer, seat, group_words, identities.get(newcomer.person.pk), day)
        for newcomer, seat in zip(newcomers, seats, strict=True)
    )
    EnrolmentEvent.objects.bulk_create(
        EnrolmentEvent(enrolment=enrolment, kind=EventKind.ENROLLED, happened_at=at, by_key=by.pk)
        for enrolment in enrolments
    )
    _note(group, enrolments, by=by, at=at)
    return enrolments


def _enrolment(
    group: Group,
    pool: GroupPool,
    newcomer: Newcomer,
    seat: Seat | None,
    group_words: Mapping[str, Any],
    identity: Identity | None,
    day: date,
) -> Enrolment:
    return Enrolment(
        group=group,
        person=newcomer.person,
        seat=seat,
        mode=pool.mode,
        enrolled_on=day,
        resident=newcomer.resident,
        synthetic=group.synthetic or newcomer.person.synthetic,
        **group_words,
        **_person_words(identity, day),
    )


def _note(group: Group, enrolments: Sequence[Enrolment], *, by: Account, at: datetime) -> None:
    lines = [
        Line(act="learning.enrol", kind=Enrolment._meta.label_lower, key=str(enrolment.pk), label=group.key)
        for enrolment in enrolments
    ]
    write_many(lines, by_key=str(by.pk), by_label=signature(by, at=at), at=at)


def _person_words(identity: Identity | None, day: date) -> dict[str, Any]:
    gender, born = (identity.gender, identity.birth_date) if identity else (None, None)
    return words.of_person(gender=gender, born=born, day=day)


def _full(group: Group, pool: GroupPool) -> GroupFull:
    return GroupFull(
        _(
            "Group {group} has {places} places ({way}) and not enough of them are free. Choose another group."
        ).format(group=group.key, places=pool.pool.capacity, way=Mode(pool.mode).label)
    )


def _already(group: Group) -> AlreadyEnrolled:
    return AlreadyEnrolled(
        _("This person has a place in group {group}. There is no need to enrol again.").format(
            group=group.key
        )
    )
