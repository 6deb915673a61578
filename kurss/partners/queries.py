"""Reads of the register of partners."""

from datetime import date

from django.db.models import Q, QuerySet

from kurss.partners.models import Operation, Partner


def partner(key: str) -> Partner | None:
    return Partner.objects.filter(key=key).first()


def partners(*, kinds: tuple[str, ...] = ()) -> QuerySet[Partner]:
    return Partner.objects.filter(kind__in=kinds) if kinds else Partner.objects.all()


def operation(key: str) -> Operation | None:
    return Operation.objects.filter(key=key).select_related("funder").first()


def operations(*, on: date | None = None) -> QuerySet[Operation]:
    """Operations with their funders; those that run on a day, where asked."""
    found = Operation.objects.select_related("funder")
    if on is None:
        return found
    return found.filter(starts_on__lte=on).filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
