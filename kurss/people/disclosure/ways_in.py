"""What is held of how somebody signs in, and of whether two records are theirs."""

from collections.abc import Iterator
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.disclosure.chapters import Chapter, Field, Record
from kurss.people.models import Account, ExternalKey, IdentityLink, Joining, Merge, Pair, Person
from kurss.people.standing import accounts_of, keys_of


def ways_in(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Addresses, identities shown by an issuer, second factors. Of secrets only that there are some."""
    accounts = accounts_of(person)
    return Chapter(
        key="ways_in",
        title=_("Ways to sign in"),
        why=_("To let in nobody else."),
        after_erasure=_("They are deleted."),
        records=list(_of(accounts)) if accounts else [],
    )


def _of(accounts: list[Account]) -> Iterator[Record]:
    for address in EmailAddress.objects.filter(user__in=accounts):
        yield _way(_("E-mail address"), address.email, None)
    for shown in SocialAccount.objects.filter(user__in=accounts):
        yield _way(_("Identity shown by an issuer"), shown.provider, shown.date_joined)
    for link in IdentityLink.objects.filter(account__in=accounts):
        yield _way(_("Level of assurance"), f"{link.issuer}: {link.get_assurance_display()}", link.valid_from)
    for factor in Authenticator.objects.filter(user__in=accounts):
        yield _way(_("Passkey or code"), str(factor.get_type_display()), factor.created_at)
    for waiting in Joining.objects.filter(account__in=accounts):
        yield _way(_("Sign-up that waits for its confirmation"), waiting.given_name, None)


def _way(kind: str, what: str, since: datetime | None) -> Record:
    return [
        Field("kind", _("Kind"), kind),
        Field("what", _("What it is"), what),
        Field("since", _("Since"), since and timezone.localtime(since)),
    ]


def sessions(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """Where the person is signed in now."""
    accounts = accounts_of(person)
    rows = UserSession.objects.filter(user__in=accounts).order_by("created_at") if accounts else ()
    return Chapter(
        key="sessions",
        title=_("Signed in now"),
        why=_("To let you end a session that is not yours."),
        after_erasure=_("They are ended and deleted."),
        records=[
            [
                Field("since", _("Since"), timezone.localtime(row.created_at)),
                Field("last_seen", _("Last used"), timezone.localtime(row.last_seen_at)),
                Field("network_address", _("Network address"), str(row.ip)),
                Field("program", _("Program"), row.user_agent),
            ]
            for row in rows
        ],
    )


def external_keys(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """How the person is called in lists of others that were imported: a pupil's number, for instance."""
    rows = ExternalKey.objects.filter(person__in=keys_of(person)).order_by("source", "key")
    return Chapter(
        key="external_keys",
        title=_("Numbers in other lists"),
        why=_("To recognise the same person when a list comes again."),
        after_erasure=_("They are deleted."),
        records=[
            [Field("source", _("List"), row.source), Field("key", _("Number there"), row.key)] for row in rows
        ],
    )


def comparisons(person: Person, *, reader: Account, at: datetime) -> Chapter:
    """That the register compared this record with another, and what an officer decided. Not with whose."""
    keys = keys_of(person)
    pairs = list(Pair.objects.filter(Q(low__in=keys) | Q(high__in=keys)).order_by("found_at"))
    merges = Merge.objects.filter(Q(merged__in=keys) | Q(into__in=keys), undone_at=None)
    joined = merges.count() if pairs else 0
    return Chapter(
        key="comparisons",
        title=_("Comparisons in the register"),
        why=_("So that one person is not counted as two."),
        after_erasure=_("They stay between keys without a name."),
        records=[
            [
                Field("found_at", _("Found"), timezone.localtime(pair.found_at)),
                Field("state", _("Decision"), str(pair.get_state_display())),
                Field("decided_at", _("Decided"), pair.decided_at and timezone.localtime(pair.decided_at)),
                Field("records_joined", _("Records joined in all"), joined),
            ]
            for pair in pairs
        ],
    )
