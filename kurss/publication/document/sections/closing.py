"""Where the deliverable and the records differ, every figure of the document, and how to check it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from kurss.evidence.models import Figure
from kurss.programme.report_places import DOCUMENTS_LANGUAGE
from kurss.publication import times
from kurss.publication.document.material import Material, state
from kurss.publication.document.tree import (
    Block,
    Column,
    Entries,
    Entry,
    Group,
    Heading,
    Lede,
    Ledger,
    LedgerEntry,
    Note,
    Number,
    Paragraph,
    Phrase,
    Points,
    Quote,
    Section,
    Table,
    Text,
    plain,
    quiet,
)
from kurss.publication.reported import ReportedRow, name_of, unit_of
from kurss.publication.stocks import is_stock


def differences(material: Material) -> Section:
    """Row by row, in words; first what can be compared, then what no record can prove yet."""
    compared = [row for row in material.rows if row.figure is not None]
    unproved = [row for row in material.rows if row.figure is None]
    blocks: list[Block] = [
        Lede(
            plain(
                _(
                    "What the city reported stands as it was reported; the figures stand as they were "
                    "computed. Neither is adjusted to the other."
                )
            )
        )
    ]
    if compared:
        blocks += [
            Heading(_("Reported and computed")),
            Entries(tuple(_difference(material, row) for row in compared)),
        ]
    if unproved:
        blocks += [
            Heading(_("Not provable by any record yet")),
            Table(
                columns=(
                    Column(_("Indicator"), 5),
                    Column(_("Promised or reported"), 6),
                    Column(_("Why there is no figure"), 9),
                ),
                groups=(
                    Group(
                        "",
                        tuple(
                            (
                                (Text(row.name), Text(f" {row.code}", "quiet")),
                                plain(row.target) or plain(row.reported) or quiet("–"),
                                plain(row.difference),
                            )
                            for row in unproved
                        ),
                    ),
                ),
            ),
        ]
    return Section(_("Where the deliverable and the records differ"), tuple(blocks))


def _difference(material: Material, row: ReportedRow) -> Entry:
    """One indicator: the figure beside, then the report's own words, and what sets them apart."""
    # The row has its places in the document's language already.
    quoted = (Quote(f"“{row.quote}”", DOCUMENTS_LANGUAGE), Text(" "), *quiet(row.reported_place))
    ours = (Text(_("Our translation:") + f" {row.translation}", "quiet"),)
    return Entry(
        title=row.name,
        beside=(
            material.of_row(row),
            *((quiet(row.period),) if row.period else ()),
            *_companion(material, row),
            *((quiet(_("promised: %(words)s") % {"words": row.target}),) if row.target else ()),
            (state(row.standing),),
        ),
        paragraphs=(
            *((quoted,) if row.quote else ()),
            *((ours,) if row.translation else ()),
            plain(row.difference),
            *((quiet(row.reading),) if row.reading else ()),
        ),
    )


def _companion(material: Material, row: ReportedRow) -> tuple[Phrase, ...]:
    """The same people counted again in every group, where the words beside speak of them."""
    account = material.accounts.get(material.companions.get(row.key, ""))
    if account is None or row.figure is None:
        return ()
    return tuple(
        (material.number(figure, unit_of(account).of(figure.shown, material.language)),)
        for figure in account.history
        if figure.period_key == row.figure.period_key and figure.shown is not None
    )


def annex(material: Material, shown: Iterable[Number]) -> Section:
    """Every figure shown, with what an auditor needs to find and to recompute it."""
    figures = {figure.address: figure for account in material.accounts.values() for figure in account.history}
    cited = (one.figure for own in material.cited.values() for one in own if one.figure is not None)
    figures |= {figure.address: figure for figure in cited}
    release = material.release
    entries = tuple(_entry(material, number, figures[number.address]) for number in shown)
    blocks: list[Block] = [
        Lede(
            plain(
                _(
                    "All figures are of release %(number)s or of one before it: prepared by one person, approved "
                    "by another, from records sealed as they stood on %(day)s."
                )
                % {
                    "number": release.number,
                    "day": material.day(release.snapshot.as_of, "locative"),
                }
            )
        ),
        Paragraph((Text(_("Digest of the release (SHA-256):") + " ", "strong"), Text(release.digest))),
    ]
    if entries:
        blocks.append(
            Note(
                plain(
                    _("A made-up record is marked “%(word)s” in the data, on the page and here.")
                    % {"word": _("synthetic")}
                )
            )
        )
        blocks.append(
            Ledger(
                titles=(
                    _("Figure, address and digest of its records"),
                    _("Period"),
                    _("Value"),
                    _("Records"),
                ),
                entries=entries,
            )
        )
    return Section(_("Annex: every figure in this document"), (*blocks, *_how_to_check(material)))


def _entry(material: Material, number: Number, figure: Figure) -> LedgerEntry:
    return LedgerEntry(
        number=number,
        name=name_of(figure.version.indicator, material.language),
        period=_period(material, figure),
        records=material.count(figure.records),
        digest=figure.digest,
    )


def _period(material: Material, figure: Figure) -> str:
    """The period of a figure; a stock is known by the day it was counted on, as in its chart."""
    if is_stock(figure.version):
        return material.day(figure.period.day_after)
    return times.named(figure.period, material.language)


def _how_to_check(material: Material) -> tuple[Block, ...]:
    where = f"{material.site}/figures/" if material.site else "/figures/"
    return (
        Heading(_("How to check a figure")),
        Points(
            (
                plain(
                    _("Open %(address)s followed by the figure's address. No account is needed.")
                    % {"address": where}
                ),
                plain(
                    _(
                        "The page says what was counted, from which records, and prints the same digests. If "
                        "its release is not the one above, this document is older or newer than the page."
                    )
                ),
                plain(_("Whoever may see the records opens them from the same page, one by one.")),
                plain(
                    _(
                        "The site offers the evidence bag of the release and verify_figures.py, one file that "
                        "needs no account and no database. “python3 verify_figures.py BAG.zip --digest” and the "
                        "digest above recompute every figure and name each one that does not agree."
                    )
                ),
                plain(
                    _(
                        "On the city's own machine, “kurss figures --check” computes every figure again from "
                        "the sealed files and names each one that does not agree."
                    )
                ),
            ),
            ordered=True,
        ),
    )
