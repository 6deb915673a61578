"""What stands in an address: for every name in the addresses of the site, a record of the walked city.

A new address with a name that is not here fails the walk until it is added.
"""

from collections.abc import Callable, Mapping
from typing import Any

from kurss.science_centre.groups import token_of
from tests.permissions.city import WalkedCity

Find = Callable[[WalkedCity], Any]

BY_NAME: Mapping[str, Find] = {
    "attendance_id": lambda city: city.mark.pk,
    "enrolment_id": lambda city: city.enrolment.pk,
    "count_id": lambda city: city.count.pk,
    "fact": lambda city: "learning.attendance",
    "indicator": lambda city: city.figure.version.indicator_id,
    "template": lambda city: "icc-2020-22",
    "stage": lambda city: city.programme.stages.get().pk,
    "stated": lambda city: city.programme.stages.get().periods.get().pk,
    "artefact": lambda city: city.programme.stages.get().artefacts.get().pk,
    "measure": lambda city: city.initiative.measures.get().pk,
    "chapter": lambda city: "review",
    "kept": lambda city: "success",
    "entry": lambda city: city.programme.review_notes.get().pk,
    "citation": lambda city: city.programme.review_notes.get().citations.get().pk,
    "activity": lambda city: city.initiative.activities.get().pk,
    "milestone": lambda city: city.initiative.milestones.get().pk,
    "stakeholder": lambda city: city.initiative.programme.stakeholders.get().pk,
    "partner": lambda city: city.initiative.programme.stakeholders.get().partner_id,
    "meeting": lambda city: city.initiative.programme.meetings.get().pk,
    "suggestion": lambda city: city.initiative.programme.meetings.get().suggestions.get().pk,
    "body": lambda city: city.initiative.programme.bodies.get().pk,
    "seat": lambda city: city.initiative.programme.bodies.get().seats.get().pk,
    "decision": lambda city: city.initiative.programme.bodies.get().decisions.get().pk,
    "risk": lambda city: city.initiative.programme.register.get().pk,
    "thing": lambda city: "activity",
    "call": lambda city: city.initiative.programme.calls.get().pk,
    "proposal": lambda city: city.initiative.programme.proposals.get().pk,
    "part": lambda city: "partner",
    "row": lambda city: city.initiative.programme.proposals.get().partners.get().pk,
    "figure": lambda city: "actions",
    "programme": lambda city: city.initiative.programme_id,
    "node": lambda city: city.initiative.activities.get().logic_node.pk,
    "arrow": lambda city: city.initiative.activities.get().logic_node.leads_to.get().pk,
    "source": lambda city: city.initiative.budget_lines.get().source_id,
    "budget_line": lambda city: city.initiative.budget_lines.get().pk,
    "contract": lambda city: city.initiative.budget_lines.get().contracts.get().pk,
    "payment": lambda city: city.initiative.budget_lines.get().contracts.get().payments.get().pk,
    "doing": lambda city: "replan",
    "box": lambda city: "what",
    "number": lambda city: city.figure.version.number,
    "draft_id": lambda city: 1,
    "target_id": lambda city: 1,
    "accepted_id": lambda city: 1,
    "address": lambda city: city.figure.address,
    "code": lambda city: "lv",
    "period": lambda city: "SY2021",
    "line": lambda city: 1,
    "issuer": lambda city: "unknown",
    "uidb36": lambda city: "0",
    "initiative": lambda city: city.initiative.pk,
    "person": lambda city: city.child.pk,
    "people_list": lambda city: city.people_list.pk,
    "pair_id": lambda city: city.pair.pk,
    "merge_id": lambda city: city.merge.pk,
    "grant_id": lambda city: city.given.pk,
    "account": lambda city: city.given.account_id,
    "kind": lambda city: "csv",
    "step": lambda city: "name",
    "invitation": lambda city: city.invitation.pk,
    "token": lambda city: city.token,
    "request_id": lambda city: city.data_request.pk,
    "season": lambda city: city.small.groups["tuesday"].season.key,
    "group": lambda city: "tuesday",
    "session_id": lambda city: city.mark.session_id,
    "disagreement_id": lambda city: city.disagreement.pk,
    "round": lambda city: "walked-round",
    "institution": lambda city: city.small.groups["tuesday"].place.key,
    "lacks": lambda city: "room",
    "application": lambda city: city.application.pk,
    "offer": lambda city: city.application.offers.get().pk,
    "slot_id": lambda city: city.slot.pk,
    "school_group_id": lambda city: city.school_group.pk,
    "visit_id": lambda city: city.visit.pk,
    "participation_id": lambda city: city.participation.pk,
}
"""By the name of the part, wherever it stands."""

BY_ADDRESS: Mapping[tuple[str, str], Find] = {
    ("learning:enrol", "group"): lambda city: "at-once",
    ("science_centre:asked", "token"): lambda city: token_of(city.school_group),
    **{
        (f"science_centre:{page}", "slot_id"): lambda city: city.after_school.pk
        for page in ("book", "children")
    },
    ("programme:charter-version", "number"): lambda city: 1,
    **{
        (f"programme:statement-{act}", name): find
        for act in ("add", "change", "move", "take-out")
        for name, find in {
            "chapter": lambda city: "measures",
            "kept": lambda city: city.initiative.measures.get().column.replace("_", "-"),
            "entry": lambda city: city.initiative.measures.get().pk,
        }.items()
    },
    ("programme:proposal-do", "doing"): lambda city: "change",
    **{(f"programme:money-{of}-do", "doing"): lambda city: "change" for of in ("source", "line")},
    **{(f"programme:money-{of}-do", "doing"): lambda city: "take-back" for of in ("contract", "payment")},
    ("programme:exported", "kind"): lambda city: "toml",
    ("programme:draft", "step"): lambda city: "what",
    ("publication:initiative", "key"): lambda city: city.initiative.pk,
    ("publication:charter", "key"): lambda city: city.initiative.pk,
    ("privacy:rule", "key"): lambda city: "notices.sent",
    ("privacy:activity", "key"): lambda city: "courses",
    ("learning:invitation", "token"): lambda city: "nobody-has-this-token",
    ("account_confirm_email", "key"): lambda city: "used",
    ("account_reset_password_from_key", "key"): lambda city: "used",
    ("mfa_edit_webauthn", "pk"): lambda city: city.passkey.pk,
    ("mfa_remove_webauthn", "pk"): lambda city: city.passkey.pk,
}
"""By the address and the name, where a name alone does not say what it names."""

NOTHING_THERE = {
    "learning:invitation": "nobody in the walked city is invited to a round",
    "feed:sessions": "the address of a child's calendar is its family's secret, and the walk knows none",
    "demo:sign-in": "it asks which role, and nobody names one",
    "show-identity": "the walked city knows no issuer",
    "identity-shown": "the walked city knows no issuer",
    "mfa_view_recovery_codes": "nobody in the walked city has recovery codes",
    "mfa_deactivate_totp": "nobody in the walked city has an authenticator app",
    "programme:draft": "a draft is its author's, and nobody in the walked city has one",
    "programme:draft-throw-away": "a draft is its author's, and nobody in the walked city has one",
    "programme:lint-take-back": "nobody in the walked city has accepted a finding",
    "programme:target-withdraw": "nothing is promised in the walked city",
    "publication:sources": "the walked figure rests on records about people, which have no public sources",
    "publication:deliverable-file": "no document is written for the walk",
}
"""Addresses that answer 404 to everybody in the walked city, and why; whoever may ask is not told apart there."""

MIDWAY = {
    "account_confirm_login_code": "the code is asked for first",
    "mfa_authenticate": "the password comes first",
    "mfa_login_webauthn": "the sign-in page asks it",
    "socialaccount_signup": "an identity is shown first",
}
"""Public steps of signing in that send whoever comes out of turn to the beginning, and why."""


def named(city: WalkedCity, address: str, parts: tuple[str, ...]) -> dict[str, Any]:
    """The parts of an address, filled in. Raises LookupError for a part nobody has said a record for."""
    found = {}
    for part in parts:
        find = BY_ADDRESS.get((address, part)) or BY_NAME.get(part)
        if find is None:
            raise LookupError(
                f"The address {address!r} names {part!r}: say in tests/permissions/objects.py which record it is."
            )
        found[part] = find(city)
    return found
