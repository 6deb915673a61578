"""When a plan will end as things stand, what slips next, and the chain that decides the end. Pure.

The forward pass of the critical path method (Kelley and Walker, 1959) over whole months: an activity begins in its
planned month or in the month after everything it waits for has ended, whichever is later, and keeps its length.
What has begun, began; what has ended, ended; what should have ended and has not, ends this month at the earliest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError, TopologicalSorter


@dataclass(frozen=True, slots=True)
class Step:
    """An activity by its key, with the months that hold for it and what is known of its days."""

    key: int
    first: date
    last: date
    began: date | None = None
    ended: date | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """When a step will run as things stand; `late` is by how many months it ends after the plan that holds, and
    `held_by` the step it waits for in vain; None where nothing holds it."""

    first: date
    last: date
    late: int
    held_by: int | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of every step, and the chain that decides the end: a month lost in any of its steps that still
    runs is a month lost at the end. A chain has two steps or more; otherwise it is empty."""

    forecasts: Mapping[int, Forecast]
    chain: tuple[int, ...]


def circle(waits_for: Mapping[int, Collection[int]]) -> tuple[int, ...]:
    """Steps that wait for each other in a circle, the first again at the end; empty where there is none."""
    try:
        TopologicalSorter(waits_for).prepare()
    except CycleError as found:
        return tuple(reversed(found.args[1]))
    return ()


def outlook(steps: Iterable[Step], waits_for: Mapping[int, Collection[int]], today: date) -> Outlook:
    """The outlook on a day. Raises ValueError for steps that wait in a circle."""
    known = {step.key: step for step in steps}
    graph = {key: [one for one in waits_for.get(key, ()) if one in known] for key in known}
    try:
        order = tuple(TopologicalSorter(graph).static_order())
    except CycleError as found:
        raise ValueError(f"The steps {found.args[1]} wait for each other.") from found
    ends: dict[int, int] = {}
    starts: dict[int, int] = {}
    forecasts: dict[int, Forecast] = {}
    now = number(today)
    for key in order:
        step = known[key]
        length = number(step.last) - number(step.first)
        held_by = max(graph[key], key=lambda one: (ends[one], -one), default=None)
        start = number(step.first)
        if step.began is not None:
            start, held_by = number(step.began), None
        elif held_by is not None and ends[held_by] + 1 > start:
            start = ends[held_by] + 1
        else:
            held_by = None
        if step.ended is not None:
            end = number(step.ended)
        elif step.began is not None:
            end = max(start + length, now)
        else:
            # What has not begun begins this month at the earliest.
            start = max(start, now)
            end = start + length
        starts[key], ends[key] = start, end
        late = max(0, end - number(step.last))
        forecasts[key] = Forecast(month_of(start), month_of(end), late, held_by)
    return Outlook(forecasts, _chain(known, graph, starts, ends))


def _chain(
    known: Mapping[int, Step],
    graph: Mapping[int, list[int]],
    starts: Mapping[int, int],
    ends: Mapping[int, int],
) -> tuple[int, ...]:
    """From the step that ends last back over those that end in the month before the next one begins."""
    if not ends:
        return ()
    last = max(ends.values())
    chains = (_back(key, graph, starts, ends) for key in sorted(known) if ends[key] == last)
    longest = max(chains, key=len)
    return longest if len(longest) > 1 else ()


def _back(
    key: int, graph: Mapping[int, list[int]], starts: Mapping[int, int], ends: Mapping[int, int]
) -> tuple[int, ...]:
    found = [key]
    while binding := [one for one in graph[found[0]] if ends[one] + 1 == starts[found[0]]]:
        found.insert(0, min(binding))
    return tuple(found)


def number(day: date) -> int:
    """The month of a day as a whole number, so that months can be counted."""
    return day.year * 12 + day.month - 1


def month_of(count: int) -> date:
    """The first day of a month by its number."""
    return date(count // 12, count % 12 + 1, 1)
