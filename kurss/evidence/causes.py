"""Why a released figure would move: its records then beside its records now, both as they were sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import duckdb

from kurss.evidence import records
from kurss.evidence.changes import Change
from kurss.evidence.definition import Sheet
from kurss.evidence.facts import Fact, fact
from kurss.evidence.models import Figure, IndicatorVersion
from kurss.evidence.subjects import told_alike


class Cause(StrEnum):
    DEFINITION = "definition"  # it means something else now
    LATE = "late"  # records of the period came after it was released
    MERGE = "merge"  # records of one person were found to be another's
    WITHDRAWN = "withdrawn"  # what held then was ended or withdrawn for that time
    CORRECTION = "correction"  # records were changed, replaced or removed
    UNKNOWN = "unknown"  # the same records, and still another value


@dataclass(frozen=True, slots=True)
class Moved:
    """How the counted records of one fact differ. `merged` and `corrected` are of records on both sides."""

    fact: Fact
    added: int
    removed: int
    merged: int
    corrected: int

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.merged or self.corrected)


@dataclass(frozen=True, slots=True)
class Why:
    causes: tuple[Cause, ...]
    moved: tuple[Moved, ...]


def why(change: Change) -> Why:
    """The likely causes of a change, the weightiest first. Raises BagBroken where a sealed file is damaged."""
    old, new = change.old, change.new
    if old is None or new is None:
        return Why((), ())
    moved = tuple(found for found in _moved(old, new) if found.any)
    causes = []
    if not same_meaning(old.version, new.version):
        causes.append(Cause.DEFINITION)
    if any(one.merged for one in moved):
        causes.append(Cause.MERGE)
    if any(one.removed and one.fact.is_state for one in moved):
        causes.append(Cause.WITHDRAWN)
    if any(one.corrected or (one.removed and not one.fact.is_state) for one in moved):
        causes.append(Cause.CORRECTION)
    if any(one.added and not one.removed for one in moved):
        causes.append(Cause.LATE)
    return Why(tuple(causes) or (Cause.UNKNOWN,), moved)


def same_meaning(one: IndicatorVersion, other: IndicatorVersion) -> bool:
    """Whether two versions count the same; the words of the reference sheet count nothing."""
    if one.pk == other.pk:
        return True
    bare = [replace(version.as_definition(), sheet=Sheet()) for version in (one, other)]
    return bare[0] == bare[1]


def _moved(old: Figure, new: Figure) -> Iterator[Moved]:
    for then in records.parts(old):
        now = next((one for one in records.parts(new) if one.indicator_id == then.indicator_id), None)
        if now is not None and then.fact and then.fact == now.fact:
            yield _compared(old, then, new, now)


def _compared(old: Figure, then: IndicatorVersion, new: Figure, now: IndicatorVersion) -> Moved:
    counted = fact(then.fact)
    subject = "subject" if counted.subject else "NULL"
    words = ", ".join(f'"d_{dimension.key}"' for dimension in counted.dimensions)
    amounts = ", ".join(f'"q_{quantity.key}"' for quantity in counted.quantities)
    told = ", ".join(filter(None, (words, amounts))) or "NULL"
    with duckdb.connect() as duck:
        for name, figure, version in (("then", old, then), ("now", new, now)):
            paths, kept = records.source(figure, version)
            duck.execute(
                f"CREATE TABLE {name}_rows AS SELECT record, {subject} AS subject, "  # noqa: S608
                f"hash(({told})) AS told FROM read_parquet($paths) "
                f"WHERE {kept}",
                {"paths": paths},
            )
        if counted.subject and _types(duck) > 1:
            told_alike(duck, counted.subject_kind, ("then_rows", "now_rows"))
        added, removed, merged, corrected = duck.execute(
            "SELECT count(*) FILTER (a.record IS NULL), count(*) FILTER (b.record IS NULL), "
            "count(*) FILTER (a.record IS NOT NULL AND b.record IS NOT NULL "
            "  AND a.subject IS DISTINCT FROM b.subject), "
            "count(*) FILTER (a.record IS NOT NULL AND b.record IS NOT NULL "
            "  AND a.subject IS NOT DISTINCT FROM b.subject AND a.told <> b.told) "
            "FROM then_rows a FULL OUTER JOIN now_rows b USING (record)"
        ).fetchone() or (0, 0, 0, 0)
    return Moved(counted, added, removed, merged, corrected)


def _types(duck: duckdb.DuckDBPyConnection) -> int:
    """In how many ways the two sides say whose a record is: older snapshots hold keys, newer ones numbers."""
    (found,) = duck.execute(
        "SELECT count(DISTINCT data_type) FROM information_schema.columns "
        "WHERE table_name IN ('then_rows', 'now_rows') AND column_name = 'subject'"
    ).fetchone() or (1,)
    return int(found)
