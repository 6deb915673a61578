"""Reading the money of a programme: budget, committed and paid by line, and burn beside progress."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, Sum

from kurss.programme.ledger.burn import Burn
from kurss.programme.models import (
    Activity,
    BudgetLine,
    Charter,
    Contract,
    Initiative,
    Milestone,
    MoneySource,
    Payment,
    Programme,
)
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.money import Money


@dataclass(frozen=True, slots=True)
class LineMoney:
    """A budget line with what is committed and paid of it, in cents; None where nothing is entered, for that is
    not known to be nought."""

    line: BudgetLine
    committed: int | None
    paid: int | None

    @property
    def over(self) -> int:
        """By how many cents the contracts exceed the line; nought where its amount is not stated."""
        budget = self.line.amount_cents
        return max((self.committed or 0) - budget, 0) if budget is not None else 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums in one currency. `unstated` counts the lines without an amount, which are in no sum; what nothing is
    entered of is None."""

    currency: str
    budget: int
    committed: int | None
    paid: int | None
    unstated: int


@dataclass(frozen=True, slots=True)
class InitiativeMoney:
    initiative: Initiative
    cost: Money | None
    """As the charter in force states it."""
    lines: tuple[LineMoney, ...]
    totals: tuple[Totals, ...]
    burn: Burn


@dataclass(frozen=True, slots=True)
class SourceMoney:
    """A source in one currency over all initiatives, and its lines by year (None: no year stated)."""

    source: MoneySource
    totals: Totals
    years: tuple[tuple[int | None, int | None], ...]


@dataclass(frozen=True, slots=True)
class MoneySheet:
    initiatives: tuple[InitiativeMoney, ...]
    totals: tuple[Totals, ...]
    sources: tuple[SourceMoney, ...]
    idle: tuple[MoneySource, ...]
    """Sources without a line."""
    years: tuple[int | None, ...]


def money_of(programme: Programme, only: Sequence[Initiative] | None = None) -> MoneySheet:
    """The money of all initiatives, or of some, however many rows the ledger has (eight queries)."""
    chosen = list(Initiative.objects.filter(programme=programme)) if only is None else list(only)
    of_these = {"initiative__in": chosen}
    lines = with_ledger(
        BudgetLine.objects.filter(**of_these).order_by(
            "initiative__order", "source__pk", F("year").asc(nulls_first=True)
        )
    )
    costs = {
        key: Money(cents, currency)
        for key, cents, currency in Charter.objects.filter(state__in=IN_FORCE, **of_these).values_list(
            "initiative_id", "cost_cents", "cost_currency"
        )
        if cents is not None
    }
    steps = _steps(chosen)
    sources = list(MoneySource.objects.filter(programme=programme).select_related("partner"))
    stated = sorted({one.line.year for one in lines if one.line.year})
    years: tuple[int | None, ...] = tuple(stated)
    if any(one.line.year is None for one in lines):
        years = (None, *stated)
    named = {one.line.source_id for one in lines}
    return MoneySheet(
        tuple(
            _initiative(
                one,
                costs.get(one.pk),
                tuple(line for line in lines if line.line.initiative_id == one.pk),
                *steps.get(one.pk, (0, 0)),
            )
            for one in chosen
        ),
        totals_of(lines),
        tuple(_sources(sources, lines, years)),
        tuple(one for one in sources if one.pk not in named),
        years,
    )


def with_ledger(lines: Iterable[BudgetLine]) -> list[LineMoney]:
    """Budget lines with the sums of their contracts and payments (three queries)."""
    rows = list(lines)
    committed = dict(
        Contract.objects.filter(line__in=rows)
        .order_by()
        .values_list("line")
        .annotate(sum=Sum("amount_cents"))
    )
    paid = dict(
        Payment.objects.filter(contract__line__in=rows)
        .order_by()
        .values_list("contract__line")
        .annotate(sum=Sum("amount_cents"))
    )
    return [LineMoney(one, committed.get(one.pk), paid.get(one.pk)) for one in rows]


def totals_of(lines: Iterable[LineMoney]) -> tuple[Totals, ...]:
    """One row for each currency; amounts of different currencies are never added up."""
    found: dict[str, list[LineMoney]] = {}
    for one in lines:
        found.setdefault(one.line.currency, []).append(one)
    return tuple(
        Totals(
            currency,
            sum(one.line.amount_cents or 0 for one in own),
            _sum(one.committed for one in own),
            _sum(one.paid for one in own),
            sum(one.line.amount_cents is None for one in own),
        )
        for currency, own in found.items()
    )


def burn_of(lines: Sequence[LineMoney], cost: Money | None, done: int, steps: int) -> Burn:
    """Burn beside progress. The whole is the sum of the lines; where one of them states no amount, the cost in the
    charter; where neither is known in one currency, there is none."""
    totals = totals_of(lines)
    if len(totals) > 1:
        return Burn(done, steps, None, None)
    if not totals:
        return Burn(done, steps, None, cost.cents if cost else None)
    (only,) = totals
    whole = only.budget if not only.unstated else None
    if whole is None and cost is not None and cost.currency == only.currency:
        whole = cost.cents
    return Burn(done, steps, only.paid, whole)


def _initiative(
    initiative: Initiative, cost: Money | None, lines: tuple[LineMoney, ...], done: int, steps: int
) -> InitiativeMoney:
    return InitiativeMoney(initiative, cost, lines, totals_of(lines), burn_of(lines, cost, done, steps))


def _steps(initiatives: Sequence[Initiative]) -> dict[str, tuple[int, int]]:
    """By initiative: milestones reached and activities ended, of all that happen once."""
    found: dict[str, tuple[int, int]] = {}
    once = Activity.objects.filter(yearly_from_month__isnull=True)
    for rows, ended in (
        (once, Q(ended_on__isnull=False)),
        (Milestone.objects.all(), Q(reached_on__isnull=False)),
    ):
        counted = rows.filter(initiative__in=initiatives).order_by().values_list("initiative")
        for key, done, steps in counted.annotate(done=Count("pk", filter=ended), steps=Count("pk")):
            before = found.get(key, (0, 0))
            found[key] = (before[0] + done, before[1] + steps)
    return found


def _sources(
    sources: Iterable[MoneySource], lines: Sequence[LineMoney], years: Sequence[int | None]
) -> Iterable[SourceMoney]:
    for source in sources:
        own = [one for one in lines if one.line.source_id == source.pk]
        for totals in totals_of(own):
            mine = [one.line for one in own if one.line.currency == totals.currency]
            yield SourceMoney(source, totals, tuple((year, _in_year(mine, year)) for year in years))


def _in_year(lines: Iterable[BudgetLine], year: int | None) -> int | None:
    """What the lines of a year state together; None where none of them states an amount."""
    return _sum(one.amount_cents for one in lines if one.year == year)


def _sum(amounts: Iterable[int | None]) -> int | None:
    """Cents that are known, added up; None where none is."""
    known = [int(one) for one in amounts if one is not None]
    return sum(known) if known else None
