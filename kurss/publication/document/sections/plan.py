"""Section 2: ambition and roadmap, the charters, the indicators, and who governs."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from kurss.programme.models import Activity, Measure, Milestone
from kurss.programme.models import Charter as CharterModel
from kurss.programme.sheets import CharterSheet, InitiativeRoadmap
from kurss.programme.timeline import Span
from kurss.publication import numerals
from kurss.publication.document.material import Material, place, state
from kurss.publication.document.sections.logic import logic
from kurss.publication.document.sections.promises import standing_table
from kurss.publication.document.tree import (
    Block,
    Box,
    Charter,
    Column,
    Columns,
    Entries,
    Entry,
    Group,
    Heading,
    Lede,
    Note,
    Paragraph,
    Phrase,
    Points,
    Section,
    Stretch,
    Strip,
    StripRow,
    Table,
    Text,
    Year,
    plain,
    quiet,
)


def plan(material: Material) -> Section:
    return Section(
        kicker=_("Section 2"),
        title=_("Ambition and roadmap"),
        blocks=(
            Lede(
                plain(
                    _(
                        "The roadmap at 10 000 metres: what the report dates, and its own words where it "
                        "does not."
                    )
                )
            ),
            Note(
                plain(
                    _(
                        "A bar is what was planned; a dotted end is one that the report does not state. A "
                        "hollow diamond stands in the month planned for a milestone, a solid one in the "
                        "month in which it was reached."
                    )
                )
            ),
            *(block for one in material.roadmap.initiatives for block in _roadmap(material, one)),
            *_undated(material),
            *(_charter(material, sheet) for sheet in material.charters),
            *_indicators(material),
            *logic(material),
            *_governance(material),
        ),
    )


# ------------------------------------------------------------------ roadmap


def _roadmap(material: Material, sheet: InitiativeRoadmap) -> tuple[Block, ...]:
    rows = (
        *(
            StripRow(
                title=material.said(row.activity, "title"),
                stretches=tuple(_stretch(span) for span in row.spans),
                words=_words(material, row.activity),
                blank="" if row.spans else _("no month stated"),
            )
            for row in sheet.activities
        ),
        *(
            StripRow(
                title=_("Milestone: %(title)s") % {"title": _lower(material.said(row.milestone, "title"))},
                planned=row.planned,
                reached=row.reached,
                words=_milestone_words(material, row.milestone),
                blank="" if row.planned is not None or row.reached is not None else _("no month stated"),
            )
            for row in sheet.milestones
        ),
    )
    return (
        Heading(material.said(sheet.initiative, "title")),
        Strip(
            titles=(_("Activity"), _("Months"), _("In the report's words")),
            years=_years(material.roadmap.months),
            months=tuple(_initial(month, material.language) for month in material.roadmap.months),
            rows=rows,
        ),
    )


def _undated(material: Material) -> tuple[Block, ...]:
    """What the report's drawings hold without a date, and what they leave unsaid."""
    return (
        Heading(_("Overarching milestones, none with a date")),
        Entries(
            tuple(
                Entry(
                    material.said(sheet.initiative, "title"),
                    (*material.each(sheet.overarching), quiet(material.said(sheet, "note"))),
                )
                for sheet in material.roadmap.initiatives
            ),
            numbered=True,
        ),
    )


def _words(material: Material, activity: Activity) -> Phrase:
    return material.words(activity, "timing") or quiet("–")


def _milestone_words(material: Material, milestone: Milestone) -> Phrase:
    """The report's own timing, how a month was read out of it, and when the milestone was reached."""
    reading = material.said(milestone, "reading")
    reached = milestone.reached_on
    return (
        *(material.words(milestone, "timing") or quiet("–")),
        *quiet(f" {reading}" if reading else ""),
        *(
            (Text(" " + _("Reached: %(day)s.") % {"day": material.day(reached)}, "strong"),)
            if reached is not None
            else ()
        ),
    )


def _stretch(span: Span) -> Stretch:
    return Stretch(span.first, span.last, span.opens, span.closes)


def _years(months: tuple[date, ...]) -> tuple[Year, ...]:
    return tuple(
        Year(str(month.year), index) for index, month in enumerate(months) if index == 0 or month.month == 1
    )


def _initial(month: date, language: str) -> str:
    name = numerals.month(month, language)
    return (name.rpartition(" ")[2] if language == numerals.LATVIAN else name)[:1].upper()


def _lower(title: str) -> str:
    """The title inside a sentence; one that begins with an abbreviation or a number stays as it is."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]


# ------------------------------------------------------------------ charters


def _charter(material: Material, sheet: CharterSheet) -> Charter:
    unsaid = _("Nothing said.")

    def box(title: str, lines: str) -> Box:
        return Box(title, material.each(getattr(sheet, lines)), unsaid)

    def partners(title: str, named: tuple) -> Box:
        return Box(title, material.each(named, "name"), unsaid)

    rows = material.rows_of(sheet.initiative.pk)
    strategy = (
        box(_("What"), "what"),
        box(_("Why"), "why"),
        box(_("How"), "how"),
        box(_("Link to vision"), "link_to_vision"),
        box(_("Link to ambition"), "link_to_ambition"),
    )
    stakeholders = (
        partners(_("Working team"), sheet.team),
        partners(_("Contributors"), sheet.contributors),
        Box(_("Risks and mitigation"), _risks(material, sheet), unsaid),
        box(_("Expected impact and timing"), "impact_and_timing"),
    )
    results = (
        Box(_("Source of funding"), _funding(material, sheet), unsaid),
        box(_("Outputs"), "outputs"),
        box(_("Outcomes and impacts"), "outcomes"),
    )
    return Charter(
        title=_("Charter %(order)s: %(title)s")
        % {"order": sheet.initiative.order, "title": material.said(sheet.initiative, "title")},
        facts=(
            Box(_("Lead"), (_bold(material.said(sheet.lead, "name") if sheet.lead else unsaid),)),
            Box(_("Estimated cost"), (_bold(material.money(sheet.cost) if sheet.cost else unsaid),)),
            Box(_("Promises"), _tally(material, rows)),
        ),
        columns=(strategy, stakeholders, results),
        standing=_("How its promises stand"),
        promises=standing_table(material, rows),
        note=_version(material, sheet.charter),
    )


def _bold(text: str) -> Phrase:
    return (Text(text, "strong"),)


def _tally(material: Material, rows: tuple) -> tuple[Phrase, ...]:
    counts = Counter(row.standing for row in rows)
    line: list = []
    for standing, count in counts.items():
        line += [Text(f"{material.count(count)}{numerals.NO_BREAK}"), state(standing), Text("   ")]
    return (tuple(line[:-1]),) if line else ()


def _funding(material: Material, sheet: CharterSheet) -> tuple[Phrase, ...]:
    """Each source with its amount; where the report gives no split, none is made."""
    lines: list[Phrase] = []
    for one in sheet.funding:
        source, money = material.said(one, "source"), one.amount
        lines.append(
            (Text(source), Text(f": {material.money(money)}")) if money is not None else plain(source)
        )
    if sheet.funding and all(one.amount is None for one in sheet.funding):
        lines.append(quiet(_("The report does not say how the cost is split between them.")))
    return tuple(lines)


def _risks(material: Material, sheet: CharterSheet) -> tuple[Phrase, ...]:
    lines: list[Phrase] = []
    for one in sheet.risks:
        mitigation = material.said(one, "mitigation")
        lines.append((Text(material.said(one, "text")), *quiet(f" {mitigation}" if mitigation else "")))
    if sheet.risks and not any(one.mitigation for one in sheet.risks):
        lines.append(quiet(_("The report names no mitigation.")))
    return tuple(lines)


def _version(material: Material, charter: CharterModel) -> Phrase:
    """Which version this is, and whose word stands behind it."""
    version = _("Version %(number)s of the charter") % {"number": charter.version}
    if charter.source is not None:
        source = material.said(charter.source, "title")
        return (
            Text(f"{version}, " + _("as reported in “%(title)s”") % {"title": source} + ", "),
            *place(charter.place, material.language),
        )
    return plain(
        f"{version}, "
        + _("approved by %(first)s and %(second)s")
        % {"first": charter.first_approver_label, "second": charter.second_approver_label}
    )


# ------------------------------------------------------------------ indicators and governance


def _indicators(material: Material) -> tuple[Block, ...]:
    unsaid = _("Nothing said.")
    blocks: list[Block] = [Heading(_("Indicators at a glance"), opens_page=True)]
    for columns in material.columns:
        blocks += [
            Heading(material.said(columns.initiative, "title"), 3),
            Columns(
                (
                    Box(_("Activities"), material.each(columns.activities, "title"), unsaid),
                    Box(_("Outputs"), _measured(material, columns.outputs), unsaid),
                    Box(_("Outcomes and impacts"), _measured(material, columns.outcomes), unsaid, share=2),
                )
            ),
        ]
    return (
        *blocks,
        Heading(_("Indicators across all initiatives")),
        Points(_measured(material, material.cross_cutting)),
    )


def _measured(material: Material, measures: tuple[Measure, ...]) -> tuple[Phrase, ...]:
    return tuple(
        (Text(material.said(one, "text")), Text(f" {one.indicator.code}", "quiet")) for one in measures
    )


def _governance(material: Material) -> tuple[Block, ...]:
    """Who leads and who works stands in the charters; the rest is as empty as the report leaves it."""
    unwritten = ""
    if material.is_unwritten("governance"):
        unwritten = _("The report draws a picture here, without text.")
    charters = _("The charters say who leads and who works:")

    def names(partners: tuple) -> Phrase:
        return plain(", ".join(material.said(one, "name") for one in partners)) or quiet("–")

    return (
        Heading(_("Governance of the roadmap")),
        Paragraph(plain(f"{unwritten} {charters}".strip())),
        Table(
            columns=(
                Column(_("Initiative"), 6),
                Column(_("Lead"), 5),
                Column(_("Working team"), 12),
                Column(_("Contributors"), 4),
            ),
            groups=(
                Group(
                    "",
                    tuple(
                        (
                            material.words(sheet.initiative, "title"),
                            names((sheet.lead,) if sheet.lead else ()),
                            names(sheet.team),
                            names(sheet.contributors),
                        )
                        for sheet in material.charters
                    ),
                ),
            ),
        ),
    )
