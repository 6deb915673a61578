"""Reads of the register of places."""

from datetime import date

from django.db.models import QuerySet

from kurss.places.models import Institution, PupilCount, Room


def institution(key: str) -> Institution | None:
    return Institution.objects.filter(key=key).first()


def institutions(*, on: date | None = None, kinds: tuple[str, ...] = ()) -> QuerySet[Institution]:
    """Institutions by name; those in use on a day, and of some kinds, where asked."""
    found = Institution.objects.all() if on is None else Institution.objects.in_use_on(on)
    return found.filter(kind__in=kinds) if kinds else found


def rooms(*, institution: Institution, on: date) -> QuerySet[Room]:
    """The rooms in use on a day, in buildings in use. Building and institution come along."""
    return (
        Room.objects.in_use_on(on)
        .filter(building__institution=institution)
        .exclude(building__in_use_from__gt=on)
        .exclude(building__in_use_until__lte=on)
        .select_related("building__institution")
    )


def pupil_counts(*, period: str) -> QuerySet[PupilCount]:
    """Stated numbers of pupils for one school year, with their institutions."""
    return PupilCount.objects.filter(period=period).select_related("institution")
