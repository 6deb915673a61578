"""What the pages share: the slot or the group of an address, and who asks."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from kurss.people import clock
from kurss.people.acting import permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.science_centre.models import Slot
from kurss.science_centre.queries import slot_of


def account(request: HttpRequest) -> Account:
    """Who has signed in; the gate lets nobody else to these pages."""
    assert isinstance(request.user, Account)
    return request.user


def slot_at(slot_id: int) -> Slot:
    """The slot of an address. Raises Http404."""
    found = slot_of(slot_id)
    if found is None:
        raise Http404(_("There is no such slot."))
    return found


def permitted(request: HttpRequest, slot: Slot, act: Act) -> None:
    permit(request.user, act, at=clock.now(), place=slot.place.key)
