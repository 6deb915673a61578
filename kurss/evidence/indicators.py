"""Verbs that say what a figure means. The calling module has asked for permission and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from kurss.evidence import soundness
from kurss.evidence.definition import OF_FIGURES, SHEET_FIELDS, Condition, Definition
from kurss.evidence.models import Breakdown, Direction, Indicator, IndicatorVersion, Term
from kurss.evidence.soundness import check_division


class UnknownIndicator(LookupError):
    """No indicator bears this key."""


class IndicatorExists(ValueError):
    """An indicator of this key or code was declared before."""


@transaction.atomic
def declare(
    *,
    key: str,
    code: str,
    name: str,
    name_en: str,
    level: str,
    unit: str,
    unit_en: str,
    direction: str = Direction.UP,
    uncounted: str = "",
    uncounted_en: str = "",
    by_key: str,
    at: datetime,
) -> Indicator:
    """Name an indicator. Until it has a version it is *not computed*; `uncounted` says why, for readers.

    Raises IndicatorExists where the key or the code is taken.
    """
    taken = Indicator.objects.filter(key=key) | Indicator.objects.filter(code=code)
    if other := taken.first():
        raise IndicatorExists(
            _("{code} ({key}) is declared already: choose another key and code.").format(
                code=other.code, key=other.key
            )
        )
    return Indicator.objects.create(
        key=key,
        code=code,
        name=name,
        name_en=name_en,
        level=level,
        unit=unit,
        unit_en=unit_en,
        direction=direction,
        uncounted=uncounted,
        uncounted_en=uncounted_en,
    )


@transaction.atomic
def define(
    *,
    indicator: Indicator,
    definition: Definition,
    together: frozenset[str] = frozenset(),
    by_key: str,
    at: datetime,
) -> IndicatorVersion:
    """Put a definition in force as the indicator's next version; older figures keep theirs.

    Raises UnsoundDefinition, UnknownFact or UnknownDimension where it could not be computed. A definition
    equal to the version in force is that version, so that saying the same twice changes nothing. `together` are
    the keys of indicators that the same act defines anew: how they divide is for their own definition to say.
    """
    _check(definition)
    # Two officers who save at once get two numbers, not one conflict: the indicators' rows are the queue.
    list(Indicator.objects.select_for_update().order_by("key").values_list("pk"))
    _check_divisions(indicator, definition, together)
    latest = _latest(indicator.pk)
    pins = _latest(definition.numerator), _latest(definition.denominator)
    if latest is not None and latest.as_definition() == definition and _pins(latest) == pins:
        return latest
    version = _write(indicator, definition, latest, pins, by_key=by_key, at=at)
    _follow(indicator, together, by_key=by_key, at=at)
    return version


def check(definition: Definition, *, of: str = "") -> None:
    """Raise what `define` would raise of this definition for the indicator of this key, if there is one."""
    _check(definition)
    indicator = Indicator.objects.filter(key=of).first() if of else None
    if indicator is not None:
        _check_divisions(indicator, definition)
    elif definition.divided:
        check_division(definition, _in_force(definition.divided))


def _check(definition: Definition) -> None:
    soundness.check(definition)
    for key in definition.divided:
        if not Indicator.objects.filter(key=key).exists():
            raise UnknownIndicator(
                _("There is no indicator {key}: declare it before it is divided.").format(key=key)
            )


def _check_divisions(
    indicator: Indicator, definition: Definition, together: frozenset[str] = frozenset()
) -> None:
    """What the definition divides can be divided, and what divides this indicator still can be."""
    if definition.divided:
        check_division(definition, _in_force(definition.divided))
    for version in _dividing(indicator, together):
        own = version.as_definition()
        check_division(own, _in_force(own.divided) | {indicator.pk: definition})


def _in_force(keys: Iterable[str]) -> dict[str, Definition]:
    versions = ((key, _latest(key)) for key in keys)
    return {key: version.as_definition() for key, version in versions if version is not None}


def _dividing(indicator: Indicator, together: frozenset[str]) -> list[IndicatorVersion]:
    """The versions in force of the ratios and gaps that are made of the indicator, but for those `together`."""
    touched = IndicatorVersion.objects.filter(
        Q(numerator=indicator) | Q(denominator=indicator), counts__in=OF_FIGURES
    )
    keys = touched.order_by("indicator").values_list("indicator", flat=True).distinct()
    latest = [_latest(key) for key in keys]
    return [
        version
        for version in latest
        if version is not None
        and version.indicator_id not in together
        and version.counts in OF_FIGURES
        and indicator.pk in (version.numerator_id, version.denominator_id)
    ]


def _latest(key: str) -> IndicatorVersion | None:
    return IndicatorVersion.objects.filter(indicator=key).order_by("-number").first()


def _pins(version: IndicatorVersion) -> tuple[IndicatorVersion | None, IndicatorVersion | None]:
    return version.numerator_version, version.denominator_version


def _follow(indicator: Indicator, together: frozenset[str], *, by_key: str, at: datetime) -> None:
    """A ratio of a redefined indicator means something else from now on: it gets a version of its own."""
    for latest in _dividing(indicator, together):
        definition = latest.as_definition()
        pins = _latest(definition.numerator), _latest(definition.denominator)
        if pins != _pins(latest):
            _write(latest.indicator, definition, latest, pins, by_key=by_key, at=at)
            _follow(latest.indicator, together, by_key=by_key, at=at)


def _write(
    indicator: Indicator,
    definition: Definition,
    latest: IndicatorVersion | None,
    pins: tuple[IndicatorVersion | None, IndicatorVersion | None],
    *,
    by_key: str,
    at: datetime,
) -> IndicatorVersion:
    """The next version with its terms and breakdowns; a ratio with the versions it divides."""
    version = IndicatorVersion.objects.create(
        indicator=indicator,
        number=latest.number + 1 if latest else 1,
        fact=definition.fact,
        also=list(definition.also),
        counts=definition.counts,
        grain=definition.grain,
        once_per=definition.once_per,
        quantity=definition.quantity,
        numerator_id=definition.numerator or None,
        denominator_id=definition.denominator or None,
        numerator_version=pins[0],
        denominator_version=pins[1],
        dimension=definition.dimension,
        group=definition.group,
        reference=definition.reference,
        since=definition.since,
        absent=definition.absent,
        percent=definition.percent,
        written_at=at,
        written_by_key=by_key,
        **{name: getattr(definition.sheet, name) for name in SHEET_FIELDS},
    )
    Term.objects.bulk_create(
        [
            *_terms(version, Term.Part.CONDITIONS, definition.conditions),
            *_terms(version, Term.Part.AMONG, definition.among),
        ]
    )
    Breakdown.objects.bulk_create(
        Breakdown(version=version, position=position, dimension=dimension)
        for position, dimension in enumerate(definition.breakdowns)
    )
    return version


def _terms(version: IndicatorVersion, part: str, conditions: Iterable[Condition]) -> Iterable[Term]:
    for position, condition in enumerate(conditions):
        words: list[tuple[str, str]] = [
            *((Term.Test.ONE_OF.value, value) for value in condition.one_of),
            *((Term.Test.NONE_OF.value, value) for value in condition.none_of),
        ]
        if condition.at_least is not None:
            words.append((Term.Test.AT_LEAST.value, str(condition.at_least)))
        if condition.below is not None:
            words.append((Term.Test.BELOW.value, str(condition.below)))
        for test, value in words:
            yield Term(
                version=version,
                part=part,
                position=position,
                dimension=condition.dimension,
                test=test,
                value=value,
            )


def in_force() -> list[IndicatorVersion]:
    """The latest version of every indicator that has one, by code, with its terms and breakdowns read."""
    latest = (
        IndicatorVersion.objects.order_by("indicator_id", "-number")
        .distinct("indicator_id")
        .values_list("pk", flat=True)
    )
    versions = (
        IndicatorVersion.objects.filter(pk__in=list(latest))
        .select_related("indicator")
        .prefetch_related("terms", "breakdowns")
    )
    return sorted(versions, key=lambda version: version.indicator.code)
