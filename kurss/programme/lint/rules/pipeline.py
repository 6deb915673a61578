"""Rules about the funding pipeline: what is missed or nearly so, and what was granted and not taken over."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from kurss.programme.ledger.amounts import told
from kurss.programme.lint.rule import Hit, listed, of_pipeline, rule
from kurss.programme.lint.view import ProgrammeView
from kurss.programme.lint.view_money import CallRow, ProposalRow
from kurss.programme.severity import Severity

NEAR = timedelta(days=30)
"""Our own threshold: a month, in which a proposal with a partner abroad is hardly begun anew."""


def _waiting(view: ProgrammeView) -> Iterator[tuple[ProposalRow, CallRow]]:
    """Proposals that are not submitted, with their call where it has a deadline."""
    calls = {row.pk: row for row in view.calls}
    for row in view.proposals:
        call = calls.get(row.call) if row.call is not None else None
        if row.state in ("idea", "writing") and call is not None and call.deadline is not None:
            yield row, call


def _hit(view: ProgrammeView, found: list[tuple[ProposalRow, str]]) -> Iterator[Hit]:
    if found:
        pairs = ((f"{row.title}{said}", f"{row.title_en}{said}") for row, said in found)
        yield Hit(of_pipeline(view), **listed(pairs))


@rule(
    "deadline-missed",
    Severity.ERROR,
    title=_("A call closed and its proposal was not submitted"),
    why=_("The money is gone, and the plan may still count on it."),
    remedy=_("Write down when it was submitted, withdraw it, or name another call."),
)
def deadline_missed(view: ProgrammeView) -> Iterator[Hit]:
    late = [(row, call) for row, call in _waiting(view) if call.deadline and call.deadline < view.on]
    yield from _hit(view, [(row, f": {call.deadline}") for row, call in late])


@rule(
    "deadline-near",
    Severity.WARNING,
    title=_("A call closes within a month and its proposal is not submitted"),
    why=_("Letters of partners and signatures take weeks."),
    remedy=_("Finish and submit it, or decide to withdraw."),
)
def deadline_near(view: ProgrammeView) -> Iterator[Hit]:
    near = [
        (row, call)
        for row, call in _waiting(view)
        if call.deadline and view.on <= call.deadline <= view.on + NEAR
    ]
    yield from _hit(view, [(row, f": {call.deadline}") for row, call in near])


@rule(
    "proposal-over-ceiling",
    Severity.ERROR,
    title=_("A proposal asks for more than its call pays"),
    why=_("It would be refused for that alone."),
    remedy=_("Ask for less, or find the difference elsewhere."),
)
def proposal_over_ceiling(view: ProgrammeView) -> Iterator[Hit]:
    calls = {row.pk: row for row in view.calls}
    over = []
    for row in view.proposals:
        call = calls.get(row.call) if row.call is not None else None
        most = call.ceiling_cents if call is not None and call.currency == row.currency else None
        if most is not None and row.asked_cents is not None and row.asked_cents > most:
            over.append((row, f": {told(row.asked_cents, row.currency)} > {told(most, row.currency)}"))
    yield from _hit(view, over)


@rule(
    "grant-not-in-budget",
    Severity.WARNING,
    title=_("A proposal was granted and is in no budget"),
    why=_("Nobody sees the money, so nobody spends it in time."),
    remedy=_("Take the grant into the budget on the page of the proposal."),
)
def grant_not_in_budget(view: ProgrammeView) -> Iterator[Hit]:
    yield from _hit(
        view, [(row, "") for row in view.proposals if row.state == "granted" and row.source is None]
    )


@rule(
    "proposal-without-call",
    Severity.NOTE,
    title=_("A proposal is written for no call"),
    why=_("Nobody can tell who would pay, until when, or by which rules."),
    remedy=_("Write down the call it answers, or that it is an idea."),
)
def proposal_without_call(view: ProgrammeView) -> Iterator[Hit]:
    yield from _hit(
        view,
        [(row, "") for row in view.proposals if row.state not in ("idea", "withdrawn") and row.call is None],
    )


@rule(
    "proposal-without-amount",
    Severity.NOTE,
    title=_("A proposal states nothing that it asks for"),
    why=_("What the city counts on cannot be told."),
    remedy=_("Name what it would pay for and how much is asked."),
)
def proposal_without_amount(view: ProgrammeView) -> Iterator[Hit]:
    yield from _hit(
        view,
        [(row, "") for row in view.proposals if row.state != "withdrawn" and row.asked_cents is None],
    )
