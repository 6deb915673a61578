"""`kurss lint`: a programme's records, or the text of a deliverable, read like an auditor."""

from __future__ import annotations

import json
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


def lint(report: Report = None, language: Language = "en", json_: Json = False) -> None:
    """Say what a report contradicts and leaves unsaid.

    Exit code 0 where no contradiction or hole was found, 5 where one was, 4 where the file cannot be read.
    """
    if language not in ("en", "lv"):
        raise Refused(f"{language!r} is not spoken here: say en or lv.", Exit.USAGE)
    if report is None:
        raise Refused("Say which report to read: kurss lint --report FILE.", Exit.USAGE)
    _of_report(report, language, json_)


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
