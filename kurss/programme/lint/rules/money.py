"""Rules about money: what an initiative costs, who pays, and whether it adds up."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_charter, rule, same
from kurss.programme.lint.view import CharterRow, ProgrammeView
from kurss.programme.money import Money
from kurss.programme.severity import Severity


def _money(cents: int, currency: str) -> str:
    return f"{Money(cents, currency).amount:,} {currency}".replace(",", " ")


def _beside(cents: int, sign: str, charter: CharterRow) -> str:
    """What the sources make beside the cost, which the charter states."""
    currency = charter.cost_currency
    return f"{_money(cents, currency)} {sign} {_money(charter.cost_cents or 0, currency)}"


@rule(
    "funding-does-not-add-up",
    Severity.ERROR,
    title=_("The sources do not add up to the cost"),
    why=_("Money is missing, or promised twice."),
    remedy=_("Correct a source or the cost."),
)
def funding_does_not_add_up(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        rows = view.funding_of.get(charter.pk, [])
        known = [row.amount_cents for row in rows if row.amount_cents is not None]
        one_currency = {row.currency for row in rows} == {charter.cost_currency}
        if charter.cost_cents is None or not rows or len(known) < len(rows) or not one_currency:
            continue
        if sum(known) != charter.cost_cents:
            yield Hit(of_charter(initiative), **same(_beside(sum(known), "≠", charter)))


@rule(
    "funding-over-cost",
    Severity.ERROR,
    title=_("The known sources alone exceed the cost"),
    why=_("More is promised than is needed, or the cost is out of date."),
    remedy=_("Correct a source or the cost."),
)
def funding_over_cost(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        rows = view.funding_of.get(charter.pk, [])
        known = [row.amount_cents for row in rows if row.amount_cents is not None]
        incomplete = len(known) < len(rows) and {row.currency for row in rows} - {""} == {
            charter.cost_currency
        }
        if charter.cost_cents is not None and incomplete and sum(known) > charter.cost_cents:
            yield Hit(of_charter(initiative), **same(_beside(sum(known), ">", charter)))


@rule(
    "currencies-mixed",
    Severity.ERROR,
    title=_("A source is in another currency than the cost"),
    why=_("The two cannot be added, so nobody knows what is covered."),
    remedy=_("Give the source in the currency of the cost, with the rate and its day."),
)
def currencies_mixed(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        rows = view.funding_of.get(charter.pk, [])
        other = [row for row in rows if row.currency and row.currency != charter.cost_currency]
        if charter.cost_currency and other:
            yield Hit(
                of_charter(initiative),
                **listed(
                    (f"{row.source}: {row.currency}", f"{row.source_en}: {row.currency}") for row in other
                ),
            )


@rule(
    "cost-missing",
    Severity.ERROR,
    title=_("The charter states no cost"),
    why=_("Nobody can decide on it, nor tell whether it was worth it."),
    remedy=_("Enter the estimated cost and its currency."),
)
def cost_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if charter.cost_cents is None:
            yield Hit(of_charter(initiative))


@rule(
    "funding-missing",
    Severity.ERROR,
    title=_("The charter names a cost and nobody who pays"),
    why=_("A cost without a source is a wish."),
    remedy=_("Enter each source of money with its amount."),
)
def funding_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if charter.cost_cents is not None and charter.pk not in view.funding_of:
            yield Hit(of_charter(initiative), **same(_money(charter.cost_cents, charter.cost_currency)))


@rule(
    "funding-not-split",
    Severity.WARNING,
    title=_("Several sources pay, and it is not said how much each"),
    why=_("Nobody can check what a source gave, nor what its loss would cost."),
    remedy=_("Enter the amount of each source."),
)
def funding_not_split(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        rows = view.funding_of.get(charter.pk, [])
        open_ = [row for row in rows if row.amount_cents is None]
        if len(rows) > 1 and open_:
            yield Hit(of_charter(initiative), **listed((row.source, row.source_en) for row in open_))


@rule(
    "operation-missing",
    Severity.WARNING,
    title=_("Foreign money pays, and no operation of a funder is attached"),
    why=_("What was counted under the funder's project cannot be told from the rest."),
    remedy=_("Attach the operation that pays for the initiative."),
)
def operation_missing(view: ProgrammeView) -> Iterator[Hit]:
    attached = {initiative for initiative, _operation in view.operations}
    for initiative, charter in view.chartered:
        foreign = [row for row in view.funding_of.get(charter.pk, []) if row.kind == "foreign"]
        if foreign and initiative.key not in attached:
            yield Hit(of_charter(initiative), **listed((row.source, row.source_en) for row in foreign))


@rule(
    "funder-unnamed",
    Severity.NOTE,
    title=_("A source of money is not tied to a partner in the register"),
    why=_("Money of one funder cannot be added up over initiatives."),
    remedy=_("Choose the funder from the register of partners."),
)
def funder_unnamed(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        bare = [row for row in view.funding_of.get(charter.pk, []) if row.partner is None]
        if bare:
            yield Hit(of_charter(initiative), **listed((row.source, row.source_en) for row in bare))
