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


def email_of(role: Role) -> str:
    return f"{role.value}@demo.example"


def account_of(role: Role) -> Account:
    """The demonstration's account of a role."""
    return Account.objects.get(email=email_of(role))


def open_accounts(*, at: datetime) -> None:
    """Open an account for every role and give it that role."""
    by = unattended()
    for role, name in NAMES.items():
        account = open_account(email=email_of(role), name=name, by=by, at=at)
        grant_role(
            account=account,
            role=role,
            holds_from=SINCE,
            holds_until=AUDIT_ENDS if role is Role.AUDITOR else None,
            by=by,
            at=at,
        )
