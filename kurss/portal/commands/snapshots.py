"""`kurss prune`: remove the files of old snapshots, never of one that a release needs."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Keep = Annotated[
    int,
    typer.Option(
        help="How many of the newest snapshots keep their files; the site's own number if left out."
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def prune(keep: Keep = -1, json_: Json = False) -> None:
    """Remove the files of old snapshots. Those a release needs stay, and so does every figure with its digest."""
    with site.ready(lambda sentence: err.print(sentence, style="dim")):
        from django.conf import settings
        from django.utils import timezone

        from kurss.evidence.snapshots import NothingKept
        from kurss.people.queries import unattended
        from kurss.programme import sealing

        kept = settings.KURSS_SNAPSHOTS_KEPT if keep == -1 else keep
        try:
            gone = sealing.prune(by=unattended(), keep=kept, at=timezone.now())
        except NothingKept as refusal:
            raise Refused(str(refusal), Exit.USAGE) from refusal
        if json_:
            out.print_json(json.dumps({"kept": kept, "removed": [snapshot.digest for snapshot in gone]}))
            return
        for snapshot in gone:
            out.print(f"The files of the snapshot as of {snapshot.as_of} are gone: {snapshot.digest}")
        out.print(f"Snapshots whose files were removed: {len(gone)}.")
