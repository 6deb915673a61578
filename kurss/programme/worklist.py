"""The officer's list of indicators: every one of them, narrowed, sorted and cut into pages by what was asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple
from urllib.parse import urlencode

from kurss.evidence.models import Indicator, IndicatorVersion, Target
from kurss.programme.models import Initiative, Measure

PAGE = 25
"""Indicators on one page."""

LACKS = ("definition", "baseline", "target", "measure")
"""What an indicator may lack: a definition, a baseline, a target, a place in the programme."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; empty asks for nothing, and an unknown word finds nothing rather than fails."""

    q: str = ""
    initiative: str = ""
    level: str = ""
    fact: str = ""
    lacks: str = ""
    sort: str = "code"
    page: int = 1

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        given = {one.name: query.get(one.name, "").strip() for one in fields(cls) if one.name != "page"}
        given["sort"] = given["sort"] if given["sort"].removeprefix("-") in ORDERS else "code"
        page = query.get("page", "")
        return cls(**given, page=int(page) if page.isascii() and page.isdigit() and int(page) else 1)

    @property
    def narrows(self) -> bool:
        return any((self.q, self.initiative, self.level, self.fact, self.lacks))

    def address(self, **changed: Any) -> str:
        """The same question with something changed, as the part of an address after the question mark."""
        asked = replace(self, **changed)
        plain = Asked()
        given = {
            one.name: getattr(asked, one.name)
            for one in fields(asked)
            if getattr(asked, one.name) != getattr(plain, one.name)
        }
        return f"?{urlencode(given)}" if given else "?"


class Named(NamedTuple):
    """An indicator by the columns that the list shows; of a programme's hundreds a page shows few."""

    key: str
    code: str
    name: str
    name_en: str
    level: str
    unit: str
    unit_en: str
    direction: str


class InForce(NamedTuple):
    """The latest version of a definition."""

    number: int
    fact: str
    counts: str
    grain: str
    written_at: datetime


class Promised(NamedTuple):
    kind: str
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator as the list shows it, with the initiatives it measures, each once."""

    indicator: Named
    version: InForce | None
    baseline: Promised | None
    targets: int
    measured: bool
    initiatives: tuple[Initiative, ...]

    @property
    def lacks(self) -> frozenset[str]:
        held = (self.version, self.baseline, self.targets, self.measured)
        return frozenset(name for name, there in zip(LACKS, held, strict=True) if not there)


ORDERS: Mapping[str, Callable[[Row], Any]] = {
    "code": lambda row: row.indicator.code,
    "name": lambda row: row.indicator.name.casefold(),
    "name_en": lambda row: row.indicator.name_en.casefold(),
    "level": lambda row: (row.indicator.level, row.indicator.code),
    "written": lambda row: (
        row.version is not None,
        row.version and row.version.written_at,
        row.indicator.code,
    ),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the list; `found` is every indicator that passed, `rows` those of this page."""

    asked: Asked
    found: tuple[Row, ...]
    total: int
    facts: tuple[str, ...]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found) // PAGE))

    @property
    def page(self) -> int:
        return min(self.asked.page, self.pages)

    @property
    def rows(self) -> tuple[Row, ...]:
        return self.found[(self.page - 1) * PAGE : self.page * PAGE]


def listing(asked: Asked) -> Listing:
    """The indicators an officer asked for (five queries)."""
    rows = _rows()
    found = sorted((row for row in rows if _passes(row, asked)), key=ORDERS[asked.sort.removeprefix("-")])
    if asked.sort.startswith("-"):
        found.reverse()
    used = {row.version.fact for row in rows if row.version is not None and row.version.fact}
    return Listing(asked, tuple(found), len(rows), tuple(sorted(used)))


def _rows() -> list[Row]:
    """Every indicator, by its code."""
    versions = IndicatorVersion.objects.order_by("number").values_list("indicator_id", *InForce._fields)
    in_force = {key: InForce(*version) for key, *version in versions}
    targets: dict[str, list[Promised]] = defaultdict(list)
    for key, *promised in Target.objects.order_by("pk").values_list("indicator_id", *Promised._fields):
        targets[key].append(Promised(*promised))
    initiatives = Initiative.objects.in_bulk()
    measures: dict[str, list[str | None]] = defaultdict(list)
    for key, initiative in Measure.objects.values_list("indicator_id", "initiative_id"):
        measures[key].append(initiative)
    rows = []
    for indicator in map(Named._make, Indicator.objects.values_list(*Named._fields)):
        own, measured = targets[indicator.key], measures[indicator.key]
        rows.append(
            Row(
                indicator=indicator,
                version=in_force.get(indicator.key),
                baseline=next((one for one in own if one.kind == Target.Kind.BASELINE), None),
                targets=sum(one.kind != Target.Kind.BASELINE for one in own),
                measured=bool(measured),
                initiatives=tuple(initiatives[key] for key in dict.fromkeys(measured) if key),
            )
        )
    return rows


def _passes(row: Row, asked: Asked) -> bool:
    indicator = row.indicator
    searched = f"{indicator.code} {indicator.key} {indicator.name} {indicator.name_en}".casefold()
    return (
        asked.q.casefold() in searched
        and (
            not asked.initiative
            or asked.initiative in {one.pk for one in row.initiatives}
            or (asked.initiative == "-" and not row.initiatives)
        )
        and (not asked.level or indicator.level == asked.level)
        and (not asked.fact or (row.version is not None and row.version.fact == asked.fact))
        and (not asked.lacks or asked.lacks in row.lacks)
    )
