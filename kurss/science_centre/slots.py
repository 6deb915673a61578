"""Planning slots, holding one in hand while something happens to it, and calling one off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kurss.curriculum import timetable
from kurss.curriculum.free_days import Titles, public_holidays
from kurss.curriculum.models import CurriculumVersion
from kurss.curriculum.timetable import Weekly
from kurss.partners.models import Operation
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.places.models import Institution, Room
from kurss.science_centre import telling
from kurss.science_centre.models import STANDING, BookingState, GroupState, Slot, SlotKind, SlotState
from kurss.science_centre.refusals import (
    NothingPlanned,
    NotTeachable,
    PlanUnclear,
    ReasonMissing,
    RoomTaken,
    SlotHasBegun,
    SlotNotStanding,
)
from kurss.science_centre.words import moment_said
from kurss.seats.models import Pool, Seat
from kurss.seats.models.seat import LIVE
from kurss.seats.taking import release_all

MOST = 400
"""So many slots are planned at once: a whole year of every working day, and then some."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What every slot of a plan is. `pupils_per_adult` is the centre's own; without one the city's default."""

    place: Institution
    kind: SlotKind
    capacity: int
    room: Room | None = None
    version: CurriculumVersion | None = None
    operation: Operation | None = None
    pupils_per_adult: int | None = None
    age_from: int | None = None
    age_to: int | None = None
    synthetic: bool = False


def weekly(
    times: Sequence[Weekly], *, first: date, last: date
) -> tuple[list[timetable.Slot], dict[date, Titles]]:
    """The hours of a weekly pattern from the first to the last day, and the public holidays it leaves out."""
    free = public_holidays(first, last)
    zone = ZoneInfo(settings.TIME_ZONE)
    every = timetable.lay_out(times, first=first, last=last, free=(), zone=zone)
    kept = [each for each in every if each.happened_on not in free]
    return kept, {each.happened_on: free[each.happened_on] for each in every if each.happened_on in free}


@transaction.atomic
def plan_slots(*, plan: Plan, times: Sequence[timetable.Slot], by: Account, at: datetime) -> list[Slot]:
    """A slot at each of these times, all of them or none."""
    permit(by, Act.PLAN_SLOTS, at=at, place=plan.place.key)
    _check(plan, times)
    ratio = plan.pupils_per_adult or settings.KURSS_PUPILS_PER_ADULT
    made = [
        Slot(
            place=plan.place,
            room=plan.room,
            version=plan.version,
            operation=plan.operation,
            kind=plan.kind,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            happened_on=each.happened_on,
            pupils_per_adult=ratio,
            age_from=plan.age_from,
            age_to=plan.age_to,
            synthetic=plan.synthetic,
        )
        for each in times
    ]
    # The key says what the places are of; two slots of one moment are told apart by a number of their own.
    pools = Pool.objects.bulk_create(
        Pool(key=f"slot:{slot.happened_on}:{uuid4().hex}", capacity=plan.capacity) for slot in made
    )
    for slot, pool in zip(made, pools, strict=True):
        slot.pool = pool
    try:
        with transaction.atomic():
            Slot.objects.bulk_create(made)
    except IntegrityError as error:
        if "slot_room_never_clashes" not in str(error):
            raise
        raise RoomTaken(_in_the_way(plan, times)) from None
    days = f"{made[0].happened_on} – {made[-1].happened_on}"
    note(by=by, at=at, act=Act.PLAN_SLOTS, about=made[0], label=f"{plan.place.key} {days}", slots=len(made))
    return made


def _check(plan: Plan, times: Sequence[timetable.Slot]) -> None:
    if not times:
        raise NothingPlanned(
            _(
                "No hour of the week falls on a day of this period that is not a holiday. Choose a longer period."
            )
        )
    if len(times) > MOST:
        raise PlanUnclear(
            _("That would be {many} slots. Plan at most {most} at once.").format(many=len(times), most=MOST)
        )
    if plan.capacity < 1 or (plan.pupils_per_adult is not None and plan.pupils_per_adult < 1):
        raise PlanUnclear(_("Places and pupils for each adult are counted from one. Enter whole numbers."))
    if any(each.ends_at <= each.starts_at for each in times):
        raise PlanUnclear(_("A slot ends after it starts. Check the hours."))
    if plan.age_from is not None and plan.age_to is not None and plan.age_to < plan.age_from:
        raise PlanUnclear(_("The oldest age is below the youngest. Check both."))
    if plan.room is not None and plan.room.building.institution_id != plan.place.pk:
        raise PlanUnclear(
            _("Room {room} is in another place. Choose a room of {place}.").format(
                room=plan.room.name, place=plan.place.name
            )
        )
    if plan.version is not None and not plan.version.teachable:
        raise NotTeachable(
            _("The programme {programme} is “{state}”. Choose one that is piloted or approved.").format(
                programme=plan.version.curriculum.title, state=plan.version.get_state_display()
            )
        )


def _in_the_way(plan: Plan, times: Sequence[timetable.Slot]) -> str:
    for each in times:
        other = Slot.objects.filter(
            room=plan.room, state__in=STANDING, starts_at__lt=each.ends_at, ends_at__gt=each.starts_at
        ).first()
        if other is not None:
            return _("Room {room} has another slot at {when}. Choose another hour or room.").format(
                room=plan.room.name if plan.room else "", when=moment_said(other.starts_at)
            )
    return _("Two of these slots would be in one room at one time. Check the hours.")


def held_in_hand(pk: int) -> Slot:
    """The slot as it stands now, for the rest of the transaction: admitting, booking and calling off come one
    after the other. It is locked before its places are, always in this order."""
    return (
        Slot.objects.select_for_update(of=("self",), no_key=True)
        .select_related("place", "version__curriculum", "operation", "pool")
        .get(pk=pk)
    )


def check_standing(slot: Slot) -> None:
    """Raise SlotNotStanding for one that was called off."""
    if not slot.stands:
        raise SlotNotStanding(
            _("The slot of {when} was called off: {reason}. Choose another one.").format(
                when=moment_said(slot.starts_at), reason=slot.reason
            )
        )


def is_held(slot: Slot) -> None:
    """Somebody came: the slot took place."""
    if slot.state == SlotState.PLANNED:
        slot.state = SlotState.HELD
        slot.save(update_fields=["state"])


@transaction.atomic
def cancel_slot(*, slot: Slot, reason: str, by: Account, at: datetime) -> Slot:
    """Call a slot off. Whoever booked is written to with the reason; every place of it is given back."""
    slot = held_in_hand(slot.pk)
    permit(by, Act.PLAN_SLOTS, at=at, place=slot.place.key)
    check_standing(slot)
    if slot.state == SlotState.HELD or slot.starts_at <= at:
        raise SlotHasBegun(
            _("The slot of {when} has begun. It cannot be called off any more.").format(
                when=moment_said(slot.starts_at)
            )
        )
    if not reason.strip():
        raise ReasonMissing(_("Say why the slot is called off: whoever booked is told."))
    slot.state, slot.reason = SlotState.CANCELLED, reason.strip()[:200]
    slot.save(update_fields=["state", "reason"])
    telling.tell_cancelled(slot, at=at)
    seats = Seat.objects.filter(pool=slot.pool, state__in=LIVE)
    release_all(pool=slot.pool, holders=list(seats.values_list("holder", flat=True)), at=at)
    slot.bookings.filter(state=BookingState.BOOKED).update(state=BookingState.CANCELLED, cancelled_at=at)
    slot.school_groups.filter(state__in=(GroupState.REQUESTED, GroupState.CONFIRMED)).update(
        state=GroupState.CANCELLED, reason=slot.reason
    )
    note(
        by=by, at=at, act="science_centre.cancel", about=slot, label=str(slot.happened_on), reason=slot.reason
    )
    return slot
