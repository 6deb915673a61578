"""What changed since the last release: the newest snapshot beside what stands published. Reads only.

An indicator's period changes as a whole: its total with all its cells and with its counts under funders' rules.
One whose period was over when it was
released is locked; where the records say something else now, it is a *candidate* for a restatement, and
nothing more happens until somebody restates it with a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kurss.evidence import indicators, published
from kurss.evidence.models import Figure, IndicatorVersion, LensFigure, Line, ReleasedReading, Snapshot
from kurss.evidence.periods import Period


class What(StrEnum):
    NEW = "new"  # no release has spoken of this period
    CONTINUED = "continued"  # released while the period ran; the records have gone on
    MOVED = "moved"  # locked, and the records say something else now
    GONE = "gone"  # released, and the newest snapshot gives no figure any more: it can be withdrawn


@dataclass(frozen=True, slots=True)
class Change:
    """One indicator in one period; `old` and `new` are its totals, `cells` how many of its cells differ,
    `readings` how many of its released counts under funders' rules do."""

    version: IndicatorVersion
    period: Period
    what: What
    line: Line | None
    old: Figure | None
    new: Figure | None
    cells: int
    figures: tuple[Figure, ...]
    readings: int = 0

    @property
    def key(self) -> str:
        return f"{self.version.indicator_id}@{self.period.key}"

    @property
    def delta(self) -> Decimal | None:
        """The new value less the old one; None where either has no value."""
        return difference(self.old, self.new)

    @property
    def is_final(self) -> bool:
        if self.new is None:
            return self.line is not None and self.line.is_final
        return self.period.ends_on <= self.new.snapshot.as_of

    @property
    def needs_reason(self) -> bool:
        return self.what in (What.MOVED, What.GONE)


def difference(old: Figure | None, new: Figure | None) -> Decimal | None:
    if old is None or new is None or old.value is None or new.value is None:
        return None
    return new.value - old.value


_Group = tuple[str, str]


def changes(snapshot: Snapshot) -> list[Change]:
    """Every period of every indicator in force that differs from what stands published, by code and period."""
    in_force = {version.pk: version for version in indicators.in_force()}
    now = _grouped(
        Figure.objects.filter(snapshot=snapshot, version__in=list(in_force)).select_related(
            "version__indicator", "snapshot"
        )
    )
    then = _grouped(published.current_figures())
    lines = {
        (line.indicator_id, line.period_key): line
        for line in published.current_lines().select_related("release", "version__indicator")
    }
    found, moved = [], _readings_moved(snapshot, in_force)
    for group in sorted(set(now) | set(then)):
        sides = then.get(group, {}), now.get(group, {})
        change = _change(group, *sides, lines.get(group), snapshot, moved.get(group, 0))
        if change is not None:
            found.append(change)
    found.sort(key=lambda own: (own.version.indicator.code, own.period.starts_on, own.period.ends_on))
    return found


def _grouped(figures: Iterable[Figure]) -> dict[_Group, dict[str, Figure]]:
    found: dict[_Group, dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        found[figure.version.indicator_id, figure.period_key][figure.cell] = figure
    return found


def _change(
    group: _Group,
    then: dict[str, Figure],
    now: dict[str, Figure],
    line: Line | None,
    snapshot: Snapshot,
    readings: int,
) -> Change | None:
    period = Period.parse(group[1])
    old, new = then.get(""), now.get("")
    if line is None:
        what, cells = What.NEW, 0
    else:
        differing = [cell for cell in set(then) | set(now) if _said(then.get(cell)) != _said(now.get(cell))]
        closes = not line.is_final and period.ends_on <= snapshot.as_of and new is not None
        if not differing and not readings and not closes:
            return None
        what = What.MOVED if line.is_final else What.CONTINUED
        cells = sum(cell != "" for cell in differing)
        if new is None:
            what = What.GONE
    known = new or old
    assert known is not None
    return Change(known.version, period, what, line, old, new, cells, tuple(now.values()), readings)


def _readings_moved(snapshot: Snapshot, in_force: Iterable[int]) -> dict[_Group, int]:
    """How many released readings say something else now, by indicator and period (two queries).

    A rule that a release did not hold, or that is read no more, moves nothing.
    """
    given = {
        (row.version.indicator_id, row.period_key, row.lens): _read(row)
        for row in LensFigure.objects.filter(snapshot=snapshot, version__in=list(in_force))
        .select_related("version")
        .order_by("lens_version")
    }
    found: dict[_Group, int] = defaultdict(int)
    stood = ReleasedReading.objects.filter(line__in=published.current_lines())
    for row in stood.select_related("reading", "line"):
        now = given.get((row.line.indicator_id, row.line.period_key, row.reading.lens))
        found[row.line.indicator_id, row.line.period_key] += now is not None and now != _read(row.reading)
    return found


def _read(row: LensFigure) -> tuple[object, ...]:
    return row.value, row.base, row.outside, row.again, row.earlier, row.records, row.digest


def _said(figure: Figure | None) -> tuple[object, ...] | None:
    """What a figure says of its records, whatever snapshot and version it is of."""
    if figure is None:
        return None
    return (
        figure.value,
        figure.reason,
        figure.numerator,
        figure.denominator,
        figure.records,
        figure.digest,
    )
