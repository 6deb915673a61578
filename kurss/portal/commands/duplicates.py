"""`kurss duplicates`: search the register for people entered twice, and measure how well that works."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site

app = typer.Typer(help="People who were entered twice.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


@app.command()
def find(json_: Json = False) -> None:
    """Propose every pair of people that may be one; a registrar decides."""
    with site.ready(_tell):
        from kurss.people import clock
        from kurss.people.duplicates.finding import find_duplicates
        from kurss.people.queries import unattended

        search = find_duplicates(by=unattended(), at=clock.now())
        if json_:
            out.print_json(json.dumps({"people": search.people, "found": search.found, "new": search.new}))
        else:
            out.print(
                f"{search.people} people compared; {search.found} pairs at or above {search.threshold} bits, "
                f"{search.new} of them new."
            )


@app.command()
def measure(
    people: Annotated[
        int, typer.Option(min=1_000, max=1_000_000, help="How many records to make.")
    ] = 100_000,
    json_: Json = False,
) -> None:
    """Search a made-up city of which the truth is known, and keep the precision and recall."""
    with site.ready(_tell):
        from kurss.people import clock
        from kurss.people.duplicates.measuring import measure as measured
        from kurss.people.queries import unattended

        one = measured(people=people, by=unattended(), at=clock.now())
        answer = {
            "people": one.people,
            "true_pairs": one.true_pairs,
            "proposed": one.proposed,
            "right": one.right,
            "precision": one.precision,
            "recall": one.recall,
            "seconds": float(one.seconds),
            "peak_mib": one.peak_mib,
            "threshold": float(one.threshold),
            "seed": one.seed,
        }
        if json_:
            out.print_json(json.dumps(answer))
        else:
            out.print(
                f"{one.people} records, {one.true_pairs} true pairs: {one.proposed} proposed, {one.right} of them "
                f"right. Precision {one.precision or 0:.4f}, recall {one.recall or 0:.4f}, {one.seconds} s, "
                f"{one.peak_mib} MiB."
            )
