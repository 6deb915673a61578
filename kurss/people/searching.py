"""Finding people in the register: by parts of a name, with and without diacritics, birth date and telephone."""

import re
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, Func, QuerySet, Value

from kurss.people.models import Person
from kurss.people.models.identity import LETTERS, PLAIN_LETTERS
from kurss.people.queries import everybody_known, in_latvian_order

SHORTEST = 2
"""Letters a search has at least; less would be a list of everybody."""
_PLAIN = str.maketrans(LETTERS, PLAIN_LETTERS)


SHORTEST_PHONE = 5
"""Digits a search for a telephone has at least, for the same reason."""
_DAY = re.compile(
    r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})\.?|(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What one line asks for: words of a name, a birth date, digits of a telephone."""

    name: str = ""
    born: date | None = None
    phone: str = ""


def read(line: str) -> Asked:
    """One line as somebody at the telephone types it, each part recognised by its shape.

    “an zar”, “zariņa 4.3.2012”, “2912 3456”, “+371 29123456”. A day that no calendar has is read as nothing. Pure.
    """
    born: date | None = None
    rest = line
    if found := _DAY.search(line):
        part = found.groupdict()
        year, month, day = (part[short] or part[f"i{short}"] for short in "ymd")
        try:
            born = date(int(year), int(month), int(day))
        except ValueError:
            born = None
        rest = line[: found.start()] + " " + line[found.end() :]
    words = rest.split()
    digits = "".join(re.sub(r"\D", "", word) for word in words if not re.search(r"[^\d+()-]", word))
    name = " ".join(word for word in words if re.search(r"[^\d+()-]", word))
    return Asked(name, born, digits.removeprefix("00").removeprefix("371") if len(digits) > 8 else digits)


def search(
    *, name: str = "", born: date | None = None, phone: str = "", restricted: bool = False
) -> QuerySet[Person]:
    """Everybody whose names hold each of these words, who was born that day and whose telephone holds these
    digits; nobody where nothing is asked.

    “kirs anete” finds Žanete Ķirse. A merged key is found as the person that stands for it, once. Whoever's use is
    restricted is found only where `restricted` asks for them too.
    """
    words = plain(name).split()
    wanted = phone if len(phone) >= SHORTEST_PHONE else ""
    if sum(map(len, words)) < SHORTEST and born is None and not wanted:
        return Person.objects.none()
    found = everybody_known() if restricted else in_latvian_order()
    for word in words:
        found = found.filter(identity__plain__contains=word)
    if wanted:
        found = found.alias(digits=_Digits(F("identity__phone"))).filter(digits__contains=wanted)
    return found if born is None else found.filter(identity__birth_date=born)


class _Digits(Func):
    """The digits of a text, however they were written."""

    function = "regexp_replace"
    output_field = CharField()

    def __init__(self, *expressions: object) -> None:
        super().__init__(*expressions, Value(r"\D"), Value(""), Value("g"))


def plain(text: str) -> str:
    """As `Identity.plain` writes it."""
    return text.translate(_PLAIN)
