"""Verbs for what was promised and what was declared. Neither is ever counted as a figure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from kurss.evidence.models import Indicator, Statement, Target
from kurss.evidence.periods import Period


@transaction.atomic
def promise(
    *,
    indicator: Indicator,
    kind: str,
    comparison: str,
    value: Decimal | None,
    period: str = "",
    due_on: date | None = None,
    document: str,
    place: str,
    quote: str,
    by_key: str,
    at: datetime,
) -> Target:
    """Record a promise with the document and place it stands in. The same place twice is one promise.

    `value` is in the indicator's own unit (15 for 15 %); None only where the promise says *all*.
    Raises NoSuchPeriod where the period is not one.
    """
    if period:
        Period.parse(period)
    target, _ = Target.objects.get_or_create(
        indicator=indicator,
        kind=kind,
        document=document,
        place=place,
        defaults={
            "comparison": comparison,
            "value": value,
            "period_key": period,
            "due_on": due_on,
            "quote": quote,
            "written_at": at,
            "written_by_key": by_key,
        },
    )
    return target


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
            "reading": reading,
            "reading_en": reading_en,
            "unit": unit,
            "unit_en": unit_en,
            "written_at": at,
            "written_by_key": by_key,
        },
    )
    return statement
