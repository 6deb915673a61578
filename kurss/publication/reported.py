"""Reported against computed: what the city's own report states, beside what the records say.

One row an indicator that the report promises, declares or lists. The page, the document and the open data all
take their rows from here, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kurss.evidence.definition import Counts
from kurss.evidence.indicators import in_force
from kurss.evidence.models import Figure, Indicator, IndicatorVersion, Statement, Target
from kurss.evidence.periods import Period
from kurss.evidence.queries import Account, published_accounts
from kurss.evidence.standing import Standing
from kurss.programme.models import Measure
from kurss.programme.queries import measures_of
from kurss.programme.report_places import place_in
from kurss.publication import times, words
from kurss.publication.numerals import LATVIAN
from kurss.publication.quotations import translation
from kurss.publication.units import Unit


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One indicator in the language asked for. Empty text: the report states nothing there."""

    key: str
    code: str
    name: str
    initiative_title: str
    reported: str
    reported_place: str
    quote: str
    translation: str
    reading: str
    baseline: str
    target: str
    target_place: str
    computed: str
    period: str
    figure: Figure | None
    address: str
    standing: Standing
    difference: str
    synthetic: bool
    is_so_far: bool


def table(language: str) -> list[ReportedRow]:
    """The whole table as it stands published, by initiative and code, in a fixed number of queries."""
    return rows(published_accounts(), language=language)


def rows(known: Mapping[str, Account], *, language: str) -> list[ReportedRow]:
    """The rows of these accounts. What only helps to count others, and nobody promised, has none."""
    used = measures_of(known)
    companions = participations(in_force())
    spoken_of = [
        account
        for account in known.values()
        if account.targets or account.statements or account.indicator.key in used
    ]
    spoken_of.sort(key=lambda account: _position(account, used))
    return [
        _row(account, used.get(account.indicator.key, ()), known, companions, language)
        for account in spoken_of
    ]


def unit_of(account: Account) -> Unit:
    return unit(account.indicator, account.version)


def unit_said(said: Statement, account: Account) -> Unit:
    """What a declared number is of: its own unit where it was said of something else than is counted."""
    if not said.is_of_another_whole:
        return unit_of(account)
    return Unit(said.unit, said.unit_en)


def unit(indicator: Indicator, version: IndicatorVersion | None) -> Unit:
    return Unit(indicator.unit, indicator.unit_en, percent=version is not None and version.percent)


def name_of(indicator: Indicator, language: str) -> str:
    return indicator.name if language == LATVIAN else indicator.name_en


def participations(versions: Iterable[IndicatorVersion]) -> dict[str, str]:
    """Which indicator counts the same people once per group or the like, by the key of the one that counts
    each person once: equal definitions but for `once_per`."""
    defined = {version.indicator_id: version.as_definition() for version in versions}
    found = {}
    for key, once in defined.items():
        if once.counts is not Counts.DISTINCT or once.once_per:
            continue
        for other, again in defined.items():
            same = (again.fact, again.counts, again.grain) == (once.fact, once.counts, once.grain)
            if same and again.once_per and again.conditions == once.conditions:
                found[key] = other
                break
    return found


def declared(account: Account, language: str) -> str:
    """What the report declares as achieved, with its period: "3 000 adults (2021)"."""
    return "; ".join(
        words.spoken(said.comparison, said.value, unit_said(said, account), language)
        + _in_brackets(said, language)
        for said in account.statements
    )


def promised(target: Target | None, account: Account, language: str) -> str:
    """What was promised, with its period or day: "at least 1 500 adults (2021)"."""
    if target is None:
        return ""
    return words.spoken(target.comparison, target.value, unit_of(account), language) + _in_brackets(
        target, language
    )


def computed(account: Account, language: str) -> str:
    """The figure as a number with its sign, or the word for why there is none. Never a zero for nothing."""
    figure = account.figure
    if figure is None or figure.shown is None:
        return words.as_sentence(words.reason(figure.reason if figure else "", language)).rstrip(".")
    return unit_of(account).number(figure.shown, language)


def why_not(account: Account, known: Mapping[str, Account], language: str) -> str:
    """Why the account has no figure, in a sentence; "" where it has one."""
    figure = account.figure
    if figure is not None and figure.shown is not None:
        return ""
    version = account.version
    if version is not None and version.counts == Counts.RATIO:
        return _why_no_ratio(account, known, language)
    if figure is not None:
        return words.as_sentence(words.reason(figure.reason, language))
    own = account.indicator.uncounted if language == LATVIAN else account.indicator.uncounted_en
    return words.not_computed(own or words.no_record(language), language)


def difference(
    account: Account, known: Mapping[str, Account], companions: Mapping[str, str], language: str
) -> str:
    """All there is to say of the row: report against records, records against promise, contradictions."""
    sentences = [
        *_values(account, known, companions, language),
        why_not(account, known, language),
        contradiction(account, known, language),
        _two_values(account, language),
    ]
    return " ".join(filter(None, sentences))


def contradiction(account: Account, known: Mapping[str, Account], language: str) -> str:
    """That a number and a share which the report declares cannot both be true; told on the row of either."""
    for share in known.values():
        version = share.version
        if version is None or version.counts != Counts.RATIO or share.statement is None:
            continue
        part, whole = known.get(version.numerator_id or ""), known.get(version.denominator_id or "")
        if (
            part is None
            or whole is None
            or account.indicator.key
            not in (
                share.indicator.key,
                part.indicator.key,
            )
        ):
            continue
        if part.statement is None or not unit_of(share).is_percent:
            continue
        return words.share_contradiction(
            part.statement.value,
            unit_of(part),
            _value_for(whole, part.statement.period_key),
            unit_of(whole),
            share.statement.comparison,
            share.statement.value,
            language,
        )
    return ""


def _row(
    account: Account,
    measures: tuple[Measure, ...],
    known: Mapping[str, Account],
    companions: Mapping[str, str],
    language: str,
) -> ReportedRow:
    figure, target = account.figure, account.target
    return ReportedRow(
        key=account.indicator.key,
        code=account.indicator.code,
        name=name_of(account.indicator, language),
        initiative_title=_initiative_title(measures, language),
        reported=declared(account, language),
        reported_place=_joined(place_in(said.place, language).text for said in account.statements),
        quote=_joined(said.quote for said in account.statements),
        translation=_joined(translation(said, language) for said in account.statements),
        reading=_joined(
            said.reading if language == LATVIAN else said.reading_en for said in account.statements
        ),
        baseline=promised(account.baseline, account, language),
        target=promised(target, account, language),
        target_place=place_in(target.place, language).text if target is not None else "",
        computed=computed(account, language),
        period=times.named(figure.period, language) if figure is not None else "",
        figure=figure,
        address=figure.address if figure is not None else "",
        standing=account.standing,
        difference=difference(account, known, companions, language),
        synthetic=figure is not None and figure.synthetic,
        is_so_far=account.is_so_far,
    )


def _values(
    account: Account, known: Mapping[str, Account], companions: Mapping[str, str], language: str
) -> Iterable[str]:
    """The sentences of a row that has a value."""
    figure, unit = account.figure, unit_of(account)
    said = account.statement
    compared = _compared(account, said)
    if said is not None and said.is_of_another_whole and figure is not None and figure.shown is not None:
        yield words.not_comparable(
            words.spoken(said.comparison, said.value, unit_said(said, account), language),
            unit.of(figure.shown, language),
            language,
            period=figure.period,
        )
    elif said is not None and said.value is not None and compared is not None and compared.shown is not None:
        yield words.report_against_records(
            said.comparison,
            said.value,
            compared.shown,
            unit,
            language,
            period=compared.period,
            stated=bool(said.period_key),
            participations=_participations(account, compared, known, companions, language),
        )
    elif figure is not None and figure.shown is not None:
        yield words.as_sentence(words.only_records(figure.shown, unit, language, period=figure.period))
    if figure is not None and figure.shown is not None:
        if account.target is not None:
            yield words.as_sentence(
                words.records_against_promise(
                    account.target.comparison, account.target.value, figure.shown, unit, language
                )
            )
        if account.is_so_far:
            yield times.still_open(figure.period, language)


def _two_values(account: Account, language: str) -> str:
    """That the report declares two values for one period."""
    for said in account.statements:
        same = [other for other in account.statements if other.period_key == said.period_key]
        spoken = (words.spoken(other.comparison, other.value, unit_of(account), language) for other in same)
        if sentence := words.two_values(spoken, language):
            return sentence
    return ""


def _compared(account: Account, said: Statement | None) -> Figure | None:
    """The figure of the very period a statement is about; otherwise the one of interest."""
    if said is not None and said.period_key:
        return _figure_for(account, said.period_key)
    return account.figure


def _figure_for(account: Account, period_key: str) -> Figure | None:
    return next((figure for figure in account.history if figure.period_key == period_key), None)


def _value_for(account: Account, period_key: str) -> Decimal | None:
    """What the records count for a period; without a period, what they count last."""
    figure = _figure_for(account, period_key) if period_key else account.figure
    return figure.shown if figure is not None else None


def _participations(
    account: Account,
    figure: Figure,
    known: Mapping[str, Account],
    companions: Mapping[str, str],
    language: str,
) -> str:
    other = known.get(companions.get(account.indicator.key, ""))
    beside = _figure_for(other, figure.period_key) if other is not None else None
    if other is None or beside is None or beside.shown is None or beside.shown == figure.shown:
        return ""
    return unit_of(other).of(beside.shown, language)


def _why_no_ratio(account: Account, known: Mapping[str, Account], language: str) -> str:
    version, figure = account.version, account.figure
    if version is None:
        return ""
    above, below = known.get(version.numerator_id or ""), known.get(version.denominator_id or "")
    if above is None or below is None:
        return words.not_computed("", language)
    if above.figure is None:
        return why_not(above, known, language)
    sentence = words.nothing_to_divide_by(
        name_of(above.indicator, language),
        name_of(below.indicator, language),
        language,
        period=figure.period if figure is not None else None,
        zero=figure is not None and figure.reason == "undefined",
    )
    own = below.indicator.uncounted if language == LATVIAN else below.indicator.uncounted_en
    return f"{sentence} {own}".strip() if below.version is None else sentence


def _in_brackets(spoken: Statement | Target, language: str) -> str:
    if spoken.period_key:
        name = times.named(Period.parse(spoken.period_key), language)
        return f" ({name[:1].lower()}{name[1:]})"
    if isinstance(spoken, Target) and spoken.due_on is not None:
        return f" {times.by(spoken.due_on, language)}"
    return ""


def _initiative_title(measures: tuple[Measure, ...], language: str) -> str:
    titles = (
        measure.initiative.title if language == LATVIAN else measure.initiative.title_en
        for measure in measures
        if measure.initiative is not None
    )
    return next(titles, "")


def _position(account: Account, used: Mapping[str, tuple[Measure, ...]]) -> tuple[int, str]:
    orders = [
        measure.initiative.order for measure in used.get(account.indicator.key, ()) if measure.initiative
    ]
    return min(orders, default=1000), account.indicator.code


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
