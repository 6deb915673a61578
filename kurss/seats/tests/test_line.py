from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from kurss.seats.line import leave_line, wait, waiting
from kurss.seats.refusals import AlreadyWaiting, NotWaiting
from kurss.seats.taking import open_pool

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 9, 6, 12, tzinfo=UTC)
ANNA, BRUNO, CILDA = (UUID(int=number) for number in (3, 2, 1))


def in_order(pool):
    return [row.holder for row in waiting(pool)]


def test_who_joins_first_stands_first_and_a_tie_keeps_the_order_of_joining():
    pool = open_pool(key="robots", capacity=0)
    wait(pool=pool, holder=BRUNO, at=NOON + timedelta(minutes=1))
    wait(pool=pool, holder=CILDA, at=NOON + timedelta(minutes=1))
    wait(pool=pool, holder=ANNA, at=NOON)
    assert in_order(pool) == [ANNA, BRUNO, CILDA]


def test_who_leaves_and_returns_stands_last():
    pool = open_pool(key="robots", capacity=0)
    first = wait(pool=pool, holder=ANNA, at=NOON)
    wait(pool=pool, holder=BRUNO, at=NOON)
    with pytest.raises(AlreadyWaiting):
        wait(pool=pool, holder=ANNA, at=NOON)
    leave_line(waiting=first, at=NOON + timedelta(hours=1))
    assert in_order(pool) == [BRUNO]
    with pytest.raises(NotWaiting):
        leave_line(waiting=first, at=NOON + timedelta(hours=1))
    wait(pool=pool, holder=ANNA, at=NOON + timedelta(hours=2))
    assert in_order(pool) == [BRUNO, ANNA]
