"""Rules about charters: whether there is one, whether its boxes say something, who leads, what may go wrong."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest
from textwrap import shorten

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_charter, of_initiative, rule, same
from kurss.programme.lint.view import ProgrammeView
from kurss.programme.prose.periods import has_any_time
from kurss.programme.prose.words import same_words
from kurss.programme.severity import Severity

DAC = "OECD/DAC, Glossary of Key Terms in Evaluation and Results Based Management (2002)"

WAITS = timedelta(days=30)
"""How long a submitted charter may wait for its approval before it is named: a month, our own measure."""

BOXES = {
    "why_en": ("kāpēc", "why"),
    "how_en": ("kā", "how"),
    "link_to_vision_en": ("saikne ar vīziju", "link to vision"),
    "link_to_ambition_en": ("saikne ar iecerēm", "link to ambition"),
    "impact_and_timing_en": ("ietekme un laiks", "impact and timing"),
    "outputs_en": ("iznākumi", "outputs"),
    "outcomes_en": ("rezultāti", "outcomes"),
}


@rule(
    "charter-missing",
    Severity.ERROR,
    title=_("The initiative has no charter in force"),
    why=_("Nobody approved what it does, for what money and to what end."),
    remedy=_("Write its charter and have two people approve it."),
)
def charter_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative in view.initiatives:
        if initiative.key not in view.in_force:
            yield Hit(of_initiative(initiative))


@rule(
    "charter-outcome-repeats-output",
    Severity.ERROR,
    title=_("The charter repeats an output as an outcome"),
    why=_("What was made says nothing of what it changed: the outcome is then proved by the purchase."),
    remedy=_("Name what changes for people because of the output, and how that is measured."),
    source=DAC,
)
def charter_outcome_repeats_output(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        outputs, outcomes = charter.outputs_en.splitlines(), charter.outcomes_en.splitlines()
        twice = [
            pair
            for pair in zip_longest(charter.outcomes.splitlines(), outcomes, fillvalue="")
            if any(same_words(pair[1], output) for output in outputs)
        ]
        if twice:
            yield Hit(of_charter(initiative), **listed(twice))


@rule(
    "charter-without-lead",
    Severity.ERROR,
    title=_("Nobody leads the initiative"),
    why=_("What everybody answers for, nobody does."),
    remedy=_("Name the one partner who leads."),
)
def charter_without_lead(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if not any(row.role == "lead" for row in view.roles_of.get(charter.pk, [])):
            yield Hit(of_charter(initiative))


@rule(
    "initiative-without-ambition",
    Severity.ERROR,
    title=_("The initiative is linked to no ambition"),
    why=_("It costs money of the programme and serves none of its ends."),
    remedy=_("Link the ambition it serves, or take it out of the programme."),
)
def initiative_without_ambition(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if view.ambitions and charter.pk not in view.ambitions_of:
            yield Hit(of_charter(initiative))


@rule(
    "initiative-without-vision",
    Severity.WARNING,
    title=_("The initiative is not linked to the vision"),
    why=_("Nobody can say how it brings the city where it wants to be."),
    remedy=_("Link the vision in its charter."),
)
def initiative_without_vision(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if view.visions and charter.pk not in view.visions_of:
            yield Hit(of_charter(initiative))


@rule(
    "links-only-read",
    Severity.NOTE,
    title=_("The charter itself names none of the ambitions it is linked to"),
    why=_("The links are our reading; its authors may have meant another."),
    remedy=_("Have the authors say which ambition it serves."),
)
def links_only_read(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        links = view.ambitions_of.get(charter.pk, [])
        if links and all(row.basis == "read" for row in links):
            yield Hit(of_charter(initiative), **same(str(len(links))))


@rule(
    "charter-box-empty",
    Severity.WARNING,
    title=_("Boxes of the charter are empty"),
    why=_("An empty box is a question that nobody answered, and the next reader asks it again."),
    remedy=_("Fill each box, or write that it does not apply and why."),
)
def charter_box_empty(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        empty = [names for box, names in BOXES.items() if not getattr(charter, box).strip()]
        if empty:
            yield Hit(of_charter(initiative), **listed(empty))


@rule(
    "charter-timing-without-date",
    Severity.WARNING,
    title=_("Impact and timing name no date"),
    why=_("An impact without a time can never be late."),
    remedy=_("Say by which month each part is to be there."),
)
def charter_timing_without_date(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        text = charter.impact_and_timing_en
        if text.strip() and not has_any_time(text):
            yield Hit(of_charter(initiative), **same(shorten(text.splitlines()[0], 160, placeholder=" …")))


@rule(
    "charter-waits",
    Severity.WARNING,
    title=_("A submitted charter has waited for more than a month"),
    why=_("Work goes on by a charter that nobody approved, or does not go on at all."),
    remedy=_("Ask the approvers to approve it or to return it with a reason."),
)
def charter_waits(view: ProgrammeView) -> Iterator[Hit]:
    by_key = {initiative.key: initiative for initiative in view.initiatives}
    for key, charter in view.open_charters.items():
        if charter.state == "submitted" and charter.written_at.date() < view.on - WAITS:
            yield Hit(of_charter(by_key[key]), **same(f"{charter.written_at:%Y-%m-%d}"))


@rule(
    "charter-without-team",
    Severity.NOTE,
    title=_("The charter names a lead and nobody to work with"),
    why=_("Whoever is missing cannot be asked for time."),
    remedy=_("Name the working team and the contributors."),
)
def charter_without_team(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        roles = view.roles_of.get(charter.pk, [])
        if roles and all(row.role == "lead" for row in roles):
            yield Hit(of_charter(initiative))


@rule(
    "risks-missing",
    Severity.WARNING,
    title=_("The charter sees no risk"),
    why=_("There is always one; it was not looked for."),
    remedy=_("Enter what may go wrong, and what the city does about it."),
)
def risks_missing(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        if charter.pk not in view.risks_of:
            yield Hit(of_charter(initiative))


@rule(
    "risk-without-mitigation",
    Severity.WARNING,
    title=_("Risks have no mitigation"),
    why=_("A risk that is named and left alone is known in advance and met unprepared."),
    remedy=_("Say what is done so that it does not happen, or what is done when it does."),
)
def risk_without_mitigation(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        bare = [row for row in view.risks_of.get(charter.pk, []) if not row.mitigation_en.strip()]
        if bare:
            yield Hit(of_charter(initiative), **listed((row.text, row.text_en) for row in bare))


@rule(
    "risk-twice",
    Severity.NOTE,
    title=_("One risk stands twice in the charter"),
    why=_("Two entries of one risk are followed by two people, or by none."),
    remedy=_("Keep one of them."),
)
def risk_twice(view: ProgrammeView) -> Iterator[Hit]:
    for initiative, charter in view.chartered:
        seen: set[str] = set()
        twice = []
        for row in view.risks_of.get(charter.pk, []):
            text = row.text_en.casefold().strip(" .")
            if text in seen:
                twice.append((row.text, row.text_en))
            seen.add(text)
        if twice:
            yield Hit(of_charter(initiative), **listed(twice))
