"""A secret calendar for each child: making its address, opening it, and revoking it.

The address is the feed's random key with a signature of the site's secret key (HMAC-SHA-256). Whoever reads the
database or its back-up has no address; whoever guesses a key has no signature.
"""

from datetime import datetime
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone

from kurss.learning.models import CalendarFeed
from kurss.people.acting import acts_for, note, permit
from kurss.people.models import Account, Person
from kurss.people.permissions import Act
from kurss.people.standing import keys_of, standing

_SIGNER = Signer(salt="learning.calendar", sep=".")


@transaction.atomic
def make_calendar(*, person: Person, by: Account, at: datetime) -> CalendarFeed:
    """This account's calendar of somebody it acts for. Asked again, the same one."""
    permit(by, Act.KEEP_FAMILY, at=at, person=person)
    if (made := calendar_for(person, by)) is not None:
        return made
    try:
        with transaction.atomic():
            made = CalendarFeed.objects.create(person=standing(person), made_by_key=by.pk, made_at=at)
    except IntegrityError:  # the same button pressed twice at once
        return CalendarFeed.objects.live().get(person=standing(person), made_by_key=by.pk)
    note(by=by, at=at, act="learning.make_calendar", about=made)
    return made


@transaction.atomic
def revoke_calendar(*, feed: CalendarFeed, by: Account, at: datetime) -> CalendarFeed:
    """The address opens nothing any more, at once and for ever. Revoking again changes nothing."""
    found = CalendarFeed.objects.select_for_update().get(pk=feed.pk)
    permit(by, Act.KEEP_FAMILY, at=at, person=found.person_id)
    if found.revoked_at is None:
        found.revoke(at)
        found.save(update_fields=["revoked_at"])
        note(by=by, at=at, act="learning.revoke_calendar", about=found)
    return found


def calendar_for(person: Person, account: Account) -> CalendarFeed | None:
    """The live calendar that this account has of a person."""
    return CalendarFeed.objects.live().filter(person__in=keys_of(person), made_by_key=account.pk).first()


def token_of(feed: CalendarFeed) -> str:
    """What stands in the address. Show it to whoever made the calendar, and write it nowhere."""
    return _SIGNER.sign(feed.pk.hex)


def opened(token: str, *, at: datetime) -> CalendarFeed | None:
    """The calendar of an address; None for a wrong one, one that was revoked, and one of an account that does not
    act for the person any more."""
    try:
        key = UUID(_SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = CalendarFeed.objects.live().select_related("person").filter(pk=key).first()
    account = Account.objects.filter(pk=found.made_by_key, is_active=True).first() if found else None
    if found is None or account is None:
        return None
    return found if acts_for(account, found.person_id, on=timezone.localdate(at)) else None
