"""`kurss lint`: a programme's records, or the text of a deliverable, read like an auditor."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kurss.portal import site
from kurss.portal.exits import Exit, Refused

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Report = Annotated[
    Path | None,
    typer.Option("--report", help="Read the text of this report (text, DOCX or PDF).", show_default=False),
]
Language = Annotated[str, typer.Option("--language", help="Language of what is said: en or lv.")]
Named = Annotated[str, typer.Argument(help="The key of a programme; the one that began last if left out.")]
Template = Annotated[str, typer.Option("--template", help="Every programme of this template.")]
OnDay = Annotated[str, typer.Option("--on", help="The day to lint for, YYYY-MM-DD; today if empty.")]


def lint(
    programme: Named = "",
    report: Report = None,
    template: Template = "",
    on: OnDay = "",
    language: Language = "en",
    json_: Json = False,
) -> None:
    """Read a programme's records, or with --report a deliverable, like an auditor.

    Exit code 0 where no contradiction or hole is open, 5 where one is, 4 where the file cannot be read.
    """
    if language not in ("en", "lv"):
        raise Refused(f"{language!r} is not spoken here: say en or lv.", Exit.USAGE)
    if report is not None:
        if programme or template:
            raise Refused("A report is read by itself: leave the programme out.", Exit.USAGE)
        _of_report(report, language, json_)
    else:
        _of_records(programme, template, _day(on), language, json_)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused(f"{text!r} is not a day: write it as 2022-09-30.", Exit.USAGE) from None


def _of_records(programme: str, template: str, on: date | None, language: str, json_: bool) -> None:
    with site.ready(lambda sentence: err.print(sentence, style="dim")):
        from django.utils import translation

        from kurss.people import clock
        from kurss.programme.lint.accepting import linted
        from kurss.programme.lint.telling import as_data, lines

        accounts = [linted(key, on=on or clock.today()) for key in _keys(programme, template)]
        known = [account for account in accounts if account is not None]
        with translation.override(language):
            if json_:
                every = [
                    {"programme": account.programme, **as_data(finding, row)}
                    for account in known
                    for finding, row in (*((one, None) for one in account.open), *account.accepted)
                ]
                typer.echo(json.dumps(every, ensure_ascii=False, indent=2))
            else:
                for account in known:
                    typer.echo("\n".join(lines(account)))
        if any(account.errors for account in known):
            raise typer.Exit(Exit.DISAGREES)


def _keys(programme: str, template: str) -> list[str]:
    from kurss.programme.models import Programme

    rows = Programme.objects.all()
    if programme:
        rows = rows.filter(pk=programme)
    if template:
        rows = rows.filter(template=template)
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        named = programme or template
        raise Refused(
            f"There is no programme {named}: see the keys in the address of its pages."
            if named
            else "There is no programme yet: open one first.",
            Exit.USAGE,
        )
    return keys if template else keys[:1]


def _of_report(report: Path, language: str, json_: bool) -> None:
    try:
        data = report.read_bytes()
    except OSError as error:
        raise Refused(f"{report} cannot be read: {error.strerror}.", Exit.USAGE) from error
    site.words_alone()
    from django.utils import translation

    from kurss.programme.prose.files import ReportRefused
    from kurss.programme.prose.letter import as_data, letter
    from kurss.programme.prose.lint import lint_report
    from kurss.programme.severity import Severity

    with translation.override(language):
        try:
            found = lint_report(data, report.name)
        except ReportRefused as refused:
            raise Refused(str(refused), Exit.DATA) from refused
        if json_:
            typer.echo(json.dumps([as_data(finding) for finding in found], ensure_ascii=False, indent=2))
        else:
            typer.echo(letter(found, report.name), nl=False)
    if any(finding.rule.severity is Severity.ERROR for finding in found):
        raise typer.Exit(Exit.DISAGREES)
