"""Rules about the budget: whether its lines, contracts and payments agree with the charter and with the work."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.ledger.amounts import told
from kurss.programme.ledger.burn import Burn, Pace
from kurss.programme.lint.rule import Hit, listed, of_budget, of_programme, rule, same
from kurss.programme.lint.view import ProgrammeView
from kurss.programme.severity import Severity


@rule(
    "committed-over-budget",
    Severity.ERROR,
    title=_("Contracts bind the city to more than the budget line holds"),
    why=_("It is signed, so it will have to be paid, and no source stands behind the difference."),
    remedy=_("Raise the line by a decision of its source, or end or amend a contract."),
)
def committed_over_budget(view: ProgrammeView) -> Iterator[Hit]:
    committed = {row.line: row.cents for row in view.committed}
    names = {row.pk: row for row in view.money_sources}
    for initiative in view.initiatives:
        over = [
            (names[row.source], row, committed.get(row.pk, 0))
            for row in view.budget_of.get(initiative.key, [])
            if row.amount_cents is not None and committed.get(row.pk, 0) > row.amount_cents
        ]
        if over:
            said = [
                f"{row.year or '–'}: {told(cents, row.currency)} > {told(row.amount_cents or 0, row.currency)}"
                for _source, row, cents in over
            ]
            pairs = zip(over, said, strict=True)
            yield Hit(
                of_budget(initiative),
                **listed((f"{one[0].title}, {text}", f"{one[0].title_en}, {text}") for one, text in pairs),
            )


@rule(
    "budget-differs-from-charter",
    Severity.ERROR,
    title=_("The budget lines do not add up to the cost in the charter"),
    why=_("Either the charter promises what is not funded, or the budget holds what nobody approved."),
    remedy=_("Correct a line, or write the next version of the charter with the new cost."),
)
def budget_differs_from_charter(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        rows = view.budget_of.get(initiative.key, [])
        known = [row.amount_cents for row in rows if row.amount_cents is not None]
        one_currency = {row.currency for row in rows} == {charter.cost_currency}
        if charter.cost_cents is None or not rows or len(known) < len(rows) or not one_currency:
            continue
        if sum(known) != charter.cost_cents:
            currency = charter.cost_currency
            yield Hit(
                of_budget(initiative),
                **same(f"{told(sum(known), currency)} ≠ {told(charter.cost_cents, currency)}"),
            )


@rule(
    "budget-in-two-currencies",
    Severity.ERROR,
    title=_("The budget of an initiative is in several currencies"),
    why=_("They cannot be added, so nobody knows whether the money suffices."),
    remedy=_("Give every line in one currency, with the rate and its day where the amount is written."),
)
def budget_in_two_currencies(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        found = sorted({row.currency for row in view.budget_of.get(initiative.key, [])})
        if len(found) > 1:
            yield Hit(of_budget(initiative), **same(", ".join(found)))


@rule(
    "money-ahead-of-work",
    Severity.WARNING,
    title=_("Money is spent faster than work is done"),
    why=_("What is left of the money may not suffice for what is left of the work."),
    remedy=_("Write down the milestones that were reached, or re-plan what is left and what it costs."),
)
def money_ahead_of_work(view: ProgrammeView) -> Iterator[Hit]:
    paid = {row.line: row.cents for row in view.paid}
    for initiative in view.initiatives:
        rows = view.budget_of.get(initiative.key, [])
        once = [row for row in view.activities_of.get(initiative.key, []) if row.yearly_from_month is None]
        points = view.milestones_of.get(initiative.key, [])
        if len({row.currency for row in rows}) != 1 or any(row.amount_cents is None for row in rows):
            continue
        burn = Burn(
            sum(row.ended_on is not None for row in once) + sum(row.reached_on is not None for row in points),
            len(once) + len(points),
            sum(paid.get(row.pk, 0) for row in rows),
            sum(row.amount_cents or 0 for row in rows),
        )
        if burn.pace is Pace.MONEY_AHEAD and burn.spent is not None and burn.progress is not None:
            yield Hit(of_budget(initiative), **same(f"{burn.spent:.0f} % > {burn.progress:.0f} %"))


@rule(
    "budget-missing",
    Severity.WARNING,
    title=_("The charter states what it costs, and the budget has no line of it"),
    why=_("Nobody can tell what is left to spend."),
    remedy=_("Take over the sources of the charter into the budget, and give each its years."),
)
def budget_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if charter.cost_cents is not None and initiative.key not in view.budget_of:
            yield Hit(of_budget(initiative), **same(told(charter.cost_cents, charter.cost_currency)))


@rule(
    "budget-amount-unstated",
    Severity.WARNING,
    title=_("A budget line names a source and no amount"),
    why=_("Whether the money suffices cannot be checked."),
    remedy=_("Enter the amount as soon as the source has decided on it."),
)
def budget_amount_unstated(view: ProgrammeView) -> Iterator[Hit]:
    names = {row.pk: row for row in view.money_sources}
    for initiative in view.initiatives:
        bare = [row for row in view.budget_of.get(initiative.key, []) if row.amount_cents is None]
        if bare:
            yield Hit(
                of_budget(initiative),
                **listed((names[row.source].title, names[row.source].title_en) for row in bare),
            )


@rule(
    "budget-without-year",
    Severity.NOTE,
    title=_("A budget line is of no year"),
    why=_("A budget is decided by the year; without one nobody sees when the money is there."),
    remedy=_("Divide the line into the years in which its source gives it."),
)
def budget_without_year(view: ProgrammeView) -> Iterator[Hit]:
    names = {row.pk: row for row in view.money_sources}
    for initiative in view.initiatives:
        bare = [row for row in view.budget_of.get(initiative.key, []) if row.year is None]
        if bare:
            yield Hit(
                of_budget(initiative),
                **listed((names[row.source].title, names[row.source].title_en) for row in bare),
            )


@rule(
    "source-pays-nothing",
    Severity.NOTE,
    title=_("A source of money is named and pays for nothing"),
    why=_("It is a hope, or a line is missing."),
    remedy=_("Add its budget line, or take the source out."),
)
def source_pays_nothing(view: ProgrammeView) -> Iterator[Hit]:
    used = {row.source for row in view.budget}
    idle = [row for row in view.money_sources if row.pk not in used]
    if idle:
        yield Hit(of_programme(view), **listed((row.title, row.title_en) for row in idle))
