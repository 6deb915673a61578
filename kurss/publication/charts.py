"""Line charts, drawn on the server: where each mark stands. Pure; a template turns the drawing into SVG.

Real is a solid line with filled dots, promised a dashed one with hollow dots, declared a hollow square that
no line joins. Where nothing comparable lies between two counts the line is dotted. No line at all leads to a
period that is not over: its count stands alone, a ring about its dot, for it is still growing.
The value axis stands on the right and begins at zero. A drawing is made for each width: text never scales.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

LINES_AT_MOST = 4
LABEL_HEIGHT = 16
DIGIT_WIDTH = Decimal("7.6")
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))


@dataclass(frozen=True, slots=True)
class Counted:
    """A computed value: where on the time axis, how it is written, and whether it joins the one before it
    without a gap. `growing`: its period is not over, so no line leads to it. `first`: its label is wanted
    before those of others between the ends."""

    at: Decimal
    value: Decimal
    text: str
    joined: bool = True
    labelled: bool = True
    first: bool = False
    growing: bool = False


@dataclass(frozen=True, slots=True)
class Spoken:
    """A promised or declared value and its label, which may be empty."""

    at: Decimal
    value: Decimal
    text: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    at: Decimal
    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """What a chart shows, in the reader's language, before it is given a width."""

    counted: tuple[Counted, ...]
    ticks: tuple[Tick, ...]
    promised: tuple[Spoken, ...] = ()
    declared: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class Frame:
    """The paper: its size, the room for the numbers of the axis, and how far marks keep from the edges."""

    width: int
    height: int
    axis: int
    inset: int
    left: int = 8
    top: int = 34
    bottom: int = 40


WIDE = Frame(width=760, height=330, axis=48, inset=36)
NARROW = Frame(width=350, height=290, axis=48, inset=26)
BESIDE_WIDE = Frame(width=440, height=280, axis=58, inset=8)
BESIDE_NARROW = Frame(width=340, height=240, axis=58, inset=8)


@dataclass(frozen=True, slots=True)
class Mark:
    x: str
    y: str
    text: str = ""
    text_y: str = ""
    anchor: str = "middle"
    text_x: str = ""


@dataclass(frozen=True, slots=True)
class GridLine:
    y: str
    text_y: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Coordinates as SVG takes them."""

    width: int
    height: int
    left: str
    right: str
    axis_x: str
    base: str
    base_text_y: str
    grid: tuple[GridLine, ...]
    ticks: tuple[tuple[Mark, bool], ...]
    solid: tuple[str, ...]
    dotted: tuple[str, ...]
    promise: str
    counted: tuple[Mark, ...]
    growing: tuple[Mark, ...]
    promised: tuple[Mark, ...]
    declared: tuple[Mark, ...] = field(default=())


def draw(series: Series, frame: Frame, write: Callable[[Decimal], str]) -> Drawing:
    """The chart in one width. `write` gives a value of the axis as text."""
    scale = _Scale.over(series, frame)
    return Drawing(
        width=frame.width,
        height=frame.height,
        left=_text(Decimal(frame.left)),
        right=_text(scale.right),
        axis_x=_text(scale.right + 8),
        base=_text(scale.y(Decimal(0))),
        base_text_y=_text(scale.y(Decimal(0)) + 4),
        grid=tuple(
            GridLine(_text(scale.y(value)), _text(scale.y(value) + 4), write(value)) for value in scale.lines
        ),
        ticks=_ticks(series.ticks, scale, frame),
        solid=_segments(series.counted, scale, joined=True),
        dotted=_segments(series.counted, scale, joined=False),
        promise=_path((scale.x(p.at), scale.y(p.value)) for p in series.promised)
        if len(series.promised) > 1
        else "",
        counted=_counted(series, scale),
        growing=tuple(
            Mark(_text(scale.x(p.at)), _text(scale.y(p.value))) for p in series.counted if p.growing
        ),
        promised=tuple(_promised(point, scale) for point in series.promised),
        declared=tuple(_declared(point, scale) for point in series.declared),
    )


def lines(highest: Decimal, at_most: int = LINES_AT_MOST) -> tuple[Decimal, ...]:
    """The values of the grid lines above zero: round numbers, few, the last near the highest value."""
    if highest <= 0:
        return ()
    step = Decimal(1).scaleb((highest / at_most).adjusted())
    for factor in _STEPS:
        if step * factor * (at_most + 1) > highest:
            step *= factor
            break
    return tuple(step * (i + 1) for i in range(int(highest / step)))


@dataclass(frozen=True, slots=True)
class _Scale:
    first: Decimal
    span: Decimal
    highest: Decimal
    inner_left: Decimal
    inner_width: Decimal
    right: Decimal
    top: Decimal
    base_y: Decimal
    lines: tuple[Decimal, ...]

    @classmethod
    def over(cls, series: Series, frame: Frame) -> _Scale:
        ats = [
            *(p.at for p in series.counted),
            *(t.at for t in series.ticks),
            *(p.at for p in series.promised),
        ]
        values = [
            *(p.value for p in series.counted),
            *(p.value for p in series.promised),
            *(p.value for p in series.declared),
        ]
        first, last = min(ats, default=Decimal(0)), max(ats, default=Decimal(1))
        highest = max([*values, Decimal(0)])
        right = Decimal(frame.width - frame.axis)
        left = Decimal(frame.left + frame.inset)
        return cls(
            first=first,
            span=(last - first) or Decimal(1),
            highest=highest or Decimal(1),
            inner_left=left,
            inner_width=right - frame.inset - left,
            right=right,
            top=Decimal(frame.top),
            base_y=Decimal(frame.height - frame.bottom),
            lines=lines(highest),
        )

    def x(self, at: Decimal) -> Decimal:
        return self.inner_left + self.inner_width * (at - self.first) / self.span

    def y(self, value: Decimal) -> Decimal:
        return self.base_y - (self.base_y - self.top) * value / self.highest


def _counted(series: Series, scale: _Scale) -> tuple[Mark, ...]:
    """Every point, and a label where there is room: the last and the first come before those between."""
    points = series.counted
    promises = {one.at: one.value for one in series.promised}
    last = len(points) - 1
    placed: list[tuple[Decimal, Decimal, Decimal]] = []
    marks: dict[int, Mark] = {}
    for index in sorted(range(len(points)), key=lambda i: (i != last, i != 0, not points[i].first, i)):
        point = points[index]
        x, y = scale.x(point.at), scale.y(point.value)
        falls = index == last and index > 0 and points[index - 1].value > point.value
        below = falls or promises.get(point.at, point.value) > point.value
        text_y, anchor = y + (23 if below else -12), _anchor(x, scale)
        left, right = _extent(x, point.text, anchor)
        free = all(right < a or left > b or abs(text_y - at) > LABEL_HEIGHT for a, b, at in placed)
        if point.labelled and free:
            placed.append((left, right, text_y))
        text = point.text if point.labelled and free else ""
        marks[index] = Mark(_text(x), _text(y), text, _text(text_y), anchor, _text(x))
    return tuple(marks[index] for index in range(len(points)))


def _extent(x: Decimal, text: str, anchor: str) -> tuple[Decimal, Decimal]:
    """From where to where a label reaches, with a little air; digits of this face are about equally wide."""
    width = len(text) * DIGIT_WIDTH
    left = {"start": x, "middle": x - width / 2, "end": x - width}[anchor]
    return left - 4, left + width + 4


def _promised(point: Spoken, scale: _Scale) -> Mark:
    x, y = scale.x(point.at), scale.y(point.value)
    return Mark(_text(x), _text(y), point.text, _text(y + 21), _anchor(x, scale), _text(x))


def _declared(point: Spoken, scale: _Scale) -> Mark:
    """The square is placed by its upper left corner; its label stands on the side that has room."""
    x, y = scale.x(point.at), scale.y(point.value)
    room_at_right = x < scale.inner_left + scale.inner_width / 2
    return Mark(
        _text(x - 5),
        _text(y - 5),
        point.text,
        _text(y + 4),
        "start" if room_at_right else "end",
        _text(x + 12 if room_at_right else x - 12),
    )


def _anchor(x: Decimal, scale: _Scale) -> str:
    """Text at an edge leans inwards."""
    if x <= scale.inner_left and scale.inner_left < 20:
        return "start"
    if x >= scale.inner_left + scale.inner_width and scale.right - x < 20:
        return "end"
    return "middle"


def _ticks(ticks: Sequence[Tick], scale: _Scale, frame: Frame) -> tuple[tuple[Mark, bool], ...]:
    y = _text(scale.base_y + 22)
    return tuple(
        (Mark(_text(scale.x(tick.at)), y, tick.text, y, _anchor(scale.x(tick.at), scale)), tick.strong)
        for tick in ticks
    )


def _segments(points: Sequence[Counted], scale: _Scale, *, joined: bool) -> tuple[str, ...]:
    """Runs of points that are joined alike, each as one path."""
    runs: list[list[tuple[Decimal, Decimal]]] = []
    open_run = False
    for before, point in pairwise(points):
        if point.joined is not joined or point.growing:
            open_run = False
            continue
        here = (scale.x(point.at), scale.y(point.value))
        if open_run:
            runs[-1].append(here)
        else:
            runs.append([(scale.x(before.at), scale.y(before.value)), here])
        open_run = True
    return tuple(_path(run) for run in runs)


def _path(points: Iterable[tuple[Decimal, Decimal]]) -> str:
    return "".join(f"{'L' if index else 'M'}{_text(x)} {_text(y)}" for index, (x, y) in enumerate(points))


def _text(value: Decimal) -> str:
    return f"{value:.1f}"
