"""The waiting room: whoever asks gets a turn at once, and the turn is a moment, not a guess.

The door of a round gives out turns in the order in which it was asked, `KURSS_TURNS_A_SECOND` of them to each
second (a bucket that holds `BURST` when nobody comes: the generic cell rate algorithm, ITU-T I.371). So how long
somebody waits is known when they come, stays true, and depends on nothing they do: looking again, a second window
or staying away change neither the moment nor the order. A turn belongs to an account, and to the person served
where a clerk asks; no address or cookie carries it. Once it has come it does not end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import F, Sum

from kurss.learning.models import EnrolmentRound, Turn

BURST = timedelta(seconds=2)
"""So much of the rate may come in at once after a quiet while, so that nobody waits where there is no crowd."""

LATELY = timedelta(minutes=1)

# Whoever has a turn is told it; only who has none comes to the door.
#
# Two who ask at one moment follow each other on the door's row. Whoever holds a turn gets no other: the second of
# two requests of one holder finds the turn of the first, and only a gap of one turn is lost.
_ASK = """/* prepared */
WITH mine AS (
    SELECT comes_at FROM learning_turn WHERE round_id = %(round)s AND holder = %(holder)s
), door AS (
    INSERT INTO learning_door AS door (round_id, next_at)
    SELECT %(round)s, %(at)s::timestamptz - %(burst)s::interval + %(gap)s::interval
    WHERE NOT EXISTS (SELECT FROM mine)
    ON CONFLICT (round_id) DO UPDATE
    SET next_at = GREATEST(door.next_at, %(at)s::timestamptz - %(burst)s::interval) + %(gap)s::interval
    RETURNING next_at - %(gap)s::interval AS comes_at
), given AS (
    INSERT INTO learning_turn (round_id, holder, asked_at, comes_at)
    SELECT %(round)s, %(holder)s, %(at)s, comes_at FROM door
    ON CONFLICT (round_id, holder) DO NOTHING
    RETURNING comes_at
)
SELECT comes_at FROM mine UNION ALL SELECT comes_at FROM given
"""


@dataclass(frozen=True, slots=True)
class Room:
    """What somebody who waits is told: their moment, and what was counted when they asked."""

    comes_at: datetime
    ahead: int
    lately: int
    """How many turns came in the minute before."""
    free: int
    places: int


def turn_of(*, round: EnrolmentRound, holder: UUID, at: datetime, given: datetime | None = None) -> datetime:
    """The moment of the holder's turn, given now where there is none yet; it has come where it is not after `at`.

    `given` is the turn they hold, where it was read before. Times are the machine's, since the crowd is real also
    where a demonstration stands still.
    """
    if settings.KURSS_TURNS_A_SECOND <= 0:
        return at
    if given is not None:
        return given
    values: dict[str, Any] = {
        "round": round.pk,
        "holder": holder,
        "at": at,
        "gap": timedelta(seconds=1 / settings.KURSS_TURNS_A_SECOND),
        "burst": BURST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_ASK, values)
        row = cursor.fetchone()
    return row[0] if row else Turn.objects.get(round=round, holder=holder).comes_at


def look(*, round: EnrolmentRound, comes_at: datetime, at: datetime) -> Room:
    """How the room stands for whoever's turn comes then. Three queries."""
    turns = Turn.objects.filter(round=round)
    places = round.pools.aggregate(
        places=Sum("pool__pool__capacity"), free=Sum(F("pool__pool__capacity") - F("pool__pool__taken"))
    )
    return Room(
        comes_at=comes_at,
        ahead=turns.filter(comes_at__gt=at, comes_at__lt=comes_at).count(),
        lately=turns.filter(comes_at__gt=at - LATELY, comes_at__lte=at).count(),
        free=places["free"] or 0,
        places=places["places"] or 0,
    )
