"""What `kurss demo` does and prints: case loaded, figures computed, document written, table shown."""

from __future__ import annotations

import time
from pathlib import Path

from django.utils.translation import override
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from kurss.demo.loading import load, release, seal
from kurss.demo.telling import Teller
from kurss.evidence.published import current_release
from kurss.publication.document import write
from kurss.publication.reported import table

LANGUAGES = ("lv", "en")


def show(out: Console, *, case: Path, teller: Teller, folder: Path, site: str) -> None:
    """Bring the demonstration up to date and print what the report said beside what the records say.

    A second call changes nothing: loaded steps, an unchanged snapshot and written documents stay as they are.
    """
    began = time.monotonic()
    done = load(case, teller)
    computed = seal(teller)
    released = release(teller)
    documents = _documents(folder, site, again=bool(done or computed or released), teller=teller)
    with override("en"):
        _reported_against_computed(out)
    out.print("A dash: the report states none. Synthetic: rests on made-up records, not tuned to the report.")
    for path in documents:
        out.print(f"Deliverable: {path}")
    teller.say(f"Ready in {time.monotonic() - began:.0f} s.")


def _documents(folder: Path, site: str, *, again: bool, teller: Teller) -> list[Path]:
    """The deliverable in both languages; written again where something is new or a file is missing."""
    kept = [path for language in LANGUAGES for path in folder.glob(f"*-deliverable-{language}.pdf")]
    if len(kept) == len(LANGUAGES) and not again:
        return kept
    teller.say("The deliverable, in Latvian and English.")
    return [write(language=language, folder=folder, site=site) for language in LANGUAGES]


HEADINGS = ("", "What is counted", "Reported", "Baseline", "Target", "Records say")
SHARES = (6, 23, 16, 11, 18, 18)
"""The columns' shares of the width; a terminal of 80 to 200 columns holds them without a broken word."""


def _reported_against_computed(out: Console) -> None:
    """The table, each row with its difference in words beneath."""
    shown = current_release()
    out.print(f"Reported against computed{f', as of {shown.snapshot.as_of}' if shown else ''}", style="bold")
    width = min(max(out.width, 80), 160)
    out.print(_line(HEADINGS, width), style="dim", width=width)
    for row in table("en"):
        computed = f"{row.computed}{' (synthetic)' if row.synthetic else ''}"
        stated = (row.reported or "–", row.baseline or "–", row.target or "–")
        out.print(Rule(characters="─", style="dim"), width=width)
        out.print(_line((row.code, row.name, *stated, computed), width), width=width)
        if row.difference:
            out.print(Padding(Text(row.difference, style="dim"), (0, 0, 0, 6)), width=width, soft_wrap=False)


def _line(cells: tuple[str, ...], width: int) -> Table:
    """One row of the table, its columns as wide as every other row's."""
    line = Table.grid(padding=(0, 1, 0, 0))
    for share in SHARES:
        line.add_column(width=max(share * (width - len(SHARES)) // sum(SHARES), 5), overflow="fold")
    line.add_row(*cells)
    return line
