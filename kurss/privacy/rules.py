"""What can be removed once it has been kept long enough: declared by modules, named once in the settings.

`settings.KURSS_RETENTION` holds dotted paths to `Rule` objects. A module below this one is spoken for in
`own_rules`; one above declares its own. Nobody here knows what is removed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from kurss.people.models import Account


class Remove(Protocol):
    """Removes what lay before a moment, in the caller's transaction, and says how much."""

    def __call__(self, *, before: datetime, because: str, by: Account, at: datetime) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of record. `count` says how much lies before a moment, and changes nothing.

    `days` are counted from what `after` says. A rule ships switched on only where no figure, no right and no work
    of the city can miss what it removes; every other waits for the officer's decision.
    """

    key: str
    title: str | Promise
    after: str | Promise
    effect: str | Promise
    days: int
    ships_on: bool
    count: Callable[[datetime], int]
    remove: Remove


@cache
def declared() -> tuple[Rule, ...]:
    """Every rule that the site's settings name, in their order."""
    return tuple(import_string(path) for path in settings.KURSS_RETENTION)
