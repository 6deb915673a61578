"""School groups: asking, answering, calling off, and not coming. Who came is admitted (`admitting`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.core.signing import BadSignature, Signer
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurss.notices.outbox import draft
from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.people.queries import unattended
from kurss.people.standing import standing
from kurss.places.models import Institution
from kurss.science_centre import telling
from kurss.science_centre.models import GroupState, SchoolGroup, Slot
from kurss.science_centre.models.school_group import OVER
from kurss.science_centre.parties import seat_party
from kurss.science_centre.patience import patiently
from kurss.science_centre.refusals import (
    GroupAnswered,
    GroupUnclear,
    ReasonMissing,
    SlotHasBegun,
    SlotToCome,
    TooFewAdults,
    WrongKindOfSlot,
)
from kurss.science_centre.slots import check_standing, held_in_hand

_SIGNER = Signer(salt="science_centre.group", sep=".")

LARGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a teacher says of the group. One of `institution` and `school` names where it comes from."""

    pupils: int
    adults: int
    teacher_name: str
    email: str
    language: str
    phone: str = ""
    institution: Institution | None = None
    school: str = ""
    grade: int | None = None


@transaction.atomic
def ask(*, slot: Slot, told: Told, by: Account | None, at: datetime, once: str = "") -> SchoolGroup:
    """A group asks to come, and is answered by letter. It holds no place before it is confirmed.

    Anybody may ask, also without an account. `once` names the request: sent twice, it is one.
    """
    if once and (earlier := SchoolGroup.objects.filter(once=once).first()) is not None:
        return earlier
    slot = held_in_hand(slot.pk)
    check_standing(slot)
    if not slot.takes_groups:
        raise WrongKindOfSlot(_("This slot is for registered children. Choose one that takes groups."))
    if slot.starts_at <= at:
        raise SlotHasBegun(_("This slot has begun. Choose a later one."))
    _check(slot, told)
    try:
        with transaction.atomic():
            made = SchoolGroup.objects.create(
                slot=slot,
                institution=told.institution,
                school="" if told.institution else told.school.strip(),
                teacher=standing(by.person) if by and by.person else None,
                teacher_name=told.teacher_name.strip(),
                email=told.email.strip(),
                phone=told.phone.strip(),
                language=told.language,
                grade=told.grade,
                pupils=told.pupils,
                adults=told.adults,
                asked_at=at,
                once=once,
                synthetic=slot.synthetic,
            )
    except IntegrityError:  # the same button pressed twice at once
        return SchoolGroup.objects.get(once=once)
    telling.tell_group(made, telling.ASKED, token=token_of(made), at=at)
    note(by=by or unattended(), at=at, act="science_centre.ask", about=made, label=str(slot.happened_on))
    return made


@patiently()
def confirm(*, group: SchoolGroup, by: Account, at: datetime) -> SchoolGroup:
    """The group has its places, or SlotFull and it still waits for an answer."""
    slot, group = _in_hand(group)
    permit(by, Act.PLAN_SLOTS, at=at, place=slot.place.key)
    if group.state == GroupState.CONFIRMED:
        return group
    _check_state(group, GroupState.REQUESTED)
    check_standing(slot)
    seat_party(slot=slot, party=group.key, before=0, now=group.people, at=at)
    return _become(group, GroupState.CONFIRMED, "", by=by, at=at, letter=telling.CONFIRMED)


@patiently()
def refuse(*, group: SchoolGroup, reason: str, by: Account, at: datetime) -> SchoolGroup:
    """Say no, with the reason that the teacher reads."""
    slot, group = _in_hand(group)
    permit(by, Act.PLAN_SLOTS, at=at, place=slot.place.key)
    _check_state(group, GroupState.REQUESTED)
    if not reason.strip():
        raise ReasonMissing(_("Say why the group cannot come: its teacher reads it."))
    return _become(group, GroupState.REFUSED, reason, by=by, at=at, letter=telling.REFUSED)


@patiently()
def call_off(*, group: SchoolGroup, reason: str, by: Account | None, at: datetime) -> SchoolGroup:
    """The group will not come after all; its places are free again. The teacher does it by the address of the
    letter (`by` nobody), or the centre on the teacher's word."""
    slot, group = _in_hand(group)
    if by is not None:
        permit(by, Act.PLAN_SLOTS, at=at, place=slot.place.key)
    if group.state == GroupState.CANCELLED:
        return group
    _check_state(group, GroupState.REQUESTED, GroupState.CONFIRMED)
    if group.state == GroupState.CONFIRMED:
        seat_party(slot=slot, party=group.key, before=group.people, now=0, at=at)
    return _become(group, GroupState.CANCELLED, reason, by=by, at=at, letter=telling.CALLED_OFF)


@patiently()
def did_not_come(*, group: SchoolGroup, by: Account, at: datetime) -> SchoolGroup:
    """A confirmed group stayed away; its places are free again."""
    slot, group = _in_hand(group)
    permit(by, Act.ADMIT_VISITORS, at=at, place=slot.place.key)
    _check_state(group, GroupState.CONFIRMED)
    if timezone.localdate(at) < slot.happened_on:
        raise SlotToCome(_("The day of the slot has not come. Call the group off instead."))
    seat_party(slot=slot, party=group.key, before=group.people, now=0, at=at)
    return _become(group, GroupState.ABSENT, "", by=by, at=at)


def token_of(group: SchoolGroup) -> str:
    """What stands in the address by which the teacher sees the request and calls it off: the random key with a
    signature of the site's secret key, so that whoever reads the database has no address."""
    return _SIGNER.sign(group.key.hex)


def opened(token: str) -> SchoolGroup | None:
    """The request of an address; None for a wrong one."""
    try:
        key = _SIGNER.unsign(token)
    except BadSignature:
        return None
    found = SchoolGroup.objects.select_related("slot__place", "slot__version__curriculum", "institution")
    return found.filter(key=key).first()


def adults_needed(slot: Slot, pupils: int) -> int:
    """How many adults the centre asks for with so many pupils."""
    return ceil(pupils / slot.pupils_per_adult)


def _check(slot: Slot, told: Told) -> None:
    if told.institution is None and not told.school.strip():
        raise GroupUnclear(_("Say which school the group comes from."))
    if not told.teacher_name.strip():
        raise GroupUnclear(_("Say who leads the group."))
    if told.pupils < 1 or told.adults < 1 or told.pupils + told.adults > LARGEST:
        raise GroupUnclear(
            _("A group has at least one pupil and one adult, and at most {most} people.").format(most=LARGEST)
        )
    if told.pupils + told.adults > slot.pool.capacity:
        raise GroupUnclear(
            _("This slot has {capacity} places in all. Come in two slots.").format(
                capacity=slot.pool.capacity
            )
        )
    if (needed := adults_needed(slot, told.pupils)) > told.adults:
        raise TooFewAdults(
            ngettext(
                "{pupils} pupils come with at least {needed} adult here: one for each {ratio} pupils.",
                "{pupils} pupils come with at least {needed} adults here: one for each {ratio} pupils.",
                needed,
            ).format(pupils=told.pupils, needed=needed, ratio=slot.pupils_per_adult)
        )
    # An address that no letter reaches is refused with its own sentence.
    draft(to=told.email, subject="-", body="-", language=told.language, at=timezone.now())


def _in_hand(group: SchoolGroup) -> tuple[Slot, SchoolGroup]:
    """The slot and then the group, locked in this order."""
    slot = held_in_hand(group.slot_id)
    found = SchoolGroup.objects.select_for_update(of=("self",)).select_related("institution")
    return slot, found.get(pk=group.pk)


def _check_state(group: SchoolGroup, *states: GroupState) -> None:
    if group.state not in states:
        remedy = (
            _("Nothing is left to answer.")
            if group.state in OVER
            else _("Open it again to see how it stands.")
        )
        raise GroupAnswered(
            _("This group is “{state}” already.").format(state=group.get_state_display()) + " " + remedy
        )


def _become(
    group: SchoolGroup, state: GroupState, reason: str, *, by: Account | None, at: datetime, letter: str = ""
) -> SchoolGroup:
    was, group.state, group.reason = group.state, state, reason.strip()[:300]
    group.save(update_fields=["state", "reason"])
    if letter:
        telling.tell_group(group, letter, token=token_of(group), at=at)
    note(
        by=by or unattended(), at=at, act=f"science_centre.group_{state.value}", about=group,
        label=str(group.slot.happened_on), was=was, reason=group.reason or None,
    )  # fmt: skip
    return group
