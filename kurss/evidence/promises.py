"""Verbs for what was promised and what was declared. Neither is ever counted as a figure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.evidence.canonical import Cell, decimal_text
from kurss.evidence.facts import UnknownDimension, UnknownFact, fact
from kurss.evidence.models import Comparison, Indicator, Statement, Target
from kurss.evidence.periods import Period
from kurss.evidence.soundness import calendar_named, never

_SIGNS = {
    Comparison.AT_LEAST: "≥",
    Comparison.MORE_THAN: ">",
    Comparison.ABOUT: "≈",
    Comparison.EXACTLY: "=",
    Comparison.AT_MOST: "≤",
}


class PromiseIncomplete(ValueError):
    """A promise lacks what makes it one: the sentence says what."""


class AnotherCalendar(ValueError):
    """The period is none of those that the indicator is counted in."""


class AlreadyPromised(ValueError):
    """The same place of the same document already says something else of this."""


class NoSuchPart(ValueError):
    """The figure has no part of this name."""


@transaction.atomic
def promise(
    *,
    indicator: Indicator,
    kind: str,
    comparison: str,
    value: Decimal | None,
    period: str = "",
    due_on: date | None = None,
    cell: str = "",
    document: str,
    place: str,
    quote: str,
    translation: str = "",
    by_key: str,
    at: datetime,
) -> Target:
    """Record a promise with the document and place it stands in. The same promise twice is one.

    `value` is in the indicator's own unit (15 for 15 %); None only where the promise says *all*. `cell` is a part
    of the figure, such as `gender=female`. Raises NoSuchPeriod, PromiseIncomplete, NoSuchPart, AlreadyPromised.
    """
    check_promise(indicator, kind, comparison, value=value, period=period, due_on=due_on, cell=cell)
    said = {"comparison": comparison, "value": value, "period_key": period, "due_on": due_on}
    target, is_new = Target.objects.get_or_create(
        indicator=indicator,
        kind=kind,
        document=document,
        place=place,
        cell=cell,
        defaults={
            **said,
            "quote": quote,
            "translation": translation,
            "written_at": at,
            "written_by_key": by_key,
        },
    )
    if not is_new and any(getattr(target, name) != given for name, given in said.items()):
        raise AlreadyPromised(
            _(
                "{document}, {place}, already says {said} of {indicator}: withdraw that first, or name the place "
                "more closely, such as its row."
            ).format(document=document, place=place, said=_as_said(target), indicator=indicator.code)
        )
    return target


def _as_said(target: Target) -> str:
    """A promise in a few signs: “≥ 500 (SY2021)”."""
    value = _("all") if target.value is None else decimal_text(target.value)
    when = target.period_key or (target.due_on.isoformat() if target.due_on else "")
    said = f"{_SIGNS.get(Comparison(target.comparison), '')} {value}".strip()
    return f"{said} ({when})" if when else said


def check_promise(
    indicator: Indicator,
    kind: str,
    comparison: str,
    *,
    value: Decimal | None,
    period: str,
    due_on: date | None,
    cell: str,
) -> None:
    """Raise what `promise` would raise of what is promised, wherever it stands."""
    if period:
        Period.parse(period)
    if period and due_on:
        raise PromiseIncomplete(_("A promise is for a period or for a day: leave one of them empty."))
    if value is None and comparison != Comparison.ALL:
        raise PromiseIncomplete(_("The promise has no value: write the number, or choose “all”."))
    if kind == Target.Kind.BASELINE and value is None:
        raise PromiseIncomplete(_("A baseline needs its value: write where it all started."))
    if kind == Target.Kind.BASELINE and not (period or due_on):
        raise PromiseIncomplete(_("A baseline needs its date: write the period or the day it was true."))
    if cell:
        _check_cell(indicator, cell)


def check_calendar(indicator: Indicator, period: str) -> None:
    """Raise AnotherCalendar where the period is none that the indicator is counted in: a promise for a school year
    is never kept or broken by figures of calendar years.

    It is asked of who promises now; what was promised before the calendar changed stands, and goes out and in.
    """
    version = indicator.version
    if not period or version is None:
        return
    grain = version.as_definition().grain
    if Period.parse(period).grain is not grain:
        raise AnotherCalendar(
            _(
                "{indicator} is counted per {grain}, and {key} is none: write such a period, or the day by which "
                "it is promised."
            ).format(indicator=indicator.code, grain=calendar_named(grain), key=period)
        )


def _check_cell(indicator: Indicator, cell: str) -> None:
    version = indicator.version
    breakdowns = version.as_definition().breakdowns if version is not None else ()
    parts = Cell.parse(cell).parts
    if len(parts) != 1 or parts[0][0] not in breakdowns or version is None:
        known = ", ".join(breakdowns) or _("nothing")
        raise NoSuchPart(
            _(
                "{indicator} has no part {cell}: it is broken down by {known}. Write a dimension, =, a value."
            ).format(indicator=indicator.code, cell=repr(cell), known=known)
        )
    dimension, value = parts[0]
    try:
        values = fact(version.fact).dimension(dimension).values
    except (UnknownFact, UnknownDimension):
        values = None
    if values is not None and value not in values:
        raise NoSuchPart(never(dimension, value, values))


@transaction.atomic
def withdraw(*, target: Target) -> None:
    """Take back a promise that was written down wrongly. What a document says, it goes on saying."""
    target.delete()


@transaction.atomic
def state(
    *,
    indicator: Indicator,
    comparison: str,
    value: Decimal | None,
    period: str = "",
    said_on: date,
    author: str,
    document: str,
    place: str,
    quote: str,
    translation: str = "",
    reading: str = "",
    reading_en: str = "",
    unit: str = "",
    unit_en: str = "",
    by_key: str,
    at: datetime,
) -> Statement:
    """Record what somebody declared, as they wrote it, and how it is read. The same place twice is one.

    `unit` is what the number is of where that is not what the indicator counts: adults, say, not residents.
    """
    if period:
        Period.parse(period)
    statement, _ = Statement.objects.get_or_create(
        indicator=indicator,
        document=document,
        place=place,
        defaults={
            "comparison": comparison,
            "value": value,
            "period_key": period,
            "said_on": said_on,
            "author": author,
            "quote": quote,
            "translation": translation,
            "reading": reading,
            "reading_en": reading_en,
            "unit": unit,
            "unit_en": unit_en,
            "written_at": at,
            "written_by_key": by_key,
        },
    )
    return statement
