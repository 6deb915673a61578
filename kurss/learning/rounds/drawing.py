"""Closing a round and drawing it: the input's hash first, then the public value, then the outcome."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.learning import draw
from kurss.learning.models import (
    Application,
    EnrolmentRound,
    GroupPool,
    MoveKind,
    Offer,
    PublishedDraw,
    RoundInput,
    RoundState,
    WaitingMove,
)
from kurss.learning.refusals import NotThisState, PublicValueUnnamed, StillOpen
from kurss.learning.rounds.input import input_of, pool_key
from kurss.learning.rounds.letters import tell_offers, tell_waiting
from kurss.learning.rounds.planning import held
from kurss.learning.rounds.told import tell_tickets
from kurss.people.acting import note
from kurss.people.models import Account
from kurss.seats.line import wait_all
from kurss.seats.taking import hold_all

BATCH = 2_000


@transaction.atomic
def close_round(*, opened: EnrolmentRound, by: Account, at: datetime) -> EnrolmentRound:
    """No more applications; the hash of what will be drawn from is published now, before the public value."""
    found = held(opened, RoundState.OPEN, by=by, at=at)
    if at < found.closes_at:
        raise StillOpen(
            _("Families may apply until {moment}, as was announced. Close the round after that.").format(
                moment=found.closes_at
            )
        )
    if not found.is_draw:
        raise NotThisState(_("Only a draw is closed before its outcome; end this round instead."))
    given = draw.canonical(input_of(found))
    RoundInput.objects.create(round=found, document=given.decode())
    found.state, found.closed_at = RoundState.CLOSED, at
    found.input_hash = draw.digest(json.loads(given))
    found.save(update_fields=["state", "closed_at", "input_hash"])
    note(by=by, at=at, act="learning.close_round", about=found, label=found.key, input_hash=found.input_hash)
    return found


@transaction.atomic
def draw_round(*, closed: EnrolmentRound, public_value: str, by: Account, at: datetime) -> EnrolmentRound:
    """Draw the places, offer them, and put everybody else on the waiting lists: all of it or none."""
    found = held(closed, RoundState.CLOSED, by=by, at=at)
    if not public_value.strip():
        raise PublicValueUnnamed(
            _("Enter the public value that was announced: {name}.").format(name=found.public_value_name)
        )
    published = draw.publish(
        json.loads(found.input.document),
        seed=bytes(found.seed.seed),
        public_name=found.public_value_name,
        public_value=public_value.strip(),
    )
    PublishedDraw.objects.create(round=found, document=draw.canonical(published).decode())
    found.state, found.drawn_at = RoundState.DRAWN, at
    found.public_value, found.output_hash = public_value.strip(), published["output_hash"]
    found.save(update_fields=["state", "drawn_at", "public_value", "output_hash"])
    # Somebody may have been erased or merged since; the ticket still leads to the application.
    tickets = {one.ticket: one for one in found.applications.select_related("person")}
    tell_tickets(published, tickets)
    _carry_out(found, published["output"], tickets, by=by, at=at)
    note(by=by, at=at, act="learning.draw", about=found, label=found.key, output_hash=found.output_hash)
    return found


def _carry_out(
    round: EnrolmentRound,
    output: Mapping[str, Any],
    tickets: Mapping[str, Application],
    *,
    by: Account,
    at: datetime,
) -> None:
    """Hold every place that was drawn, offer it, and write the waiting lists in their order."""
    pools = {
        pool_key(part.pool): part.pool for part in round.pools.select_related("pool__group", "pool__pool")
    }
    until = at + timedelta(days=round.answer_days)
    drawn: dict[str, list[Application]] = defaultdict(list)
    for place in output["places"]:
        drawn[place["group"]].append(tickets[place["ticket"]])
    offers: list[Offer] = []
    for key in sorted(drawn):
        offers += _offered(pools[key], drawn[key], at=at, until=until)
    Offer.objects.bulk_create(offers, batch_size=BATCH)
    tell_offers(offers, at=at)
    for key in sorted(output["waiting"]):
        line = [tickets[ticket] for ticket in output["waiting"][key]]
        _wait(pools[key], line, by=by, at=at)
    without = {one.pk for line in output["waiting"].values() for one in map(tickets.__getitem__, line)}
    tell_waiting(
        [one for one in tickets.values() if one.pk in without - {o.application_id for o in offers}], at=at
    )


def _offered(
    pool: GroupPool, applications: Sequence[Application], *, at: datetime, until: datetime
) -> list[Offer]:
    seats = hold_all(pool=pool.pool, holders=[one.person_id for one in applications], at=at, until=until)
    by_holder = {seat.holder: seat for seat in seats}
    return [
        Offer(application=one, pool=pool, seat=by_holder[one.person_id], offered_at=at, expires_at=until)
        for one in applications
    ]


def _wait(pool: GroupPool, line: Sequence[Application], *, by: Account, at: datetime) -> None:
    wait_all(pool=pool.pool, holders=[one.pk for one in line], at=at)
    WaitingMove.objects.bulk_create(
        (
            WaitingMove(
                pool=pool,
                application=one,
                kind=MoveKind.JOINED,
                place=place,
                reason="draw",
                moved_at=at,
                by_key=by.pk,
            )
            for place, one in enumerate(line, start=1)
        ),
        batch_size=BATCH,
    )
