"""What a published draw says of each ticket, kept with the publication so that one family's answer costs one row.

Nothing is decided here: every word is read off the published input and output, and a test recomputes each from the
published bytes with `draw.reasons`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kurss.learning import draw
from kurss.learning.models import Application, RoundState, TicketTold

MOST_MARKS = 80
"""So many children are drawn one by one; more are said in words only."""

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Told:
    """What the published draw says of one ticket: its number, and for each wish why it came out so."""

    number: str
    """The number the ticket drew, in hexadecimal."""
    reasons: Mapping[str, draw.Reason]
    crowds: Mapping[str, tuple[int, int, int | None]]
    """For each group: how many got in, how many wait, and where among them, in this order, the ticket stands."""

    def marks(self, group: str) -> Sequence[str]:
        """One mark a child who asked for these places, best number first: in, out, me. None where too many."""
        inside, outside, spot = self.crowds.get(group, (0, 0, None))
        if inside + outside > MOST_MARKS:
            return ()
        marks = [*("in" for _ in range(inside)), *("out" for _ in range(outside))]
        if spot is not None:
            marks[spot] = "me"
        return marks


def tell_tickets(published: Mapping[str, Any], tickets: Mapping[str, Application]) -> None:
    """Keep for each application what the draw that is being published says of its ticket."""
    rows = (
        TicketTold(application=tickets[ticket], document=draw.canonical(said).decode())
        for ticket, said in said_of_all(published)
    )
    TicketTold.objects.bulk_create(rows, batch_size=BATCH)


def told(applications: Iterable[Application]) -> dict[UUID, Told]:
    """What was told of each of these whose round was drawn. One query, and as much reading as there are wishes;
    none where no round was drawn."""
    drawn = [one.pk for one in applications if one.round.state in (RoundState.DRAWN, RoundState.OVER)]
    if not drawn:
        return {}
    rows = TicketTold.objects.filter(application__in=drawn)
    return {key: _read(json.loads(document)) for key, document in rows.values_list("application", "document")}


def _read(said: Mapping[str, Any]) -> Told:
    reasons, crowds = {}, {}
    for wish in said["wishes"]:
        group = wish["group"]
        mine = tuple(wish.get("mine", ()))
        reasons[group] = draw.Reason(
            group,
            wish["why"],
            round=wish.get("round", 0),
            line=wish.get("line", 0),
            waiting=wish.get("waiting", 0),
            mine=mine,
            cutoff=wish.get("cutoff", {}),
        )
        crowds[group] = (wish["inside"], wish["outside"], wish.get("spot"))
    return Told(said["number"], reasons, crowds)


def said_of_all(published: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every ticket of a published draw with what is said of it. Each list of the draw is read once."""
    given, output = published["input"], published["output"]
    final = draw.final_seed(bytes.fromhex(published["seed"]), published["public_value"])
    numbers = {
        row["ticket"]: draw.number_of(row["ticket"], final, row.get("bundle", ""))
        for row in given["applicants"]
    }
    order = sorted(numbers, key=lambda ticket: (numbers[ticket], ticket))
    ranks = {ticket: rank for rank, ticket in enumerate(order, start=1)}
    groups = {group["key"]: group for group in given["groups"]}
    inside: dict[str, dict[str, int]] = defaultdict(dict)
    mine: dict[str, dict[str, int]] = defaultdict(dict)
    for place in output["places"]:
        among = inside[place["group"]]
        among[place["ticket"]] = len(among)
        mine[place["ticket"]][place["group"]] = place["round"]
    lines = {key: {ticket: n for n, ticket in enumerate(line)} for key, line in output["waiting"].items()}
    for row in given["applicants"]:
        ticket, own = row["ticket"], mine.get(row["ticket"], {})
        wishes = []
        for group, tier, *_mark in row["wishes"]:
            within, line = inside.get(group, {}), lines.get(group, {})
            said: dict[str, Any] = {"group": group, "inside": len(within), "outside": len(line)}
            if group in own:
                said |= {"why": "given", "round": own[group], "spot": within[ticket]}
            elif ticket in line:
                said |= {
                    "why": "full",
                    "line": line[ticket] + 1,
                    "waiting": len(line),
                    "mine": [tier, ranks[ticket]],
                    "cutoff": output["cutoffs"].get(group, {}),
                    "spot": len(within) + line[ticket],
                }
            else:
                said["why"] = (
                    "hours" if any(draw.clash(groups[group], groups[key]) for key in own) else "enough"
                )
            wishes.append(said)
        yield ticket, {"number": numbers[ticket], "wishes": wishes}
