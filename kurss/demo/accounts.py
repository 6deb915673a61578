"""The demonstration's accounts: one for each role, without a password: only one-click sign-in opens them."""

from __future__ import annotations

from datetime import date, datetime

from kurss.people.models import Account
from kurss.people.permissions import Role
from kurss.people.queries import unattended
from kurss.people.register import open_account
from kurss.people.roles import grant_role

SINCE = date(2020, 9, 1)
AUDIT_ENDS = date(2023, 12, 31)

NAMES = {
    Role.RESIDENT: "Demonstration resident",
    Role.GUARDIAN: "Demonstration parent",
    Role.TEACHER: "Demonstration teacher",
    Role.COURSE_ADMINISTRATOR: "Demonstration course administrator",
    Role.REGISTRAR: "Demonstration registrar",
    Role.NETWORK_ENGINEER: "Demonstration network engineer",
    Role.PROGRAMME_OFFICER: "Demonstration programme officer",
    Role.APPROVER: "Demonstration approver",
    Role.AUDITOR: "Demonstration auditor",
    Role.DATA_PROTECTION_OFFICER: "Demonstration data protection officer",
    Role.ADMINISTRATOR: "Demonstration administrator",
}

COLLEAGUES = {f"{Role.APPROVER.value}_2": (Role.APPROVER, "Demonstration second approver")}
"""Second accounts of a role, by the word that opens them: what takes two people takes two accounts."""


def email_of(word: str) -> str:
    """The address of the account that a role, or the word of a colleague, opens."""
    return f"{word}@demo.example"


def account_of(role: Role) -> Account:
    """The demonstration's account of a role."""
    return Account.objects.get(email=email_of(role.value))


def open_accounts(*, at: datetime) -> None:
    """Open an account for every role and every colleague, and give it that role."""
    by = unattended()
    first = {role.value: (role, name) for role, name in NAMES.items()}
    for word, (role, name) in (first | COLLEAGUES).items():
        account = open_account(email=email_of(word), name=name, by=by, at=at)
        grant_role(
            account=account,
            role=role,
            holds_from=SINCE,
            holds_until=AUDIT_ENDS if role is Role.AUDITOR else None,
            by=by,
            at=at,
        )
