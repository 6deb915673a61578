"""Indicators, promises and declared values as acts of the programme office.

The tables and their rules are evidence's; permission and journal are asked for here.
"""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.evidence import indicators, promises
from kurss.evidence.definition import Definition
from kurss.evidence.models import Indicator, IndicatorVersion, Statement, Target
from kurss.people.acting import may, may_somewhere, note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.models import Measure
from kurss.programme.refusals import ReasonMissing


def permit_indicator(indicator: Indicator | None, *, by: Account, at: datetime) -> None:
    """Pass, or raise NotAllowed: an officer of one initiative names new indicators, and changes those that measure
    that initiative or nothing yet; an officer of everything changes any.
    """
    measured = Measure.objects.filter(indicator=indicator, initiative__isnull=False) if indicator else None
    keys = list(measured.values_list("initiative", flat=True).distinct()) if measured is not None else []
    if not keys and may_somewhere(by, Act.DEFINE_INDICATORS, at=at):
        return
    if not any(may(by, Act.DEFINE_INDICATORS, at=at, initiative=key) for key in keys):
        permit(by, Act.DEFINE_INDICATORS, at=at, initiative=keys[0] if keys else "")


@transaction.atomic
def declare_indicator(
    *,
    key: str,
    code: str,
    name: str,
    name_en: str,
    level: str,
    unit: str,
    unit_en: str,
    direction: str = "up",
    uncounted: str = "",
    uncounted_en: str = "",
    by: Account,
    at: datetime,
) -> Indicator:
    """Name an indicator; it is not computed before it is defined. Raises NotAllowed, IndicatorExists."""
    permit_indicator(None, by=by, at=at)
    indicator = indicators.declare(
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
        by_key=str(by.pk),
        at=at,
    )
    note(by=by, at=at, act="programme.declare_indicator", about=indicator, label=str(indicator), code=code)
    return indicator


@transaction.atomic
def define_indicator(
    *, indicator: Indicator, definition: Definition, by: Account, at: datetime
) -> IndicatorVersion:
    """Put a definition in force. Raises NotAllowed, and what evidence refuses: UnsoundDefinition and kin."""
    permit_indicator(indicator, by=by, at=at)
    version = indicators.define(indicator=indicator, definition=definition, by_key=str(by.pk), at=at)
    note(by=by, at=at, act="programme.define_indicator", about=version, label=str(version))
    return version


@transaction.atomic
def set_target(
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
    by: Account,
    at: datetime,
) -> Target:
    """Record a promise with the place it stands in. Raises NotAllowed, AnotherCalendar, and what
    `promises.promise` refuses. Where it all started may be known by another calendar."""
    permit_indicator(indicator, by=by, at=at)
    if kind != Target.Kind.BASELINE:
        promises.check_calendar(indicator, period)
    target = promises.promise(
        indicator=indicator,
        kind=kind,
        comparison=comparison,
        value=value,
        period=period,
        due_on=due_on,
        cell=cell,
        document=document,
        place=place,
        quote=quote,
        translation=translation,
        by_key=str(by.pk),
        at=at,
    )
    note(by=by, at=at, act="programme.set_target", about=target, label=str(target), place=place)
    return target


@transaction.atomic
def withdraw_target(*, target: Target, reason: str, by: Account, at: datetime) -> None:
    """Take back a promise that was written down wrongly; the journal keeps what it said, and why it went."""
    permit_indicator(target.indicator, by=by, at=at)
    if not reason.strip():
        raise ReasonMissing(_("Say why the promise is withdrawn, for the journal."))
    note(
        by=by,
        at=at,
        act="programme.withdraw_target",
        about=target,
        label=str(target),
        kind=target.kind,
        period=target.period_key,
        due_on=target.due_on,
        cell=target.cell,
        document=target.document,
        place=target.place,
        reason=reason,
    )
    promises.withdraw(target=target)


@transaction.atomic
def record_statement(
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
    by: Account,
    at: datetime,
) -> Statement:
    """Record what somebody declared, and how it is read. Raises NotAllowed, NoSuchPeriod."""
    permit_indicator(indicator, by=by, at=at)
    statement = promises.state(
        indicator=indicator,
        comparison=comparison,
        value=value,
        period=period,
        said_on=said_on,
        author=author,
        document=document,
        place=place,
        quote=quote,
        translation=translation,
        reading=reading,
        reading_en=reading_en,
        unit=unit,
        unit_en=unit_en,
        by_key=str(by.pk),
        at=at,
    )
    note(by=by, at=at, act="programme.record_statement", about=statement, label=str(statement), place=place)
    return statement
