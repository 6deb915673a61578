"""Whose page it may be: the reader's own, or that of a child the reader acts for. Nobody else exists here."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people import clock
from kurss.people.acting import acts_for, may
from kurss.people.asking import asked_by
from kurss.people.models import Account, Person
from kurss.people.permissions import Act


def account(request: HttpRequest) -> Account:
    """Whoever has signed in. The table of addresses has let nobody else come so far."""
    assert isinstance(request.user, Account)
    return request.user


def own(request: HttpRequest, key: UUID, act: Act) -> Person:
    """The person who stands for this key, if the reader acts for them and may do this; otherwise 404.

    The same answer for somebody else and for nobody, so that no key can be tried out.
    """
    at = clock.now()
    reader = account(request)
    today = timezone.localdate(at)
    try:
        asked = asked_by(reader, person=key, on=today)
    except Person.DoesNotExist:
        raise Http404(_("Nobody of yours has this address.")) from None
    person = asked.person
    if asked.asker is not None and asked.asker.person_id == reader.person_id:
        reader.person = asked.asker.person
    if (
        person.known is None
        or not acts_for(reader, person, on=today)
        or not may(reader, act, at=at, person=person)
    ):
        raise Http404(_("Nobody of yours has this address."))
    return person
