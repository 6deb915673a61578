"""Reading the register: narrowed by what was asked, counted on the map. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet

from kurss.programme.models import Programme, RegisteredRisk, RiskState
from kurss.programme.models.register import LIVE, TO_DO

ORDERS: Mapping[str, tuple[Any, ...]] = {
    "weight": (F("weighed").desc(nulls_last=True), "number"),
    "due": (F("due_on").asc(nulls_last=True), "number"),
    "number": ("number",),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty asks for nothing, and an unknown word finds nothing rather than fails.

    `state` is one state, or “live” for all in which it may still come true; `lacks` is “owner”, “rating” or
    “mitigation”; `late` asks for those whose day has passed.
    """

    q: str = ""
    initiative: str = ""
    state: str = ""
    likelihood: str = ""
    effect: str = ""
    lacks: str = ""
    late: str = ""
    sort: str = "weight"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        given = {one.name: query.get(one.name, "").strip() for one in fields(cls)}
        given["sort"] = given["sort"] if given["sort"] in ORDERS else "weight"
        return cls(**given)

    @property
    def narrows(self) -> bool:
        return replace(self, sort="weight") != Asked()

    def query(self, **changed: str) -> str:
        """The same question with something changed, as the part of an address after the question mark."""
        asked, plain = replace(self, **changed), Asked()
        given = {
            one.name: getattr(asked, one.name)
            for one in fields(asked)
            if getattr(asked, one.name) != getattr(plain, one.name)
        }
        return urlencode(given)


LACKS = {
    "owner": Q(partner__isnull=True, owner=""),
    "rating": Q(likelihood__isnull=True),
    "mitigation": Q(mitigation=""),
}


def register_of(programme: Programme) -> QuerySet[RegisteredRisk]:
    return RegisteredRisk.objects.filter(programme=programme)


def narrowed(rows: QuerySet[RegisteredRisk], asked: Asked, today: date) -> QuerySet[RegisteredRisk]:
    """The risks that were asked for, in the order that was asked for."""
    if asked.q:
        words = Q(text__icontains=asked.q) | Q(text_en__icontains=asked.q) | Q(owner__icontains=asked.q)
        rows = rows.filter(words | Q(number=int(asked.q)) if _number(asked.q) else words)
    if asked.initiative:
        rows = rows.filter(initiative=asked.initiative if asked.initiative != "-" else None)
    if asked.state:
        rows = rows.filter(state__in=LIVE if asked.state == "live" else (asked.state,))
    for name in ("likelihood", "effect"):
        value = getattr(asked, name)
        if value:
            rows = rows.filter(**{name: int(value)}) if _number(value) else rows.none()
    if asked.lacks:
        rows = rows.filter(LACKS[asked.lacks]) if asked.lacks in LACKS else rows.none()
    if asked.late:
        rows = rows.filter(late(today))
    weighed = rows.annotate(weighed=F("likelihood") * F("effect"))
    return weighed.order_by(*ORDERS[asked.sort])


def late(today: date) -> Q:
    """Risks of which something was to be done by a day that has passed."""
    return Q(state__in=TO_DO, due_on__lt=today)


def _number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 7


@dataclass(frozen=True, slots=True)
class Field:
    """One square of the map; `level` is from 1 to 5, by likelihood times effect."""

    likelihood: int
    effect: int
    count: int

    @property
    def level(self) -> int:
        return LEVELS[self.likelihood * self.effect]


LEVELS = {product: 1 + sum(product > limit for limit in (2, 5, 9, 15)) for product in range(1, 26)}
"""Five levels of likelihood times effect: to 2, 5, 9, 15 and 25. For drawing; the list sorts by the product."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The map, the likeliest row first, and the sums beside it."""

    rows: tuple[tuple[int, tuple[Field, ...]], ...]
    live: int
    unrated: int
    late: int
    unowned: int
    grave: int


def counted(rows: QuerySet[RegisteredRisk], today: date) -> Counted:
    """How many live risks stand in each square, and what they lack (one query)."""
    live = Q(state__in=LIVE)
    pairs = (
        rows.order_by()
        .values_list("likelihood", "effect")
        .annotate(
            n=Count("pk", filter=live),
            late=Count("pk", filter=late(today)),
            unowned=Count("pk", filter=live & LACKS["owner"]),
        )
    )
    found = list(pairs)
    by_square = {(likelihood, effect): n for likelihood, effect, n, _late, _unowned in found}
    drawn = tuple(
        (up, tuple(Field(up, across, by_square.get((up, across), 0)) for across in range(1, 6)))
        for up in range(5, 0, -1)
    )
    return Counted(
        rows=drawn,
        live=sum(by_square.values()),
        unrated=by_square.get((None, None), 0),
        grave=sum(one.count for _up, own in drawn for one in own if one.level == max(LEVELS.values())),
        late=sum(row[3] for row in found),
        unowned=sum(row[4] for row in found),
    )


COLUMNS = (
    "number", "initiative", "milestone", "text", "text_en", "likelihood", "effect", "mitigation",
    "mitigation_en", "state", "owner", "due_on",
)  # fmt: skip


def rows_of(risks: Iterable[RegisteredRisk]) -> Iterable[dict[str, str]]:
    """The list as a spreadsheet has it; what is not said is empty."""
    for one in risks:
        yield {
            "number": str(one.number),
            "initiative": one.initiative_id or "",
            "milestone": one.milestone.title_en if one.milestone else "",
            "likelihood": str(one.likelihood or ""),
            "effect": str(one.effect or ""),
            "owner": one.partner.key if one.partner else one.owner,
            "due_on": one.due_on.isoformat() if one.due_on else "",
            **{
                name: getattr(one, name)
                for name in ("text", "text_en", "mitigation", "mitigation_en", "state")
            },
        }


def states() -> list[tuple[str, str]]:
    return [(value, str(word)) for value, word in RiskState.choices]
