"""The desk: letting a party in, and correcting what was pressed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from kurss.people.acting import note, permit
from kurss.people.models import Account
from kurss.people.permissions import Act
from kurss.science_centre import words
from kurss.science_centre.models import TICKETS, CameFrom, GroupState, SchoolGroup, Slot, SlotKind, Visit
from kurss.science_centre.parties import seat_party
from kurss.science_centre.patience import patiently
from kurss.science_centre.refusals import (
    GroupAnswered,
    NobodyAdmitted,
    NothingToCorrect,
    ReasonMissing,
    SlotToCome,
    VisitSuperseded,
    WrongKindOfSlot,
)
from kurss.science_centre.slots import check_standing, held_in_hand, is_held

OF_GROUPS: Final = ("pupil", "escort")
SOLD: Final = tuple(name for name in TICKETS if name not in OF_GROUPS)
"""Tickets that the desk gives out to whoever comes by themselves."""

MOST: Final = 500
"""More people at one press are a slip of the finger."""


@patiently()
def admit(
    *, slot: Slot, tickets: Mapping[str, int], came_from: str, once: UUID, by: Account, at: datetime
) -> Visit:
    """Let a party in, or refuse with SlotFull and nobody of it is let in.

    `once` names the press: sent twice, it is one admission and the same answer.
    """
    slot = held_in_hand(slot.pk)
    permit(by, Act.ADMIT_VISITORS, at=at, place=slot.place.key)
    if (earlier := Visit.objects.filter(once=once).first()) is not None:
        return earlier
    if slot.kind != SlotKind.OPEN_HALL:
        raise WrongKindOfSlot(
            _("Tickets are for the open hall. This slot is “{kind}”: admit whoever is booked.").format(
                kind=slot.get_kind_display()
            )
        )
    _check_day(slot, at)
    counted = _counted(tickets, SOLD)
    return _let_in(slot, None, once, counted, came_from, once=once, by=by, at=at)


@patiently()
def admit_group(
    *, group: SchoolGroup, pupils: int, adults: int, came_from: str, once: UUID, by: Account, at: datetime
) -> Visit:
    """A confirmed school group is here, in its real numbers; places are taken or given back accordingly."""
    slot = held_in_hand(group.slot_id)
    group = SchoolGroup.objects.select_for_update(of=("self",)).select_related("institution").get(pk=group.pk)
    permit(by, Act.ADMIT_VISITORS, at=at, place=slot.place.key)
    if (earlier := Visit.objects.filter(once=once).first()) is not None:
        return earlier
    if group.state != GroupState.CONFIRMED:
        raise GroupAnswered(
            _("This group is “{state}”. Only a confirmed group is let in.").format(
                state=group.get_state_display()
            )
        )
    _check_day(slot, at)
    counted = _counted({"pupil": pupils, "escort": adults}, OF_GROUPS)
    visit = _let_in(slot, group, group.key, counted, came_from, once=once, by=by, at=at, before=group.people)
    group.state = GroupState.CAME
    group.save(update_fields=["state"])
    return visit


@patiently()
def correct_visit(
    *,
    visit: Visit,
    tickets: Mapping[str, int],
    came_from: str,
    reason: str,
    once: UUID,
    by: Account,
    at: datetime,
) -> Visit:
    """A new row in place of the old one, which stays readable behind it; with no tickets at all the party was a
    mistake. Places follow the new numbers."""
    slot = held_in_hand(visit.slot_id)
    permit(by, Act.ADMIT_VISITORS, at=at, place=slot.place.key)
    if (earlier := Visit.objects.filter(once=once).first()) is not None:
        return earlier
    old = Visit.objects.select_for_update(of=("self",)).select_related("school_group").get(pk=visit.pk)
    if not old.is_current:
        raise VisitSuperseded(_("This admission was corrected before. Correct the one that replaced it."))
    counted = _counted(tickets, OF_GROUPS if old.school_group else SOLD, nobody=True)
    if (counted, came_from) == ({name: getattr(old, name) for name in counted}, old.came_from):
        raise NothingToCorrect(_("The admission says so already. Nothing was changed."))
    if not reason.strip():
        raise ReasonMissing(_("Say why the admission is corrected."))
    Visit.objects.filter(pk=old.pk).update(is_current=False)
    new = _let_in(
        slot, old.school_group, old.party, counted, came_from,
        once=once, by=by, at=at, before=old.visitors, supersedes=old, reason=reason.strip()[:200],
    )  # fmt: skip
    if old.school_group is not None:
        state = GroupState.CAME if new.visitors else GroupState.ABSENT
        SchoolGroup.objects.filter(pk=old.school_group.pk).update(state=state)
    return new


def _let_in(
    slot: Slot,
    group: SchoolGroup | None,
    party: UUID,
    counted: Mapping[str, int],
    came_from: str,
    *,
    once: UUID,
    by: Account,
    at: datetime,
    before: int = 0,
    **more: Any,
) -> Visit:
    """Places, row, state of the slot and journal row together."""
    if came_from not in CameFrom.values:
        raise NobodyAdmitted(_("Say where they come from; “not recorded” is an answer too."))
    check_standing(slot)
    seat_party(slot=slot, party=party, before=before, now=sum(counted.values()), at=at)
    made = Visit.objects.create(
        slot=slot,
        school_group=group,
        party=party,
        once=once,
        came_from=came_from,
        kind=slot.kind,
        school_key=group.institution.key if group and group.institution else None,
        grade=group.grade if group else None,
        admitted_at=at,
        admitted_by_key=by.pk,
        synthetic=slot.synthetic,
        **counted,
        **words.of_slot(slot),
        **more,
    )
    is_held(slot)
    old = made.supersedes
    note(
        by=by, at=at, act="science_centre.correct" if old else Act.ADMIT_VISITORS, about=made,
        label=str(slot.happened_on), visitors=made.visitors, was=old.visitors if old else None,
        reason=made.reason or None,
    )  # fmt: skip
    return made


def _counted(tickets: Mapping[str, int], known: tuple[str, ...], *, nobody: bool = False) -> dict[str, int]:
    """So many of each kind of ticket."""
    if strange := set(tickets) - set(known):
        raise NobodyAdmitted(
            _("There is no ticket “{ticket}” here. Choose one of: {known}.").format(
                ticket=sorted(strange)[0], known=", ".join(known)
            )
        )
    counted = {name: tickets.get(name, 0) for name in known}
    total = sum(counted.values())
    if min(counted.values()) < 0 or total > MOST or (total == 0 and not nobody):
        raise NobodyAdmitted(
            _("Enter how many people come in: from 1 to {most} at one press.").format(most=MOST)
        )
    return counted


def _check_day(slot: Slot, at: datetime) -> None:
    """Nobody is let in before the day; what was counted on paper may be entered after it."""
    if timezone.localdate(at) < slot.happened_on:
        raise SlotToCome(
            _("The slot is on another day, {when}. Open one of today.").format(
                when=words.moment_said(slot.starts_at)
            )
        )
