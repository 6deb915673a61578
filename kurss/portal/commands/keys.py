"""`kurss keys`: the keys under which personal codes are kept, and wrapping the codes in a new one."""

from __future__ import annotations

import json
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

app = typer.Typer(help="Keys of the personal codes. No command prints a key.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


@app.command("list")
def list_(json_: Json = False) -> None:
    """Name the keys of this site, oldest first."""
    with site.ready(_tell):
        from kurss.people.codes.keys import keys
        from kurss.people.refusals import PeopleRefusal

        try:
            names = [key.name for key in keys()]
        except PeopleRefusal as refusal:
            raise Refused(str(refusal)) from refusal
        if json_:
            out.print_json(json.dumps({"keys": names}))
        else:
            out.print("\n".join(names) if names else "There is no key yet: `kurss keys new NAME` makes one.")


@app.command()
def new(name: Annotated[str, typer.Argument(help="What to call it, such as 2026-11.")]) -> None:
    """Add a new random key to the key file. `kurss keys rotate` then wraps the codes in it."""
    with site.ready(_tell):
        from kurss.people.codes.keys import add
        from kurss.people.refusals import PeopleRefusal

        try:
            made = add(name)
        except PeopleRefusal as refusal:
            raise Refused(str(refusal), Exit.USAGE) from refusal
        except OSError as error:
            raise Refused(
                f"The key file cannot be written ({error.strerror}): set KURSS_CODE_KEYS_FILE to one you own."
            ) from error
        out.print(f"Key {made.name} was added. Back the file up, then run `kurss keys rotate`.")


@app.command()
def rotate(json_: Json = False) -> None:
    """Wrap every kept code in the newest keys: all of them or none. Doing it twice changes nothing more."""
    with site.ready(_tell):
        from django.utils import timezone

        from kurss.people.codes import rotate as wrap
        from kurss.people.queries import unattended
        from kurss.people.refusals import PeopleRefusal

        try:
            count = wrap(by=unattended(), at=timezone.now())
        except PeopleRefusal as refusal:
            raise Refused(str(refusal)) from refusal
        if json_:
            out.print_json(json.dumps({"wrapped": count}))
        else:
            out.print(f"Wrapped in the newest key: {count} codes.")
