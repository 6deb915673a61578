"""The waiting room: turns in the order of asking, known when they are given, kept whatever the holder does."""

import threading
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection

from kurss.learning.models import Turn
from kurss.learning.rounds.planning import end_round
from kurss.learning.rounds.room import BURST, look, turn_of
from kurss.learning.tests.city import found_city
from kurss.learning.tests.test_first_come import at_once

NOW = datetime(2026, 9, 1, 15, tzinfo=UTC)


@pytest.fixture
def slow(settings):
    """A door that lets in one family a second, two after a quiet while."""
    settings.KURSS_TURNS_A_SECOND = 1


@pytest.fixture
def round(city):
    return at_once(city, city.group())


def test_where_there_is_no_crowd_nobody_waits(round, slow):
    for minute in range(5):
        at = NOW + timedelta(minutes=minute)
        assert turn_of(round=round, holder=uuid4(), at=at) <= at


def test_turns_come_in_the_order_of_asking_and_no_faster_than_the_door_lets_in(round, slow):
    turns = [turn_of(round=round, holder=uuid4(), at=NOW) for _ in range(10)]
    assert turns == [NOW - BURST + timedelta(seconds=n) for n in range(10)]
    assert turn_of(round=round, holder=uuid4(), at=NOW + timedelta(seconds=3)) > turns[-1]


def test_looking_again_however_often_changes_neither_the_moment_nor_anybody_elses(round, slow):
    first, second = uuid4(), uuid4()
    for _ in range(5):
        turn_of(round=round, holder=uuid4(), at=NOW)
    given = turn_of(round=round, holder=first, at=NOW)
    for later in range(20):
        assert turn_of(round=round, holder=first, at=NOW + timedelta(milliseconds=later)) == given
    assert turn_of(round=round, holder=second, at=NOW) == given + timedelta(seconds=1)


def test_who_stays_away_keeps_their_turn(round, slow):
    holder = uuid4()
    given = turn_of(round=round, holder=holder, at=NOW)
    assert turn_of(round=round, holder=holder, at=NOW + timedelta(hours=2)) == given


def test_the_room_says_how_many_are_before_and_how_many_came_in(round, slow):
    turns = [turn_of(round=round, holder=uuid4(), at=NOW) for _ in range(10)]
    room = look(round=round, comes_at=turns[-1], at=NOW)
    assert (room.ahead, room.lately, room.free, room.places) == (6, 3, 2, 2)
    assert room.comes_at - NOW == timedelta(seconds=7)


def test_a_site_may_have_no_room(round, settings):
    settings.KURSS_TURNS_A_SECOND = 0
    assert turn_of(round=round, holder=uuid4(), at=NOW) == NOW
    assert not Turn.objects.exists()


def test_turns_are_forgotten_with_the_end_of_the_round(round, city, slow):
    turn_of(round=round, holder=uuid4(), at=NOW)
    end_round(drawn=round, by=city.administrator, at=round.closes_at)
    assert not Turn.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_in_a_crush_every_holder_has_one_turn_and_no_moment_is_given_twice(settings):
    settings.KURSS_TURNS_A_SECOND = 10
    city = found_city()
    round = at_once(city, city.group())
    holders, start, seen = [uuid4() for _ in range(12)], threading.Barrier(8), []

    def ask():
        start.wait(20)
        for holder in holders:
            seen.append((holder, turn_of(round=round, holder=holder, at=NOW)))
        connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 96
    by_holder = dict(seen)
    assert len(set(seen)) == len(by_holder) == len(set(by_holder.values())) == 12
