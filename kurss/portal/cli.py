"""The `kurss` command. Each command says what it does in a sentence; so does each error, with its remedy."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.commands import (
    duplicates,
    evidence,
    indicators,
    journal,
    keys,
    lint,
    programmes,
    snapshots,
    worker,
)
from kurss.portal.exits import Exit, Refused

app = typer.Typer(
    help="Run a city's digital transformation and prove it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.add_typer(duplicates.app, name="duplicates")
app.add_typer(journal.app, name="journal")
app.add_typer(keys.app, name="keys")
app.add_typer(indicators.importing, name="import")
app.command()(worker.worker)
app.command()(lint.lint)
app.command()(snapshots.prune)
for _command in (evidence.figures, evidence.audit, evidence.verify):
    app.command()(_command)
evidence.export.command("indicators")(indicators.export_indicators)
evidence.export.command("programme")(programmes.export_programme)
indicators.importing.command("programme")(programmes.import_programme)
app.add_typer(evidence.export, name="export")
out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


def _tell(sentence: str) -> None:
    err.print(sentence, style="dim")


@app.command()
def demo(
    once: Annotated[
        bool, typer.Option("--once", help="Load the case, write the document, and exit.")
    ] = False,
    case: Annotated[
        Path | None,
        typer.Option(help="Folder of another case than Ventspils.", show_default=False),
    ] = None,
    host: Host = "127.0.0.1",
    port: Port = 8000,
) -> None:
    """Show the Ventspils case: load it, compute its figures, write the deliverable, and serve it."""
    host = site.listening(host)
    if not once:
        site.free_port(host, port)
    folder = _documents()
    with site.ready(_tell, demonstration=True):
        from kurss.demo.loading import VENTSPILS, CaseChanged, CaseFault
        from kurss.demo.showing import show
        from kurss.demo.telling import Teller
        from kurss.evidence.bag import BagBroken

        try:
            with Teller(err) as teller:
                show(out, case=case or VENTSPILS, teller=teller, folder=folder, site=_site(host, port))
        except (CaseFault, CaseChanged) as fault:
            raise Refused(f"The case is not loaded. {fault}", Exit.DATA) from fault
        except BagBroken as broken:
            raise Refused(str(broken), Exit.DATA) from broken
        if not once:
            _serve(host, port)


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the site of this home."""
    host = site.listening(host)
    site.free_port(host, port)
    with site.ready(_tell):
        _serve(host, port)


def _serve(host: str, port: int) -> None:
    site.only_here_if_demonstration(host)
    out.print(f"Kurss is at http://{f'[{host}]' if ':' in host else host}:{port}/ (Ctrl+C ends it).")
    site.serve(host, port)


@app.command()
def snapshot(
    as_of: Annotated[
        str, typer.Option(help="The day the snapshot stands for, YYYY-MM-DD; today if empty.")
    ] = "",
    json_: Json = False,
) -> None:
    """Seal all facts and compute the figures of every indicator in force."""
    day = _day(as_of)
    with site.ready(_tell):
        from django.utils import translation

        from kurss.evidence.bag import BagBroken
        from kurss.people.queries import unattended
        from kurss.programme.sealing import SealedAhead, seal_and_compute

        try:
            with translation.override("en"):  # as every command speaks
                sealed, computed = seal_and_compute(by=unattended(), as_of=day or _today(), at=_now())
        except SealedAhead as ahead:
            raise Refused(str(ahead), Exit.USAGE) from ahead
        except BagBroken as broken:
            raise Refused(str(broken), Exit.DATA) from broken
        answer = {"snapshot": sealed.digest, "as_of": sealed.as_of.isoformat(), "figures_computed": computed}
        if json_:
            out.print_json(json.dumps(answer))
        else:
            out.print(f"Sealed as of {sealed.as_of}: {sealed.digest}. Figures computed: {computed}.")


@app.command()
def report(
    site_address: Annotated[
        str, typer.Option("--site", help="Address that figures open at; KURSS_SITE where nothing is said.")
    ] = "",
) -> None:
    """Write the deliverable as PDF, in Latvian and English."""
    folder = _documents()
    with site.ready(_tell):
        from django.conf import settings

        from kurss.publication.document import write
        from kurss.publication.document.refusals import DocumentRefused

        try:
            for language in ("lv", "en"):
                address = site_address or settings.KURSS_SITE
                out.print(str(write(language=language, folder=folder, site=address)))
        except DocumentRefused as refusal:
            raise Refused(str(refusal), Exit.DATA) from refusal


def _site(host: str, port: int) -> str:
    """The address printed in documents: the site's own, otherwise the one it is served at here."""
    from django.conf import settings

    return settings.KURSS_SITE or f"http://{host}:{port}"


def _documents() -> Path:
    folder = Path(os.environ.get("KURSS_OUT", "out")).resolve()
    site.writable(folder, "documents", "KURSS_OUT")
    return folder


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"{text!r} is not a day: write it as 2022-09-30.", Exit.USAGE) from None


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


def _today() -> date:
    from django.conf import settings
    from django.utils import timezone

    return getattr(settings, "DEMO_DATE", None) or timezone.localdate()


def main() -> None:
    """Run the command; a refusal is one sentence on the error stream and its exit code."""
    try:
        code = app(standalone_mode=False)
    except Refused as refusal:
        _refuse(str(refusal), refusal.code)
    except Exception as error:
        # Typer's own complaints know their exit code and how to say themselves; anything else is our fault.
        if not hasattr(error, "format_message"):
            raise
        _refuse(f"{error.format_message()} See kurss --help.", Exit.USAGE)
    else:
        sys.exit(code if isinstance(code, int) else Exit.DONE)


def _refuse(sentence: str, code: Exit) -> None:
    err.print(f"kurss: {sentence}", markup=False)
    sys.exit(code)


if __name__ == "__main__":
    main()
