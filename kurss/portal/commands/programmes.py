"""`kurss export programme` and `kurss import programme`: a whole programme as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

File = Annotated[Path, typer.Argument(help="A file whose name ends in .json.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


def export_programme(
    file: File,
    programme: Annotated[
        str, typer.Option("--programme", help="The key of a programme; the one that began last if left out.")
    ] = "",
) -> None:
    """Write a programme with all that belongs to it into a file: the same records, the same bytes."""
    with site.ready(_tell):
        from kurss.programme.carrying.out import carried
        from kurss.programme.queries import current_programme

        found = current_programme(programme)
        if found is None:
            raise Refused(
                f"There is no programme {programme or 'on this site'}: name one that there is.", Exit.USAGE
            )
        try:
            file.write_text(carried(found), encoding="utf-8", newline="")
        except OSError as error:
            raise Refused(f"{file} cannot be written: {error.strerror}.", Exit.SURROUNDINGS) from error
        out.print(f"{file}: {found.pk}.")


def import_programme(
    file: File,
    officer: Annotated[
        str, typer.Option("--by", help="E-mail address of the programme officer who answers for the import.")
    ],
) -> None:
    """Take a programme in from a file: all of it, or nothing and every fault by its place."""
    try:
        text = file.read_bytes().decode("utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.", Exit.USAGE) from error
    except UnicodeDecodeError as error:
        raise Refused(f"{file} is not UTF-8 at octet {error.start}.", Exit.DATA) from error
    with site.ready(_tell):
        from django.utils import timezone, translation

        from kurss.people.models import Account
        from kurss.people.refusals import NotAllowed
        from kurss.programme.carrying.judging import past_the_verbs
        from kurss.programme.carrying.taking import ProgrammeNotTaken, take

        by = Account.objects.filter(email=officer).first()
        if by is None:
            raise Refused(f"Nobody here has the address {officer}: name a programme officer.", Exit.USAGE)
        try:
            with translation.override("en"):
                taken = take(text, by=by, at=timezone.now())
                entered = ", ".join(past_the_verbs(taken))
        except ProgrammeNotTaken as refused:
            raise Refused(f"Nothing was taken in from {file}.\n{refused}", Exit.DATA) from refused
        except NotAllowed as refused:
            raise Refused(str(refused), Exit.USAGE) from refused
        out.print(f"Taken in: {taken.pk}.")
        if entered:
            out.print(f"Entered as the file says it, on the word of the site it comes from: {entered}.")
