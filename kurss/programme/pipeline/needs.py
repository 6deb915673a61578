"""A need that operations found becomes an idea of the pipeline: what it would take, and for which initiative.

Whoever runs courses sees what is missing, and writes no charter. The idea waits for the programme office, which
finds money for it, takes it into a charter, or says why not.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.models import Initiative, Programme, Proposal, ProposalCost, ProposalDecision
from kurss.programme.pipeline.proposals import OPEN
from kurss.programme.refusals import AlreadyEntered
from kurss.programme.words import Box


@transaction.atomic
def put_need(
    *,
    initiative: Initiative,
    title: Box,
    about: Box,
    place: str,
    year: int | None,
    cost_cents: int | None,
    synthetic: bool = False,
    by: Account,
    at: datetime,
) -> Proposal:
    """Put a need before the programme office, as an idea with one cost for its initiative.

    `about` tells what it rests on and `place` where that is written. Raises AlreadyEntered where an idea of this
    name is open for the initiative: it is put once, however often it is sent.
    """
    permit(by, Act.PUT_NEED, at=at)
    Programme.objects.select_for_update().get(pk=initiative.programme_id)
    open_ones = Proposal.objects.filter(programme=initiative.programme_id, state__in=OPEN)
    if open_ones.filter(title_en=title.text_en, costs__initiative=initiative).exists():
        raise AlreadyEntered(
            _("“{title}” stands before the programme office already, for this initiative.").format(
                title=title.text_en
            )
        )
    idea = Proposal.objects.create(
        programme_id=initiative.programme_id, title=title.text, title_en=title.text_en, about=about.text,
        about_en=about.text_en, place=place, synthetic=synthetic,
    )  # fmt: skip
    ProposalDecision.objects.create(
        proposal=idea, state=Proposal.State.IDEA, place=place, by_key=str(by.pk), by_label=by.name, at=at
    )
    ProposalCost.objects.create(
        proposal=idea, initiative=initiative, what=title.text, what_en=title.text_en, year=year,
        cost_cents=cost_cents,
    )  # fmt: skip
    note(by=by, at=at, act=Act.PUT_NEED, about=idea, label=title.text_en[:200], initiative=initiative.pk)
    return idea
