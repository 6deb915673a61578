"""Figures for machines: the same as on the pages, exact, with digest and address. Pure but for addresses.

Values are decimal text, never floating point; an absent value is null in JSON and empty in CSV, and its
reason stands beside it. Every row bears the digest of its records and of its snapshot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from kurss.evidence.canonical import decimal_text
from kurss.evidence.lenses import Lens
from kurss.evidence.models import Figure, LensFigure, Release, Statement, Target
from kurss.publication.figure_parts import BreakdownTable
from kurss.publication.listing import Listed
from kurss.publication.reported import ReportedRow

Locate = Callable[[Figure], str]

FIGURE_COLUMNS = (
    "code",
    "indicator",
    "name",
    "name_en",
    "unit",
    "unit_en",
    "version",
    "period",
    "starts_on",
    "ends_on",
    "cell",
    "value",
    "reason",
    "numerator",
    "denominator",
    "percent",
    "records",
    "synthetic",
    "so_far",
    "as_of",
    "digest",
    "snapshot",
    "address",
    "url",
)

NOTED_COLUMNS = (*FIGURE_COLUMNS, "note")
"""A figure's row with what must be said of it: that its parts do not add up to it, and why."""


def figure_row(figure: Figure, locate: Locate) -> dict[str, Any]:
    """A figure, exact: a percentage is given as the ratio it is kept as, with `percent` beside it."""
    indicator, period = figure.version.indicator, figure.period
    return {
        "code": indicator.code,
        "indicator": indicator.key,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "unit": indicator.unit,
        "unit_en": indicator.unit_en,
        "version": figure.version.number,
        "period": figure.period_key,
        "starts_on": period.starts_on.isoformat(),
        "ends_on": period.ends_on.isoformat(),
        "cell": figure.cell,
        "value": _decimal(figure.value),
        "reason": figure.reason,
        "numerator": _decimal(figure.numerator),
        "denominator": _decimal(figure.denominator),
        "percent": figure.version.percent,
        "records": figure.records,
        "synthetic": figure.synthetic,
        "so_far": period.ends_on > figure.snapshot.as_of,
        "as_of": figure.snapshot.as_of.isoformat(),
        "digest": figure.digest,
        "snapshot": figure.snapshot_id,
        "address": figure.address,
        "url": locate(figure),
    }


def notes(tables: Iterable[BreakdownTable]) -> str:
    """What is to be said of the parts beside a total, dimension by dimension."""
    return " ".join(f"{table.title}: {table.sum_note}" for table in tables if table.sum_note)


def figure_document(
    figure: Figure,
    *,
    targets: Iterable[Target],
    statements: Iterable[Statement],
    lenses: Iterable[tuple[Lens, LensFigure]],
    locate: Locate,
) -> dict[str, Any]:
    """One figure, what was promised and declared, what the rules of funders count of the same records, and the
    canonical text whose digest its address ends in."""
    record = figure.as_record()
    return {
        **figure_row(figure, locate),
        "canonical": record.text(),
        "computed_at": figure.computation.computed_at.isoformat(),
        "engine": figure.computation.engine,
        "sealed_at": figure.snapshot.sealed_at.isoformat(),
        "promises": [spoken(target) for target in targets],
        "declared": [spoken(statement) for statement in statements],
        "other_rules": [other_rule(lens, reading) for lens, reading in lenses],
    }


def other_rule(lens: Lens, reading: LensFigure) -> dict[str, Any]:
    """What a funder's rule counts: `value` = `base` - `outside` + `again` - `earlier`."""
    counts = ("value", "base", "outside", "again", "earlier", "records")
    return {
        "lens": lens.key,
        "lens_version": reading.lens_version,
        "title_en": lens.title_en,
        "rule_en": lens.rule_en,
        "source": lens.source,
        "source_url": lens.address,
        "is_our_reading": lens.is_our_reading,
        **{name: getattr(reading, name) for name in counts},
        "synthetic": reading.synthetic,
        "digest": reading.digest,
        "address": reading.address,
    }


def spoken(said: Target | Statement) -> dict[str, Any]:
    """A promise or a declared value with its document, place and quotation."""
    row: dict[str, Any] = {
        "comparison": said.comparison,
        "value": _decimal(said.value),
        "period": said.period_key,
        "document": said.document,
        "place": said.place,
        "quote": said.quote,
    }
    if isinstance(said, Target):
        return {"kind": said.kind, "due_on": said.due_on.isoformat() if said.due_on else None, **row}
    return {"author": said.author, "said_on": said.said_on.isoformat(), **row}


def listed_row(one: Listed, locate: Locate) -> dict[str, Any]:
    """An indicator of the list: its figure, or empty values with the reason `not_computed`."""
    indicator, figure = one.indicator, one.account.figure
    row: dict[str, Any] = dict.fromkeys(FIGURE_COLUMNS)
    row |= {
        "code": indicator.code,
        "indicator": indicator.key,
        "name": indicator.name,
        "name_en": indicator.name_en,
        "unit": indicator.unit,
        "unit_en": indicator.unit_en,
        "reason": "not_computed",
    }
    if figure is not None:
        row |= figure_row(figure, locate)
    return {
        **row,
        "initiative": one.initiative.pk if one.initiative else "",
        "standing": str(one.row.standing),
    }


LISTED_COLUMNS = (*FIGURE_COLUMNS, "initiative", "standing")


def listed_document(found: Iterable[Listed], release: Release | None, locate: Locate) -> dict[str, Any]:
    return {
        "release": release.number if release else None,
        "release_digest": release.digest if release else None,
        "released_at": release.released_at.isoformat() if release and release.released_at else None,
        "snapshot": release.snapshot_id if release else None,
        "as_of": release.snapshot.as_of.isoformat() if release else None,
        "figures": [listed_row(one, locate) for one in found],
    }


REPORTED_COLUMNS = (
    "code",
    "key",
    "name",
    "initiative_title",
    "reported",
    "reported_place",
    "quote",
    "baseline",
    "target",
    "target_place",
    "computed",
    "period",
    "standing",
    "difference",
    "synthetic",
    "is_so_far",
    "address",
)


def reported_row(row: ReportedRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in REPORTED_COLUMNS}


def _decimal(value: Decimal | None) -> str | None:
    return None if value is None else decimal_text(value)
