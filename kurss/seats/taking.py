"""Verbs over places: open a pool, give it more or fewer places, take a seat, hold one for a while, give it back.

The kernel writes no journal and asks no permission: the verb that takes a seat for somebody does both, in the
same transaction.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Q

from kurss.seats.models import Pool, Seat, SeatState
from kurss.seats.models.seat import LIVE
from kurss.seats.refusals import AlreadySeated, HoldExpired, NotSeated, PlacesTaken, PoolFull

# The race: two ask for the last place at the same moment. Reading `taken` first and writing afterwards would
# give it to both. Here the first UPDATE locks the pool's row until its transaction ends; the second waits, and
# PostgreSQL then tests `taken + n <= capacity` again on the row as the first one left it. So the test and the
# count are one act, and the seats are written in the same statement: there is no moment at which the counter
# and the rows disagree. A holder who asks twice at once passes the counter twice, but the partial unique index
# lets one row in; the other statement fails as a whole and its count is undone with it.
#
# It is kept in parts, so that a verb above may write what goes with the seat in the same statement.
SEATED = """
counted AS (
    UPDATE seats_pool SET taken = taken + cardinality(%(holders)s::uuid[])
    WHERE id = %(pool)s AND taken + cardinality(%(holders)s::uuid[]) <= capacity
    RETURNING id
), seat AS (
    INSERT INTO seats_seat (pool_id, holder, state, taken_at, expires_at, once)
    SELECT counted.id, wanted.holder, %(state)s, %(at)s, %(until)s, %(once)s
    FROM counted CROSS JOIN unnest(%(holders)s::uuid[]) WITH ORDINALITY AS wanted (holder, place)
    ORDER BY wanted.place
    RETURNING id, holder
)
"""
_TAKE = " ".join(("/* prepared */ WITH", SEATED, "SELECT id, holder FROM seat ORDER BY id"))

ONE_SEAT = ("seat_one_live_per_holder", "seat_once_per_request")
"""The constraints by which the database refuses a second seat of one holder."""


def open_pool(*, key: str, capacity: int) -> Pool:
    """A new pool with all its places free."""
    return Pool.objects.create(key=key, capacity=capacity)


@transaction.atomic
def resize(*, pool: Pool, capacity: int) -> Pool:
    """The pool with another number of places; refuses with PlacesTaken where more are taken or held than that."""
    held = Pool.objects.select_for_update().get(pk=pool.pk)
    if held.taken > capacity:
        raise PlacesTaken(held.taken)
    held.capacity = capacity
    held.save(update_fields=["capacity"])
    return held


def take(*, pool: Pool, holder: UUID, at: datetime, once: str = "") -> Seat:
    """Take one place for the holder, or refuse with PoolFull or AlreadySeated.

    `once` names the request: asked again by the same holder, it gives the seat of the first time, whatever
    became of it since. A lock that times out is the database's own error, never PoolFull.
    """
    return _seat(pool=pool, holders=(holder,), at=at, once=once)[0]


def take_all(*, pool: Pool, holders: Sequence[UUID], at: datetime) -> list[Seat]:
    """Take a place for each holder, in their order, or none at all."""
    return _seat(pool=pool, holders=holders, at=at) if holders else []


def hold(*, pool: Pool, holder: UUID, at: datetime, until: datetime, once: str = "") -> Seat:
    """Keep a place for the holder until a moment; it counts as taken while it is held."""
    return _seat(pool=pool, holders=(holder,), at=at, until=until, once=once)[0]


def hold_all(*, pool: Pool, holders: Sequence[UUID], at: datetime, until: datetime) -> list[Seat]:
    """Keep a place for each holder until a moment, in their order, or for none of them."""
    return _seat(pool=pool, holders=holders, at=at, until=until) if holders else []


@transaction.atomic
def confirm(*, seat: Seat, at: datetime) -> Seat:
    """The holder takes the place that was held; refuses with HoldExpired or NotSeated when it is too late."""
    seat = Seat.objects.select_for_update().get(pk=seat.pk)
    if seat.state == SeatState.RELEASED:
        raise NotSeated(f"Seat {seat.pk} was given back. Take another one.")
    if seat.state == SeatState.HELD:
        if seat.expires_at is not None and seat.expires_at <= at:
            raise HoldExpired(f"Seat {seat.pk} was held until {seat.expires_at:%Y-%m-%d %H:%M}. Ask again.")
        seat.state = SeatState.TAKEN
        seat.save(update_fields=["state"])
    return seat


@transaction.atomic
def release(*, seat: Seat, at: datetime) -> Seat:
    """Give the place back to its pool. Giving back what is given back is refused with NotSeated."""
    # The pool first, as `take` does: two orders of locking would let two transactions wait for each other.
    Pool.objects.select_for_update().get(pk=seat.pool_id)
    released = Seat.objects.filter(pk=seat.pk, state__in=LIVE).update(
        state=SeatState.RELEASED, released_at=at
    )
    if not released:
        raise NotSeated(f"Seat {seat.pk} was given back before. Nothing is left to release.")
    Pool.objects.filter(pk=seat.pool_id).update(taken=F("taken") - 1)
    seat.refresh_from_db()
    return seat


@transaction.atomic
def release_all(*, pool: Pool, holders: Sequence[UUID], at: datetime) -> int:
    """Give back every live seat that these holders have in the pool; how many places came free."""
    Pool.objects.select_for_update().get(pk=pool.pk)
    released = Seat.objects.filter(pool=pool, holder__in=holders, state__in=LIVE).update(
        state=SeatState.RELEASED, released_at=at
    )
    Pool.objects.filter(pk=pool.pk).update(taken=F("taken") - released)
    return released


@transaction.atomic
def release_expired(*, pool: Pool, at: datetime) -> int:
    """Give back every place held beyond its moment; the number of places that came free."""
    Pool.objects.select_for_update().get(pk=pool.pk)
    expired = Seat.objects.filter(pool=pool, state=SeatState.HELD, expires_at__lte=at).update(
        state=SeatState.RELEASED, released_at=at
    )
    Pool.objects.filter(pk=pool.pk).update(taken=F("taken") - expired)
    return expired


def seat_values(
    *, pool: Pool, holders: Sequence[UUID], at: datetime, until: datetime | None = None, once: str = ""
) -> dict[str, Any]:
    """What `SEATED` takes: no row of `seat` comes of it where too few places are free."""
    state = SeatState.HELD if until else SeatState.TAKEN
    return {
        "pool": pool.pk,
        "holders": list(holders),
        "state": state.value,
        "at": at,
        "until": until,
        "once": once,
    }


def _seat(
    *, pool: Pool, holders: Sequence[UUID], at: datetime, until: datetime | None = None, once: str = ""
) -> list[Seat]:
    state = SeatState.HELD if until else SeatState.TAKEN
    values = seat_values(pool=pool, holders=holders, at=at, until=until, once=once)
    try:
        # The savepoint keeps the caller's transaction usable when the unique index refuses the row.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TAKE, values)
            rows = cursor.fetchall()
    except IntegrityError:
        earlier = _earlier(pool=pool, holders=holders, once=once)
        if earlier is None:
            raise AlreadySeated(f"One holder was named twice for pool {pool.key}. Name each once.") from None
        return [earlier]
    if not rows:
        # Who sits here already is told so, and a repeated request gets its seat, even when the pool has filled up.
        earlier = _earlier(pool=pool, holders=holders, once=once)
        if earlier is None:
            raise PoolFull(
                f"Pool {pool.key} has {pool.capacity} places and fewer than {len(holders)} of them free. "
                "Ask for fewer, wait in its line, or choose another."
            )
        return [earlier]
    return [
        Seat(pk=pk, pool=pool, holder=holder, state=state, taken_at=at, expires_at=until, once=once)
        for pk, holder in rows
    ]


def _earlier(*, pool: Pool, holders: Sequence[UUID], once: str) -> Seat | None:
    """The seat this very request took before; refuses with AlreadySeated where a holder sits by another one."""
    same = Q(once=once) & ~Q(once="")
    seats = list(Seat.objects.filter(same | Q(state__in=LIVE), pool=pool, holder__in=holders))
    for seat in seats:
        if once and seat.once == once:
            return seat
    if seats:
        raise AlreadySeated(f"{seats[0].holder} has a seat in pool {pool.key}. Release it first, or keep it.")
    return None
