"""An organisation chart: boxes from left to right, whoever is above at the left. Pure, and in units of a pixel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from textwrap import wrap

WIDE = 224
"""Width of a box; 27 letters of 14 pixels fit a line of it in Latvian, by the widest of the case's names."""
LETTERS = 27
LINE = 18
GAP = 44
BETWEEN = 14


@dataclass(frozen=True, slots=True)
class Node:
    """One body: its key, the key of the body above it, its name and a line about it."""

    key: int
    parent: int | None
    title: str
    about: str


@dataclass(frozen=True, slots=True)
class Box:
    """One body as drawn: `lines` are (distance from above, words), `about` stands under them."""

    node: Node
    x: int
    y: int
    height: int
    wide: int = WIDE

    @property
    def words(self) -> tuple[tuple[int, str], ...]:
        return tuple((self.y + 22 + LINE * i, line) for i, line in enumerate(wrapped(self.node.title)))

    @property
    def about_y(self) -> int:
        return self.y + self.height - 12

    @property
    def middle(self) -> int:
        return self.y + self.height // 2

    @property
    def text_x(self) -> int:
        return self.x + 12


@dataclass(frozen=True, slots=True)
class Chart:
    boxes: tuple[Box, ...]
    links: tuple[str, ...]
    width: int
    height: int


def wrapped(title: str) -> list[str]:
    return wrap(title, LETTERS) or [""]


def chart(nodes: Iterable[Node]) -> Chart:
    """Boxes in columns by how far they are from the top, and a line from each to the one above.

    A body stands at the middle of those below it. Nodes are given in their order; a circle, which no record can
    hold, would leave its bodies out.
    """
    rows = list(nodes)
    below: dict[int | None, list[Node]] = {}
    keys = {one.key for one in rows}
    for one in rows:
        below.setdefault(one.parent if one.parent in keys else None, []).append(one)
    boxes: dict[int, Box] = {}
    bottom = 0
    for top in below.get(None, ()):
        bottom = _placed(top, 0, bottom, below, boxes)
    links = tuple(_link(boxes[one.parent], boxes[one.key]) for one in rows if one.parent in boxes)
    across = max((box.x for box in boxes.values()), default=0) + WIDE
    return Chart(
        tuple(boxes[one.key] for one in rows if one.key in boxes), links, across, max(bottom - BETWEEN, 0)
    )


def _placed(
    node: Node, deep: int, start: int, below: Mapping[int | None, list[Node]], boxes: dict[int, Box]
) -> int:
    """Place a body and all below it from `start` downwards; where the next one begins."""
    height = 22 + LINE * len(wrapped(node.title)) + 18
    end = start
    for child in below.get(node.key, ()):
        end = _placed(child, deep + 1, end, below, boxes)
    end = max(end, start + height + BETWEEN)
    middle = (start + end - BETWEEN) // 2
    boxes[node.key] = Box(node, deep * (WIDE + GAP), middle - height // 2, height)
    return end


def _link(above: Box, one: Box) -> str:
    """The path from the right edge of a body to the left edge of the one below it."""
    half = above.x + WIDE + GAP // 2
    return f"M{above.x + WIDE} {above.middle}H{half}V{one.middle}H{one.x}"
