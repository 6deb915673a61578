"""The stock that shares are counted against, such as residents, over the years it was really counted in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kurss.evidence.definition import Counts
from kurss.evidence.facts import UnknownFact, fact
from kurss.evidence.models import Figure, IndicatorVersion
from kurss.evidence.models.indicator import Level
from kurss.evidence.queries import Account
from kurss.publication import charts, findings, words
from kurss.publication.numerals import number
from kurss.publication.reported import unit_of
from kurss.publication.units import Unit


@dataclass(frozen=True, slots=True)
class StockChart:
    """The chart and the same data as a table."""

    account: Account
    title: str
    source: str
    source_en: str
    rows: tuple[tuple[str, Figure], ...]
    wide: charts.Drawing
    narrow: charts.Drawing
    described: str


def chart(accounts: Iterable[Account], *, city: str, language: str) -> StockChart | None:
    """The first context indicator with a counted stock of at least two years; None where there is none."""
    for account in accounts:
        if account.indicator.level == Level.CONTEXT and is_stock(account.version):
            points = counted(account)
            if len(points) > 1:
                return _drawn(account, points, city=city, language=language)
    return None


def is_stock(version: IndicatorVersion | None) -> bool:
    """Whether the figures of a version say how much there was at a moment, not how much came about."""
    if version is None or version.counts != Counts.SUM:
        return False
    try:
        return fact(version.fact).is_state
    except UnknownFact:
        return False


def counted(account: Account) -> tuple[Figure, ...]:
    """The figures that rest on a count of their own. A year without one carries the count before it forward:
    the same record, hence the same digest, and no new knowledge."""
    found: list[Figure] = []
    for figure in account.history:
        if figure.shown is not None and (not found or found[-1].digest != figure.digest):
            found.append(figure)
    return tuple(found)


def year(figure: Figure) -> int:
    """A stock at the end of a year is the stock on the first day of the next, and is known by that day."""
    return figure.period.day_after.year


def series(points: tuple[Figure, ...], unit: Unit, language: str, *, ends_only: bool) -> charts.Series:
    """The counts by year; a line between years that do not follow each other is dotted."""
    before = {year(figure): year(previous) for previous, figure in pairwise(points)}
    marks = tuple(
        charts.Counted(
            at=Decimal(year(figure)),
            value=figure.shown or Decimal(0),
            text=unit.number(figure.shown or Decimal(0), language),
            joined=before.get(year(figure)) == year(figure) - 1,
            labelled=not ends_only or figure in (points[0], points[-1]),
        )
        for figure in points
    )
    return charts.Series(counted=marks, ticks=_ticks(year(points[0]), year(points[-1])))


def moments(points: tuple[Figure, ...]) -> tuple[findings.Moment, findings.Moment]:
    """The first and the last count."""
    first, last = (
        findings.Moment(str(year(figure)), figure.shown or Decimal(0)) for figure in (points[0], points[-1])
    )
    return first, last


def described(points: tuple[Figure, ...], unit: Unit, language: str) -> str:
    return words.listed(
        f"{year(figure)}: {unit.number(figure.shown or Decimal(0), language)}" for figure in points
    )


def _drawn(account: Account, points: tuple[Figure, ...], *, city: str, language: str) -> StockChart:
    unit, shown = unit_of(account), series(points, unit_of(account), language, ends_only=True)

    def write(value: Decimal) -> str:
        return number(value, language)

    return StockChart(
        account=account,
        title=findings.change_of_stock(city, *moments(points), unit, language),
        source=account.version.source if account.version else "",
        source_en=account.version.source_en if account.version else "",
        rows=tuple((str(year(figure)), figure) for figure in points),
        wide=charts.draw(shown, charts.BESIDE_WIDE, write),
        narrow=charts.draw(shown, charts.BESIDE_NARROW, write),
        described=described(points, unit, language),
    )


def _ticks(first: int, last: int) -> tuple[charts.Tick, ...]:
    """The first and the last year, and round years between them that leave room."""
    step = max(5 * round((last - first) / 20), 5)
    between = [
        one
        for one in range(first - first % step + step, last, step)
        if min(one - first, last - one) >= step * 0.6
    ]
    return tuple(charts.Tick(Decimal(one), str(one)) for one in (first, *between, last))
