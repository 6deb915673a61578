"""Planning a round and opening it: what families may rely on from that moment."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.learning.draw import commitment
from kurss.learning.models import (
    Criterion,
    Disclosure,
    EnrolmentRound,
    GroupPool,
    Mark,
    Policy,
    RoundPool,
    RoundPriority,
    RoundReserve,
    RoundSeed,
    RoundState,
    Season,
    Turn,
)
from kurss.learning.refusals import (
    NoPlacesToGive,
    NotThisState,
    PoolInAnotherRound,
    PublicValueUnnamed,
    ReserveTooLarge,
    RoundDatesUnclear,
    RoundExists,
)
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act


@dataclass(frozen=True, slots=True)
class Places:
    """A pool that the round gives out, and how many of its places are kept first for whom."""

    pool: GroupPool
    reserve: int = 0
    mark: Mark | None = None


@transaction.atomic
def plan_round(
    *,
    key: str,
    season: Season,
    title: str,
    title_en: str,
    policy: Policy,
    places: Sequence[Places],
    opens_at: datetime,
    closes_at: datetime,
    by: Account,
    at: datetime,
    priorities: Sequence[Criterion] = (),
    public_value_name: str = "",
    answer_days: int = 5,
    most_places: int = 1,
    disclosure: Disclosure = Disclosure.PUBLIC,
    synthetic: bool = False,
) -> EnrolmentRound:
    """A round that nobody can apply in yet. A draw names the public value that will decide, before it appears."""
    for owner in {each.pool.group.place.key for each in places}:
        permit(by, Act.RUN_ROUNDS, at=at, place=owner)
    _check(key, policy, places, opens_at, closes_at, public_value_name)
    if closes_at <= at:
        raise RoundDatesUnclear(
            _("The round {key} would close at {moment}, which has passed. Choose later days.").format(
                key=key, moment=closes_at
            )
        )
    planned = EnrolmentRound.objects.create(
        key=key,
        season=season,
        title=title,
        title_en=title_en,
        policy=policy,
        opens_at=opens_at,
        closes_at=closes_at,
        answer_days=answer_days,
        most_places=most_places,
        disclosure=disclosure,
        public_value_name=public_value_name.strip(),
        synthetic=synthetic,
    )
    RoundPriority.objects.bulk_create(
        RoundPriority(round=planned, order=order, criterion=criterion)
        for order, criterion in enumerate(priorities)
    )
    for each in places:
        part = RoundPool.objects.create(round=planned, pool=each.pool)
        if each.reserve and each.mark:
            RoundReserve.objects.create(place=part, mark=each.mark, places=each.reserve)
    note(by=by, at=at, act="learning.plan_round", about=planned, label=key, places=str(len(places)))
    return planned


@transaction.atomic
def discard_round(*, planned: EnrolmentRound, by: Account, at: datetime) -> None:
    """Throw away a round that nobody was told of. One that opened stays for ever."""
    found = held(planned, RoundState.PLANNED, by=by, at=at)
    note(by=by, at=at, act="learning.discard_round", about=found, label=found.key)
    found.pools.all().delete()
    found.delete()


@transaction.atomic
def open_round(*, planned: EnrolmentRound, by: Account, at: datetime) -> EnrolmentRound:
    """Let families apply. From now on the database keeps the policy as it is; a draw commits to its seed."""
    found = held(planned, RoundState.PLANNED, by=by, at=at)
    if at >= found.closes_at:
        raise RoundDatesUnclear(
            _(
                "The round {key} would close at {moment}, which has passed. Plan it anew with later days."
            ).format(key=found.key, moment=found.closes_at)
        )
    if found.is_draw:
        seed = secrets.token_bytes(32)
        RoundSeed.objects.create(round=found, seed=seed)
        found.commitment = commitment(seed)
    found.state, found.opened_at = RoundState.OPEN, at
    found.save(update_fields=["state", "opened_at", "commitment"])
    note(by=by, at=at, act="learning.open_round", about=found, label=found.key, commitment=found.commitment)
    return found


@transaction.atomic
def end_round(*, drawn: EnrolmentRound, by: Account, at: datetime) -> EnrolmentRound:
    """The round is over: its pools may be given out by another one. Who came to its door when is forgotten."""
    states = (RoundState.DRAWN,) if drawn.is_draw else (RoundState.OPEN,)
    found = held(drawn, *states, by=by, at=at)
    found.state = RoundState.OVER
    found.save(update_fields=["state"])
    Turn.objects.filter(round=found).delete()
    # Who was invited is needed no longer; who came is enrolled.
    found.invitations.update(name="", email="")
    note(by=by, at=at, act="learning.end_round", about=found, label=found.key)
    return found


def held(wanted: EnrolmentRound, *states: RoundState, by: Account, at: datetime) -> EnrolmentRound:
    """The round's row, held until the transaction ends, for whoever may run rounds at all its places."""
    found = EnrolmentRound.objects.select_for_update().get(pk=wanted.pk)
    for place in set(found.pools.values_list("pool__group__place__key", flat=True)):
        permit(by, Act.RUN_ROUNDS, at=at, place=place)
    if found.state not in states:
        raise NotThisState(
            _("The round {key} is “{state}”; this can be done while it is “{wanted}”.").format(
                key=found.key,
                state=found.get_state_display(),
                wanted=_("” or “").join(str(RoundState(state).label) for state in states),
            )
        )
    return found


def _check(
    key: str,
    policy: Policy,
    places: Sequence[Places],
    opens_at: datetime,
    closes_at: datetime,
    public_value_name: str,
) -> None:
    if EnrolmentRound.objects.filter(key=key).exists():
        raise RoundExists(_("There is a round {key} already. Choose another key.").format(key=key))
    if closes_at <= opens_at:
        raise RoundDatesUnclear(
            _("The round {key} would close before it opens. Change one of the two.").format(key=key)
        )
    if not places:
        raise NoPlacesToGive(_("The round {key} gives out no places. Add a group to it.").format(key=key))
    if policy == Policy.DRAW and not public_value_name.strip():
        raise PublicValueUnnamed(
            _(
                "A draw needs a public value, named now, that appears after the round closes: "
                "a lottery's numbers of a certain evening, for instance."
            )
        )
    for each in places:
        if each.reserve > each.pool.pool.capacity:
            raise ReserveTooLarge(
                _("Group {group} has {capacity} places; {reserve} of them cannot be reserved.").format(
                    group=each.pool.group.key, capacity=each.pool.pool.capacity, reserve=each.reserve
                )
            )
    taken = RoundPool.objects.filter(pool__in=[each.pool for each in places]).exclude(
        round__state=RoundState.OVER
    )
    if found := taken.select_related("round", "pool__group").first():
        raise PoolInAnotherRound(
            _("The places of group {group} are given out by the round {key}. End it first.").format(
                group=found.pool.group.key, key=found.round.key
            )
        )
