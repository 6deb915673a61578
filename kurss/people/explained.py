"""Every act in plain words, for whoever gives roles or wonders why somebody may do something."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kurss.people.permissions import Act, Reach

SUBJECTS: Final[Mapping[str, str | Promise]] = {
    "people": _("People and accounts"),
    "learning": _("Courses"),
    "science_centre": _("Science centre"),
    "curriculum": _("Curricula"),
    "population": _("Population"),
    "programme": _("The programme"),
    "places": _("Places"),
    "partners": _("Partners"),
    "evidence": _("Figures"),
    "publication": _("Publication"),
    "journal": _("Journal"),
    "privacy": _("Data protection"),
}
"""Acts stand under the module they are about, in this order; one that is not here comes last."""

ACTS: Final[Mapping[Act, str | Promise]] = {
    Act.REGISTER_PERSON: _("Enter people in the register"),
    Act.SEE_PEOPLE: _("See who somebody is, beside what they do here"),
    Act.OPEN_REGISTER: _("Search the register of people and open anybody in it"),
    Act.CORRECT_IDENTITY: _("Correct names, birth date and contact"),
    Act.IMPORT_PEOPLE: _("Import lists of people"),
    Act.EXPORT_PEOPLE: _("Take the register out as a file"),
    Act.FIND_DUPLICATES: _("Search the register for people entered twice"),
    Act.DECIDE_DUPLICATES: _("Merge two records of one person, keep two people apart, undo"),
    Act.KEEP_GUARDIANSHIPS: _("Say who acts for a child"),
    Act.KEEP_FAMILY: _("Keep one’s own family: children and the other guardian"),
    Act.SEE_HELD: _("See and take along what the city holds of oneself and one’s children"),
    Act.GIVE_CONSENT: _("Give and withdraw consent"),
    Act.WRITE_CONSENT_TEXTS: _("Write the texts that consent is asked for"),
    Act.FIND_BY_CODE: _("Find a person by the personal code"),
    Act.ROTATE_KEYS: _("Wrap personal codes in a new key"),
    Act.ERASE_IDENTITY: _("Erase who somebody is; counts stay"),
    Act.RESTRICT_IDENTITY: _("Restrict the use of what is held about somebody, and lift it"),
    Act.OPEN_ACCOUNTS: _("Open and close accounts"),
    Act.MANAGE_ROLES: _("Give roles and take them away, but never to oneself"),
    Act.PLAN_COURSES: _("Plan seasons, groups and lessons"),
    Act.ENROL: _("Take and give back places in groups"),
    Act.RUN_ROUNDS: _("Plan rounds of places, draw them and offer places"),
    Act.MARK_ATTENDANCE: _("Mark who came"),
    Act.SEE_ATTENDANCE: _("See who came and who has a place"),
    Act.RECORD_GRADES: _("Record in which school grade a child is, where the birth date says another"),
    Act.KEEP_CARE: _("Tell teachers whom to call, who collects a child and what it needs"),
    Act.READ_CARE: _("Read what teachers should know of the children of their own groups"),
    Act.PLAN_SLOTS: _("Plan slots of the science centre, answer school groups, call slots off"),
    Act.ADMIT_VISITORS: _("Admit visitors to the science centre and mark who came"),
    Act.BOOK_SLOTS: _("Book and call off places after school at the science centre"),
    Act.SEE_VISITS: _("See single visits and who came after school"),
    Act.WRITE_CURRICULA: _("Write curricula"),
    Act.APPROVE_CURRICULA: _("Approve curricula that others wrote"),
    Act.COUNT_POPULATION: _("Enter counts of residents"),
    Act.EDIT_PROGRAMME: _("Write charters, the roadmap and the rest of the programme"),
    Act.PUT_NEED: _("Put a need before the programme office"),
    Act.APPROVE_CHARTER: _("Approve charters that others wrote"),
    Act.REGISTER_PLACES: _("Enter institutions, buildings and rooms"),
    Act.REGISTER_PARTNERS: _("Enter organisations and the projects that pay"),
    Act.READ_DEFINITIONS: _("Read how indicators are defined, before they are in force"),
    Act.DEFINE_INDICATORS: _("Define what an indicator means"),
    Act.SEAL: _("Seal the facts and compute the figures"),
    Act.OPEN_RECORDS: _("Open a figure to the records behind it"),
    Act.SEE_CHANGES: _("See what has changed since figures were released"),
    Act.PREPARE_RELEASE: _("Prepare the release of figures"),
    Act.APPROVE_RELEASE: _("Approve a release that another officer prepared"),
    Act.TAKE_AUDIT_BAG: _("Take sealed records out for an audit"),
    Act.RECHECK_FIGURES: _("Compute released figures anew and compare"),
    Act.EXPORT_REPORT: _("Take out the report to the funder"),
    Act.READ_JOURNAL: _("Read who did what, and when"),
    Act.READ_PRIVACY: _("Read how personal data is kept: rules, requests, consents"),
    Act.KEEP_PRIVACY: _("Keep the register of processing and answer requests"),
    Act.APPLY_RETENTION: _("Erase what the rules of retention say"),
}
"""A test keeps this complete: an act that nobody has explained fails it."""

REACHES: Final[Mapping[Reach, str | Promise]] = {
    Reach.EVERYTHING: _("everywhere"),
    Reach.SCOPED: _("within what the role is limited to"),
    Reach.OWN: _("own records and those of own children only"),
}


def subject_of(act: Act) -> str:
    return act.value.split(".")[0]


def by_subject() -> list[tuple[str | Promise, list[Act]]]:
    """All acts under their subjects, in the order they are shown."""
    found = []
    known = [*SUBJECTS, *sorted({subject_of(act) for act in Act} - set(SUBJECTS))]
    for subject in known:
        acts = [act for act in Act if subject_of(act) == subject]
        if acts:
            found.append((SUBJECTS.get(subject, subject), acts))
    return found
