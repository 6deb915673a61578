"""What learning forgets when an identity is erased: who are siblings, what was said in confidence, school
grades, the addresses of calendars, and the letters about places."""

from datetime import datetime

from django.db.models import Q, Value
from django.db.models.functions import Greatest

from kurss.learning.models import Application, CalendarFeed, Care, Enrolment, RoundState, SaidGrade
from kurss.notices import outbox
from kurss.people.models import Person
from kurss.people.standing import keys_of

SEALED = (RoundState.CLOSED, RoundState.DRAWN, RoundState.OVER)


def part_siblings(*, person: Person, at: datetime) -> None:
    """Take the person's applications out of their bundles: through a sibling who is still known, a bundle says
    whose child a key is. Only where the draw needs them no more, for what it is drawn from is sealed; a round that
    is still open keeps its bundles."""
    rows = Application.objects.filter(person__in=keys_of(person), bundle__isnull=False)
    rows.filter(round__state__in=SEALED).update(bundle=None)


def delete_care(*, person: Person, at: datetime) -> None:
    """Delete what was said in confidence of the person, and what the person said of others: there may stand the
    number at which the person is reached."""
    keys = keys_of(person)
    Care.objects.filter(Q(person__in=keys) | Q(given_by__person__in=keys)).delete()


def delete_grades(*, person: Person, at: datetime) -> None:
    """Delete the school grades that were recorded of the person, with their reasons: no place rests on them."""
    SaidGrade.objects.filter(person__in=keys_of(person)).delete()


def revoke_calendars(*, person: Person, at: datetime) -> None:
    """The addresses of the person's calendars open nothing any more."""
    live = CalendarFeed.objects.live().filter(person__in=keys_of(person))
    live.update(revoked_at=Greatest("made_at", Value(at)))


def forget_letters(*, person: Person, at: datetime) -> None:
    """What was written about the person's applications and places, and what still waits to be sent."""
    keys = keys_of(person)
    for rows in (Application.objects.filter(person__in=keys), Enrolment.objects.filter(person__in=keys)):
        for key in rows.values_list("pk", flat=True):
            outbox.forget(about=f"{rows.model._meta.label_lower}:{key}", at=at)
