"""`kurss export indicators` and `kurss import indicators`: definitions, sheets and targets as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

importing = typer.Typer(help="Take what stands in a file into the city.", no_args_is_help=True)
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

File = Annotated[Path, typer.Argument(help="A file whose name ends in .toml or .csv.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


def export_indicators(file: File) -> None:
    """Write every indicator with its definition, sheet and targets into a file."""
    kind = _kind(file)
    with site.ready(_tell):
        from kurss.evidence.models import Indicator
        from kurss.programme.exchange import export

        text = export(kind)
        try:
            file.write_text(text, encoding="utf-8", newline="")
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}.", Exit.SURROUNDINGS) from error
        out.print(f"{file}: {Indicator.objects.count()} indicators.")


@importing.command("indicators")
def import_indicators(
    file: File,
    officer: Annotated[
        str, typer.Option("--by", help="E-mail address of the programme officer who answers for the import.")
    ],
) -> None:
    """Take indicators in from a file: all of it, or nothing and every fault by its place."""
    kind = _kind(file)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.", Exit.USAGE) from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8 at octet {error.start}: save it as UTF-8.", Exit.DATA) from error
    with site.ready(_tell):
        from django.utils import timezone, translation

        from kurss.evidence.incoming import NotTaken
        from kurss.people.models import Account
        from kurss.people.refusals import NotAllowed
        from kurss.programme.exchange import take

        by = Account.objects.filter(email=officer).first()
        if by is None:
            raise Refused(f"Nobody here has the address {officer}: name a programme officer.", Exit.USAGE)
        try:
            with translation.override("en"):
                done = take(text, kind, by=by, at=timezone.now())
        except NotTaken as refused:
            raise Refused(f"Nothing was taken in from {file}.\n{refused}", Exit.DATA) from refused
        except NotAllowed as refused:
            raise Refused(str(refused), Exit.USAGE) from refused
        out.print(
            f"Taken in. New: {done.indicators} indicators, {done.versions} versions, {done.targets} promises."
        )


def _kind(file: Path) -> str:
    kind = file.suffix.removeprefix(".").lower()
    if kind not in ("toml", "csv"):
        raise Refused(f"{file.name} ends in neither .toml nor .csv: name it so.", Exit.USAGE)
    return kind
