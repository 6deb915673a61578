"""The logic model of a case: what leads to what, read from logic.toml and drawn up by the module's own verbs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from kurss.demo.case_toml import Entry, Fault, listed
from kurss.people.models import Account
from kurss.programme.logic.drawing_up import Record, lead, place
from kurss.programme.models import (
    Activity,
    AmbitionStatement,
    Basis,
    LogicNode,
    Measure,
    Programme,
    Vision,
)
from kurss.programme.words import Box

if TYPE_CHECKING:
    from kurss.demo.case_file import Case

OURS, OURS_EN = "Bulta ir mūsu lasījums.", "The arrow is our reading."
"""Said on every arrow that the report does not draw in words."""


@dataclass(frozen=True, kw_only=True)
class ArrowEntry(Entry):
    """One record leads to another, if what `text` says holds. Records are named as `kind:key`."""

    before: str
    after: str
    basis: Basis
    text: str
    text_en: str


@dataclass(frozen=True, kw_only=True)
class LogicFile(Entry):
    arrows: tuple[ArrowEntry, ...] = listed("arrow")
    alone: tuple[str, ...] = ()
    """Records that have their place, and nothing in the report leads to or from them."""


def logic_faults(case: Case) -> Iterator[Fault]:
    """Every record that an arrow names is in the case, and stands apart only where no arrow names it."""
    known = _named(case)
    for arrow in case.logic.arrows:
        for name in ("before", "after"):
            if getattr(arrow, name) not in known:
                problem = f"the case has no {getattr(arrow, name)!r}"
                yield arrow.spot.fault(
                    name, problem, "write activity:, output:, outcome:, ambition: or vision:"
                )
    joined = {end for arrow in case.logic.arrows for end in (arrow.before, arrow.after)}
    for key in case.logic.alone:
        if key not in known or key in joined:
            yield case.logic.spot.fault("alone", f"{key!r} is not there, or has an arrow", "correct it")


def load_logic(case: Case, *, by: Account, at: datetime) -> None:
    """Every record that the file names gets its place, then the arrows are drawn."""
    programme = Programme.objects.get(pk=case.programme.programme.key)
    records = _records(programme)
    nodes: dict[str, LogicNode] = {}
    ends = (end for arrow in case.logic.arrows for end in (arrow.before, arrow.after))
    for key in dict.fromkeys((*ends, *case.logic.alone)):
        nodes[key] = place(programme=programme, record=records[key], by=by, at=at)
    for arrow in case.logic.arrows:
        read = arrow.basis is Basis.READ
        words = Box(
            f"{arrow.text} {OURS}" if read else arrow.text,
            f"{arrow.text_en} {OURS_EN}" if read else arrow.text_en,
        )
        lead(before=nodes[arrow.before], after=nodes[arrow.after], assumption=words, by=by, at=at)


def _named(case: Case) -> set[str]:
    """What the case's other files hold, under the names by which arrows call them."""
    last: dict[str, int] = {}
    found = {f"vision:{number}" for number, _one in enumerate(case.programme.visions, start=1)}
    found |= {f"ambition:{ambition.key}" for ambition in case.programme.ambitions}
    for activity in case.roadmap.activities:
        last[activity.initiative] = last.get(activity.initiative, 0) + 1
        found.add(f"activity:{activity.initiative}:{last[activity.initiative]}")
    for indicator in case.indicators.indicators:
        found |= {f"{row.column.value}:{indicator.key}" for row in indicator.measures}
    return found


def _records(programme: Programme) -> Mapping[str, Record]:
    found: dict[str, Record] = {}
    for number, vision in enumerate(Vision.objects.filter(programme=programme), start=1):
        found[f"vision:{number}"] = vision
    for ambition in AmbitionStatement.objects.filter(programme=programme):
        found[f"ambition:{ambition.key}"] = ambition
    for activity in Activity.objects.filter(initiative__programme=programme):
        found[f"activity:{activity.initiative_id}:{activity.order}"] = activity
    for row in Measure.objects.filter(programme=programme):
        found[f"{row.column}:{row.indicator_id}"] = row
    return found
