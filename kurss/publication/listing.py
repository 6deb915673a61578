"""The list of figures: every indicator with its figure of interest, narrowed by what the address asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from django.utils.translation import gettext_lazy as _

from kurss.evidence.models import Indicator, Release
from kurss.evidence.models.indicator import Level
from kurss.evidence.published import current_release
from kurss.evidence.queries import Account, published_accounts
from kurss.programme.models import Initiative, Measure
from kurss.programme.queries import measures_of
from kurss.publication import promise_rows
from kurss.publication.promise_rows import PromiseRow


@dataclass(frozen=True, slots=True)
class Filters:
    """What a reader asked for; empty fields ask for nothing. Unknown words find nothing rather than fail."""

    q: str = ""
    initiative: str = ""
    state: str = ""
    level: str = ""
    promised: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Filters:
        return cls(**{one.name: query.get(one.name, "").strip() for one in fields(cls)})

    @property
    def any(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))


@dataclass(frozen=True, slots=True)
class Listed:
    account: Account
    initiative: Initiative | None
    row: PromiseRow

    @property
    def level(self) -> str:
        return str(LEVELS[Level(self.account.indicator.level)])

    @property
    def indicator(self) -> Indicator:
        return self.account.indicator


@dataclass(frozen=True, slots=True)
class Listing:
    release: Release | None
    found: tuple[Listed, ...]
    total: int
    initiatives: tuple[Initiative, ...]


def listing(filters: Filters, language: str) -> Listing:
    """The figures a filter lets through, by code, in a fixed number of queries."""
    release = current_release()
    known = published_accounts()
    used = {key: _initiative(measures) for key, measures in measures_of(known).items()}
    every = [
        Listed(account, used.get(key), promise_rows.row(account, known, language))
        for key, account in known.items()
    ]
    return Listing(
        release=release,
        found=tuple(one for one in every if _passes(one, filters)),
        total=len(every),
        initiatives=_in_order(used.values()),
    )


def _passes(one: Listed, filters: Filters) -> bool:
    indicator = one.indicator
    searched = f"{indicator.code} {indicator.name} {indicator.name_en}".casefold()
    return (
        (not filters.q or filters.q.casefold() in searched)
        and (not filters.initiative or _key(one.initiative) == filters.initiative)
        and (not filters.state or one.row.standing == filters.state)
        and (not filters.level or indicator.level == filters.level)
        and (not filters.promised or one.row.is_promised)
    )


def _key(initiative: Initiative | None) -> str:
    return initiative.pk if initiative is not None else "-"


def _initiative(measures: tuple[Measure, ...]) -> Initiative | None:
    return next((measure.initiative for measure in measures if measure.initiative), None)


def _in_order(initiatives: Iterable[Initiative | None]) -> tuple[Initiative, ...]:
    known = {one.pk: one for one in initiatives if one is not None}
    return tuple(sorted(known.values(), key=lambda one: one.order))


LEVELS = {
    Level.OUTPUT: _("Output"),
    Level.OUTCOME: _("Outcome"),
    Level.CROSS_CUTTING: _("Cross-cutting"),
    Level.CONTEXT: _("Context"),
    Level.INPUT: _("Input"),
}
