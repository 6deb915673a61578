"""How a figure was counted, in words made from its definition: what counts, once per what, what is left out."""

from __future__ import annotations

from kurss.evidence.definition import EVENT, YEAR, Condition, Counts
from kurss.evidence.facts import Dimension, Fact, UnknownFact, fact
from kurss.evidence.models import Figure, IndicatorVersion
from kurss.publication import words
from kurss.publication.numerals import LATVIAN

_COUNTS = {
    Counts.ROWS: ("katru ierakstu", "every record"),
    Counts.DISTINCT: ("cilvēkus, nevis reizes", "people, not occasions"),
    Counts.SUM: ("kopsummu", "a sum"),
    Counts.MEAN: ("vidējo", "a mean"),
    Counts.MEDIAN: ("mediānu", "a median"),
    Counts.STATE_SHARE: (
        "daļu no visa, kas ir spēkā posma beigās",
        "a share of all that holds when the period ends",
    ),
    Counts.CUMULATIVE: ("cilvēkus kopš sākuma, katru vienreiz", "people since the beginning, each once"),
    Counts.GAP: ("vienas grupas attiecību pret otru", "one group over another"),
    Counts.SHARE: ("daļu no tiem pašiem cilvēkiem", "a share of the same people"),
    Counts.RATIO: ("viens skaitlis dalīts ar otru", "one figure divided by another"),
}

_ONCE = {
    "school_year": ("mācību gadā", "school year"),
    "year": ("kalendārajā gadā", "calendar year"),
    "quarter": ("ceturksnī", "quarter"),
    "month": ("mēnesī", "month"),
}

_SCOPES = {EVENT: ("ierakstā", "record"), YEAR: ("kalendārajā gadā", "calendar year")}

_OF_THE_DAY = ("age", "age_band", "gender", "resident")
"""Words about a person that a record keeps as they were on its day, whatever becomes of the person later."""


def lines(figure: Figure, language: str) -> tuple[tuple[str, str], ...]:
    """Title and words of each part of the method that the definition states, and of no other."""
    version, latvian = figure.version, language == LATVIAN
    counted = _fact(version)
    found = [
        ("Skaita" if latvian else "Counts", _counts(version, counted, latvian=latvian)),
        ("Vienreiz" if latvian else "Counted once per", _once(version, counted, latvian=latvian)),
    ]
    if counted is not None:
        definition = version.as_definition()
        conditions = (*definition.conditions, *definition.among)
        found += [
            (_title(counted.dimension(one.dimension), language), _kept(one, counted, language))
            for one in conditions
        ]
        found.append(("Neskaita" if latvian else "Not counted", _left_out(conditions, counted, language)))
        found.append(
            ("Cilvēka dati" if latvian else "About the person", _of_its_day(version, counted, language))
        )
    return tuple((title, said) for title, said in found if said)


def _fact(version: IndicatorVersion) -> Fact | None:
    try:
        return fact(version.fact) if version.fact else None
    except UnknownFact:
        return None


def _counts(version: IndicatorVersion, counted: Fact | None, *, latvian: bool) -> str:
    pair = _COUNTS.get(Counts(version.counts))
    if pair is None:
        return ""
    said = pair[0] if latvian else pair[1]
    if counted is not None and version.quantity:
        quantity = counted.quantity(version.quantity)
        return f"{said}: {quantity.title if latvian else quantity.title_en}"
    return said


def _once(version: IndicatorVersion, counted: Fact | None, *, latvian: bool) -> str:
    """Once per what somebody counts; nothing where records are added up and nobody is counted."""
    if version.counts != Counts.DISTINCT or version.grain not in _ONCE:
        return ""
    period = _ONCE[version.grain][0 if latvian else 1]
    if version.once_per in _SCOPES:
        return _SCOPES[version.once_per][0 if latvian else 1]
    if version.once_per and counted is not None:
        title = _title(counted.dimension(version.once_per), LATVIAN if latvian else "en").lower()
        return (
            f"{period}, katrā pārī „cilvēks un {title}”"
            if latvian
            else f"{period}, for each pair of person and {title}"
        )
    return period


def _kept(condition: Condition, counted: Fact, language: str) -> str:
    dimension = counted.dimension(condition.dimension)
    named = [dimension.value_title(value, language) for value in condition.one_of or condition.none_of]
    return words.condition(
        named, condition.at_least, condition.below, language, excluded=bool(condition.none_of)
    )


def _left_out(conditions: tuple[Condition, ...], counted: Fact, language: str) -> str:
    """The declared values that no condition lets through, dimension by dimension."""
    told = []
    for condition in conditions:
        dimension = counted.dimension(condition.dimension)
        others = [value for value in dimension.values or () if value not in condition.one_of]
        if condition.one_of and others:
            named = ", ".join(dimension.value_title(value, language) for value in others)
            told.append(f"{_title(dimension, language)}: {named}")
    return "; ".join(told)


def _of_its_day(version: IndicatorVersion, counted: Fact, language: str) -> str:
    """That age and the like are those of the record's day, where the figure is told apart by any of them."""
    used = {row.dimension for row in version.breakdowns.all()} | {
        row.dimension for row in version.terms.all()
    }
    named = [
        _title(one, language).lower()
        for one in counted.dimensions
        if one.key in used and one.key in _OF_THE_DAY
    ]
    if not named or counted.is_state:
        return ""
    return (
        f"{', '.join(named)}: kādi tie bija ieraksta dienā"
        if language == LATVIAN
        else f"{', '.join(named)}: as they were on the day of the record"
    )


def _title(dimension: Dimension, language: str) -> str:
    return dimension.title if language == LATVIAN else dimension.title_en
