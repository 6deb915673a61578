from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from kurss.seats.models import Pool, Seat, SeatState
from kurss.seats.refusals import AlreadySeated, HoldExpired, NotSeated, PoolFull
from kurss.seats.taking import confirm, hold, open_pool, release, release_expired, take, take_all

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 9, 6, 12, tzinfo=UTC)


def someone(number: int) -> UUID:
    return UUID(int=number)


def counted(pool: Pool) -> tuple[int, int]:
    """What the counter says, and what the rows say."""
    pool.refresh_from_db()
    return pool.taken, pool.seats.exclude(state=SeatState.RELEASED).count()


def test_a_place_is_taken_and_counted():
    pool = open_pool(key="robots", capacity=2)
    seat = take(pool=pool, holder=someone(1), at=NOON)
    assert Seat.objects.values().get() == {
        "id": seat.pk,
        "pool_id": pool.pk,
        "holder": someone(1),
        "state": "taken",
        "taken_at": NOON,
        "expires_at": None,
        "released_at": None,
        "once": "",
    }
    assert counted(pool) == (1, 1)


def test_the_third_of_two_places_is_refused():
    pool = open_pool(key="robots", capacity=2)
    take_all(pool=pool, holders=[someone(1), someone(2)], at=NOON)
    with pytest.raises(PoolFull, match="2 places"):
        take(pool=pool, holder=someone(3), at=NOON)
    assert counted(pool) == (2, 2)


def test_nobody_sits_on_two_places():
    pool = open_pool(key="robots", capacity=5)
    take(pool=pool, holder=someone(1), at=NOON)
    with pytest.raises(AlreadySeated, match="Release it first"):
        take(pool=pool, holder=someone(1), at=NOON)
    with pytest.raises(AlreadySeated, match=str(someone(1))):
        take_all(pool=pool, holders=[someone(2), someone(1)], at=NOON)
    with pytest.raises(AlreadySeated, match="named twice"):
        take_all(pool=pool, holders=[someone(3), someone(3)], at=NOON)
    assert counted(pool) == (1, 1)


def test_who_sits_in_a_full_pool_is_told_so_and_not_that_it_is_full():
    pool = open_pool(key="robots", capacity=1)
    take(pool=pool, holder=someone(1), at=NOON)
    with pytest.raises(AlreadySeated):
        take(pool=pool, holder=someone(1), at=NOON, once="another form")


def test_the_same_request_twice_is_one_seat_and_one_answer():
    pool = open_pool(key="robots", capacity=1)
    first = take(pool=pool, holder=someone(1), at=NOON, once="form 7")
    assert take(pool=pool, holder=someone(1), at=NOON, once="form 7") == first
    assert counted(pool) == (1, 1)
    release(seat=first, at=NOON)
    take(pool=pool, holder=someone(2), at=NOON)
    assert take(pool=pool, holder=someone(1), at=NOON, once="form 7") == first
    assert counted(pool) == (1, 1)


def test_a_request_name_belongs_to_its_holder():
    pool = open_pool(key="robots", capacity=2)
    first = take(pool=pool, holder=someone(1), at=NOON, once="form 7")
    assert take(pool=pool, holder=someone(2), at=NOON, once="form 7") != first
    assert counted(pool) == (2, 2)


def test_all_of_a_family_or_none():
    pool = open_pool(key="robots", capacity=3)
    seats = take_all(pool=pool, holders=[someone(9), someone(4)], at=NOON)
    assert [seat.holder for seat in seats] == [someone(9), someone(4)]
    with pytest.raises(PoolFull):
        take_all(pool=pool, holders=[someone(5), someone(6)], at=NOON)
    assert counted(pool) == (2, 2)
    assert take_all(pool=pool, holders=[], at=NOON) == []


def test_a_released_place_goes_to_another_and_is_released_once():
    pool = open_pool(key="robots", capacity=1)
    seat = release(seat=take(pool=pool, holder=someone(1), at=NOON), at=NOON)
    assert (seat.state, seat.released_at) == ("released", NOON)
    with pytest.raises(NotSeated):
        release(seat=seat, at=NOON)
    assert counted(pool) == (0, 0)
    take(pool=pool, holder=someone(2), at=NOON)
    assert counted(pool) == (1, 1)


def test_a_held_place_counts_until_its_moment_and_expires_once():
    pool = open_pool(key="robots", capacity=1)
    later = NOON + timedelta(days=2)
    seat = hold(pool=pool, holder=someone(1), at=NOON, until=later)
    with pytest.raises(PoolFull):
        take(pool=pool, holder=someone(2), at=NOON)
    assert release_expired(pool=pool, at=later - timedelta(seconds=1)) == 0
    with pytest.raises(HoldExpired):
        confirm(seat=seat, at=later)
    assert release_expired(pool=pool, at=later) == 1
    assert release_expired(pool=pool, at=later) == 0
    with pytest.raises(NotSeated):
        confirm(seat=seat, at=later)
    assert counted(pool) == (0, 0)


def test_a_confirmed_place_no_longer_expires():
    pool = open_pool(key="robots", capacity=1)
    later = NOON + timedelta(days=2)
    seat = hold(pool=pool, holder=someone(1), at=NOON, until=later)
    assert confirm(seat=seat, at=NOON).state == "taken"
    assert confirm(seat=seat, at=later).state == "taken"
    assert release_expired(pool=pool, at=later) == 0
    assert counted(pool) == (1, 1)


@pytest.mark.parametrize("taken", [3, -1])
def test_the_database_itself_refuses_a_wrong_count(taken):
    pool = open_pool(key="robots", capacity=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pool.objects.filter(pk=pool.pk).update(taken=taken)
