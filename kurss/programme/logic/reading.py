"""Reading the logic model: its columns and arrows, the overview in three columns, and the logical framework."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kurss.evidence.models import IndicatorVersion, Target
from kurss.programme.definition_words import in_language
from kurss.programme.models import Initiative, LogicArrow, LogicNode, Programme

COLUMNS = tuple(LogicNode.Column)


@dataclass(frozen=True, slots=True)
class Node:
    node: LogicNode
    number: int
    """By which the drawing, the list and the framework call it."""
    text: str
    initiative: Initiative | None
    leads_to: tuple[LogicArrow, ...]
    follows_from: tuple[LogicArrow, ...]


@dataclass(frozen=True, slots=True)
class Column:
    key: str
    title: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class LogicModel:
    columns: tuple[Column, ...]
    arrows: tuple[LogicArrow, ...]

    @property
    def is_empty(self) -> bool:
        return not any(column.nodes for column in self.columns)

    @property
    def nodes(self) -> tuple[Node, ...]:
        return tuple(node for column in self.columns for node in column.nodes)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """One initiative of the overview; the last row has none, for what cuts across."""

    initiative: Initiative | None
    activities: tuple[Node, ...]
    outputs: tuple[Node, ...]
    outcomes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class FrameworkRow:
    """A row of the logical framework."""

    level: str
    summary: str
    indicators: str
    verification: str
    assumptions: str


def model_of(programme: Programme) -> LogicModel:
    """The whole model (two queries)."""
    rows = LogicNode.objects.filter(programme=programme).select_related(
        "activity__initiative", "measure__initiative", "measure__indicator", "ambition", "vision"
    )
    arrows = tuple(LogicArrow.objects.filter(before__programme=programme).order_by("pk"))
    nodes = sorted(rows, key=_order)
    numbers = {one.pk: number for number, one in enumerate(nodes, start=1)}
    words = {one.pk: one for one in nodes}
    for arrow in arrows:
        arrow.before, arrow.after = words[arrow.before_id], words[arrow.after_id]
    return LogicModel(
        tuple(
            Column(
                column.value,
                str(column.label),
                tuple(
                    Node(
                        one,
                        numbers[one.pk],
                        in_language(one.text, one.text_en),
                        initiative_of(one),
                        tuple(arrow for arrow in arrows if arrow.before_id == one.pk),
                        tuple(arrow for arrow in arrows if arrow.after_id == one.pk),
                    )
                    for one in nodes
                    if one.column == column
                ),
            )
            for column in COLUMNS
        ),
        arrows,
    )


def initiative_of(node: LogicNode) -> Initiative | None:
    if node.activity is not None:
        return node.activity.initiative
    return node.measure.initiative if node.measure is not None else None


def _order(node: LogicNode) -> tuple[Any, ...]:
    initiative = initiative_of(node)
    column = COLUMNS.index(LogicNode.Column(node.column))
    return (column, initiative.order if initiative else 999, node.vision_id is not None, node.pk)


def overview_of(model: LogicModel) -> tuple[OverviewRow, ...]:
    """Activities, outputs and outcomes by initiative, as a deliverable shows its indicators."""
    every = {node.initiative.pk: node.initiative for node in model.nodes if node.initiative}
    rows: list[Initiative | None] = [*sorted(every.values(), key=lambda one: one.order)]
    if any(node.initiative is None for column in model.columns[:3] for node in column.nodes):
        rows.append(None)
    return tuple(
        OverviewRow(
            one,
            *(tuple(node for node in column.nodes if node.initiative == one) for column in model.columns[:3]),
        )
        for one in rows
    )


def framework_of(model: LogicModel) -> tuple[FrameworkRow, ...]:
    """The logical framework, from the vision down: narrative summary, indicators, means of verification and
    assumptions, as in the project cycle management of the European Commission (2004) (two queries more).

    What an indicator is measured by and from is that of its version in force; where it says nothing, so does the
    framework.
    """
    keys = {node.node.measure.indicator_id for node in model.nodes if node.node.measure is not None}
    finals: dict[str, list[Target]] = {}
    for target in Target.objects.filter(indicator__in=keys, kind=Target.Kind.FINAL, cell="").order_by("pk"):
        finals.setdefault(target.indicator_id, []).append(target)
    versions = {
        one.indicator_id: one
        for one in IndicatorVersion.objects.filter(indicator__in=keys).order_by("number")
    }
    return tuple(
        _framework(column.title, node, finals, versions)
        for column in reversed(model.columns)
        for node in column.nodes
    )


def _framework(
    level: str, node: Node, finals: dict[str, list[Target]], versions: dict[str, IndicatorVersion]
) -> FrameworkRow:
    indicator, verification = "", ""
    if node.node.measure is not None:
        own = node.node.measure.indicator
        indicator = f"{own.code} {in_language(own.name, own.name_en)}"
        if said := _promised(finals.get(own.pk, ())):
            indicator = f"{indicator}: {said}"
        version = versions.get(own.pk)
        verification = in_language(version.source, version.source_en) if version is not None else ""
    assumptions = "; ".join(
        dict.fromkeys(
            words.rstrip(" .")
            for arrow in node.leads_to
            if (words := in_language(arrow.assumption, arrow.assumption_en))
        )
    )
    return FrameworkRow(level, f"{node.number}. {node.text}", indicator, verification, assumptions)


def _promised(targets: Iterable[Target]) -> str:
    """What was promised of an indicator: each value once, with its day where any place names one."""
    told = {(f"{one.value.normalize():f}", one.due_on) for one in targets if one.value is not None}
    dated = {value for value, day in told if day is not None}
    kept = [(value, day) for value, day in told if day is not None or value not in dated]
    return ", ".join(
        _("{value} by {day}").format(value=value, day=day) if day else value
        for value, day in sorted(kept, key=lambda pair: (str(pair[1] or ""), pair[0]))
    )
