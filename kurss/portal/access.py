"""Who may ask for which address: one declared table for the whole site.

Every named address has one entry, and an address without one is refused before its page is asked. The entry says
what the reader must be able to do at all; whose record it is, the page's own verb or `people.acting.may` decides,
by what the entry is `about`. A test asks for every address as every role and compares the answers with this table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kurss.people.permissions import Act


class About(StrEnum):
    """What decides whether a record is within somebody's reach."""

    PLACE = "place"
    INITIATIVE = "initiative"
    PERSON = "person"
    CITY = "city"
    """The whole city: only a grant for everything reaches it."""
    CLASS = "class"
    """A group that the reader teaches, by person and not by role alone."""
    ACCOUNT = "account"
    """A record of the reader's own account; nobody else's exists for them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What it takes to ask for an address: nothing, an account, or one of several acts."""

    signed_in: bool
    acts: tuple[Act, ...] = ()
    about: frozenset[About] = frozenset()


PUBLIC: Final = Entry(signed_in=False)
"""Anybody. Such a page may show more to who may see more."""

SIGNED_IN: Final = Entry(signed_in=True)

OWN_ACCOUNT: Final = Entry(signed_in=True, about=frozenset({About.ACCOUNT}))


def takes(*acts: Act, about: tuple[About, ...] = ()) -> Entry:
    """An address for whoever may do one of these acts, to a record that is about a place, a person …"""
    return Entry(signed_in=True, acts=acts, about=frozenset(about))


def signing_in() -> dict[str, Entry]:
    """Signing in, under the names of django-allauth: the way in is public, what follows is one's own account's."""
    way_in = (
        "account_login account_signup account_email_verification_sent account_confirm_email "
        "account_request_login_code account_confirm_login_code account_reset_password "
        "account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done "
        "mfa_login_webauthn mfa_authenticate show-identity identity-shown "
        "socialaccount_signup socialaccount_login_cancelled"
    )
    own = (
        "account_email account_change_password account_set_password socialaccount_connections mfa_index "
        "mfa_activate_totp mfa_deactivate_totp mfa_add_webauthn mfa_list_webauthn mfa_view_recovery_codes "
        "mfa_generate_recovery_codes account_reauthenticate account_request_reauthentication_code "
        "account_confirm_reauthentication_code mfa_reauthenticate mfa_reauthenticate_webauthn"
    )
    records = "mfa_edit_webauthn mfa_remove_webauthn"
    return (
        dict.fromkeys(way_in.split(), PUBLIC)
        | dict.fromkeys(own.split(), SIGNED_IN)
        | dict.fromkeys(records.split(), OWN_ACCOUNT)
    )


def around_the_programme() -> dict[str, Entry]:
    """Who and what stands around a programme: its readers read it, the office of the whole city writes it."""
    read = "stakeholders stakeholders-csv meetings meeting suggestions governance body risks risks-csv risk"
    read += " suggestions-csv decisions-csv"
    write = (
        "stakeholder-add stakeholder-change stakeholder-remove meeting-add meeting-change meeting-remove "
        "suggestion-add suggestion-change suggestion-answer suggestion-remove body-add body-change body-remove "
        "seat-add seat-change seat-remove decision-add decision-change decision-remove risks-take-in"
    )
    named = [(name, takes(Act.READ_DEFINITIONS)) for name in read.split()]
    named += [(name, takes(Act.EDIT_PROGRAMME, about=(About.CITY,))) for name in write.split()]
    named.append(("partners", takes(Act.READ_DEFINITIONS)))
    named += [
        (name, takes(Act.REGISTER_PARTNERS)) for name in ("partner-add", "partner-change", "operation-add")
    ]
    named.append(("risk-add", takes(Act.EDIT_PROGRAMME)))
    named.append(("risk-change", takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,))))
    return {f"programme:{name}": entry for name, entry in named}


def office_of_courses() -> dict[str, Entry]:
    """Planning courses and marking attendance; what is of one place is asked for there."""
    lists = "planning season season-copy groups-file groups-import group-new"
    one = "session-change group-change meeting-new group-split group-join group-plan"
    classes = "class-session class-send class-not-held class-decide class-group class-group-file"
    named = [(name, takes(Act.PLAN_COURSES)) for name in lists.split()]
    named += [(name, takes(Act.PLAN_COURSES, about=(About.PLACE,))) for name in one.split()]
    named += [(name, takes(Act.MARK_ATTENDANCE, about=(About.PLACE,))) for name in classes.split()]
    return {f"learning:{name}": entry for name, entry in named}


def at_the_science_centre() -> dict[str, Entry]:
    """The science centre: what is to come is public, a desk and its records are of one place."""
    place, admits, plans = (About.PLACE,), Act.ADMIT_VISITORS, Act.PLAN_SLOTS
    named = [("slots", PUBLIC), ("ask", PUBLIC), ("asked", PUBLIC), ("book", takes(Act.BOOK_SLOTS))]
    named += [(name, takes(admits, about=place)) for name in ("desk", "correct", "children")]
    named += [("today", takes(admits)), *((name, takes(plans)) for name in ("groups", "groups-csv", "plan"))]
    named += [(name, takes(plans, about=place)) for name in ("group", "cancel")]
    of_child = takes(Act.SEE_VISITS, about=(About.PLACE, About.PERSON))
    named += [("visit", takes(Act.SEE_VISITS, about=place)), ("participation", of_child)]
    return {f"science_centre:{name}": entry for name, entry in named}


TABLE: Final[Mapping[str, Entry]] = MappingProxyType(
    {
        "start": PUBLIC,
        "appearance": PUBLIC,
        "health": PUBLIC,
        "robots": PUBLIC,
        "status": PUBLIC,
        "journal": takes(Act.READ_JOURNAL),
        "journal-csv": takes(Act.READ_JOURNAL),
        "demo:roles": PUBLIC,
        "demo:public-numbers": PUBLIC,
        "demo:sign-in": PUBLIC,
        "people:sign-in": PUBLIC,
        "registrar:people": takes(Act.OPEN_REGISTER),
        "registrar:by-code": takes(Act.FIND_BY_CODE),
        "registrar:people-file": takes(Act.EXPORT_PEOPLE),
        "registrar:person": takes(Act.OPEN_REGISTER),
        "registrar:person-correct": takes(Act.OPEN_REGISTER),
        "registrar:lists": takes(Act.IMPORT_PEOPLE),
        "registrar:list": takes(Act.IMPORT_PEOPLE),
        "registrar:list-faults": takes(Act.IMPORT_PEOPLE),
        "registrar:list-confirm": takes(Act.IMPORT_PEOPLE),
        "registrar:list-give-up": takes(Act.IMPORT_PEOPLE),
        "registrar:duplicates": takes(Act.DECIDE_DUPLICATES),
        "registrar:duplicates-csv": takes(Act.DECIDE_DUPLICATES),
        "registrar:duplicates-search": takes(Act.FIND_DUPLICATES),
        "registrar:duplicates-how": takes(Act.DECIDE_DUPLICATES),
        "registrar:duplicates-beside": takes(Act.DECIDE_DUPLICATES),
        "registrar:pair": takes(Act.DECIDE_DUPLICATES),
        "registrar:merge-undo": takes(Act.DECIDE_DUPLICATES),
        "grants:grants": takes(Act.MANAGE_ROLES, Act.READ_JOURNAL),
        "grants:grants-csv": takes(Act.MANAGE_ROLES, Act.READ_JOURNAL),
        "grants:table": takes(Act.MANAGE_ROLES, Act.READ_JOURNAL),
        "grants:account": takes(Act.MANAGE_ROLES, Act.READ_JOURNAL),
        "grants:find": takes(Act.MANAGE_ROLES),
        "grants:give": takes(Act.MANAGE_ROLES),
        "grants:end": takes(Act.MANAGE_ROLES),
        "grants:account-close": takes(Act.OPEN_ACCOUNTS),
        "people:sign-out": PUBLIC,
        "people:account": SIGNED_IN,
        "people:end-session": SIGNED_IN,
        **signing_in(),
        "people:family": takes(Act.KEEP_FAMILY),
        "people:say-who-i-am": takes(Act.KEEP_FAMILY),
        "people:add-child": takes(Act.KEEP_FAMILY),
        "people:add-child-check": takes(Act.KEEP_FAMILY),
        "people:person": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:correct": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:code": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:consents": takes(Act.GIVE_CONSENT, about=(About.PERSON,)),
        "people:held": takes(Act.SEE_HELD, about=(About.PERSON,)),
        "people:held-json": takes(Act.SEE_HELD, about=(About.PERSON,)),
        "people:looked": takes(Act.SEE_HELD, about=(About.PERSON,)),
        "people:invite": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:withdraw-invitation": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:leave": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:erase": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:erase-surely": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "people:invitation": PUBLIC,
        "people:write-consent-text": takes(Act.WRITE_CONSENT_TEXTS),
        "population:count": PUBLIC,
        "learning:courses": PUBLIC,
        "learning:places": PUBLIC,
        "learning:place": PUBLIC,
        "learning:place-change": takes(Act.REGISTER_PLACES, about=(About.PLACE,)),
        "learning:course": PUBLIC,
        "learning:course-calendar": PUBLIC,
        "learning:rounds": PUBLIC,
        "learning:round": PUBLIC,
        "learning:published-draw": PUBLIC,
        "learning:verifier": PUBLIC,
        "learning:mine": SIGNED_IN,
        "learning:calendar": takes(Act.KEEP_FAMILY, about=(About.PERSON,)),
        "feed:sessions": PUBLIC,
        "learning:apply": takes(Act.ENROL),
        "learning:enrol": takes(Act.ENROL),
        "learning:application": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:change": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:leave": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:line": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:give-back": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:answer": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:desk": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:newcomer": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:slip": takes(Act.ENROL, about=(About.PLACE, About.PERSON)),
        "learning:run": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:grades": takes(Act.RECORD_GRADES),
        "learning:grade": takes(Act.RECORD_GRADES),
        "learning:season-new": takes(Act.PLAN_COURSES, about=(About.CITY,)),
        "learning:free-days": takes(Act.PLAN_COURSES, about=(About.CITY,)),
        "learning:round-new": takes(Act.RUN_ROUNDS),
        "learning:round-advice": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "round-need": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:round-change": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:round-discard": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:round-preview": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:invitations": takes(Act.RUN_ROUNDS, about=(About.PLACE,)),
        "learning:invitation": PUBLIC,
        **office_of_courses(),
        "learning:classes": takes(Act.MARK_ATTENDANCE),
        "learning:class-state": takes(Act.MARK_ATTENDANCE),
        "learning:class-worker": PUBLIC,
        "learning:class-no-network": PUBLIC,
        "learning:class-care": takes(Act.READ_CARE, about=(About.CLASS,)),
        "learning:care": takes(Act.KEEP_CARE, about=(About.PERSON,)),
        "learning:attendance": takes(Act.SEE_ATTENDANCE, about=(About.PLACE, About.PERSON)),
        "learning:enrolment": takes(Act.SEE_ATTENDANCE, about=(About.PLACE, About.PERSON)),
        **at_the_science_centre(),
        "programme:facts": PUBLIC,
        "programme:fact": PUBLIC,
        "programme:office": takes(Act.READ_DEFINITIONS),
        "programme:choose": takes(Act.READ_DEFINITIONS),
        "programme:show": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:particulars": takes(Act.READ_DEFINITIONS),
        "programme:particulars-correct": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:start": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:start-form": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:stages": takes(Act.READ_DEFINITIONS),
        "programme:stage-period-add": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:stage-narrative": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:stage-period": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:artefact": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:measures": takes(Act.READ_DEFINITIONS),
        "programme:progress": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:chapter": takes(Act.READ_DEFINITIONS),
        # Measures are of an initiative; the page asks for the whole programme where a list is of all.
        "programme:statement-add": takes(Act.EDIT_PROGRAMME),
        "programme:statement-change": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:statement-move": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:statement-take-out": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:statement-cite": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:citation-take-back": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:charter": takes(Act.READ_DEFINITIONS),
        "programme:charter-begin": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:charter-box": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:charter-version": takes(Act.READ_DEFINITIONS),
        "programme:charter-compare": takes(Act.READ_DEFINITIONS),
        "programme:charter-submit": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:charter-approve": takes(Act.APPROVE_CHARTER, about=(About.INITIATIVE,)),
        "programme:charter-return": takes(Act.APPROVE_CHARTER, about=(About.INITIATIVE,)),
        "programme:charter-throw-away": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:plan": takes(Act.READ_DEFINITIONS),
        "programme:plan-file": takes(Act.READ_DEFINITIONS),
        "programme:plan-import": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:plan-activity": takes(Act.READ_DEFINITIONS),
        "programme:plan-activity-do": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:plan-milestone": takes(Act.READ_DEFINITIONS),
        "programme:plan-milestone-do": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:plan-add": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:plan-baseline": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        **around_the_programme(),
        "programme:money": takes(Act.READ_DEFINITIONS),
        "programme:money-file": takes(Act.READ_DEFINITIONS),
        "programme:money-import": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:money-source-add": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:money-source-do": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:money-initiative": takes(Act.READ_DEFINITIONS),
        "programme:money-line-add": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:money-from-charter": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:money-line-do": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:money-contract": takes(Act.READ_DEFINITIONS),
        "programme:money-contract-do": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:money-payment-do": takes(Act.EDIT_PROGRAMME, about=(About.INITIATIVE,)),
        "programme:roll-up": takes(Act.READ_DEFINITIONS),
        "programme:roll-up-file": takes(Act.READ_DEFINITIONS),
        "programme:roll-up-figure": takes(Act.READ_DEFINITIONS),
        "programme:carry": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:carry-file": takes(Act.READ_DEFINITIONS),
        "programme:pipeline": takes(Act.READ_DEFINITIONS),
        "programme:proposal": takes(Act.READ_DEFINITIONS),
        **dict.fromkeys(
            (
                "programme:call-new",
                "programme:call",
                "programme:proposal-new",
                "programme:proposal-do",
                "programme:proposal-leave",
            ),
            takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        ),
        "programme:logic": takes(Act.READ_DEFINITIONS),
        "programme:logic-framework": takes(Act.READ_DEFINITIONS),
        "programme:logic-file": takes(Act.READ_DEFINITIONS),
        "programme:logic-add": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:logic-arrow-add": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:logic-arrow": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:logic-take-out": takes(Act.EDIT_PROGRAMME, about=(About.CITY,)),
        "programme:indicators": takes(Act.READ_DEFINITIONS),
        "programme:indicators-csv": takes(Act.READ_DEFINITIONS),
        "programme:indicator": takes(Act.READ_DEFINITIONS),
        "programme:indicator-version": takes(Act.READ_DEFINITIONS),
        "programme:indicator-new": takes(Act.DEFINE_INDICATORS),
        "programme:indicator-change": takes(Act.DEFINE_INDICATORS, about=(About.INITIATIVE,)),
        "programme:draft": takes(Act.DEFINE_INDICATORS),
        "programme:draft-throw-away": takes(Act.DEFINE_INDICATORS),
        "programme:target": takes(Act.DEFINE_INDICATORS, about=(About.INITIATIVE,)),
        "programme:target-withdraw": takes(Act.DEFINE_INDICATORS, about=(About.INITIATIVE,)),
        "programme:place": takes(Act.EDIT_PROGRAMME),
        "programme:seal": takes(Act.SEAL),
        "programme:health": takes(Act.READ_DEFINITIONS),
        "programme:lint": takes(Act.READ_DEFINITIONS),
        "programme:lint-report": takes(Act.READ_DEFINITIONS),
        "programme:lint-accept": takes(Act.EDIT_PROGRAMME),
        "programme:lint-take-back": takes(Act.EDIT_PROGRAMME),
        "programme:release": takes(Act.SEE_CHANGES, about=(About.CITY,)),
        "programme:release-changes": takes(Act.SEE_CHANGES, about=(About.CITY,)),
        "programme:release-changes-csv": takes(Act.SEE_CHANGES, about=(About.CITY,)),
        "programme:release-begin": takes(Act.PREPARE_RELEASE, about=(About.CITY,)),
        "programme:release-restate": takes(Act.PREPARE_RELEASE, about=(About.CITY,)),
        "programme:release-leave-out": takes(Act.PREPARE_RELEASE, about=(About.CITY,)),
        "programme:release-withdraw": takes(Act.PREPARE_RELEASE, about=(About.CITY,)),
        "programme:release-propose": takes(Act.PREPARE_RELEASE, about=(About.CITY,)),
        "programme:release-approve": takes(Act.APPROVE_RELEASE, about=(About.CITY,)),
        "programme:release-return": takes(Act.APPROVE_RELEASE, about=(About.CITY,)),
        "publication:releases": PUBLIC,
        "publication:release": PUBLIC,
        "publication:release-bag": PUBLIC,
        "publication:release-audit-bag": takes(Act.TAKE_AUDIT_BAG),
        "publication:verifier": PUBLIC,
        "publication:self-audit": PUBLIC,
        "publication:sample": takes(Act.TAKE_AUDIT_BAG),
        "publication:sample-csv": takes(Act.TAKE_AUDIT_BAG),
        "programme:exchange": takes(Act.DEFINE_INDICATORS),
        "programme:exported": takes(Act.READ_DEFINITIONS),
        "programme:scores": takes(Act.READ_DEFINITIONS),
        "programme:scores-csv": takes(Act.READ_DEFINITIONS),
        "programme:scores-json": takes(Act.READ_DEFINITIONS),
        "programme:benchmarks": takes(Act.DEFINE_INDICATORS),
        "programme:operations": takes(Act.READ_DEFINITIONS),
        "programme:operation-attach": takes(Act.EDIT_PROGRAMME),
        "privacy:notice": PUBLIC,
        "privacy:requests": takes(Act.READ_PRIVACY),
        "privacy:requests-csv": takes(Act.READ_PRIVACY),
        "privacy:new-request": takes(Act.KEEP_PRIVACY),
        "privacy:request": takes(Act.READ_PRIVACY),
        "privacy:extend": takes(Act.KEEP_PRIVACY),
        "privacy:close": takes(Act.KEEP_PRIVACY),
        **dict.fromkeys(
            (
                "privacy:request-whose",
                "privacy:request-held",
                "privacy:request-held-json",
                "privacy:request-erase",
                "privacy:request-restrict",
                "privacy:request-lift",
            ),
            takes(Act.KEEP_PRIVACY),
        ),
        "privacy:rules": takes(Act.READ_PRIVACY),
        "privacy:rule": takes(Act.KEEP_PRIVACY),
        "privacy:apply-rules": takes(Act.APPLY_RETENTION),
        "privacy:register": takes(Act.READ_PRIVACY),
        "privacy:register-csv": takes(Act.READ_PRIVACY),
        "privacy:activity": takes(Act.KEEP_PRIVACY),
        "privacy:consents": takes(Act.READ_PRIVACY),
        "publication:home": PUBLIC,
        "publication:figures": PUBLIC,
        "publication:figures-csv": PUBLIC,
        "publication:figures-json": PUBLIC,
        "publication:figure": PUBLIC,
        "publication:figure-csv": PUBLIC,
        "publication:figure-json": PUBLIC,
        "publication:figure-xlsx": PUBLIC,
        "publication:figure-svg": PUBLIC,
        "publication:figure-prov-json": PUBLIC,
        "publication:figure-provn": PUBLIC,
        "publication:sources": PUBLIC,
        "publication:records": takes(Act.OPEN_RECORDS, about=(About.INITIATIVE,)),
        "publication:initiative": PUBLIC,
        "publication:charter": PUBLIC,
        "publication:roadmap": PUBLIC,
        "publication:review": PUBLIC,
        "publication:reported": PUBLIC,
        "publication:reported-csv": PUBLIC,
        "publication:reported-json": PUBLIC,
        "publication:deliverable": PUBLIC,
        "publication:deliverable-file": PUBLIC,
        "publication:how-we-count": PUBLIC,
    }
)
"""Entries by the name of the address, by module. What is public is listed too: nothing is open by default."""
