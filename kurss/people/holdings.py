"""What the modules above keep about a person: how much, and what two people may not both hold.

`settings.KURSS_HOLDINGS` names every declaration once; people knows nothing else of the modules above it.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

Keys = Collection[UUID]


def _never(own: Keys, other: Keys) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of record about people.

    `count` gives the number of records for each of the keys that has any, in one query. `twice` names, as
    sentences, what the people of two sets of keys both hold at present although one person can hold it once.
    """

    key: str
    title: str | Promise
    count: Callable[[Keys], Mapping[UUID, int]]
    twice: Callable[[Keys, Keys], Sequence[str]] = _never


@cache
def declared() -> tuple[Holding, ...]:
    """Every declaration the site's settings name, in their order."""
    return tuple(import_string(path) for path in settings.KURSS_HOLDINGS)


def counts(keys: Keys) -> list[tuple[Holding, int]]:
    """For every kind of record, how many there are under any of these keys."""
    return [(holding, sum(holding.count(keys).values())) for holding in declared()]


def held_twice(own: Keys, other: Keys) -> list[str]:
    """Everything that stands against these being one person's keys."""
    return [sentence for holding in declared() for sentence in holding.twice(own, other)]
