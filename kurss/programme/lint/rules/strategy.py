"""Rules about the assessment of the city, its vision and its ambitions."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from kurss.programme.lint.rule import Hit, listed, of_charter, of_programme, rule, same
from kurss.programme.lint.view import ProgrammeView
from kurss.programme.severity import Severity


@rule(
    "programme-without-vision",
    Severity.ERROR,
    title=_("The programme has no vision"),
    why=_("Its initiatives have nothing in common to be measured by."),
    remedy=_("Say in a sentence where the city wants to be."),
)
def programme_without_vision(view: ProgrammeView) -> Iterator[Hit]:
    if not view.visions:
        yield Hit(of_programme(view))


@rule(
    "programme-without-initiatives",
    Severity.ERROR,
    title=_("The programme has no initiative"),
    why=_("A vision without an initiative is carried out by nobody."),
    remedy=_("Enter what the city does to get there."),
)
def programme_without_initiatives(view: ProgrammeView) -> Iterator[Hit]:
    if not view.initiatives:
        yield Hit(of_programme(view))


@rule(
    "ambition-served-by-none",
    Severity.WARNING,
    title=_("No charter in force serves the ambition"),
    why=_("It was promised and nobody works on it."),
    remedy=_("Link the charter that serves it, charter an initiative for it, or take the ambition back."),
)
def ambition_served_by_none(view: ProgrammeView) -> Iterator[Hit]:
    in_force = {charter.pk for charter in view.in_force.values()}
    served = {row.target for row in view.ambition_links if row.charter in in_force}
    idle = [row for row in view.ambitions if row.pk not in served]
    if idle:
        yield Hit(of_programme(view), **listed((row.text, row.text_en) for row in idle))


@rule(
    "ambition-unexplained",
    Severity.NOTE,
    title=_("An ambition does not say what it means in practice"),
    why=_("Two readers will expect two things of it."),
    remedy=_("Add what the city will do and for whom."),
)
def ambition_unexplained(view: ProgrammeView) -> Iterator[Hit]:
    bare = [row for row in view.ambitions if not row.explanation_en.strip()]
    if bare:
        yield Hit(of_programme(view), **listed((row.text, row.text_en) for row in bare))


@rule(
    "assessment-one-sided",
    Severity.WARNING,
    title=_("The assessment names strengths alone, or weaknesses alone"),
    why=_("A programme answers to what is weak and builds on what is strong; one of the two is missing."),
    remedy=_("Enter at least one finding of lower and one of higher performance."),
)
def assessment_one_sided(view: ProgrammeView) -> Iterator[Hit]:
    if view.findings and len({row.kind for row in view.findings}) < 2:
        yield Hit(of_programme(view), **same(view.findings[0].kind))


@rule(
    "ecosystem-one-sided",
    Severity.NOTE,
    title=_("The ecosystem is described by its strengths alone, or its weaknesses alone"),
    why=_("A partner who reads it learns half of what to expect."),
    remedy=_("Enter what helps and what hinders."),
)
def ecosystem_one_sided(view: ProgrammeView) -> Iterator[Hit]:
    if view.ecosystem and len({row.kind for row in view.ecosystem}) < 2:
        yield Hit(of_programme(view), **same(view.ecosystem[0].kind))


@rule(
    "assessment-missing",
    Severity.ERROR,
    title=_("The city was not assessed"),
    why=_("Without findings nobody can say why these initiatives and no others."),
    remedy=_("Enter where the city performs higher and lower than others, with the evidence."),
)
def assessment_missing(view: ProgrammeView) -> Iterator[Hit]:
    if not view.findings:
        yield Hit(of_programme(view))


@rule(
    "stakeholders-missing",
    Severity.WARNING,
    title=_("No stakeholder is named"),
    why=_("Who has to agree, to pay or to use it was not asked."),
    remedy=_("Enter the partners that have a part in the programme, and what it is."),
)
def stakeholders_missing(view: ProgrammeView) -> Iterator[Hit]:
    if not view.stakeholders:
        yield Hit(of_programme(view))


@rule(
    "lead-is-no-stakeholder",
    Severity.NOTE,
    title=_("Who leads the initiative is not among the stakeholders"),
    why=_("The map of stakeholders leaves out one who decides."),
    remedy=_("Enter the lead among the stakeholders, with its part."),
)
def lead_is_no_stakeholder(view: ProgrammeView) -> Iterator[Hit]:
    known = {row.partner for row in view.stakeholders}
    for initiative, charter in view.chartered:
        leads = [
            row
            for row in view.roles_of.get(charter.pk, [])
            if row.role == "lead" and row.partner not in known
        ]
        if known and leads:
            yield Hit(of_charter(initiative), **listed((row.name, row.name_en) for row in leads))
