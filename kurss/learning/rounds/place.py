"""Taking a place at once, in one statement: seat, enrolment, event, offer, journal row and letter together.

Each part is written by the module whose table it is (`SEATED`, `ENROLLED`, `ENTRY`, `NOTICE`). Here they are one:
an opening minute is made of how often the database is asked, and this asks once instead of eight times.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection

from kurss.journal.entries import ENTRY, entry_values
from kurss.learning.enrolment import ENROLLED, Newcomer, enrolment_values, line_of
from kurss.learning.models import Offer
from kurss.notices.outbox import NOTICE, Draft, notice_values
from kurss.people.acting import signature
from kurss.people.models import Account, Identity
from kurss.seats.refusals import AlreadySeated
from kurss.seats.taking import ONE_SEAT, SEATED, seat_values

_PLACE = f"""/* prepared */
WITH {SEATED.strip()}, {ENROLLED.strip()}, offer AS (
    INSERT INTO learning_offer
        (key, application_id, pool_id, seat_id, enrolment_id, offered_at, expires_at, answered_at, state)
    SELECT %(offer)s, %(application)s, %(group_pool)s, seat_id, id, %(at)s, %(kept_until)s, %(at)s, 'accepted'
    FROM enrolment
), record AS (
    SELECT id::text AS key FROM enrolment
), entry AS ({ENTRY.strip()})
"""  # noqa: S608 - statements of our own, joined
_STANDS = "SELECT seat_id, id FROM enrolment"
_ALONE = " ".join((_PLACE, _STANDS))
_TOLD = " ".join((_PLACE, ",", NOTICE, _STANDS))


def take_it(
    taken: Offer,
    *,
    newcomer: Newcomer,
    identity: Identity | None,
    letter: Draft | None,
    once: str,
    by: Account,
    at: datetime,
) -> bool:
    """Whether a place was free; then everything stands, and the offer knows its seat and its enrolment.

    Raises AlreadySeated where the database finds a seat of this person: the transaction is lost then.
    """
    pool = taken.pool
    values = seat_values(pool=pool.pool, holders=[_key(newcomer)], at=at, once=once)
    values |= enrolment_values(pool=pool, newcomer=newcomer, identity=identity, by=by, at=at)
    values |= entry_values(line_of(pool.group), by_key=str(by.pk), by_label=signature(by, at=at), at=at)
    values |= {
        "offer": taken.pk,
        "application": taken.application_id,
        "group_pool": pool.pk,
        "kept_until": taken.expires_at,
    }
    if letter is not None:
        values |= notice_values(letter)
    try:
        with connection.cursor() as cursor:
            cursor.execute(_ALONE if letter is None else _TOLD, values)
            row = cursor.fetchone()
    except IntegrityError as error:
        said = getattr(error.__cause__, "diag", None)
        if said is not None and said.constraint_name in ONE_SEAT:
            raise AlreadySeated(f"{_key(newcomer)} has a seat in pool {pool.pool.key}.") from error
        raise
    if row is None:
        return False
    taken.seat_id, taken.enrolment_id = row
    taken._state.adding, taken._state.db = False, connection.alias
    return True


def _key(newcomer: Newcomer) -> UUID:
    return newcomer.person.pk
