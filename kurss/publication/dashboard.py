"""What the first page shows: how the promises stand, by initiative; what changed; whom the city is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from kurss.evidence.models import Snapshot
from kurss.evidence.queries import Account, accounts, latest_snapshot
from kurss.evidence.standing import Standing
from kurss.programme.models import Charter, Initiative, Measure, Milestone, Programme
from kurss.programme.queries import charters, cross_cutting, current_programme, measure_columns
from kurss.programme.sheets import CharterSheet
from kurss.publication import findings, promise_rows, stocks
from kurss.publication.promise_rows import PromiseRow

ALWAYS_TALLIED = (Standing.MET, Standing.MISSED, Standing.SAID, Standing.NONE)
"""States that are counted aloud even where no promise is in them."""


@dataclass(frozen=True, slots=True)
class TallyLine:
    mark: str
    word: str
    count: int

    @property
    def marks(self) -> range:
        return range(self.count)


@dataclass(frozen=True, slots=True)
class InitiativeCard:
    """Every promise of an initiative, and how many of its indicators promise no number."""

    initiative: Initiative
    charter: CharterSheet | None
    rows: tuple[PromiseRow, ...]
    without_number: int


@dataclass(frozen=True, slots=True)
class CrossCutting:
    measure: Measure
    row: PromiseRow


@dataclass(frozen=True, slots=True)
class Change:
    """Something that happened and can be pointed at. `kind` is "sealed", "reached" or "approved"."""

    kind: str
    on: date
    snapshot: Snapshot | None = None
    milestone: Milestone | None = None
    charter: Charter | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    programme: Programme | None
    snapshot: Snapshot | None
    finding: str
    further: str
    total: int
    tally: tuple[TallyLine, ...]
    cards: tuple[InitiativeCard, ...]
    of_the_city: tuple[PromiseRow, ...]
    across: tuple[CrossCutting, ...]
    changes: tuple[Change, ...]
    stock: stocks.StockChart | None


def dashboard(*, city: str, language: str) -> Dashboard:
    """Everything on the first page, in a fixed number of queries."""
    snapshot, programme = latest_snapshot(), current_programme()
    known = accounts(snapshot)
    columns = measure_columns(programme) if programme else ()
    across = cross_cutting(programme) if programme else ()
    sheets = {sheet.initiative.pk: sheet for sheet in charters(programme)} if programme else {}
    listed = {column.initiative: (*column.outputs, *column.outcomes) for column in columns}
    measured = _accounts_of((*(m for own in listed.values() for m in own), *across), known)
    promised = promise_rows.promised(known.values())
    tally = promise_rows.tally(promised)
    without = sum(account.target is None for account in measured.values())
    return Dashboard(
        programme=programme,
        snapshot=snapshot,
        finding=findings.promises(tally, language),
        further=findings.without_number(without, language) if tally else "",
        total=sum(tally.values()),
        tally=tuple(
            TallyLine(standing.value, str(word), tally[standing])
            for standing, word in promise_rows.STATES.items()
            if tally[standing] or standing in ALWAYS_TALLIED
        ),
        cards=tuple(
            _card(initiative, sheets.get(initiative.pk), own, known, language)
            for initiative, own in listed.items()
        ),
        of_the_city=tuple(
            promise_rows.row(one, known, language) for one in promised if one.indicator.key not in measured
        ),
        across=tuple(
            CrossCutting(measure, promise_rows.row(known[measure.indicator_id], known, language))
            for measure in across
            if measure.indicator_id in known
        ),
        changes=changes(programme),
        stock=stocks.chart(known.values(), city=city, language=language),
    )


def changes(programme: Programme | None, at_most: int = 6) -> tuple[Change, ...]:
    """Seals, charters approved and milestones reached, the newest first (three queries)."""
    sealed = Snapshot.objects.annotate(totals=Count("figures", filter=Q(figures__cell="")))
    found = [Change("sealed", snapshot.as_of, snapshot=snapshot) for snapshot in sealed[:at_most]]
    if programme is not None:
        reached = Milestone.objects.filter(initiative__programme=programme, reached_on__isnull=False)
        approved = Charter.objects.filter(
            initiative__programme=programme, state=Charter.State.APPROVED
        ).select_related("initiative")
        found += [Change("reached", row.reached_on, milestone=row) for row in reached if row.reached_on]
        found += [
            Change("approved", row.second_approved_at.date(), charter=row)
            for row in approved
            if row.second_approved_at
        ]
    found.sort(key=lambda change: change.on, reverse=True)
    return tuple(found[:at_most])


def rows_of(
    measures: tuple[Measure, ...], known: Mapping[str, Account], language: str
) -> tuple[PromiseRow, ...]:
    """A row for each indicator of the measures, once, in their order."""
    return tuple(
        promise_rows.row(account, known, language) for account in _accounts_of(measures, known).values()
    )


def _card(
    initiative: Initiative,
    charter: CharterSheet | None,
    measures: tuple[Measure, ...],
    known: Mapping[str, Account],
    language: str,
) -> InitiativeCard:
    rows = rows_of(measures, known, language)
    promises = [row for row in rows if row.is_promised]
    # What records or words speak of comes first; the order within is the programme's own.
    promises.sort(key=lambda row: row.actual is None and row.said is None)
    return InitiativeCard(initiative, charter, tuple(promises), len(rows) - len(promises))


def _accounts_of(measures: tuple[Measure, ...], known: Mapping[str, Account]) -> dict[str, Account]:
    return {m.indicator_id: known[m.indicator_id] for m in measures if m.indicator_id in known}
