"""`kurss journal`: seal what was written, and check that nothing was changed since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

if TYPE_CHECKING:
    from kurss.journal.checking import Checked

app = typer.Typer(help="Seal the journal, and check that nothing in it was changed.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Head = Annotated[str, typer.Option(help="The head you noted before: the chain must still hold it.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


@app.command("seal")
def seal_(json_: Json = False) -> None:
    """Seal every entry that waits, and print the head of the chain."""
    with site.ready(_tell):
        from django.utils import timezone

        from kurss.journal.sealing import seal

        sealed = seal(at=timezone.now())
        head = sealed.head
        if json_:
            out.print_json(
                json.dumps(
                    {
                        "entries": sealed.entries,
                        "batches": sealed.batches,
                        "busy": sealed.busy,
                        "head": head.hash if head else None,
                    }
                )
            )
            return
        if sealed.busy:
            out.print("Another sealer is at work; this one left the rest to it.")
        out.print(f"Sealed {sealed.entries} entries in {sealed.batches} batches.")
        if head:
            out.print(f"Head: {head.hash} (batch {head.number})")


@app.command()
def check(head: Head = "", json_: Json = False) -> None:
    """Compute the chain of the journal again; exit with 5 where anything was changed."""
    if head and (len(head) != 64 or set(head.lower()) - set("0123456789abcdef")):
        raise Refused(
            f"{head!r} is not the head of a chain: give the 64 hexadecimal digits that "
            "`kurss journal check` printed.",
            Exit.USAGE,
        )
    with site.ready(_tell):
        from kurss.journal.checking import check as compute

        found = compute(head=head)
        if json_:
            out.print_json(json.dumps(_as_json(found)))
        else:
            from django.utils import translation

            with translation.override("en"):  # as every command speaks
                _print(found)
    if not found.sound:
        raise typer.Exit(Exit.DISAGREES)


def _print(found: Checked) -> None:
    out.print(f"{found.entries} sealed entries in {found.batches} batches checked; {found.faults} faults.")
    for finding in found.findings:
        out.print(f"  {finding.sentence()}")
    if found.faults > len(found.findings):
        out.print(f"  … and {found.faults - len(found.findings)} more.")
    if found.erased:
        out.print(f"The details of {found.erased} entries were erased by an act that says why.")
    if found.unsealed:
        out.print(f"{found.unsealed} entries wait to be sealed: run `kurss journal seal`, or the worker.")
    if found.head:
        out.print(
            f"Head: {found.head.hash} (batch {found.head.number}). Note it elsewhere, and give it next time."
        )


def _as_json(found: Checked) -> dict[str, object]:
    return {
        "sound": found.sound,
        "batches": found.batches,
        "entries": found.entries,
        "erased": found.erased,
        "unsealed": found.unsealed,
        "head": found.head.hash if found.head else None,
        "faults": found.faults,
        "findings": [
            {"fault": finding.fault.value, "batch": finding.batch, "entry": finding.entry}
            for finding in found.findings
        ],
    }
