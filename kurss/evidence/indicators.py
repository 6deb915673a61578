"""Verbs that say what a figure means. The calling module has asked for permission and writes the journal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from kurss.evidence.definition import SHEET_FIELDS, Condition, Counts, Definition
from kurss.evidence.models import Breakdown, Direction, Indicator, IndicatorVersion, Term


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
        raise IndicatorExists(f"{other.code} ({other.key}) is declared already: choose another key and code.")
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
def define(*, indicator: Indicator, definition: Definition, by_key: str, at: datetime) -> IndicatorVersion:
    """Put a definition in force as the indicator's next version; older figures keep theirs.

    Raises UnsoundDefinition, UnknownFact or UnknownDimension where it could not be computed. A definition
    equal to the version in force is that version, so that saying the same twice changes nothing.
    """
    definition.check()
    for key in filter(None, (definition.numerator, definition.denominator)):
        if not Indicator.objects.filter(key=key).exists():
            raise UnknownIndicator(f"There is no indicator {key}: declare it before it is divided.")
    # Two officers who save at once get two numbers, not one conflict: the indicator's row is the queue.
    Indicator.objects.select_for_update().get(pk=indicator.pk)
    latest = IndicatorVersion.objects.filter(indicator=indicator).order_by("-number").first()
    if latest is not None and latest.as_definition() == definition:
        return latest
    number = IndicatorVersion.objects.filter(indicator=indicator).aggregate(n=Max("number"))["n"] or 0
    version = IndicatorVersion.objects.create(
        indicator=indicator,
        number=number + 1,
        fact=definition.fact,
        counts=definition.counts,
        grain=definition.grain,
        once_per=definition.once_per,
        quantity=definition.quantity,
        numerator_id=definition.numerator or None,
        denominator_id=definition.denominator or None,
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


def counted(versions: Iterable[IndicatorVersion]) -> list[IndicatorVersion]:
    """Those that count rows themselves, rather than divide others."""
    return [version for version in versions if version.counts != Counts.RATIO]
