"""The history of a figure as a line chart: what was counted, promised and declared, period by period."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kurss.evidence.models import Figure
from kurss.evidence.queries import Account
from kurss.publication import charts, findings, stocks, words
from kurss.publication.figure_standing import applies
from kurss.publication.numerals import number
from kurss.publication.reported import unit
from kurss.publication.units import Unit


@dataclass(frozen=True, slots=True)
class Chart:
    title: str
    described: str
    wide: charts.Drawing
    narrow: charts.Drawing
    promised: bool
    dotted: bool
    growing: bool


def chart(account: Account, figure: Figure, own: Unit, language: str, *, least: int = 2) -> Chart | None:
    """The history as a line; on a page a single period needs no picture, so it takes `least` two."""
    if stocks.is_stock(account.version):
        points = stocks.counted(account)
        if len(points) < least:
            return None
        first, last = stocks.moments(points)
        title = (
            findings.trend(first, last, own, language)
            if len(points) > 1
            else f"{last.when}: {own.of(last.value, language)}"
        )
        shown = stocks.series(points, own, language, ends_only=False)
        return _in_two_widths(shown, title, stocks.described(points, own, language), own, language)
    history = [(Decimal(i), one, one.shown) for i, one in enumerate(account.history) if one.shown is not None]
    if len(history) < least:
        return None
    series = charts.Series(
        counted=_counted(history, figure, own, language),
        ticks=_ticks(account.history, figure, language),
        promised=_promise_line(account, language),
        declared=_declared(account, own, language),
    )
    description = words.listed(
        f"{one.period.label(language)}: {own.number(value, language)}" for _, one, value in history
    )
    return _in_two_widths(series, _title(history, figure, own, language), description, own, language)


History = list[tuple[Decimal, Figure, Decimal]]


def _counted(history: History, figure: Figure, own: Unit, language: str) -> tuple[charts.Counted, ...]:
    as_of = figure.snapshot.as_of
    return tuple(
        charts.Counted(
            at=at,
            value=value,
            text=own.number(value, language),
            joined=index > 0 and at - history[index - 1][0] == 1,
            growing=one.period.ends_on > as_of,
            first=one.pk == figure.pk,
        )
        for index, (at, one, value) in enumerate(history)
    )


def _title(history: History, figure: Figure, own: Unit, language: str) -> str:
    """The finding. A period that is not over is never compared with one that is."""
    moments = [findings.Moment(one.period.label(language), value) for _, one, value in history]
    over = [one.period.ends_on <= figure.snapshot.as_of for _, one, _value in history]
    finished = [moment for moment, is_over in zip(moments, over, strict=True) if is_over]
    if len(finished) > 1:
        return findings.trend(finished[0], finished[-1], own, language)
    if len(moments) == 1:
        return f"{moments[0].when}: {own.of(moments[0].value, language)}"
    return findings.not_yet_a_trend(moments[0], moments[-1], own, language)


def _in_two_widths(series: charts.Series, title: str, described: str, own: Unit, language: str) -> Chart:
    def write(value: Decimal) -> str:
        return number(value, language) + ("\u00a0%" if own.is_percent else "")

    return Chart(
        title=title,
        described=described,
        wide=charts.draw(series, charts.WIDE, write),
        narrow=charts.draw(_thinned(series), charts.NARROW, write),
        promised=bool(series.promised),
        dotted=any(not one.joined and not one.growing for one in series.counted[1:]),
        growing=any(one.growing for one in series.counted),
    )


def _ticks(history: tuple[Figure, ...], figure: Figure, language: str) -> tuple[charts.Tick, ...]:
    step = -(-len(history) // 8)
    return tuple(
        charts.Tick(
            Decimal(index),
            one.period.label(language).removesuffix(". gads") if index % step == 0 else "",
            strong=one.pk == figure.pk,
        )
        for index, one in enumerate(history)
    )


def _thinned(series: charts.Series) -> charts.Series:
    """For a narrow screen: every second name of a period where there are many."""
    if len(series.ticks) <= 5:
        return series
    ticks = tuple(
        tick if index % 2 == 0 else charts.Tick(tick.at, "") for index, tick in enumerate(series.ticks)
    )
    return charts.Series(series.counted, ticks, series.promised, series.declared)


def _promise_line(account: Account, language: str) -> tuple[charts.Spoken, ...]:
    target = account.target
    if target is None or target.value is None or target.due_on is not None:
        return ()
    own = unit(account.indicator, account.version)
    at = [i for i, one in enumerate(account.history) if applies(target, one)]
    label = words.promised_in_chart(
        words.spoken_briefly(target.comparison, target.value, own, language), language
    )
    return tuple(charts.Spoken(Decimal(i), target.value, label if i == at[-1] else "") for i in at)


def _declared(account: Account, own: Unit, language: str) -> tuple[charts.Spoken, ...]:
    """What was declared for a period shown; without a period it has no place on a time axis."""
    at = {one.period_key: index for index, one in enumerate(account.history)}
    return tuple(
        charts.Spoken(
            Decimal(at[said.period_key]),
            said.value,
            words.declared_in_chart(
                words.spoken_briefly(said.comparison, said.value, own, language), language
            ),
        )
        for said in account.statements
        if said.value is not None and said.period_key in at and not said.is_of_another_whole
    )
