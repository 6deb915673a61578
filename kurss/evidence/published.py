"""What stands published: the figures of all releases, each as last released or restated. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from kurss.evidence.models import Figure, Line, Release, ReleasedFigure


@dataclass(frozen=True, slots=True)
class Told:
    """One release's word on a figure: first released, continued while its period ran, or restated and why."""

    release: Release
    line: Line
    figure: Figure | None

    @property
    def is_current(self) -> bool:
        return not hasattr(self.line, "replaced_by") or not self.line.replaced_by.release.is_released


def current_release() -> Release | None:
    """The newest release (one query); what stands published is that release over those before it."""
    return Release.objects.released().select_related("snapshot", "previous").order_by("-number").first()


def open_release() -> Release | None:
    """The release that is being prepared or waits for approval, if there is one (one query)."""
    return Release.objects.open().select_related("snapshot").first()


def current_lines() -> QuerySet[Line]:
    """Every released line that no later release has replaced."""
    return Line.objects.filter(release__state=Release.State.RELEASED).exclude(
        replaced_by__release__state=Release.State.RELEASED
    )


def current_figures(*, totals: bool = False) -> QuerySet[Figure]:
    """The figures that stand published, totals and cells or totals alone."""
    found = Figure.objects.filter(released__line__in=current_lines()).select_related(
        "version__indicator", "snapshot"
    )
    return found.filter(cell="") if totals else found


def is_released(figure: Figure) -> bool:
    """Whether the figure was ever published, as current or as one that was restated since (one query)."""
    return ReleasedFigure.objects.filter(figure=figure, line__release__state=Release.State.RELEASED).exists()


def current_of(figure: Figure) -> Figure | None:
    """What stands published today for the figure's indicator, period and cell (one query)."""
    return (
        current_figures()
        .filter(
            version__indicator=figure.version.indicator_id, period_key=figure.period_key, cell=figure.cell
        )
        .first()
    )


def history(indicator: str, period: str, cell: str = "") -> tuple[Told, ...]:
    """What every release said of an indicator in a period, oldest first (two queries).

    A figure of None: the release spoke of the period, and had no such cell.
    """
    lines = (
        Line.objects.filter(indicator=indicator, period_key=period, release__state=Release.State.RELEASED)
        .select_related("release__snapshot", "version__indicator", "replaced_by__release")
        .order_by("release__number")
    )
    figures = {
        row.line_id: row.figure
        for row in ReleasedFigure.objects.filter(line__in=lines, figure__cell=cell).select_related(
            "figure__version__indicator", "figure__snapshot"
        )
    }
    return tuple(Told(line.release, line, figures.get(line.pk)) for line in lines)


def releases() -> QuerySet[Release]:
    """Every release, newest first, with its snapshot."""
    return Release.objects.released().select_related("snapshot").order_by("-number")


def figures_of(release: Release, *, totals: bool = False) -> QuerySet[Figure]:
    """The figures that a release itself published, by address."""
    found = Figure.objects.filter(released__line__release=release).select_related(
        "version__indicator", "snapshot", "released__line"
    )
    return (found.filter(cell="") if totals else found).order_by("address")


def periods_of(lines: Iterable[Line]) -> tuple[str, ...]:
    """The keys of the periods that lines cover, by their first day."""
    return tuple(sorted({line.period_key for line in lines}, key=lambda key: _begins(key)))


def _begins(key: str) -> tuple[object, str]:
    from kurss.evidence.periods import Period

    return Period.parse(key).starts_on, key
