"""All there is to say of one immutable figure: value, promise, history, method, records, statements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from kurss.evidence import bags, published, queries
from kurss.evidence.definition import Counts
from kurss.evidence.facts import Fact, UnknownFact, fact
from kurss.evidence.models import Figure, IndicatorVersion, Line, Release, Target
from kurss.evidence.queries import Account
from kurss.evidence.standing import Standing
from kurss.programme.models import Initiative
from kurss.programme.queries import measures_of
from kurss.publication import times, words
from kurss.publication.figure_chart import Chart, chart
from kurss.publication.figure_lenses import LensRow
from kurss.publication.figure_lenses import rows as under_lenses
from kurss.publication.figure_method import lines
from kurss.publication.figure_parts import part_of
from kurss.publication.figure_releases import ReleaseRow
from kurss.publication.figure_releases import rows as release_rows
from kurss.publication.figure_standing import applies, standing_of
from kurss.publication.numerals import LATVIAN
from kurss.publication.reported import contradiction, name_of, unit, why_not
from kurss.publication.stocks import is_stock
from kurss.publication.units import Unit


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One period of the history, with how it stands."""

    figure: Figure
    when: str
    value: str
    promise: str
    mark: str


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """In one language. `newer` is the figure that stands published in this one's place, where there is another;
    `withdrawn` the release that withdrew it, where none does."""

    figure: Figure
    account: Account
    name: str
    heading: str
    value: str
    unit: str
    when: str
    why_not: str
    target: Target | None
    promise: str
    mark: str
    against_promise: str
    is_so_far: bool
    still_open: str
    part: str
    chart: Chart | None
    history: tuple[PeriodRow, ...]
    contradiction: str
    initiative: Initiative | None
    others: tuple[Figure, ...]
    releases: tuple[ReleaseRow, ...]
    newer: Figure | None
    withdrawn: ReleaseRow | None
    released: bool
    release: Release | None
    method: tuple[tuple[str, str], ...]
    lenses: tuple[LensRow, ...]
    participations: Figure | None
    facts: tuple[Fact, ...]
    parts_of_ratio: tuple[Figure, ...]
    stock_day: date | None
    has_parts: bool

    @property
    def bag(self) -> str:
        """The name of the public bag that holds the figure, or nothing for one that was never released."""
        return bags.name_of(self.release, public=True) if self.release is not None else ""

    @property
    def is_public(self) -> bool:
        """The records behind it are about nobody, and each may be read by anybody."""
        return bool(self.facts) and all(fact.is_public for fact in self.facts)


def sheet(figure: Figure, language: str) -> FigureSheet:
    """The sheet of a figure in a fixed number of queries."""
    indicator = figure.version.indicator
    told = published.history(indicator.pk, figure.period_key, figure.cell)
    released = any(one.figure == figure for one in told)
    known = _known(figure, released=released)
    account = known[indicator.key]
    own, target = unit(indicator, figure.version), account.target if figure.is_total else None
    state = standing_of(figure, target)
    so_far = figure.period.ends_on > figure.snapshot.as_of
    others = tuple(one.figure for one in told if one.figure is not None and one.figure != figure)
    versus = (
        words.records_against_promise(target.comparison, target.value, figure.shown, own, language)
        if target is not None and figure.shown is not None and applies(target, figure) and not so_far
        else ""
    )
    name = name_of(indicator, language)
    used = measures_of([indicator.key]).get(indicator.key, ())
    releases = release_rows(told, figure, own, language)
    return FigureSheet(
        figure=figure,
        account=account,
        name=name,
        heading=_heading(figure, name, own, versus, language, so_far=so_far),
        value=words.as_sentence(_value(figure, own, language)).rstrip("."),
        unit="" if own.is_percent or figure.shown is None else own.noun(figure.shown, language),
        when=times.named(figure.period, language),
        why_not=why_not(replace(account, figure=figure), known, language) if figure.is_total else "",
        target=target,
        promise=words.spoken(target.comparison, target.value, own, language) if target else "",
        mark="" if state in (None, Standing.UNPROMISED) else str(state),
        against_promise=versus,
        is_so_far=so_far,
        still_open=times.still_open(figure.period, language)
        if so_far and not is_stock(figure.version)
        else "",
        part=part_of(figure, language),
        chart=chart(account, figure, own, language) if figure.is_total else None,
        history=_history(account, own, language) if figure.is_total else (),
        contradiction=contradiction(account, known, language) if figure.is_total else "",
        initiative=next((m.initiative for m in used if m.initiative), None),
        others=others,
        releases=releases,
        newer=_newer(figure, told),
        withdrawn=next((one for one in releases[:1] if one.kind == Line.Kind.WITHDRAWN), None),
        released=released,
        release=next((one.release for one in reversed(told) if one.figure == figure), None),
        method=lines(figure, language),
        lenses=under_lenses(figure, language),
        participations=_participations(figure, released=released),
        facts=_facts(figure.version, known),
        parts_of_ratio=_parts_of_ratio(figure, known),
        stock_day=min(figure.period.day_after, figure.snapshot.as_of) if is_stock(figure.version) else None,
        has_parts=figure.is_total and bool(figure.version.as_definition().breakdowns),
    )


def _value(figure: Figure, own: Unit, language: str) -> str:
    """The value, or the word for why there is none."""
    if figure.shown is None:
        return words.reason(figure.reason, language)
    return own.number(figure.shown, language)


def _heading(figure: Figure, name: str, own: Unit, versus: str, language: str, *, so_far: bool) -> str:
    stock = is_stock(figure.version)
    when = times.at_end(figure.period, language) if stock else times.during(figure.period, language)
    part = part_of(figure, language)
    subject = f"{name} ({part})" if part else name
    if figure.shown is None:
        return f"{subject}: {words.reason(figure.reason, language)} {when}"
    number = own.number(figure.shown, language)
    shown = words.so_far(number, language) if so_far and not stock else number
    # In Latvian a year beginning with digits would run into the number before it.
    counted = f"{subject}: {when} {shown}" if language == LATVIAN else f"{subject}: {shown} {when}"
    return f"{counted}, {versus}" if versus else counted


def _history(account: Account, own: Unit, language: str) -> tuple[PeriodRow, ...]:
    target = account.target
    rows = []
    for figure in account.history:
        state = standing_of(figure, target)
        rows.append(
            PeriodRow(
                figure=figure,
                when=times.named(figure.period, language),
                value=_value(figure, own, language),
                promise=words.spoken_briefly(target.comparison, target.value, own, language)
                if target is not None and applies(target, figure)
                else "",
                mark="" if state in (None, Standing.UNPROMISED) else str(state),
            )
        )
    return tuple(rows)


def _newer(figure: Figure, told: tuple[published.Told, ...]) -> Figure | None:
    """The figure that stands published in this one's place."""
    current = next((one.figure for one in told if one.is_current), None)
    return current if current != figure else None


def _known(figure: Figure, *, released: bool) -> dict[str, Account]:
    """The accounts of the figure's indicator, of what it divides and of the shares that divide it: as they
    stand published, or for a figure that nobody released as its snapshot gives them."""
    version = figure.version
    related = {key for key in (version.indicator_id, version.numerator_id, version.denominator_id) if key}
    related |= _shares_of(version.indicator_id)
    return queries.published_accounts(related) if released else queries.accounts(figure.snapshot, related)


def _shares_of(key: str) -> set[str]:
    """The ratios that divide this indicator, whose declared share its declared number may contradict, and what
    they divide it by."""
    ratios = IndicatorVersion.objects.filter(numerator=key).values_list("indicator", "denominator")
    return {one for ratio in ratios for one in ratio if one}


def _facts(version: IndicatorVersion, known: Mapping[str, Account]) -> tuple[Fact, ...]:
    versions = [version]
    if version.counts == Counts.RATIO:
        beneath = [known.get(key or "") for key in (version.numerator_id, version.denominator_id)]
        versions = [one.version for one in beneath if one is not None and one.version is not None]
    found: dict[str, Fact] = {}
    for one in versions:
        try:
            found[one.fact] = fact(one.fact)
        except UnknownFact:
            continue
    return tuple(found.values())


def _participations(figure: Figure, *, released: bool) -> Figure | None:
    """The same people once per group or the like: the figure of the indicator that counts so, if one does; of a
    released figure a released one."""
    version = figure.version
    once = version.as_definition()
    if once.counts is not Counts.DISTINCT or once.once_per or not figure.is_total:
        return None
    beside = Figure.objects.filter(
        snapshot=figure.snapshot_id,
        period_key=figure.period_key,
        cell="",
        version__fact=version.fact,
        version__counts=Counts.DISTINCT,
        version__grain=version.grain,
    ).exclude(version__once_per="")
    if released:
        beside = beside.filter(released__line__release__state=Release.State.RELEASED)
    for other in beside.select_related("version__indicator").prefetch_related("version__terms"):
        if other.version.conditions() == once.conditions:
            return other
    return None


def _parts_of_ratio(figure: Figure, known: Mapping[str, Account]) -> tuple[Figure, ...]:
    """The figures that a ratio divides, of the same period."""
    keys = (figure.version.numerator_id, figure.version.denominator_id)
    beneath = [known[key] for key in keys if key and key in known]
    return tuple(one for account in beneath for one in account.history if one.period_key == figure.period_key)
