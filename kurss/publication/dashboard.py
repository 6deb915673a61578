"""What the first page shows: how the promises stand, by initiative; what changed; whom the city is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q
from django.utils import timezone

from kurss.evidence.models import Release
from kurss.evidence.published import current_release, releases
from kurss.evidence.queries import Account, published_accounts
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
    """Something that happened and can be pointed at. `kind` is "released", "reached" or "approved"."""

    kind: str
    on: date
    release: Release | None = None
    milestone: Milestone | None = None
    charter: Charter | None = None


@dataclass(frozen=True, slots=True)
class Dashboard:
    programme: Programme | None
    release: Release | None
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
    release, programme = current_release(), current_programme()
    known = published_accounts()
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
        release=release,
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
    """Releases, charters approved and milestones reached, the newest first (three queries)."""
    released = releases().annotate(
        totals=Count("lines__released", filter=Q(lines__released__figure__cell=""))
    )
    found = [Change("released", _day(one.released_at), release=one) for one in released[:at_most]]
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


def _day(at: datetime | None) -> date:
    """The day of a moment that the database promises is there."""
    if at is None:
        raise ValueError("What was not released has no day of release.")
    return timezone.localdate(at)


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
