"""Linking an account with what an issuer of identities says, and letting go of it."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from kurss.people.acting import note
from kurss.people.models import Account, Assurance, IdentityLink
from kurss.people.refusals import IdentityOfAnother


def digest_of(issuer: str, scheme: str, identifier: str) -> str:
    """What is kept in place of an identifier: the same text gives the same digest, and none leads back."""
    key = settings.KURSS_IDENTITY_KEY or settings.SECRET_KEY
    said = f"{issuer}\n{scheme}\n{identifier}"
    return salted_hmac("kurss.people.identity_links", said, secret=key, algorithm="sha256").hexdigest()


@transaction.atomic
def link_identity(
    *,
    account: Account,
    issuer: str,
    scheme: str,
    digest: str,
    assurance: Assurance,
    by: Account,
    at: datetime,
) -> IdentityLink:
    """The holder of the account has shown this identity; a later, surer or less sure showing is kept as well.

    Raises IdentityOfAnother where another account holds it.
    """
    held = (
        IdentityLink.objects.select_for_update()
        .filter(issuer=issuer, scheme=scheme, identifier_digest=digest, valid_until__isnull=True)
        .first()
    )
    if held is not None and held.account_id != account.pk:
        raise IdentityOfAnother(
            _(
                "This identity belongs to another account. Sign in to that one, or take it away from there first."
            )
        )
    if held is not None and held.assurance == assurance:
        return held
    if held is not None:
        _end(held, at=at)
    link = IdentityLink.objects.create(
        account=account,
        issuer=issuer,
        scheme=scheme,
        identifier_digest=digest,
        assurance=assurance,
        valid_from=at,
    )
    note(by=by, at=at, act="people.link_identity", about=account, issuer=issuer, assurance=assurance.value)
    return link


@transaction.atomic
def end_link(*, account: Account, digest: str, by: Account, at: datetime) -> None:
    """Nobody signs in to the account by this identity any more."""
    for link in IdentityLink.objects.filter(account=account, identifier_digest=digest, valid_until=None):
        _end(link, at=at)
        note(by=by, at=at, act="people.end_link", about=account, issuer=link.issuer)


def _end(link: IdentityLink, *, at: datetime) -> None:
    link.valid_until = max(at, link.valid_from)
    link.save(update_fields=["valid_until"])
