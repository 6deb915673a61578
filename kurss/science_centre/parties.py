"""Places of a party: as many seats as it has people, each under a name that the party and its number give."""

from datetime import datetime
from uuid import UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.science_centre.models import Slot
from kurss.science_centre.refusals import SlotFull
from kurss.science_centre.words import moment_said
from kurss.seats.models import Pool
from kurss.seats.refusals import PoolFull
from kurss.seats.taking import release_all, take_all


def seat_party(*, slot: Slot, party: UUID, before: int, now: int, at: datetime) -> None:
    """Take or give back as many places as lie between what the party had and what it has now, or raise SlotFull
    and it keeps what it had."""
    names = [uuid5(party, str(number)) for number in range(max(before, now))]
    if now < before:
        release_all(pool=slot.pool, holders=names[now:], at=at)
        return
    try:
        take_all(pool=slot.pool, holders=names[before:], at=at)
    except PoolFull:
        raise SlotFull(_full(slot, now - before)) from None


def _full(slot: Slot, wanted: int) -> str:
    free = Pool.objects.get(pk=slot.pool_id).free
    sentence = (
        ngettext(
            "The slot of {when} has {free} place left, and {wanted} are needed.",
            "The slot of {when} has {free} places left, and {wanted} are needed.",
            free,
        )
        if free
        else _("The slot of {when} is full: all {capacity} places are taken.")
    )
    said = sentence.format(
        when=moment_said(slot.starts_at), free=free, wanted=wanted, capacity=slot.pool.capacity
    )
    return said + " " + _("Choose a later slot.")
