"""Who may ask for which address: one declared table for the whole site.

Every named address has one entry, and an address without one is refused before its page is asked. The entry says
what the reader must be able to do at all; whose record it is, the page's own verb or `people.acting.may` decides,
by what the entry is `about`. A test asks for every address as every role and compares the answers with this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kurss.people.permissions import Act


class About(StrEnum):
    """What decides whether a record is within somebody's reach."""

    PLACE = "place"
    INITIATIVE = "initiative"
    PERSON = "person"
    ACCOUNT = "account"
    """A record of the reader's own account; nobody else's exists for them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What it takes to ask for an address: nothing, an account, or one of several acts."""

    signed_in: bool
    acts: tuple[Act, ...] = ()
    about: frozenset[About] = frozenset()


PUBLIC: Final = Entry(signed_in=False)
"""Anybody. Such a page may show more to who may see more."""

SIGNED_IN: Final = Entry(signed_in=True)

OWN_ACCOUNT: Final = Entry(signed_in=True, about=frozenset({About.ACCOUNT}))


def takes(*acts: Act, about: tuple[About, ...] = ()) -> Entry:
    """An address for whoever may do one of these acts, to a record that is about a place, a person …"""
    return Entry(signed_in=True, acts=acts, about=frozenset(about))


TABLE: Final[Mapping[str, Entry]] = MappingProxyType(
    {
        "start": PUBLIC,
        "appearance": PUBLIC,
        "health": PUBLIC,
        "robots": PUBLIC,
        "demo:roles": PUBLIC,
        "demo:sign-in": PUBLIC,
        "people:sign-in": PUBLIC,
        "people:sign-out": PUBLIC,
        "population:count": PUBLIC,
        "learning:attendance": takes(Act.SEE_ATTENDANCE, about=(About.PLACE, About.PERSON)),
        "learning:enrolment": takes(Act.SEE_ATTENDANCE, about=(About.PLACE, About.PERSON)),
        "programme:facts": PUBLIC,
        "programme:fact": PUBLIC,
        "programme:indicators": takes(Act.READ_DEFINITIONS),
        "programme:indicators-csv": takes(Act.READ_DEFINITIONS),
        "publication:home": PUBLIC,
        "publication:figures": PUBLIC,
        "publication:figures-csv": PUBLIC,
        "publication:figures-json": PUBLIC,
        "publication:figure": PUBLIC,
        "publication:figure-csv": PUBLIC,
        "publication:figure-json": PUBLIC,
        "publication:records": takes(Act.OPEN_RECORDS, about=(About.INITIATIVE,)),
        "publication:initiative": PUBLIC,
        "publication:charter": PUBLIC,
        "publication:roadmap": PUBLIC,
        "publication:reported": PUBLIC,
        "publication:reported-csv": PUBLIC,
        "publication:reported-json": PUBLIC,
        "publication:deliverable": PUBLIC,
        "publication:deliverable-file": PUBLIC,
        "publication:how-we-count": PUBLIC,
    }
)
"""Entries by the name of the address, by module. What is public is listed too: nothing is open by default."""
