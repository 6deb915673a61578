"""Lenses: the same records counted by a funder's rule, beside the city's own.

A lens is declared as data and named in `settings.KURSS_LENSES`. It maps what an indicator counts, each subject
once a period, to the funder's unit: a subject once for each value of a dimension (a project, say), counted in the
period in which the first of its records there falls. Everything else stays as the indicator says it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import duckdb
from django.conf import settings
from django.utils.module_loading import import_string

from kurss.evidence.canonical import cell_digest, leaf_digest
from kurss.evidence.definition import Counts, Definition
from kurss.evidence.engine import where
from kurss.evidence.facts import Fact
from kurss.evidence.periods import Period
from kurss.evidence.release_text import canonical_json


@dataclass(frozen=True, slots=True)
class Lens:
    """A funder's rule of counting people, in both languages, with the document it stands in.

    `paid_by` is the dimension that names who pays for a record; one without it is outside the rule. Where
    `once_per_payer`, a subject counts once for each value of it, otherwise once for all of them together.
    `is_our_reading`: the document states the rule less plainly than we do. A changed rule is a new version.
    """

    key: str
    version: int
    title: str
    title_en: str
    rule: str
    rule_en: str
    source: str
    address: str
    paid_by: str
    once_per_payer: bool
    is_our_reading: bool = False

    def fits(self, definition: Definition, fact: Fact | None) -> bool:
        """Whether an indicator can be read by this rule: it counts subjects of an event once a period."""
        return (
            fact is not None
            and not fact.is_state
            and definition.counts is Counts.DISTINCT
            and not (definition.once_per or definition.also)
            and any(dimension.key == self.paid_by for dimension in fact.dimensions)
        )

    def text(self) -> str:
        """The canonical text that a release is sealed with: the whole rule, so that it can be followed later."""
        return canonical_json(asdict(self))

    @classmethod
    def parse(cls, text: str) -> Lens:
        """The lens of a canonical text."""
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class Reading:
    """An indicator's count of one period under a lens, and how it comes to differ from the city's.

    `value` = `base` - `outside` + `again` - `earlier`: the subjects the city counts, without those of whom no
    record names a payer, and once more for each further payer, without those who entered before the period.
    """

    period: Period
    value: int
    base: int
    outside: int
    again: int
    earlier: int
    records: int
    digest: str
    synthetic: bool


@cache
def declared() -> tuple[Lens, ...]:
    """The lenses the site's settings name, in their order. Two of one key are refused."""
    lenses = tuple(import_string(path) for path in settings.KURSS_LENSES)
    if len({lens.key for lens in lenses}) < len(lenses):
        raise ValueError("Two lenses bear one key; settings.KURSS_LENSES names both.")
    return lenses


def read(
    files: Iterable[Path], as_of: str, definition: Definition, lens: Lens, periods: Iterable[Period]
) -> Iterator[Reading]:
    """The readings of the periods asked for, from the sealed files of the indicator's fact.

    A subject's entry is its first counted record ever, not the first of the period: the files hold every one.
    A record of nobody known counts nobody.
    """
    paths, asked = [str(path) for path in files], {period.key: period for period in periods}
    if not (paths and asked):
        return
    with duckdb.connect() as duck:
        duck.execute("CREATE TABLE calendar (period VARCHAR, first DATE, last DATE)")
        duck.executemany(
            "INSERT INTO calendar VALUES ($1, $2, $3)",
            [(key, period.starts_on, period.ends_on) for key, period in asked.items()],
        )
        found = duck.execute(_query(definition, lens), {"paths": paths, "as_of": as_of}).fetchall()
    counted = {key: rest for key, *rest in found}
    nothing = [0, 0, 0, 0, 0, None, False]
    for key, period in asked.items():
        base, inside, pairs, earlier, records, digest, synthetic = counted.get(key, nothing)
        yield Reading(
            period=period,
            value=pairs - earlier,
            base=base,
            outside=base - inside,
            again=pairs - inside,
            earlier=earlier,
            records=records,
            digest=cell_digest({"": digest or leaf_digest(())} if records else {}),
            synthetic=bool(synthetic),
        )


def _query(definition: Definition, lens: Lens) -> str:
    """One query for all periods. `entered` is when a subject first came to a payer, in any period."""
    payer = f'"d_{lens.paid_by}"'
    scope = payer if lens.once_per_payer else "''"
    return f"""
        WITH counted AS (
            SELECT record, subject, happened_on, synthetic, {payer} AS payer, {scope} AS scope
            FROM read_parquet($paths)
            WHERE ({where(definition.conditions)}) AND happened_on <= CAST($as_of AS DATE)
                AND subject IS NOT NULL
        ), entries AS (
            SELECT subject, scope, min(happened_on) AS entered FROM counted
            WHERE payer IS NOT NULL GROUP BY ALL
        ), placed AS (
            SELECT c.*, k.period, c.payer IS NOT NULL AS inside, e.entered < k.first AS came_before
            FROM counted c JOIN calendar k ON c.happened_on BETWEEN k.first AND k.last
            LEFT JOIN entries e ON c.payer IS NOT NULL AND e.subject = c.subject AND e.scope = c.scope
        )
        SELECT period, count(DISTINCT subject), count(DISTINCT subject) FILTER (inside),
            count(DISTINCT (subject, scope)) FILTER (inside),
            count(DISTINCT (subject, scope)) FILTER (inside AND came_before),
            count(*) FILTER (inside AND NOT came_before),
            sha256(string_agg(record, chr(10) ORDER BY length(record), record)
                FILTER (inside AND NOT came_before)),
            bool_or(synthetic)
        FROM placed GROUP BY period
    """  # noqa: S608 - conditions are written by the engine, which escapes them; a dimension is a declared key
