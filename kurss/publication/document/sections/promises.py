"""Promises as bars and as tables: the forms that several sections share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from kurss.evidence.canonical import decimal_text
from kurss.publication.document.material import Material, state
from kurss.publication.document.tree import (
    Break,
    Column,
    Group,
    Phrase,
    Promise,
    Promises,
    Table,
    Text,
    plain,
    quiet,
)
from kurss.publication.reported import ReportedRow


def bars(material: Material, rows: Sequence[ReportedRow]) -> Promises | None:
    """A bar for each promise with a number that the records answer; None where there is none."""
    drawn = []
    for row in rows:
        account = material.accounts[row.key]
        figure, target = account.figure, account.target
        if figure is None or figure.shown is None or target is None or target.value is None:
            continue
        drawn.append(
            Promise(
                name=row.name,
                actual=material.number(figure, row.computed, so_far=row.is_so_far),
                promised=_("promised: %(words)s") % {"words": row.target}
                + (f" · {row.period}" if row.period else ""),
                state=state(row.standing),
                value=decimal_text(figure.shown),
                whole=decimal_text(target.value),
            )
        )
    return Promises(tuple(drawn)) if drawn else None


def standing_table(material: Material, rows: Sequence[ReportedRow]) -> Table:
    """How the promises of one charter stand."""
    return Table(
        columns=(
            Column(_("Indicator"), 9),
            Column(_("Promised"), 7),
            Column(_("The records say"), 6),
            Column(_("State"), 4),
        ),
        groups=(
            Group(
                "",
                tuple(
                    (_named(row), _or_dash(row.target), material.of_row(row), (state(row.standing),))
                    for row in rows
                ),
            ),
        ),
    )


def progress_table(material: Material) -> Table:
    """Every indicator of the report: reported, started, promised, and what the records say."""
    grouped = groupby(material.rows, key=lambda row: row.initiative_title)
    return Table(
        columns=(
            Column(_("Indicator"), 10),
            Column(_("The report says"), 7),
            Column(_("Where it started"), 4),
            Column(_("Promised"), 7),
            Column(_("The records say"), 7),
            Column(_("State"), 6),
        ),
        groups=tuple(
            Group(
                title or _("Not tied to one initiative"),
                tuple(
                    (
                        _named(row),
                        _or_dash(row.reported),
                        _or_dash(row.baseline),
                        _or_dash(row.target),
                        _counted(material, row),
                        (state(row.standing),),
                    )
                    for row in rows
                ),
            )
            for title, rows in grouped
        ),
    )


def _named(row: ReportedRow) -> Phrase:
    """The name, and the code that keeps rows without a figure findable too."""
    return plain(row.name) if row.figure is not None else (Text(row.name), Text(f" {row.code}", "quiet"))


def _counted(material: Material, row: ReportedRow) -> Phrase:
    """What the records say, and for which period."""
    return (*material.of_row(row), Break(), *quiet(row.period)) if row.period else material.of_row(row)


def _or_dash(words: str) -> Phrase:
    return plain(words) if words else quiet("–")
