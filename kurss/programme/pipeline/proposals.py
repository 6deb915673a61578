"""Verbs for proposals: what is asked for and with whom, what was decided, and how a grant becomes a budget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kurss.partners.models import Partner
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.entry import entered
from kurss.programme.ledger.amounts import told
from kurss.programme.ledger.budget import plan_line
from kurss.programme.ledger.sources import add_source
from kurss.programme.models import (
    Call,
    Initiative,
    MoneySource,
    Programme,
    Proposal,
    ProposalCost,
    ProposalDecision,
    ProposalPartner,
    SourceKind,
)
from kurss.programme.pipeline.refusals import (
    AfterTheDeadline,
    AgainstTheRules,
    BudgetHasItAlready,
    DayBeforeTheLast,
    DayMissing,
    DecidedAlready,
    NotFromThisState,
    NothingAsked,
)
from kurss.programme.refusals import NotOfThisProgramme
from kurss.programme.words import Box

State = Proposal.State
NEXT: Final[Mapping[str, tuple[State, ...]]] = MappingProxyType(
    {
        State.IDEA: (State.WRITING, State.WITHDRAWN),
        State.WRITING: (State.SUBMITTED, State.WITHDRAWN),
        State.SUBMITTED: (State.GRANTED, State.REFUSED, State.WITHDRAWN),
        State.REFUSED: (State.WRITING,),
        State.GRANTED: (),
        State.WITHDRAWN: (),
    }
)
"""What may follow on a state. What was refused may be written again, for another call or a better chance."""

OPEN: Final = (State.IDEA, State.WRITING)
"""While a proposal may still change."""


@transaction.atomic
def add_proposal(
    *,
    programme: Programme,
    title: str,
    title_en: str,
    about: Box | None = None,
    call: Call | None = None,
    currency: str = "EUR",
    place: str = "",
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> Proposal:
    """Write down an idea, for a call or before there is one. Raises NotOfThisProgramme."""
    if call is not None and call.programme_id != programme.pk:
        raise NotOfThisProgramme(_("A proposal answers to a call of its own programme."))
    words = about or Box()
    row = Proposal(
        programme=programme, call=call, title=title, title_en=title_en, about=words.text,
        about_en=words.text_en, currency=currency, place=place, synthetic=synthetic,
    )  # fmt: skip
    proposal = entered(row, by=by, at=at, act="programme.add_proposal")
    _decided(proposal, State.IDEA, None, Box(), place, by, at)
    return proposal


@transaction.atomic
def change_proposal(
    *,
    proposal: Proposal,
    title: str,
    title_en: str,
    about: Box,
    call: Call | None,
    currency: str,
    place: str,
    by: Account,
    at: datetime,
) -> Proposal:
    """Correct a proposal that is not submitted. Raises DecidedAlready, NotOfThisProgramme."""
    held = _open(proposal, by, at)
    if call is not None and call.programme_id != held.programme_id:
        raise NotOfThisProgramme(_("A proposal answers to a call of its own programme."))
    held.title, held.title_en, held.about, held.about_en = title, title_en, about.text, about.text_en
    held.call, held.currency, held.place = call, currency, place
    held.save()
    note(by=by, at=at, act="programme.change_proposal", about=held, label=str(held)[:200])
    return held


@transaction.atomic
def take_part(
    *,
    proposal: Proposal,
    name: str,
    name_en: str,
    kind: str,
    country: str = "",
    country_en: str = "",
    partner: Partner | None = None,
    by: Account,
    at: datetime,
) -> ProposalPartner:
    """Somebody takes part in a proposal. Raises DecidedAlready, AlreadyEntered."""
    held = _open(proposal, by, at)
    row = ProposalPartner(
        proposal=held, partner=partner, name=name, name_en=name_en, kind=kind, country=country,
        country_en=country_en,
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.take_part_in_proposal")


@transaction.atomic
def ask_for(
    *,
    proposal: Proposal,
    initiative: Initiative,
    what: str,
    what_en: str,
    year: int | None = None,
    cost_cents: int | None = None,
    asked_cents: int | None = None,
    by: Account,
    at: datetime,
) -> ProposalCost:
    """Say what a proposal would pay for. Raises DecidedAlready, NotOfThisProgramme, and AgainstTheRules where more
    is asked for than it costs."""
    held = _open(proposal, by, at)
    if initiative.programme_id != held.programme_id:
        raise NotOfThisProgramme(_("A proposal pays for initiatives of its own programme."))
    if cost_cents is not None and asked_cents is not None and asked_cents > cost_cents:
        raise AgainstTheRules(_("More is asked for than it costs: correct one of the amounts."))
    row = ProposalCost(
        proposal=held, initiative=initiative, what=what, what_en=what_en, year=year, cost_cents=cost_cents,
        asked_cents=asked_cents,
    )  # fmt: skip
    return entered(row, by=by, at=at, act="programme.ask_for")


@transaction.atomic
def leave_out(*, part: ProposalPartner | ProposalCost, by: Account, at: datetime) -> None:
    """A partner or a cost is no longer part of an open proposal. Raises DecidedAlready."""
    _open(part.proposal, by, at)
    act = f"programme.leave_out_{part._meta.model_name}"
    note(by=by, at=at, act=act, about=part, label=str(part)[:200])
    part.delete()


@transaction.atomic
def decide(
    *,
    proposal: Proposal,
    state: State,
    on: date | None,
    words: Box | None = None,
    place: str = "",
    by: Account,
    at: datetime,
) -> Proposal:
    """A proposal comes into a state, on a day. Only an idea and what is being written may have none.

    Raises NotFromThisState, DayMissing, DayBeforeTheLast; on submitting also AfterTheDeadline and AgainstTheRules.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if state not in NEXT[held.state]:
        raise NotFromThisState(
            _("From “{now}” a proposal does not come to “{wanted}”.").format(
                now=State(held.state).label, wanted=State(state).label
            )
        )
    if on is None and state not in OPEN:
        raise DayMissing(_("Give the day on which it was so."))
    last = held.decisions.filter(on__isnull=False).order_by("-on").first()
    if on is not None and last is not None and last.on is not None and on < last.on:
        raise DayBeforeTheLast(
            _("{day} is before the last decision ({last}): correct the day.").format(
                day=on.isoformat(), last=last.on.isoformat()
            )
        )
    if state == State.SUBMITTED and held.call is not None and on is not None:
        _check_rules(held, held.call, on)
    held.state = state
    held.save(update_fields=("state",))
    _decided(held, state, on, words or Box(), place, by, at)
    note(by=by, at=at, act="programme.decide_proposal", about=held, label=str(held)[:200], state=state, on=on)
    return held


def asked_of(proposal: Proposal) -> int:
    """What a proposal asks for, in cents of its currency; amounts that are not stated are in no sum."""
    return sum(row.asked_cents or 0 for row in proposal.costs.all())


def _check_rules(proposal: Proposal, call: Call, on: date) -> None:
    if call.deadline is not None and on > call.deadline:
        raise AfterTheDeadline(
            _("The call closed on {deadline}: a proposal of {day} is too late.").format(
                deadline=call.deadline.isoformat(), day=on.isoformat()
            )
        )
    there = proposal.partners.count()
    if call.partners_needed is not None and there < call.partners_needed:
        raise AgainstTheRules(
            _(
                "The call asks for {needed} partners, and the proposal has {there}: add those that lack."
            ).format(needed=call.partners_needed, there=there)
        )
    asked = asked_of(proposal)
    if call.ceiling_cents is not None and proposal.currency == call.currency and asked > call.ceiling_cents:
        raise AgainstTheRules(
            _("The call pays {ceiling} at most, and {asked} is asked for: ask for less.").format(
                ceiling=told(call.ceiling_cents, call.currency), asked=told(asked, call.currency)
            )
        )
    costs = list(proposal.costs.all())
    whole = sum(row.cost_cents or 0 for row in costs)
    all_known = all(row.cost_cents is not None and row.asked_cents is not None for row in costs)
    if call.rate_percent is not None and all_known and asked * 100 > whole * call.rate_percent:
        raise AgainstTheRules(
            _("The call pays {rate} % of the cost at most: ask for less, or find more money.").format(
                rate=f"{call.rate_percent.normalize():f}"
            )
        )


@transaction.atomic
def take_into_budget(*, proposal: Proposal, kind: SourceKind, by: Account, at: datetime) -> MoneySource:
    """A granted proposal becomes a source of money, with a budget line for each initiative and year it pays for.

    Raises NotFromThisState, BudgetHasItAlready, NothingAsked.
    """
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state != State.GRANTED:
        raise NotFromThisState(_("Only a proposal that was granted comes into the budget."))
    if held.source_id is not None:
        raise BudgetHasItAlready(_("It is in the budget already."))
    sums: dict[tuple[str, int | None], int | None] = {}
    initiatives = {}
    for row in held.costs.select_related("initiative"):
        key = (row.initiative_id, row.year)
        initiatives[row.initiative_id] = row.initiative
        before = sums.get(key, 0)
        sums[key] = None if before is None or row.asked_cents is None else before + row.asked_cents
    if not sums:
        raise NothingAsked(
            _("The proposal names nothing that it would pay for: there is nothing to take over.")
        )
    source = add_source(
        programme=held.programme, key=_free_key(held), kind=kind, title=held.title[:200],
        title_en=held.title_en[:200], partner=held.call.partner if held.call else None, place=held.place,
        synthetic=held.synthetic, by=by, at=at,
    )  # fmt: skip
    for (initiative, year), cents in sums.items():
        plan_line(
            initiative=initiatives[initiative], source=source, year=year, amount_cents=cents,
            currency=held.currency, place=held.place, synthetic=held.synthetic, by=by, at=at,
        )  # fmt: skip
    held.source = source
    held.save(update_fields=("source",))
    note(by=by, at=at, act="programme.take_grant_into_budget", about=held, label=str(held)[:200])
    return source


def _free_key(proposal: Proposal) -> str:
    taken = set(MoneySource.objects.filter(programme=proposal.programme_id).values_list("key", flat=True))
    own = re.sub(r"-+$", "", slugify(proposal.title_en)[:60]) or "grant"
    return next(
        key for n in range(1, len(taken) + 2) if (key := own if n == 1 else f"{own}-{n}") not in taken
    )


def _open(proposal: Proposal, by: Account, at: datetime) -> Proposal:
    permit(by, Act.EDIT_PROGRAMME, at=at)
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state not in OPEN:
        raise DecidedAlready(_("It stands as it was submitted: write it again after a refusal, or ask anew."))
    return held


def _decided(
    proposal: Proposal, state: str, on: date | None, words: Box, place: str, by: Account, at: datetime
) -> None:
    ProposalDecision.objects.create(
        proposal=proposal, state=state, on=on, text=words.text, text_en=words.text_en, place=place,
        by_key=str(by.pk), by_label=by.name, at=at,
    )  # fmt: skip
