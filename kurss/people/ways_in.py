"""The ways into an account: what signs in to it, and where it is signed in."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from kurss.people.models import Account, IdentityLink, Joining


def forget_ways_in(account: Account) -> None:
    """Delete addresses, identities of issuers, passkeys and codes of an account, and end its sessions."""
    for session in UserSession.objects.filter(user=account):
        session.end()
    EmailAddress.objects.filter(user=account).delete()
    SocialAccount.objects.filter(user=account).delete()
    Authenticator.objects.filter(user=account).delete()
    IdentityLink.objects.filter(account=account).delete()
    Joining.objects.filter(account=account).delete()
