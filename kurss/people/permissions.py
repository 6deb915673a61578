"""Who may do what: one table, read by every verb and every page. Pure: no account and no database here.

A role reaches an act in one of three ways (`Reach`). What a grant is limited to (`Scope`) is said by the
grant; which limits a role can have at all, by `SCOPES`. The public has no account and no row: what everybody
may see is shown without asking.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum, unique
from types import MappingProxyType
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    RESIDENT = "resident", _("Resident")
    GUARDIAN = "guardian", _("Parent or guardian")
    TEACHER = "teacher", _("Teacher")
    COURSE_ADMINISTRATOR = "course_administrator", _("Course administrator")
    REGISTRAR = "registrar", _("Registrar")
    NETWORK_ENGINEER = "network_engineer", _("Network engineer")
    PROGRAMME_OFFICER = "programme_officer", _("Programme officer")
    APPROVER = "approver", _("Approver")
    AUDITOR = "auditor", _("Auditor")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data protection officer")
    ADMINISTRATOR = "administrator", _("Administrator")


class Scope(TextChoices):
    """What a grant is limited to."""

    EVERYTHING = "everything", _("Everything")
    PLACE = "place", _("One place")
    INITIATIVE = "initiative", _("One initiative")


class Reach(Enum):
    EVERYTHING = "everything"
    """The act is open to the role whatever its grant is limited to."""
    SCOPED = "scoped"
    """Only inside what the grant is limited to; a grant for everything reaches everywhere."""
    OWN = "own"
    """Only for the account's own person and for children in that person's care."""


@unique
class Act(StrEnum):
    REGISTER_PERSON = "people.register"
    SEE_PEOPLE = "people.see"
    OPEN_REGISTER = "people.open"
    CORRECT_IDENTITY = "people.correct"
    IMPORT_PEOPLE = "people.import"
    EXPORT_PEOPLE = "people.export"
    FIND_DUPLICATES = "people.find_duplicates"
    DECIDE_DUPLICATES = "people.duplicates"
    KEEP_GUARDIANSHIPS = "people.guard"
    KEEP_FAMILY = "people.family"
    SEE_HELD = "people.held"
    GIVE_CONSENT = "people.consent"
    WRITE_CONSENT_TEXTS = "people.consent_texts"
    FIND_BY_CODE = "people.code"
    ROTATE_KEYS = "people.keys"
    ERASE_IDENTITY = "people.erase"
    RESTRICT_IDENTITY = "people.restrict"
    OPEN_ACCOUNTS = "people.accounts"
    MANAGE_ROLES = "people.roles"
    PLAN_COURSES = "learning.plan"
    ENROL = "learning.enrol"
    RUN_ROUNDS = "learning.rounds"
    MARK_ATTENDANCE = "learning.mark"
    SEE_ATTENDANCE = "learning.see"
    RECORD_GRADES = "learning.grades"
    KEEP_CARE = "learning.keep_care"
    READ_CARE = "learning.care"
    PLAN_SLOTS = "science_centre.plan"
    ADMIT_VISITORS = "science_centre.admit"
    BOOK_SLOTS = "science_centre.book"
    SEE_VISITS = "science_centre.see"
    WRITE_CURRICULA = "curriculum.write"
    APPROVE_CURRICULA = "curriculum.approve"
    COUNT_POPULATION = "population.count"
    EDIT_PROGRAMME = "programme.edit"
    PUT_NEED = "programme.put_need"
    APPROVE_CHARTER = "programme.approve"
    REGISTER_PLACES = "places.register"
    REGISTER_PARTNERS = "partners.register"
    READ_DEFINITIONS = "evidence.read"
    DEFINE_INDICATORS = "evidence.define"
    SEAL = "evidence.seal"
    OPEN_RECORDS = "evidence.open"
    SEE_CHANGES = "evidence.changes"
    PREPARE_RELEASE = "evidence.release"
    APPROVE_RELEASE = "evidence.approve"
    TAKE_AUDIT_BAG = "evidence.bag"
    RECHECK_FIGURES = "evidence.recheck"
    EXPORT_REPORT = "publication.export"
    READ_JOURNAL = "journal.read"
    READ_PRIVACY = "privacy.read"
    KEEP_PRIVACY = "privacy.keep"
    APPLY_RETENTION = "privacy.retain"


Rows = Mapping[Act, Mapping[Role, Reach]]

_ALL, _SCOPED, _OWN = Reach.EVERYTHING, Reach.SCOPED, Reach.OWN
_R = Role

TABLE: Final[Rows] = MappingProxyType(
    {
        Act.REGISTER_PERSON: {_R.COURSE_ADMINISTRATOR: _ALL, _R.REGISTRAR: _ALL, _R.ADMINISTRATOR: _ALL},
        Act.SEE_PEOPLE: {
            _R.RESIDENT: _OWN,
            _R.GUARDIAN: _OWN,
            _R.COURSE_ADMINISTRATOR: _SCOPED,
            _R.REGISTRAR: _ALL,
            _R.AUDITOR: _ALL,
            _R.ADMINISTRATOR: _ALL,
        },
        Act.OPEN_REGISTER: {_R.REGISTRAR: _ALL, _R.AUDITOR: _ALL, _R.ADMINISTRATOR: _ALL},
        Act.CORRECT_IDENTITY: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN, _R.REGISTRAR: _ALL},
        Act.IMPORT_PEOPLE: {_R.REGISTRAR: _ALL},
        Act.EXPORT_PEOPLE: {_R.REGISTRAR: _ALL},
        Act.FIND_DUPLICATES: {_R.REGISTRAR: _ALL},
        Act.DECIDE_DUPLICATES: {_R.REGISTRAR: _ALL},
        Act.KEEP_GUARDIANSHIPS: {_R.COURSE_ADMINISTRATOR: _ALL, _R.ADMINISTRATOR: _ALL},
        Act.KEEP_FAMILY: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN},
        Act.SEE_HELD: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN},
        Act.GIVE_CONSENT: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN},
        Act.WRITE_CONSENT_TEXTS: {_R.DATA_PROTECTION_OFFICER: _ALL},
        Act.FIND_BY_CODE: {_R.COURSE_ADMINISTRATOR: _ALL, _R.REGISTRAR: _ALL},
        Act.ROTATE_KEYS: {_R.ADMINISTRATOR: _ALL},
        Act.ERASE_IDENTITY: {
            _R.RESIDENT: _OWN,
            _R.GUARDIAN: _OWN,
            _R.DATA_PROTECTION_OFFICER: _ALL,
            _R.ADMINISTRATOR: _ALL,
        },
        Act.RESTRICT_IDENTITY: {_R.DATA_PROTECTION_OFFICER: _ALL},
        Act.OPEN_ACCOUNTS: {_R.ADMINISTRATOR: _ALL},
        Act.MANAGE_ROLES: {_R.ADMINISTRATOR: _ALL},
        Act.PLAN_COURSES: {_R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.ENROL: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN, _R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.RUN_ROUNDS: {_R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.MARK_ATTENDANCE: {_R.TEACHER: _SCOPED, _R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.SEE_ATTENDANCE: {
            _R.RESIDENT: _OWN,
            _R.GUARDIAN: _OWN,
            _R.TEACHER: _SCOPED,
            _R.COURSE_ADMINISTRATOR: _SCOPED,
            _R.AUDITOR: _ALL,
        },
        Act.RECORD_GRADES: {_R.COURSE_ADMINISTRATOR: _ALL},
        Act.KEEP_CARE: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN},
        Act.READ_CARE: {_R.TEACHER: _SCOPED},
        Act.PLAN_SLOTS: {_R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.ADMIT_VISITORS: {_R.TEACHER: _SCOPED, _R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.BOOK_SLOTS: {_R.RESIDENT: _OWN, _R.GUARDIAN: _OWN, _R.COURSE_ADMINISTRATOR: _SCOPED},
        Act.SEE_VISITS: {
            _R.RESIDENT: _OWN,
            _R.GUARDIAN: _OWN,
            _R.TEACHER: _SCOPED,
            _R.COURSE_ADMINISTRATOR: _SCOPED,
            _R.AUDITOR: _ALL,
        },
        Act.WRITE_CURRICULA: {_R.COURSE_ADMINISTRATOR: _ALL, _R.TEACHER: _ALL},
        Act.APPROVE_CURRICULA: {_R.APPROVER: _SCOPED},
        Act.COUNT_POPULATION: {_R.PROGRAMME_OFFICER: _SCOPED},
        Act.EDIT_PROGRAMME: {_R.PROGRAMME_OFFICER: _SCOPED},
        Act.PUT_NEED: {_R.COURSE_ADMINISTRATOR: _ALL},
        Act.APPROVE_CHARTER: {_R.APPROVER: _SCOPED},
        Act.REGISTER_PLACES: {
            _R.COURSE_ADMINISTRATOR: _SCOPED,
            _R.NETWORK_ENGINEER: _SCOPED,
            _R.PROGRAMME_OFFICER: _ALL,
        },
        Act.REGISTER_PARTNERS: {_R.PROGRAMME_OFFICER: _ALL},
        Act.READ_DEFINITIONS: {_R.PROGRAMME_OFFICER: _ALL, _R.APPROVER: _ALL, _R.AUDITOR: _ALL},
        Act.DEFINE_INDICATORS: {_R.PROGRAMME_OFFICER: _SCOPED},
        Act.SEAL: {_R.PROGRAMME_OFFICER: _ALL},
        Act.OPEN_RECORDS: {_R.PROGRAMME_OFFICER: _SCOPED, _R.AUDITOR: _ALL},
        Act.SEE_CHANGES: {_R.PROGRAMME_OFFICER: _SCOPED, _R.APPROVER: _SCOPED, _R.AUDITOR: _ALL},
        Act.PREPARE_RELEASE: {_R.PROGRAMME_OFFICER: _SCOPED},
        Act.APPROVE_RELEASE: {_R.APPROVER: _SCOPED},
        Act.TAKE_AUDIT_BAG: {_R.AUDITOR: _ALL},
        Act.RECHECK_FIGURES: {_R.PROGRAMME_OFFICER: _SCOPED},
        Act.EXPORT_REPORT: {_R.PROGRAMME_OFFICER: _SCOPED, _R.APPROVER: _SCOPED, _R.AUDITOR: _ALL},
        Act.READ_JOURNAL: {_R.AUDITOR: _ALL, _R.DATA_PROTECTION_OFFICER: _ALL, _R.ADMINISTRATOR: _ALL},
        Act.READ_PRIVACY: {_R.AUDITOR: _ALL, _R.DATA_PROTECTION_OFFICER: _ALL},
        Act.KEEP_PRIVACY: {_R.DATA_PROTECTION_OFFICER: _ALL},
        Act.APPLY_RETENTION: {_R.DATA_PROTECTION_OFFICER: _ALL},
    }
)
"""Act by role. A role that is not named in an act's row may not do it."""

UNATTENDED: Final = frozenset(
    {
        Act.OPEN_ACCOUNTS,
        Act.MANAGE_ROLES,
        Act.SEAL,
        Act.RECHECK_FIGURES,
        Act.ROTATE_KEYS,
        Act.APPLY_RETENTION,
        Act.ERASE_IDENTITY,
        Act.FIND_DUPLICATES,
    }
)
"""What the site itself does with nobody at the keyboard, or an operator on its own machine: open the first
administrator's account, seal the facts at night, recompute what is released, wrap the national codes in a new key,
look for duplicates, and erase what the rules of retention say. Nobody can sign in as the site."""

SCOPES: Final[Mapping[Role, frozenset[Scope]]] = MappingProxyType(
    {
        _R.RESIDENT: frozenset({Scope.EVERYTHING}),
        _R.GUARDIAN: frozenset({Scope.EVERYTHING}),
        _R.TEACHER: frozenset({Scope.EVERYTHING, Scope.PLACE}),
        _R.COURSE_ADMINISTRATOR: frozenset({Scope.EVERYTHING, Scope.PLACE}),
        _R.REGISTRAR: frozenset({Scope.EVERYTHING}),
        _R.NETWORK_ENGINEER: frozenset({Scope.EVERYTHING, Scope.PLACE}),
        _R.PROGRAMME_OFFICER: frozenset({Scope.EVERYTHING, Scope.INITIATIVE}),
        _R.APPROVER: frozenset({Scope.EVERYTHING, Scope.INITIATIVE}),
        _R.AUDITOR: frozenset({Scope.EVERYTHING}),
        _R.DATA_PROTECTION_OFFICER: frozenset({Scope.EVERYTHING}),
        _R.ADMINISTRATOR: frozenset({Scope.EVERYTHING}),
    }
)
"""What each role can be limited to. Who may give roles, or audits, answers for everything."""

STAFF: Final = frozenset(Role) - {Role.RESIDENT, Role.GUARDIAN}
"""Roles held in the city's service; the journal names their holders."""


def allows(act: Act, role: Role, *, scope: Scope, scope_key: str, place: str, initiative: str) -> bool:
    """Whether one grant of a role allows an act on a record of a place or an initiative.

    `Reach.OWN` is never allowed here: whose record it is, only the register of guardianships knows.
    """
    reach = TABLE[act].get(role)
    if reach is Reach.EVERYTHING:
        return True
    if reach is not Reach.SCOPED:
        return False
    if scope == Scope.EVERYTHING:
        return True
    return scope_key != "" and scope_key == (place if scope == Scope.PLACE else initiative)


def roles_for(act: Act) -> tuple[Role, ...]:
    """The roles that open an act, in the order of the table's words."""
    return tuple(role for role in Role if role in TABLE[act])
