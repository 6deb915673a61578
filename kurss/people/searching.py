"""Finding people in the register: by parts of a name, with and without diacritics, and by birth date."""

from datetime import date

from django.db.models import QuerySet

from kurss.people.models import Person
from kurss.people.models.identity import LETTERS, PLAIN_LETTERS
from kurss.people.queries import in_latvian_order

SHORTEST = 2
"""Letters a search has at least; less would be a list of everybody."""
_PLAIN = str.maketrans(LETTERS, PLAIN_LETTERS)


def search(*, name: str = "", born: date | None = None) -> QuerySet[Person]:
    """Everybody whose names hold each of these words and who was born that day; nobody where nothing is asked.

    “kirs anete” finds Žanete Ķirse. A merged key is found as the person that stands for it, once.
    """
    words = plain(name).split()
    if sum(map(len, words)) < SHORTEST and born is None:
        return Person.objects.none()
    found = in_latvian_order()
    for word in words:
        found = found.filter(identity__plain__contains=word)
    return found if born is None else found.filter(identity__birth_date=born)


def plain(text: str) -> str:
    """As `Identity.plain` writes it."""
    return text.translate(_PLAIN)
