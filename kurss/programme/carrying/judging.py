"""What a programme from a file must keep although none of its verbs was asked, and what was entered past them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.programme.critical import circle
from kurss.programme.definition_words import in_language
from kurss.programme.ledger.amounts import told
from kurss.programme.models import (
    Activity,
    Baseline,
    Body,
    Charter,
    Contract,
    Dependency,
    Milestone,
    Payment,
    Programme,
)
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.refusals import MilestoneOutsideItsActivity
from kurss.programme.replanning import check_inside, month_of_milestone, months_of


def broken(programme: Programme) -> Iterator[str]:
    """Rules of the verbs that the programme's rows break, each as a sentence. The database holds the others."""
    yield from _waiting(programme)
    yield from _milestones(programme)
    yield from _bodies(programme)
    yield from _money(programme)


def past_the_verbs(programme: Programme) -> list[str]:
    """What no verb of this site has asked for: who did it, did so where the file comes from."""
    charters = Charter.objects.filter(initiative__programme=programme, state__in=IN_FORCE).count()
    baselines = Baseline.objects.filter(initiative__programme=programme).count()
    payments = Payment.objects.filter(contract__line__initiative__programme=programme).count()
    said = (
        (charters, ngettext("%(n)s charter in force", "%(n)s charters in force", charters)),
        (baselines, ngettext("%(n)s baseline", "%(n)s baselines", baselines)),
        (payments, ngettext("%(n)s payment", "%(n)s payments", payments)),
    )
    return [words % {"n": number} for number, words in said if number]


def _waiting(programme: Programme) -> Iterator[str]:
    graph: dict[int, set[int]] = {}
    for pair in Dependency.objects.filter(after__initiative__programme=programme):
        graph.setdefault(pair.after_id, set()).add(pair.before_id)
    found = circle(graph)
    if found:
        names = {one.pk: _named(one) for one in Activity.objects.filter(pk__in=found)}
        ring = " → ".join(names[key] for key in found)
        yield _("These would wait for each other: {circle}. Leave one of them out.").format(circle=ring)


def _milestones(programme: Programme) -> Iterator[str]:
    rows = Milestone.objects.filter(initiative__programme=programme, activity__isnull=False)
    for row in rows.select_related("activity").prefetch_related("replans", "activity__replans"):
        assert row.activity is not None
        if row.activity.initiative_id != row.initiative_id:
            yield f"{_named(row)}: " + _("A milestone belongs to an activity of its own initiative.")
        try:
            check_inside(
                in_language(row.title, row.title_en),
                month_of_milestone(row),
                row.activity,
                months_of(row.activity),
            )
        except MilestoneOutsideItsActivity as refused:
            yield str(refused)


def _bodies(programme: Programme) -> Iterator[str]:
    rows = {one.pk: one for one in Body.objects.filter(programme=programme)}
    found = circle({key: {one.parent_id} for key, one in rows.items() if one.parent_id is not None})
    if found:
        ring = " → ".join(_named(rows[key]) for key in found)
        yield _("These bodies would answer to each other: {circle}.").format(circle=ring)


def _money(programme: Programme) -> Iterator[str]:
    committed: dict[int, int] = {}
    paid: dict[int, int] = {}
    own = Contract.objects.filter(line__initiative__programme=programme).select_related("line")
    heads = {one.pk: one for one in own if one.contract_id is None}
    for one in own:
        key = one.contract_id or one.pk
        committed[key] = committed.get(key, 0) + one.amount_cents
    for row in Payment.objects.filter(contract__in=heads):
        paid[row.contract_id] = paid.get(row.contract_id, 0) + row.amount_cents
        if row.on < heads[row.contract_id].on:
            yield _(
                "{day} is before the contract {document} was signed ({signed}): correct one of them."
            ).format(
                day=row.on.isoformat(),
                document=heads[row.contract_id].document,
                signed=heads[row.contract_id].on.isoformat(),
            )
    for key, cents in paid.items():
        if cents > committed[key]:
            currency = heads[key].line.currency
            yield _(
                "The contract {document} is of {committed}, and {paid} is paid: more than was agreed."
            ).format(
                document=heads[key].document,
                committed=told(committed[key], currency),
                paid=told(cents, currency),
            )


def _named(row: Activity | Milestone | Body) -> str:
    return f"“{in_language(row.title, row.title_en)}”"
