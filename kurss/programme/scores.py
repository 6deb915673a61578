"""How a city's indicators score: against its own final targets, or a set of benchmarks an officer wrote down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from kurss.evidence.models import Comparison, Direction, Figure, Indicator, Snapshot, Target
from kurss.evidence.queries import Account as Known
from kurss.evidence.queries import accounts, latest_snapshot
from kurss.evidence.scoring import Better, LeftOut, Score, Total, score, total
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.programme.models import Benchmark, BenchmarkSet
from kurss.programme.refusals import Refused, WordsMissing

TARGETS = "targets"
"""The set that is always there: each indicator's own final target."""


class SetExists(Refused):
    """A set of benchmarks of this key is there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a set: its value, its benchmark, and what that gives."""

    indicator: Indicator
    figure: Figure | None
    value: Decimal | None
    benchmark: Decimal | None
    better: Better
    score: Score
    source: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A scored set: every indicator, and the whole."""

    lines: tuple[Line, ...]
    total: Total
    snapshot: Snapshot | None

    @property
    def left_out(self) -> dict[LeftOut, int]:
        """How many were left out, by the reason."""
        reasons = [line.score.left_out for line in self.lines if line.score.left_out is not None]
        return {reason: reasons.count(reason) for reason in LeftOut if reason in reasons}


def scored(chosen: BenchmarkSet | None) -> Sheet:
    """Every indicator of a set against its benchmark; None scores all of them against their own final targets.

    Values are the figures the city shows for the newest seal.
    """
    snapshot = latest_snapshot()
    known = accounts(snapshot)
    if chosen is None:
        lines = [
            _by_target(each) for each in known.values() if each.target is not None or each.version is not None
        ]
    else:
        benchmarks = chosen.benchmarks.order_by("indicator__code")
        lines = [_by_benchmark(known[each.indicator_id], each, chosen) for each in benchmarks]
    return Sheet(tuple(lines), total([line.score for line in lines]), snapshot)


def _by_target(each: Known) -> Line:
    target = each.target
    benchmark = target.value if target is not None else None
    better = _better_of(target, each.indicator)
    source = f"{target.document}, {target.place}" if target is not None else ""
    return _line(each, benchmark, better, source)


def _by_benchmark(each: Known, benchmark: Benchmark, chosen: BenchmarkSet) -> Line:
    better = {Direction.UP: Better.MORE, Direction.DOWN: Better.LESS, Direction.LEVEL: Better.EXACT}
    return _line(each, benchmark.value, better[Direction(each.indicator.direction)], chosen.document)


def _better_of(target: Target | None, indicator: Indicator) -> Better:
    """What a promise says of the direction comes first: "at most" means less, "exactly" means exactly."""
    if target is not None and target.comparison == Comparison.AT_MOST:
        return Better.LESS
    if target is not None and target.comparison in (Comparison.EXACTLY, Comparison.ABOUT):
        return Better.EXACT
    return {Direction.UP: Better.MORE, Direction.DOWN: Better.LESS, Direction.LEVEL: Better.NEITHER}[
        Direction(indicator.direction)
    ]


def _line(each: Known, benchmark: Decimal | None, better: Better, source: str) -> Line:
    return Line(
        each.indicator,
        each.figure,
        each.value,
        benchmark,
        better,
        score(each.value, benchmark, better),
        source,
    )


@transaction.atomic
def write_benchmarks(
    *,
    key: str,
    title: str,
    title_en: str,
    document: str,
    values: Mapping[str, Decimal],
    by: Account,
    at: datetime,
) -> BenchmarkSet:
    """Write down a set: for each indicator (by key) its benchmark. Raises NotAllowed, SetExists, WordsMissing."""
    permit(by, Act.DEFINE_INDICATORS, at=at)
    if key == TARGETS or BenchmarkSet.objects.filter(pk=key).exists():
        raise SetExists(_("A set of the key %(key)s is there already: choose another key.") % {"key": key})
    if not (title.strip() and title_en.strip() and document.strip()):
        raise WordsMissing(_("Name the set in both languages, and the document its benchmarks stand in."))
    if not values:
        raise WordsMissing(_("Write at least one benchmark."))
    made = BenchmarkSet.objects.create(
        key=key, title=title, title_en=title_en, document=document, written_at=at
    )
    Benchmark.objects.bulk_create(
        Benchmark(set=made, indicator_id=indicator, value=value) for indicator, value in values.items()
    )
    note(by=by, at=at, act="programme.write_benchmarks", about=made, label=title_en, benchmarks=len(values))
    return made
