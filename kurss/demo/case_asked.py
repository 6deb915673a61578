"""Loading what a case tells of the money that was asked for."""

from __future__ import annotations

from datetime import datetime

from kurss.demo.case_told import ProposalEntry
from kurss.partners.models import Partner
from kurss.people.models import Account
from kurss.programme.models import Programme, Proposal
from kurss.programme.pipeline.proposals import add_proposal, decide, take_part


def load_proposal(programme: Programme, entry: ProposalEntry, *, by: Account, at: datetime) -> None:
    """A proposal that is being written with a partner; on which day it began is not said."""
    partner = Partner.objects.get(key=entry.partner)
    proposal = add_proposal(
        programme=programme, title=entry.title, title_en=entry.title_en, place=entry.place, by=by, at=at
    )
    take_part(
        proposal=proposal,
        name=partner.name,
        name_en=partner.name_en,
        kind=partner.kind,
        partner=partner,
        by=by,
        at=at,
    )
    decide(proposal=proposal, state=Proposal.State.WRITING, on=None, place=entry.place, by=by, at=at)
