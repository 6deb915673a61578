"""What a commission asks of every city: actions, money by source, money levered, private actors, collaborations
and events, over programmes and years. Each is computed from records and names the records it counted.

Where nothing is recorded the figure is absent, never nought. What bears no day belongs to no year: it is counted
over all years alone, and said so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.db.models import Q

from kurss.partners.models import Partner, PartnerKind
from kurss.programme.definition_words import in_language
from kurss.programme.ledger.queries import LineMoney, with_ledger
from kurss.programme.models import (
    Activity,
    BudgetLine,
    Meeting,
    Programme,
    Proposal,
    SourceKind,
)
from kurss.programme.models.charter import IN_FORCE
from kurss.programme.models.ledger import PUBLIC_FROM_OUTSIDE
from kurss.programme.replanning import months_of

PRIVATE: Final = (PartnerKind.COMPANY, PartnerKind.ASSOCIATION)
"""Private actors: companies, and associations, which businesses speak through."""


@dataclass(frozen=True, slots=True)
class Record:
    """One record that was counted: what it is called, what it adds, and the named address where it stands."""

    label: str
    detail: str
    address: str
    key: str | int


@dataclass(frozen=True, slots=True)
class Amount:
    """A value in its unit: a count, or cents of a currency. `part` says of what, where a figure has parts."""

    value: int
    currency: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the roll-up. No amounts: nothing is recorded. `undated` records belong to no year."""

    key: str
    amounts: tuple[Amount, ...] = ()
    records: tuple[Record, ...] = field(default=())
    undated: int = 0
    unstated: int = 0
    """Records without an amount, which are in no sum."""


def rolled_up(programmes: Sequence[Programme], year: int | None) -> tuple[Figure, ...]:
    """Every figure over some programmes, for a year or for all (a fixed number of queries)."""
    lines = with_ledger(
        BudgetLine.objects.filter(initiative__programme__in=programmes)
        .select_related("source", "initiative")
        .order_by("initiative__programme", "initiative__order", "source__pk", "year", "pk")
    )
    return (
        _actions(programmes, year),
        *(_of_money(lines, year)),
        _private(programmes, year),
        _collaborations(programmes, year),
        _events(programmes, year),
    )


def years_of(programmes: Iterable[Programme]) -> tuple[int, ...]:
    """The years in which programmes run."""
    return tuple(
        sorted({year for one in programmes for year in range(one.starts_on.year, one.ends_on.year + 1)})
    )


def _counted(key: str, records: list[Record], undated: int, recorded: bool) -> Figure:
    """A count of records; absent where nothing is recorded at all."""
    amounts = (Amount(len(records)),) if recorded else ()
    return Figure(key, amounts, tuple(records), undated)


def _actions(programmes: Sequence[Programme], year: int | None) -> Figure:
    rows = list(
        Activity.objects.filter(initiative__programme__in=programmes)
        .select_related("initiative__programme")
        .prefetch_related("replans")
        .order_by("initiative__programme", "initiative__order", "order")
    )
    found, undated = [], 0
    for row in rows:
        first, last = _days(row)
        if year is not None and first is None:
            undated += 1
        elif year is None or (first is not None and first.year <= year <= (last or first).year):
            found.append(
                Record(
                    in_language(row.title, row.title_en),
                    in_language(row.initiative.short, row.initiative.short_en),
                    "programme:plan-activity",
                    row.pk,
                )
            )
    return _counted("actions", found, undated, bool(rows))


def _days(row: Activity) -> tuple[date | None, date | None]:
    """From when to when an activity runs: as it went, else as it is planned; every year of its programme where
    it is yearly."""
    if row.yearly_from_month:
        programme = row.initiative.programme
        return programme.starts_on, programme.ends_on
    first, last = months_of(row)
    return row.began_on or first or last, row.ended_on or last or first


def _of_money(lines: Sequence[LineMoney], year: int | None) -> tuple[Figure, Figure]:
    mine = [one for one in lines if year is None or one.line.year == year]
    undated = sum(one.line.year is None for one in lines) if year is not None else 0
    levered = [one for one in mine if one.line.source.kind in PUBLIC_FROM_OUTSIDE]
    by_source = _summed("money", mine, undated, lambda one: str(SourceKind(one.line.source.kind).label))
    return by_source, _summed("levered", levered, undated, lambda one: "")


def _summed(key: str, lines: Sequence[LineMoney], undated: int, part: Callable[[LineMoney], str]) -> Figure:
    """What lines budget, by part and currency; lines without an amount are in no sum."""
    sums: dict[tuple[str, str], int] = {}
    for one in lines:
        if one.line.amount_cents is not None:
            of = (part(one), one.line.currency)
            sums[of] = sums.get(of, 0) + one.line.amount_cents
    return Figure(
        key,
        tuple(Amount(cents, currency, name) for (name, currency), cents in sums.items()),
        tuple(
            Record(
                f"{in_language(one.line.initiative.short, one.line.initiative.short_en)}: "
                f"{in_language(one.line.source.title, one.line.source.title_en)}",
                str(one.line.year or ""),
                "programme:money-initiative",
                one.line.initiative_id,
            )
            for one in lines
        ),
        undated,
        sum(one.line.amount_cents is None for one in lines),
    )


def _private(programmes: Sequence[Programme], year: int | None) -> Figure:
    """Distinct partners of the register that have a part in a programme. A part bears no day."""
    ways = (
        Q(stakes__programme__in=programmes),
        Q(
            charter_roles__charter__initiative__programme__in=programmes,
            charter_roles__charter__state__in=IN_FORCE,
        ),
        Q(money_sources__programme__in=programmes),
        Q(proposals__proposal__programme__in=programmes),
    )
    keys: set[int] = set()
    for way in ways:
        keys.update(Partner.objects.filter(way).values_list("pk", flat=True))
    rows = list(Partner.objects.filter(pk__in=keys, kind__in=PRIVATE))
    if year is not None:
        return Figure("private", undated=len(rows))
    found = [
        Record(
            in_language(one.name, one.name_en),
            str(PartnerKind(one.kind).label),
            "programme:stakeholders",
            "",
        )
        for one in rows
    ]
    return _counted("private", found, 0, bool(keys))


def _collaborations(programmes: Sequence[Programme], year: int | None) -> Figure:
    """Proposals that were written with somebody beside the city; of the year in which they were decided on."""
    rows = [
        one
        for one in Proposal.objects.filter(programme__in=programmes).prefetch_related("partners", "decisions")
        if one.partners.all()
    ]
    found, undated = [], 0
    for row in rows:
        on = {decision.on.year for decision in row.decisions.all() if decision.on is not None}
        if year is not None and not on:
            undated += 1
        elif year is None or year in on:
            names = ", ".join(in_language(one.name, one.name_en) for one in row.partners.all())
            found.append(Record(in_language(row.title, row.title_en), names, "programme:proposal", row.pk))
    return _counted("collaborations", found, undated, bool(rows))


def _events(programmes: Sequence[Programme], year: int | None) -> Figure:
    rows = list(Meeting.objects.filter(programme__in=programmes))
    found = [
        Record(
            in_language(one.title, one.title_en),
            one.held_on.isoformat() if one.held_on else "",
            "programme:meeting",
            one.pk,
        )
        for one in rows
        if year is None or (one.held_on is not None and one.held_on.year == year)
    ]
    undated = sum(one.held_on is None for one in rows) if year is not None else 0
    return _counted("events", found, undated, bool(rows))
