"""The drawing of the logic model: four columns of words and arrows between them, computed on the server. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 250
"""Of a column, in units of the drawing; the words are 13 units high."""
GAP = 44
LETTERS = 35
"""That fit into a line of a column, at a mean advance of 0.53 of the height (Inter, Latvian text)."""
LINE = 18
HEAD = 34
BETWEEN = 18


@dataclass(frozen=True, slots=True)
class Block:
    """A node where it stands: the rule above it, and its lines of words."""

    key: int
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]
    bare: bool
    """Whether no arrow begins or ends here."""

    @property
    def width(self) -> int:
        return self.x + WIDTH


@dataclass(frozen=True, slots=True)
class Curve:
    """An arrow: its path, its head, and the number of its assumption where it has one."""

    path: str
    head: str
    number: int | None
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    heads: tuple[tuple[int, str], ...]
    blocks: tuple[Block, ...]
    curves: tuple[Curve, ...]


def draw(
    columns: Sequence[tuple[str, Sequence[tuple[int, str]]]],
    arrows: Sequence[tuple[int, int, int | None]],
) -> Picture:
    """Columns with their heading and nodes (key, words), and arrows (from, to, number of the assumption).

    The nodes of a column are ordered by the mean place of what leads to them (the barycentre heuristic of
    Sugiyama, Tagawa and Toda, 1981), so that few arrows cross.
    """
    leads: dict[int, list[int]] = {}
    for before, after, _number in arrows:
        leads.setdefault(after, []).append(before)
    joined = {key for before, after, _number in arrows for key in (before, after)}
    blocks: dict[int, Block] = {}
    middle: dict[int, float] = {}
    height = HEAD
    for place, (_head, nodes) in enumerate(columns):
        y = HEAD
        for key, words in sorted(
            nodes, key=lambda node: _mean(middle, leads.get(node[0], ())) if place else 0.0
        ):
            lines = textwrap.wrap(words, LETTERS, break_long_words=True) or ["–"]
            numbered = tuple((y + 20 + LINE * at, text) for at, text in enumerate(lines))
            blocks[key] = Block(key, place * (WIDTH + GAP), y, numbered, key not in joined)
            bottom = y + 8 + LINE * len(lines)
            middle[key] = (y + bottom) / 2
            y = bottom + BETWEEN
        height = max(height, y)
    last = (len(columns) - 1) * (WIDTH + GAP)
    bends = any(
        blocks[one].x == blocks[other].x == last for one, other, _n in arrows if {one, other} <= {*blocks}
    )
    return Picture(
        # An arrow within the last column bends round its right side.
        last + WIDTH + (GAP if bends else 0),
        height,
        tuple((place * (WIDTH + GAP), head) for place, (head, _nodes) in enumerate(columns)),
        tuple(blocks.values()),
        tuple(
            _curve(blocks[before], blocks[after], number)
            for before, after, number in arrows
            if before in blocks and after in blocks
        ),
    )


def _mean(middle: Mapping[int, float], keys: Sequence[int]) -> float:
    known = [middle[key] for key in keys if key in middle]
    # What nothing leads to stands below what something does.
    return sum(known) / len(known) if known else float("inf")


def _curve(before: Block, after: Block, number: int | None) -> Curve:
    """From the right end of one rule to the left end of the other; within a column round its right side."""
    x1, y1, x2, y2 = before.x + WIDTH, before.y, after.x, after.y
    if before.x == after.x:
        bend = GAP - 12
        path = f"M{x1} {y1}C{x1 + bend} {y1} {x1 + bend} {y2} {x1 + 6} {y2}"
        head = f"M{x1} {y2}l8 -4v8z"
        return Curve(path, head, number, (x1 + bend - 8, (y1 + y2) // 2))
    half = max((x2 - x1) // 2, 16)
    path = f"M{x1} {y1}C{x1 + half} {y1} {x2 - half} {y2} {x2 - 6} {y2}"
    return Curve(path, f"M{x2} {y2}l-8 -4v8z", number, ((x1 + x2) // 2, (y1 + y2) // 2))
