"""A child's place after school: booking it, calling it off, and marking who came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account, Person
from kurss.people.models.onday import Resident
from kurss.people.on_its_day import of_person
from kurss.people.permissions import Act
from kurss.people.queries import identities
from kurss.people.standing import standing
from kurss.science_centre import telling, words
from kurss.science_centre.models import Booking, BookingState, Participation, Slot, SlotKind, Status
from kurss.science_centre.patience import patiently
from kurss.science_centre.refusals import (
    AlreadyBooked,
    NotBooked,
    OutsideAge,
    SlotFull,
    SlotHasBegun,
    SlotToCome,
    WrongKindOfSlot,
)
from kurss.science_centre.slots import check_standing, held_in_hand, is_held
from kurss.science_centre.words import moment_said
from kurss.seats.refusals import AlreadySeated, PoolFull
from kurss.seats.taking import release, take

FOR_CHILDREN: Final = "child"
"""Whom after-school slots are for, in the word that facts of courses use."""


@patiently()
def book(
    *,
    slot: Slot,
    person: Person,
    by: Account,
    at: datetime,
    resident: Resident = Resident.NOT_RECORDED,
    once: str = "",
) -> Booking:
    """One place in an after-school slot, or a refusal and nothing. `once` names the request: sent twice, it is one
    booking and the same answer."""
    slot = held_in_hand(slot.pk)
    permit(by, Act.BOOK_SLOTS, at=at, place=slot.place.key, person=person)
    person = standing(person)
    check_standing(slot)
    if slot.kind != SlotKind.AFTER_SCHOOL:
        raise WrongKindOfSlot(_("Places are booked for children after school. This slot is open to all."))
    if slot.starts_at <= at:
        raise SlotHasBegun(_("This slot has begun. Choose a later one."))
    _check_age(slot, person)
    # A place that was taken under a key merged since is the same child's.
    if slot.bookings.filter(state=BookingState.BOOKED, person__survivor=person).exists():
        raise _already(slot)
    try:
        seat = take(pool=slot.pool, holder=person.pk, at=at, once=once)
    except PoolFull:
        raise SlotFull(
            _("The slot of {when} is full: all {capacity} places are taken. Choose a later slot.").format(
                when=moment_said(slot.starts_at), capacity=slot.pool.capacity
            )
        ) from None
    except AlreadySeated:
        raise _already(slot) from None
    if once and (earlier := Booking.objects.filter(seat=seat).first()) is not None:
        return earlier
    made = Booking.objects.create(
        slot=slot,
        person=person,
        seat=seat,
        resident=resident,
        booked_at=at,
        booked_by_key=by.pk,
        synthetic=slot.synthetic or person.synthetic,
    )
    telling.tell_booked(made, at=at)
    note(by=by, at=at, act=Act.BOOK_SLOTS, about=made, label=str(slot.happened_on))
    return made


@patiently()
def give_back(*, booking: Booking, by: Account, at: datetime) -> Booking:
    """Call the place off before the slot begins; another child can have it at once."""
    slot = held_in_hand(booking.slot_id)
    booking = Booking.objects.select_for_update(of=("self",)).select_related("seat").get(pk=booking.pk)
    permit(by, Act.BOOK_SLOTS, at=at, place=slot.place.key, person=booking.person_id)
    if booking.state != BookingState.BOOKED:
        raise NotBooked(_("This place was called off before. Nothing is left to give back."))
    if slot.starts_at <= at:
        raise SlotHasBegun(_("The slot has begun. Its list says who came."))
    release(seat=booking.seat, at=at)
    booking.state, booking.cancelled_at = BookingState.CANCELLED, at
    booking.save(update_fields=["state", "cancelled_at"])
    note(by=by, at=at, act="science_centre.give_back", about=booking, label=str(slot.happened_on))
    return booking


@patiently()
def mark(*, slot: Slot, marks: Mapping[Booking, str], by: Account, at: datetime) -> list[Participation]:
    """Who came, for a slot that has begun; returns the rows that are new.

    A mark that stands already is left as it is, so that the same list sent twice is once; one that says something
    else supersedes it.
    """
    slot = held_in_hand(slot.pk)
    permit(by, Act.ADMIT_VISITORS, at=at, place=slot.place.key)
    check_standing(slot)
    if at < slot.starts_at:
        raise SlotToCome(
            _("The slot begins at {when}. Marks are taken from then on.").format(
                when=moment_said(slot.starts_at)
            )
        )
    live = Booking.objects.filter(slot=slot, state=BookingState.BOOKED)
    booked = {one.pk: one for one in live.select_related("person")}
    standing_marks = {
        one.booking_id: one for one in Participation.objects.filter(booking__in=booked, is_current=True)
    }
    rows = []
    for booking, status in marks.items():
        if booking.pk not in booked or status not in Status.values:
            raise NotBooked(_("Somebody on this list has no place in this slot. Open the list again."))
        old = standing_marks.get(booking.pk)
        if old is None or old.status != status:
            rows.append(_row(slot, booked[booking.pk], Status(status), old, by=by, at=at))
    if not rows:
        return []
    superseded = [row.supersedes_id for row in rows if row.supersedes_id]
    Participation.objects.filter(pk__in=superseded).update(is_current=False)
    made = Participation.objects.bulk_create(rows)
    is_held(slot)
    note(
        by=by, at=at, act="science_centre.mark", about=slot, label=str(slot.happened_on), marked=len(made),
        corrected=len(superseded) or None,
    )  # fmt: skip
    return made


def _row(
    slot: Slot, booking: Booking, status: Status, old: Participation | None, *, by: Account, at: datetime
) -> Participation:
    """The mark in the words of the day; a correction keeps those of the mark it supersedes."""
    said = (
        {name: getattr(old, name) for name in ("gender", "age", "age_band")} if old else _said(slot, booking)
    )
    minutes = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
    return Participation(
        booking=booking,
        slot=slot,
        person_id=booking.person_id,
        status=status,
        minutes=minutes if status == Status.PRESENT else 0,
        audience=FOR_CHILDREN,
        resident=booking.resident,
        marked_at=at,
        marked_by_key=by.pk,
        supersedes=old,
        synthetic=booking.synthetic,
        **said,
        **words.of_slot(slot),
    )


def _said(slot: Slot, booking: Booking) -> dict[str, object]:
    identity = identities([booking.person_id]).get(booking.person_id)
    gender, born = (identity.gender, identity.birth_date) if identity else (None, None)
    return of_person(gender=gender, born=born, day=slot.happened_on)


def _check_age(slot: Slot, person: Person) -> None:
    """Where the birth date is unknown the rule cannot be tested, and nobody is sent away for a blank field."""
    identity = identities([person.pk]).get(person.pk)
    age = identity.age_on(slot.happened_on) if identity else None
    if age is None:
        return
    if (slot.age_from is not None and age < slot.age_from) or (slot.age_to is not None and age > slot.age_to):
        raise OutsideAge(
            _(
                "This slot is for ages {first} to {last}, and the child is {age} then. Choose another one."
            ).format(first=slot.age_from or 0, last=slot.age_to if slot.age_to is not None else "…", age=age)
        )


def _already(slot: Slot) -> AlreadyBooked:
    return AlreadyBooked(
        _("The child has a place in the slot of {when} already.").format(when=moment_said(slot.starts_at))
        + " "
        + _("There is no need to book again.")
    )
