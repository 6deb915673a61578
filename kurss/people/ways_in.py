"""The ways into an account: what signs in to it, where it is signed in, and the letters about it."""

from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from kurss.notices.outbox import forget
from kurss.people.models import Account, IdentityLink, Joining

LETTERS = "people.account"
"""What letters of signing in are about: this word and the key of the account."""


def letters_about(account: Account) -> str:
    return f"{LETTERS}:{account.pk}"


def forget_ways_in(account: Account, *, at: datetime) -> None:
    """Delete addresses, identities, passkeys, codes and letters of an account, and end its sessions."""
    for session in UserSession.objects.filter(user=account):
        session.end()
    EmailAddress.objects.filter(user=account).delete()
    SocialAccount.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    IdentityLink.objects.filter(account=account).delete()
    Joining.objects.filter(account=account).delete()
    forget(about=letters_about(account), at=at)
