"""The cover, how to read the document, the executive summary, and the journey stage by stage."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.evidence.standing import NEARLY, Standing
from kurss.programme.models import Artefact, StatedPeriod
from kurss.programme.sheets import StageSheet
from kurss.publication import findings, numerals, promise_rows
from kurss.publication.document.material import Material, place, state
from kurss.publication.document.sections.promises import bars
from kurss.publication.document.tree import (
    Aside,
    Block,
    Column,
    Contents,
    Cover,
    Entries,
    Entry,
    Group,
    Heading,
    Lede,
    Paragraph,
    Phrase,
    Points,
    Ruler,
    Section,
    Table,
    TallyRow,
    Text,
    plain,
)


def cover(material: Material) -> Cover:
    """The finding first: how many promises there are, and how they stand."""
    tally = promise_rows.tally(material.accounts.values())
    unnumbered = sum(account.target is None for account in material.measured)
    sentences = (
        findings.promises(tally, material.language),
        findings.without_number(unnumbered, material.language),
    )
    made_up = _("Figures marked “%(word)s” are made up for this demonstration.") % {"word": _("synthetic")}
    return Cover(
        city=material.city,
        product=_("Digital course"),
        title=material.said(material.programme, "title"),
        finding=" ".join(filter(None, sentences)),
        tally=tuple(TallyRow(state(one), tally[one]) for one in promise_rows.STATES if tally[one]),
        left=(
            material.said(material.programme.template, "title"),
            material.months(material.programme.starts_on, material.programme.ends_on),
        ),
        right=(
            _("As of %(day)s") % {"day": material.day(material.release.snapshot.as_of)},
            _("Release %(number)s, %(digest)s")
            % {"number": material.release.number, "digest": material.release.digest[:12]},
            *((made_up,) if any(row.synthetic for row in material.rows) else ()),
        ),
    )


def ruler(material: Material) -> Ruler:
    """The programme's months as of the snapshot's day; the month in progress counts as begun."""
    first = material.programme.starts_on.year * 12 + material.programme.starts_on.month
    last = material.programme.ends_on.year * 12 + material.programme.ends_on.month
    today = material.release.snapshot.as_of.year * 12 + material.release.snapshot.as_of.month
    months = last - first + 1
    return Ruler(
        months=months,
        begun=min(max(today - first + 1, 0), months),
        januaries=tuple(passed for passed in range(1, months) if (first + passed) % 12 == 1),
    )


def reading(material: Material) -> Section:
    """How to read the document: two voices, one door beside every number, and the states."""
    nearly = numerals.percent(NEARLY * 100, material.language)
    meanings = (
        (Standing.MET, _("Its time is over, and the records reach what was promised.")),
        (Standing.MISSED, _("Its time is over, and they do not.")),
        (Standing.ON, _("Its time runs, and the records reach the share of it that is due by now.")),
        (Standing.RISK, _("They reach at least %(share)s of what is due.") % {"share": nearly}),
        (Standing.OFF, _("They reach less than that.")),
        (Standing.SAID, _("Somebody wrote it down; no record proves it. It is never added to a figure.")),
        (Standing.NONE, _("No record can prove it yet, or a part of it is missing. This is not a zero.")),
    )
    blocks: tuple[Block, ...] = (
        Lede(
            plain(
                _(
                    "This document has two voices. What the city reported is told in our own words, with the "
                    "place where it stands. What the records say is a number with a code beside it."
                )
            )
        ),
        Points(
            (
                plain(
                    _(
                        "A code opens the figure: how it was counted, from how many records, and what was "
                        "promised. On paper, find its address in the annex."
                    )
                ),
                plain(_("Hollow is promised or planned. Solid rests on records.")),
                plain(
                    _(
                        "A figure that rests on made-up records is marked “%(synthetic)s”; one whose period "
                        "is not over is marked “%(so_far)s”."
                    )
                    % {"synthetic": _("synthetic"), "so_far": _("so far")}
                ),
            )
        ),
        Heading(_("How a promise stands")),
        Table(
            columns=(Column(_("State"), 2), Column(_("What it means"), 7)),
            groups=(Group("", tuple(((state(one),), plain(meaning)) for one, meaning in meanings)),),
        ),
        Contents(_("Contents")),
        *_disclaimer(material),
    )
    return Section(_("How to read this document"), blocks)


def _disclaimer(material: Material) -> tuple[Block, ...]:
    words = material.words(material.overview.document, "disclaimer")
    return (Heading(_("The report's own disclaimer")), Paragraph(words)) if words else ()


def summary(material: Material) -> Section:
    """The executive summary of the city's report, with what the records answer so far."""
    overview = material.overview
    passages = overview.summary
    blocks: list[Block] = [Lede(material.words(overview.programme, "goal"))]
    blocks += [Paragraph(words) for words in material.each(passages[:2])]
    if overview.directions:
        blocks += [
            Heading(_("Directions of the development plan")),
            Points(material.each(overview.directions), ordered=True),
        ]
    blocks += [Paragraph(words) for words in material.each(passages[2:])]
    blocks += [
        Heading(_("The initiatives")),
        Paragraph((Text(_("Priority:") + " ", "strong"), *material.words(overview.programme, "priority"))),
        Entries(
            tuple(
                Entry(material.said(one, "title"), (material.words(one, "aim"),) if one.aim else ())
                for one in overview.initiatives
            ),
            numbered=True,
        ),
    ]
    drawn = bars(material, material.rows)
    if drawn is not None:
        blocks += [Heading(_("What the records can answer so far")), drawn]
    if material.review.ambitions:
        blocks += [
            Heading(_("The coming years")),
            Entries(
                tuple(
                    Entry(material.said(one, "title"), (material.words(one),))
                    for one in material.review.ambitions
                ),
                numbered=True,
            ),
        ]
    return Section(_("Executive summary"), tuple(blocks))


def journey(material: Material) -> Section:
    """The stages, each with every period the report states for it and what it still owes."""
    stages = material.overview.stages
    contradictory = [sheet for sheet in stages if sheet.contradictory]
    blocks: list[Block] = [
        Lede(
            plain(
                ngettext(
                    "The journey of the city has %(count)s stage.",
                    "The journey of the city has %(count)s stages.",
                    len(stages),
                )
                % {"count": material.count(len(stages))}
            )
        ),
        Entries(tuple(_stage(material, sheet) for sheet in stages), numbered=True),
    ]
    if contradictory:
        titles = ", ".join(material.said(sheet.stage, "title") for sheet in contradictory)
        blocks.append(
            Aside(
                _("The report contradicts itself on dates."),
                plain(
                    _("%(stages)s: different places state different months. All are kept, none is preferred.")
                    % {"stages": titles}
                ),
            )
        )
    return Section(_("Overview of the journey"), tuple(blocks))


def _stage(material: Material, sheet: StageSheet) -> Entry:
    narrative = material.said(sheet.stage, "narrative").splitlines()
    return Entry(
        title=material.said(sheet.stage, "title"),
        paragraphs=tuple(plain(line) for line in narrative if line.strip()) + _owed(material, sheet),
        beside=_periods(material, sheet),
    )


def _periods(material: Material, sheet: StageSheet) -> tuple[Phrase, ...]:
    """One line where all places agree; otherwise each period with its place, said to be contradictory."""
    if not sheet.contradictory:
        return tuple(_period(material, period) for period in sheet.periods[:1])
    lines: list[Phrase] = [(Text(_("Stated in different ways:"), "strong"),)]
    for period in sheet.periods:
        lines += [_period(material, period), place(period.place, material.language)]
    return tuple(lines)


def _period(material: Material, period: StatedPeriod) -> Phrase:
    words = material.months(period.starts_on, period.ends_on)
    if period.months is None or period.months == period.months_counted:
        return plain(words)
    doubt = _("printed as %(printed)s months, counted %(counted)s") % {
        "printed": material.count(period.months),
        "counted": material.count(period.months_counted),
    }
    return (Text(words), Text(f" ({doubt})", "quiet"))


def _owed(material: Material, sheet: StageSheet) -> tuple[Phrase, ...]:
    """What the stage owes by the programme's template and the report leaves empty."""
    words = {
        Artefact.State.HEADING_ONLY: _("Only a heading or a picture in the report:"),
        Artefact.State.OWED: _("Not in the report:"),
    }
    return tuple(
        (Text(f"{word} ", "quiet"), Text(", ".join(material.said(one, "title") for one in found), "quiet"))
        for one_state, word in words.items()
        if (found := [one for one in sheet.artefacts if one.state == one_state])
    )
