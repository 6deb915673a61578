"""Real threads on real connections: what one connection alone could never show."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import OperationalError, connection, transaction

from kurss.seats.models import Pool, Seat
from kurss.seats.refusals import AlreadySeated, PoolFull
from kurss.seats.taking import open_pool, release, take

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2021, 9, 6, 12, tzinfo=UTC)
THREADS = 12


def at_once(*errands):
    """Each errand in a thread of its own, all let go at one moment; what each returned, in order."""
    gate = Barrier(len(errands))

    def run(errand):
        gate.wait()
        try:
            return errand()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(errands)) as threads:
        return list(threads.map(run, errands))


def test_in_a_rush_every_place_is_given_once_and_none_is_oversold():
    pool = open_pool(key="opening minute", capacity=50)

    def family(number):
        def ask():
            answers = []
            for child in range(20):
                try:
                    answers.append(take(pool=pool, holder=UUID(int=number * 100 + child), at=NOON))
                except PoolFull:
                    answers.append(None)
            return answers

        return ask

    answers = [answer for part in at_once(*(family(n) for n in range(THREADS))) for answer in part]
    given = [seat for seat in answers if seat]
    assert len(answers) == THREADS * 20
    assert len(given) == 50
    assert {seat.pk for seat in given} == set(Seat.objects.values_list("pk", flat=True))
    assert Pool.objects.get().taken == 50


def test_one_request_sent_by_many_threads_at_once_is_one_seat():
    pool = open_pool(key="opening minute", capacity=50)
    holder = UUID(int=1)
    seats = at_once(*[lambda: take(pool=pool, holder=holder, at=NOON, once="form 7") for _ in range(THREADS)])
    assert len({seat.pk for seat in seats}) == 1
    assert Seat.objects.count() == Pool.objects.get().taken == 1


def test_one_holder_asking_many_times_at_once_sits_once_and_is_told_so():
    pool = open_pool(key="opening minute", capacity=50)

    def ask():
        try:
            take(pool=pool, holder=UUID(int=1), at=NOON)
            return "seat"
        except AlreadySeated:
            return "already"

    assert Counter(at_once(*[ask] * THREADS)) == {"seat": 1, "already": THREADS - 1}
    assert Seat.objects.count() == Pool.objects.get().taken == 1


def test_taking_and_releasing_at_once_keep_the_count_equal_to_the_rows():
    pool = open_pool(key="opening minute", capacity=4)

    def come_and_go(number):
        def errand():
            for _ in range(15):
                try:
                    seat = take(pool=pool, holder=UUID(int=number), at=NOON)
                except PoolFull:
                    continue
                release(seat=seat, at=NOON)

        return errand

    at_once(*(come_and_go(number) for number in range(THREADS)))
    assert Pool.objects.get().taken == 0
    assert not Seat.objects.exclude(state="released").exists()


def test_a_lock_that_times_out_is_never_called_full():
    pool = open_pool(key="opening minute", capacity=5)

    def ask_in_vain():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        try:
            with pytest.raises(OperationalError, match="lock timeout"):
                take(pool=pool, holder=UUID(int=2), at=NOON)
        finally:
            connection.close()

    with transaction.atomic():
        take(pool=pool, holder=UUID(int=1), at=NOON)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(ask_in_vain).result()
    assert Pool.objects.get().taken == 1
