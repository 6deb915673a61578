"""What pages, documents and exports read of the evidence. Each function says how many queries it needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from django.db.models import QuerySet

from kurss.evidence import published
from kurss.evidence.models import Figure, Indicator, IndicatorVersion, Snapshot, Statement, Target
from kurss.evidence.periods import Period
from kurss.evidence.standing import OF_REASON, Due, Standing, standing

Said = TypeVar("Said", Target, Statement)


@dataclass(frozen=True, slots=True)
class Account:
    """Everything known of one indicator: what was promised, what was said, and what the records say.

    `figure` is the total for the period that matters: the one the promise is for, otherwise the last period
    that is over, otherwise the one under way. `history` holds every total of the same snapshot, by period.
    """

    indicator: Indicator
    version: IndicatorVersion | None
    figure: Figure | None
    history: tuple[Figure, ...]
    targets: tuple[Target, ...]
    statements: tuple[Statement, ...]
    standing: Standing
    as_of: date | None

    @property
    def target(self) -> Target | None:
        """The promise the figure is judged by: the final one, otherwise the latest written."""
        of_total = [target for target in self.targets if not target.cell]
        final = [target for target in of_total if target.kind == Target.Kind.FINAL]
        later = [target for target in of_total if target.kind != Target.Kind.BASELINE]
        return next(iter([*final, *reversed(later)]), None)

    @property
    def baseline(self) -> Target | None:
        baselines = (target for target in self.targets if target.kind == Target.Kind.BASELINE)
        return next((target for target in baselines if not target.cell), None)

    @property
    def statement(self) -> Statement | None:
        return next(iter(self.statements), None)

    @property
    def value(self) -> Decimal | None:
        """The figure as shown, or None where there is none."""
        return self.figure.shown if self.figure is not None else None

    @property
    def is_so_far(self) -> bool:
        """The figure's period was not over on the snapshot's day."""
        return self.figure is not None and self.figure.period.ends_on > self.figure.snapshot.as_of


def latest_snapshot() -> Snapshot | None:
    """The newest seal whose figures have been computed (one query)."""
    computed = Snapshot.objects.filter(computations__isnull=False)
    return computed.order_by("-as_of", "-sealed_at").first()


def accounts(snapshot: Snapshot | None, keys: Iterable[str] | None = None) -> dict[str, Account]:
    """Every indicator's account in a snapshot, by key in the order of codes (at most five queries)."""
    known = _known(keys)
    totals: dict[str, list[Figure]] = {}
    if snapshot is not None:
        figures = Figure.objects.filter(snapshot=snapshot, cell="").select_related("version")
        if keys is not None:
            figures = figures.filter(version__indicator__in=known.indicators)
        for figure in figures:
            totals.setdefault(figure.version.indicator_id, []).append(figure)
    told: dict[str, Account] = {}
    for indicator in known.indicators:
        version, own = known.in_force.get(indicator.key), totals.get(indicator.key, [])
        in_force = [figure for figure in own if version is not None and figure.version_id == version.pk]
        # The figure speaks of its snapshot on every page: spare each a query.
        for figure in in_force:
            if snapshot is not None:
                figure.snapshot = snapshot
        told[indicator.key] = _account(known, indicator, version, in_force, snapshot)
    return told


def published_accounts(keys: Iterable[str] | None = None) -> dict[str, Account]:
    """Every indicator's account as it stands published, by key in the order of codes (at most six queries).

    The figures are those of the current release and of earlier ones where nothing has replaced them; where
    nothing was released, there are none. The version is the one last released, otherwise the one in force.
    """
    release = published.current_release()
    known = _known(keys)
    totals: dict[str, list[Figure]] = {}
    if release is not None:
        figures = published.current_figures(totals=True)
        if keys is not None:
            figures = figures.filter(version__indicator__in=known.indicators)
        for figure in figures:
            totals.setdefault(figure.version.indicator_id, []).append(figure)
    told: dict[str, Account] = {}
    for indicator in known.indicators:
        own = totals.get(indicator.key, [])
        released = max((figure.version for figure in own), key=lambda v: v.number, default=None)
        version = released or known.in_force.get(indicator.key)
        told[indicator.key] = _account(known, indicator, version, own, release.snapshot if release else None)
    return told


@dataclass(frozen=True, slots=True)
class _Known:
    """Indicators by their codes; their versions in force, their targets and statements by their keys."""

    indicators: list[Indicator]
    in_force: dict[str, IndicatorVersion]
    targets: dict[str, list[Target]]
    statements: dict[str, list[Statement]]


def _known(keys: Iterable[str] | None) -> _Known:
    """All indicators, or some (four queries). Rows are gathered here: a prefetch takes twice as long."""
    indicators = Indicator.objects.order_by("code")
    of_these = {}
    if keys is not None:
        of_these = {"indicator__in": list(keys)}
        indicators = indicators.filter(key__in=of_these["indicator__in"])
    latest = IndicatorVersion.objects.order_by("indicator_id", "-number").distinct("indicator_id")
    return _Known(
        list(indicators),
        {version.indicator_id: version for version in latest.filter(**of_these)},
        _by_indicator(Target.objects.filter(**of_these).order_by("pk")),
        _by_indicator(Statement.objects.filter(**of_these).order_by("pk")),
    )


def _by_indicator(rows: QuerySet[Said]) -> dict[str, list[Said]]:
    found: dict[str, list[Said]] = {}
    for row in rows:
        found.setdefault(row.indicator_id, []).append(row)
    return found


def _account(
    known: _Known,
    indicator: Indicator,
    version: IndicatorVersion | None,
    figures: list[Figure],
    snapshot: Snapshot | None,
) -> Account:
    history = tuple(sorted(figures, key=lambda figure: figure.period.starts_on))
    # The figure speaks of the indicator's name and unit on every page: spare each a query.
    for figure in history:
        figure.version.indicator = indicator
    if version is not None:
        version.indicator = indicator
    targets = tuple(known.targets.get(indicator.key, ()))
    statements = tuple(known.statements.get(indicator.key, ()))
    bare = Account(
        indicator=indicator,
        version=version,
        figure=None,
        history=history,
        targets=targets,
        statements=statements,
        standing=Standing.NONE,
        as_of=snapshot.as_of if snapshot is not None else None,
    )
    found = _of_interest(history, bare.target)
    return Account(
        indicator=indicator,
        version=version,
        figure=found,
        history=history,
        targets=targets,
        statements=statements,
        standing=_standing(found, bare.target, bare.statement),
        as_of=bare.as_of,
    )


def _of_interest(history: tuple[Figure, ...], target: Target | None) -> Figure | None:
    if target is not None and target.period_key:
        for figure in history:
            if figure.period_key == target.period_key:
                return figure
    over = [figure for figure in history if figure.period.ends_on <= figure.snapshot.as_of]
    return next(reversed(over or list(history)), None)


def _standing(figure: Figure | None, target: Target | None, statement: Statement | None) -> Standing:
    if figure is None:
        return Standing.SAID if statement is not None else Standing.NONE
    if figure.shown is None:
        return OF_REASON[figure.reason]
    if target is None:
        return Standing.UNPROMISED
    if target.value is None:
        return Standing.NONE
    return standing(figure.shown, due(target, figure), figure.snapshot.as_of)


def due(target: Target, figure: Figure) -> Due:
    """What a promise asks of a figure, and by when: the end of the figure's period, or the promise's own day
    where that comes later. Raises ValueError where the promise names no number."""
    if target.value is None:
        raise ValueError("A promise without a number is due on no day.")
    period = figure.period
    last = max(period.ends_on, target.due_on) if target.due_on is not None else period.ends_on
    return Due(target.comparison, target.value, period.starts_on, last)


def figure_at(address: str) -> Figure | None:
    """The figure of this address with its version and what that counts, indicator, snapshot and computation
    (three queries)."""
    if not address.isprintable():
        return None
    return (
        Figure.objects.filter(address=address)
        .select_related("version__indicator", "snapshot", "computation")
        .prefetch_related("version__terms", "version__breakdowns")
        .first()
    )


def current_figure(code: str, snapshot: Snapshot, period: Period | None = None) -> Figure | None:
    """The total of an indicator's version in force: for the period, otherwise the one of most interest."""
    key = Indicator.objects.filter(code=code).values_list("key", flat=True).first()
    if key is None:
        return None
    account = accounts(snapshot, [key])[key]
    if period is None:
        return account.figure
    return next((figure for figure in account.history if figure.period_key == period.key), None)


def cells(figure: Figure) -> dict[str, tuple[Figure, ...]]:
    """The cells beside a total, by breakdown dimension in the order they were computed (one query)."""
    own = Figure.objects.filter(
        version=figure.version_id, snapshot=figure.snapshot_id, period_key=figure.period_key
    ).exclude(cell="")
    found: dict[str, list[Figure]] = {}
    for cell in own.order_by("pk"):
        cell.version = figure.version
        found.setdefault(cell.cell_parts.parts[0][0], []).append(cell)
    return {dimension: tuple(figures) for dimension, figures in found.items()}


def in_other_snapshots(figure: Figure) -> list[Figure]:
    """The same meaning, period and cell in every other snapshot, oldest first (one query)."""
    return list(
        Figure.objects.filter(
            version__indicator=figure.version.indicator_id, period_key=figure.period_key, cell=figure.cell
        )
        .exclude(pk=figure.pk)
        .select_related("snapshot", "version")
        .order_by("snapshot__as_of", "snapshot__sealed_at")
    )
