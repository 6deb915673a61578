"""What learning forgets when an identity is erased: who are siblings, and what was said in confidence."""

from datetime import datetime

from django.db.models import Q

from kurss.learning.models import Application, Care, RoundState
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
