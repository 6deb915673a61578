"""Who may be signed in at all: a human account in use."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from kurss.people.models import Account, AccountKind


class Accounts(AuthenticationBackend):
    """By e-mail address, whatever its case, and password. A service and a closed account are never signed in."""

    def user_can_authenticate(self, user: AbstractBaseUser | None) -> bool:
        return isinstance(user, Account) and user.is_active and user.kind == AccountKind.HUMAN

    @classmethod
    def _stash_user(cls, user: AbstractBaseUser | None) -> AbstractBaseUser | None:
        """A right password to a closed account is answered like a wrong one, so nothing is kept to tell."""
        return None
