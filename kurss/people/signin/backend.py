"""Who may be signed in at all: a human account in use."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection

from kurss.people.models import Account, AccountKind, RoleGrant

_ACCOUNT = [field.attname for field in Account._meta.concrete_fields]
_GRANT = [field.attname for field in RoleGrant._meta.concrete_fields]
_READ = f"""/* prepared */
SELECT {", ".join(f"account.{name}" for name in _ACCOUNT)}, {", ".join(f"held.{name}" for name in _GRANT)}
FROM people_account account LEFT JOIN people_rolegrant held ON held.account_id = account.key
WHERE account.key = %s
"""  # noqa: S608 - names of columns of our own models


class Accounts(AuthenticationBackend):
    """By e-mail address, whatever its case, and password. A service and a closed account are never signed in."""

    def get_user(self, user_id: Any) -> Account | None:
        """The account of a session with the roles it holds, in one statement, since every page asks for both."""
        with connection.cursor() as cursor:
            cursor.execute(_READ, [user_id])
            rows = cursor.fetchall()
        if not rows:
            return None
        width, alias = len(_ACCOUNT), connection.alias
        account = Account.from_db(alias, _ACCOUNT, rows[0][:width])
        held = [RoleGrant.from_db(alias, _GRANT, row[width:]) for row in rows if row[width] is not None]
        account.loaded_grants = held
        return account if self.user_can_authenticate(account) else None

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, Account) and user.is_active and user.kind == AccountKind.HUMAN

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """A right password to a closed account is answered like a wrong one, so nothing is kept to tell."""
        return None
