"""Why an account may do what it may: for every act, the grants that open it. Asked of the one table alone."""

from dataclasses import dataclass
from datetime import date

from kurss.people.models import Account, AccountKind, RoleGrant
from kurss.people.permissions import TABLE, UNATTENDED, Act, Reach, Role


@dataclass(frozen=True, slots=True)
class Opening:
    """One grant that opens one act, and how far."""

    grant: RoleGrant
    reach: Reach


def openings(account: Account, *, on: date) -> dict[Act, list[Opening]]:
    """For every act the grants that open it on a day; an act that is not open to the account has none.

    A closed account has none at all, whatever it held. A service has none either: what it may do is declared.
    """
    grants = list(RoleGrant.objects.live_on(on).filter(account=account)) if account.is_active else []
    return {
        act: [Opening(grant, row[Role(grant.role)]) for grant in grants if Role(grant.role) in row]
        for act, row in TABLE.items()
    }


def declared_for_site(account: Account) -> frozenset[Act]:
    """What the site's own account may do without a grant."""
    return UNATTENDED if account.kind == AccountKind.SERVICE and account.is_active else frozenset()
