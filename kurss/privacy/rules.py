"""What can be removed once it has been kept long enough: declared by modules, named once in the settings.

`settings.KURSS_RETENTION` holds dotted paths to `Rule` objects. A module below this one is spoken for in
`own_rules`; one above declares its own. Each says two things: which rows lie before a moment, and how they are
taken away. What is counted for the officer and what is removed are the same rows, so the two cannot differ.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.module_loading import import_string

from kurss.people.models import Account


class Take(Protocol):
    """Takes away rows that lie before a moment, in the caller's transaction, and says how many."""

    def __call__(
        self, found: QuerySet[Any], *, before: datetime, because: str, by: Account, at: datetime
    ) -> int: ...


def whole(found: QuerySet[Any], *, before: datetime, because: str, by: Account, at: datetime) -> int:
    """The rows go, and nothing of them stays."""
    return found.delete()[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of record. `found` are the rows that lie before a moment, `take` is how they go.

    `days` are counted from what `after` says. A rule ships switched on only where no figure, no right and no work
    of the city can miss what it removes; every other waits for the officer's decision.
    """

    key: str
    title: str | Promise
    after: str | Promise
    effect: str | Promise
    days: int
    ships_on: bool
    found: Callable[[datetime], QuerySet[Any]]
    take: Take = whole
    source: tuple[str, str] | None = None
    """Where the period comes from, in the city's language and in English; None: the city is still to say."""

    def count(self, before: datetime) -> int:
        """How much lies before the moment; nothing is changed."""
        return self.found(before).count()

    def remove(self, *, before: datetime, because: str, by: Account, at: datetime) -> int:
        """Take away what lies before the moment, in the caller's transaction; how much went."""
        return self.take(self.found(before), before=before, because=because, by=by, at=at)


@cache
def declared() -> tuple[Rule, ...]:
    """Every rule that the site's settings name, in their order."""
    return tuple(import_string(path) for path in settings.KURSS_RETENTION)
